"""The order's page: every state as its customer sees it, in their language, on any device."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Route, expect

from shared.contracts import Dish, print_instant
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import Kitchen, open_kitchen
from tests.e2e.orders import OrderWindow
from tests.e2e.running import Running
from tests.e2e.windows import BACK_MILLISECONDS, LAN_NAME, PHONE, opened, sockets_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Newer than any version that an order or shop of these tests really has.
LAST_VERSION = 99
MINUTE_MILLISECONDS = 60_000
# Counts how often something is said beside the link.
COUNT_SAYINGS = """
  globalThis.said = 0;
  new MutationObserver((changes) => {
    said += changes.filter(({ addedNodes }) => addedNodes.length > 0).length;
  }).observe(document.querySelector("[data-testid=shared]"), { childList: true });
"""
EGG = Dish(id="egg", name="鸡蛋", names={"zh": "鸡蛋", "en": "Egg"}, price=300, available=True)


async def test_every_step_is_shown_as_it_happens(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    number = order["number"]
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        announced = phone.page.get_by_test_id("announcement")
        await phone.watch(order, token)
        await phone.says("Waiting for the kitchen")
        await expect(phone.page).to_have_title(f"Sent · {number}")
        kitchen.confirm(order["id"])
        await phone.says("has seen your order")
        await expect(announced).to_have_text(f"Order {number}: Seen by the kitchen")
        kitchen.act(order, "accept", {"minutes": 12})
        await phone.says("About 12 min", "Ready at about")
        promise = rf"^Order {number}: Being prepared\. Ready at about \d\d:\d\d\.$"
        await expect(announced).to_have_text(re.compile(promise))
        await phone.sees("accepted", "placed", "received", "accepted")
        kitchen.act(order, "ready")
        await phone.says("ready", "Say your number")
        await expect(phone.page).to_have_title(f"Ready · {number}")
        await expect(announced).to_have_text(f"Order {number}: Ready")
        kitchen.act(order, "complete")
        await phone.says("Enjoy!")
        await expect(phone.page).to_have_title(f"Handed over · {number}")


async def test_what_is_not_usual_is_told_plainly(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        page = phone.page
        changed: dict[str, Any] = {}
        slow, deadline = page.get_by_test_id("kitchen-slow"), page.get_by_test_id("cancels-by")

        async def answer(route: Route) -> None:
            """Answer what the server does, but for what is changed."""
            response = await route.fetch()
            if response.ok:
                kind = route.request.url.split("/")[-2]
                content = json.loads(await response.text()) | {"version": LAST_VERSION}
                await route.fulfill(response=response, json=content | changed[kind])
            else:
                await route.fulfill(response=response)

        async def open_with(of_order: Any, **of_shop: Any) -> None:
            changed.update(orders=of_order, shops={"kitchen_online": True, **of_shop})
            await page.goto(f"{system.url}/#/")
            await expect(phone.order).to_have_count(0)
            await phone.watch(order, token)

        await page.route(
            re.compile(f"/api/(orders/{order['id']}|shops/{kitchen.shop_id})$"), answer
        )
        await open_with({"placed_at": _in(-6)}, kitchen_online=False)
        await phone.says("Sent 6 min ago, and not seen yet")
        await expect(page.get_by_test_id("kitchen-gone")).to_contain_text("not connected")
        await open_with({"received_at": _in(-4)}, paused_until=_in(30))
        await phone.says("That was 4 min ago")
        await expect(slow).to_contain_text("takes no new orders until")
        await open_with({"accept_by": _in(1)}, open=False)
        await expect(slow).to_contain_text("has closed")
        await expect(deadline).to_have_attribute("data-soon", "true")
        await expect(deadline.locator("strong")).to_have_text(re.compile("^0:[0-5][0-9]$"))
        await open_with({"accept_by": _in(-1)})
        await expect(deadline).to_have_attribute("data-over", "true")
        accepted = {"status": "accepted", "accepted_at": _in(-30)}
        await open_with(accepted)
        await phone.says("Being prepared", "named no time")
        await open_with(accepted | {"promised_at": _in(0.5)})
        await phone.says("Any moment now")
        await open_with(accepted | {"promised_at": _in(-5.5)})
        await phone.says("5 min later than promised", "still on it")
        await open_with(accepted | {"promised_at": _in(-20.5)})
        await phone.says("20 min later than promised", "Ask the shop")
        closed = {"completed_at": _in(0), "closed_reason": "unattended", "status": "completed"}
        await open_with(accepted | closed)
        await phone.says("closed by itself")
        await phone.sees("completed", "placed", "received", "accepted", "completed")
        long = {"dish_id": "x", "price": 1, "quantity": 99, "note": "n" * 200, "name": "长" * 80}
        await open_with({"items": [long] * 50, "note": "w" * 200})
        await phone.says("Waiting")
        await expect(page.locator(".receipt li")).to_have_count(50)
        await page.unroute_all(behavior="wait")


async def test_names_are_the_readers(system: Running, client: Client, browser: Browser) -> None:
    kitchen = open_kitchen(system, client, [EGG])
    kitchen.change_shop(names={"zh": "测试厨房", "en": "The test kitchen"})
    order, token = placed(client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, "zh-CN", viewport=PHONE) as phone:
        await phone.watch(order, token)
        await expect(phone.order).to_contain_text("测试厨房")
        await expect(phone.page.locator(".receipt")).to_contain_text("鸡蛋")
        await phone.page.locator("[data-language=en]").click()
        await expect(phone.order).to_contain_text("The test kitchen")
        await expect(phone.page.locator(".receipt")).to_contain_text("Egg")


async def test_the_link_is_the_order_on_any_device(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    lan = f"http://{LAN_NAME}:{urlsplit(system.url).port}"
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url) as phone:
        await phone.watch(order, token)
        await phone.page.evaluate(COUNT_SAYINGS)
        for said in (1, 2):
            link = await phone.copied_link()
            assert await phone.page.evaluate("said") == said
            await phone.page.locator("body > textarea").evaluate("field => field.remove()")
    async with opened(OrderWindow, browser, system.url) as tablet:
        await tablet.page.goto(link)
        assert await tablet.order_id() == order["id"]
        # Programs for chats take the mark that follows a link for a part of it.
        for mark in ("。", ")"):
            await tablet.page.goto("about:blank")
            await tablet.page.goto(link + mark)
            assert await tablet.order_id() == order["id"]
        tablet.without_answers = True
        await tablet.page.goto(link[:-4])
        await expect(tablet.page.get_by_test_id("gone")).to_contain_text("no longer valid")
    # Where browsers give no clipboard, there is another way.
    async with opened(OrderWindow, browser, lan, viewport=PHONE) as plain:
        await plain.watch(order, token)
        assert await plain.copied_link() == link.replace(system.url, lan)


async def test_a_phone_without_a_network_blames_itself_and_not_the_kitchen(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        page, offline = phone.page, phone.page.get_by_test_id("offline")
        left = page.get_by_test_id("cancels-by").locator("strong")
        sockets = await sockets_of(phone)
        await page.clock.install()
        await phone.watch(order, token)
        await phone.is_connected("live")
        await expect(left).to_be_visible()
        await phone.context.set_offline(True)
        for socket in sockets:
            await socket.close()
        await expect(offline).to_contain_text(re.compile(r"No connection.+ at \d\d:\d\d"))
        await page.clock.run_for(6 * MINUTE_MILLISECONDS)
        await phone.says("Waiting for the kitchen")
        await expect(phone.order).not_to_contain_text("min ago")
        await expect(left).to_have_count(0)
        await phone.context.set_offline(False)
        # It may end the call that is under way, and with it the wait for the next.
        await page.clock.run_for(MINUTE_MILLISECONDS)
        await expect(offline).to_have_count(0, timeout=BACK_MILLISECONDS)
        await expect(left).to_be_visible()


def _in(minutes: float) -> str:
    """Return the instant so many minutes from now, as the servers write it."""
    return print_instant(datetime.now(UTC) + timedelta(minutes=minutes))
