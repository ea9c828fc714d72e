"""A kitchen logs in and out, and whoever waits is not forgotten when its session ends."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.cables import no_sockets
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import PASSCODE, Kitchen, closed_kitchen
from tests.e2e.running import Running
from tests.e2e.screens import screen

pytestmark = pytest.mark.asyncio(loop_scope="module")

# It rings so often for those who have waited longest, and a little more.
LOUDEST_EVERY_MILLISECONDS = 1600


@pytest.mark.parametrize("end", ["touched", "time is over"])
async def test_when_the_session_ends_the_log_in_calls_for_those_who_wait(
    browser: Browser, system: Running, kitchen: Kitchen, end: str
) -> None:
    async with screen(browser, system.url) as board:
        board.without_answers = True
        await board.page.clock.install()
        await board.context.add_init_script(no_sockets())
        await board.log_in(kitchen.shop_id, "interrupted")
        placed(kitchen.client, kitchen.shop_id)
        await board.is_ringing(True)
        await board.page.route(
            "**/api/orders?*active=true",
            lambda route: route.fulfill(status=401, json={"code": "unauthorized"}),
        )
        waiting = board.page.get_by_role("alert")
        await expect(waiting).to_contain_text("waiting: 1")
        await expect(board.page).to_have_title(re.compile(r"^\(1\) "))
        await board.plays()
        await board.plays()
        if end == "touched":
            await board.page.mouse.click(5, 5)
        else:
            await board.page.clock.fast_forward("10:00")
        await expect(board.page).to_have_title("Orderbell kitchen")
        played = len(await board.played())
        await board.page.wait_for_timeout(LOUDEST_EVERY_MILLISECONDS)
        assert len(await board.played()) == played
        await expect(waiting).to_be_visible()
        await board.page.unroute_all(behavior="wait")
        await board.page.locator("input[name=passcode]").fill(PASSCODE)
        await board.page.locator("form button.primary").click()
        await board.is_ringing(True)


async def test_logging_in_says_what_is_wrong_where_it_is(
    browser: Browser, system: Running, client: Client
) -> None:
    shop = closed_kitchen(system, client)
    async with screen(browser, system.url) as board:
        board.without_answers = True
        await board.log_in(shop.shop_id)
        await expect(board.page.get_by_test_id("no-orders")).to_contain_text("Closed")
        await board.page.get_by_test_id("more").click()
        await board.page.keyboard.press("Escape")
        await expect(board.page.get_by_test_id("more")).to_be_focused()
        await board.page.get_by_test_id("more").click()
        await board.button("Log out").click()
        await expect(board.page.locator("input[name=shop]")).to_have_value(shop.shop_id)
        passcode = board.page.locator("input[name=passcode]")
        await passcode.fill("wrong")
        await board.page.get_by_test_id("reveal").click()
        await expect(passcode).to_have_attribute("type", "text")
        await board.page.locator("form button.primary").click()
        await expect(passcode).to_have_attribute("aria-invalid", "true")
        await expect(passcode).to_be_focused()
        await passcode.fill(PASSCODE)
        await passcode.press("Enter")
        await board.is_connected("live")
