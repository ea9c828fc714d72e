"""Who wishes is told of their order: by the browser, or else by a chime of the page."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.orders import RECORD_NOTIFICATIONS, OrderWindow
from tests.e2e.running import Running
from tests.e2e.windows import LAN_NAME, PHONE, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_wishes_is_told_by_the_browser(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    first, first_token = placed(kitchen.client, kitchen.shop_id)
    second, second_token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, permissions=["notifications"]) as phone:
        await phone.context.add_init_script(RECORD_NOTIFICATIONS)
        await phone.watch(first, first_token)
        await phone.button("Tell me when it is ready").click()
        telling = phone.page.locator(".telling")
        await expect(telling).to_contain_text("You are told")
        await expect(phone.button("Do not tell me")).to_be_focused()
        await expect(telling).to_contain_text("may put a page to sleep")
        kitchen.act(first, "accept", {"minutes": 5})
        kitchen.act(first, "ready")
        (told,) = await phone.notified(1)
        assert told["title"] == f"Ready · {first['number']}"
        assert told["body"] == "Test kitchen\nSay your number."
        # Or else a second one, of the same tag, would be silent.
        assert told["renotify"]
        kitchen.act(first, "recall")
        assert (await phone.notified(2))[1]["title"].startswith("Not ready yet")
        # The wish holds for the next order too.
        await phone.watch(second, second_token)
        kitchen.act(second, "reject", {"reason": "sold_out", "note": "Eggs come on Monday"})
        told = (await phone.notified(3))[2]
        assert told["title"] == f"Declined · {second['number']}"
        assert told["body"].endswith("Sold out\nEggs come on Monday")
        # Who has gone on meanwhile comes back to the order by it.
        await phone.page.goto(f"{system.url}/#/")
        await expect(phone.order).to_have_count(0)
        await phone.page.evaluate("shown.onclick()")
        await expect(phone.order).to_have_attribute("data-order-id", second["id"])


async def test_without_notifications_the_page_chimes(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    lan = f"http://{LAN_NAME}:{urlsplit(system.url).port}"
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, lan, viewport=PHONE) as phone:
        telling = phone.page.locator(".telling")
        await phone.watch(order, token)
        await expect(telling).to_contain_text("without https, browsers send no notifications")
        assert await phone.page.evaluate("soundsStarted") == 0
        await phone.button("Chime on this page").click()
        await expect(telling).to_contain_text("This page chimes instead")
        await phone.page.wait_for_function("soundsStarted > 0")
        before = await phone.page.evaluate("soundsStarted")
        kitchen.act(order, "accept")
        await phone.says("Being prepared")
        assert await phone.page.evaluate("soundsStarted") == before
        kitchen.act(order, "ready")
        await phone.page.wait_for_function("before => soundsStarted > before", arg=before)
