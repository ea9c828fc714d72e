"""What a kitchen sells just now: it runs out of dishes for a while, and pauses."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import text

from tests.e2e.client import Client, basket, place
from tests.e2e.kitchens import ELSEWHERE, SHOP_ZONE, Kitchen, open_kitchen, wait_until_orders_know
from tests.e2e.menus import dish, is_available, show
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, CustomerWindow, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_sold_out_for_a_while(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    async with (
        opened(KitchenWindow, browser, system.url, timezone_id=ELSEWHERE) as board,
        opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone,
    ):
        await board.log_in(kitchen.shop_id)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await is_available(phone.page, "egg", True)
        await show(board, "menu")
        await dish(board.page, "egg").locator(".dish-line").click()
        await board.page.locator("[data-back=half_hour]").click()
        await is_available(phone.page, "egg", False)
        await is_available(board.page, "egg", False)
        back = re.compile(r"back at (\w{3} )?\d\d:\d\d")
        await expect(dish(board.page, "egg")).to_contain_text(back)
        await expect(board.page.locator("[data-sold-out=egg]")).to_be_visible()
        await is_available(phone.page, "rice", True)
        its_time_has_come(system, kitchen.shop_id)
        await is_available(phone.page, "egg", True)
        await is_available(board.page, "egg", True)
        await dish(board.page, "rice").locator(".dish-line").click()
        await board.page.locator("[data-back=never]").click()
        await is_available(phone.page, "rice", False)
        await dish(board.page, "rice").get_by_role("button", name="Bring back rice").click()
        await is_available(phone.page, "rice", True)
        # At a time of one's own, by the shop's clock, wherever the tablet is.
        await dish(board.page, "rice").locator(".dish-line").click()
        wall = datetime.now(ZoneInfo(SHOP_ZONE)) + timedelta(hours=5)
        await board.page.locator("input[name=back-time]").fill(f"{wall:%H:%M}")
        await board.button(re.compile(f"^Back at .*{wall:%H:%M}$")).click()
        await expect(dish(board.page, "rice")).to_contain_text(f"{wall:%H:%M}")
        await is_available(phone.page, "rice", False)
        shop = kitchen.call("GET", f"/api/shops/{kitchen.shop_id}").json()
        back_at = next(one["back_at"] for one in shop["menu"] if one["id"] == "rice")
        assert abs(datetime.fromisoformat(back_at) - wall) < timedelta(minutes=2)
        await dish(board.page, "rice").get_by_role("button", name="Bring back rice").click()
        await is_available(phone.page, "rice", True)
        # Escape changes nothing, and the focus is where it was.
        line = dish(board.page, "egg").locator(".dish-line")
        closing = board.page.get_by_role("dialog").get_by_label("Close")
        for _ in range(2):
            await line.click()
            await closing.click()
            await expect(line).to_be_focused()
            await line.click()
            await board.page.keyboard.press("Escape")
            await expect(line).to_be_focused()
        await board.page.get_by_role("searchbox").fill("RIC")
        await expect(board.page.locator("[data-dish-id]")).to_have_count(1)
        await is_available(board.page, "rice", True)


def its_time_has_come(system: Running, shop_id: str) -> None:
    """Have the sold out dishes of a shop be back by now."""
    with system.transaction("shops") as connection:
        connection.execute(
            text("UPDATE dishes SET back_at = now() WHERE shop_id = :shop AND NOT available"),
            {"shop": shop_id},
        )


async def test_a_change_that_is_refused_is_set_right(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        await show(board, "menu")
        await board.page.route(
            "**/menu/egg", lambda route: route.fulfill(status=404, json={"code": "unknown_dish"})
        )
        await dish(board.page, "egg").locator(".dish-line").click()
        await board.page.locator("[data-back=never]").click()
        await expect(board.page.locator("[data-code=unknown_dish]")).to_be_visible()
        await is_available(board.page, "egg", True)
        # So it is told whoever has turned to the board meanwhile, until it is read.
        await show(board, "board")
        refused = board.page.locator(".bar [data-code=unknown_dish]")
        await expect(refused).to_contain_text("egg is unchanged")
        await refused.get_by_role("button").click()
        await expect(refused).to_have_count(0)


async def test_a_pause_is_seen_and_ends(browser: Browser, system: Running, client: Client) -> None:
    kitchen = open_kitchen(system, client)
    async with (
        opened(KitchenWindow, browser, system.url) as board,
        opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone,
    ):
        await board.log_in(kitchen.shop_id)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await expect(phone.page.locator("[data-state=accepting]").first).to_be_visible()
        await board.button("Pause").click()
        await board.button("20 minutes").click()
        state = board.page.locator(".open")
        await expect(state).to_have_attribute("data-state", "paused")
        await expect(state).to_contain_text(re.compile(r"Paused · (20:00|19:\d\d)"))
        notice = board.page.locator(".told-below > .notice")
        await expect(notice).to_contain_text(re.compile(r"by itself at (\w{3} )?\d\d:\d\d\."))
        await expect(state).to_have_attribute("data-accepting", "false")
        await expect(phone.page.locator("[data-state=paused]").first).to_be_visible()
        wait_until_orders_know(client, kitchen.shop_id, accepting=False)
        assert place(client, basket(kitchen.shop_id)).json()["code"] == "shop_closed"
        await board.button("Resume").click()
        await expect(state).to_have_attribute("data-accepting", "true")
        await expect(phone.page.locator("[data-state=accepting]").first).to_be_visible()
        wait_until_orders_know(client, kitchen.shop_id, accepting=True)
        assert place(client, basket(kitchen.shop_id)).status_code == httpx.codes.CREATED
        # Nobody has to end it.
        await board.button("Pause").click()
        await board.page.locator("[data-pause='10']").click()
        await expect(phone.page.locator("[data-state=paused]").first).to_be_visible()
        its_pause_is_over(system, kitchen.shop_id)
        await expect(state).to_have_attribute("data-accepting", "true")
        await expect(phone.page.locator("[data-state=accepting]").first).to_be_visible()


def its_pause_is_over(system: Running, shop_id: str) -> None:
    """Have the pause of a shop be over by now."""
    with system.transaction("shops") as connection:
        connection.execute(
            text("UPDATE shops SET paused_until = now() WHERE id = :shop"), {"shop": shop_id}
        )


async def test_a_phone_pauses_from_its_menu_which_is_gone_then(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url, viewport=PHONE) as board:
        await board.log_in(kitchen.shop_id)
        await board.page.get_by_test_id("more").click()
        menu = board.page.locator(".more-items")
        name = await board.page.locator("h1").inner_text()
        await expect(menu.locator("strong").first).to_have_text(name)
        await menu.locator("[aria-haspopup=dialog]").click()
        await expect(menu).to_have_css("visibility", "hidden")
        await board.page.locator("[data-pause='10']").click()
        await expect(menu).to_have_count(0)
        await expect(board.page.get_by_test_id("no-orders")).to_contain_text("Paused")
