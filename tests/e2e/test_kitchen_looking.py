"""Who only looks at a kitchen sees it all, changes nothing, and does not count as being there."""

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.client import Client, placed
from tests.e2e.kitchens import PASSCODE, Kitchen, closed_kitchen, wait_until_orders_know
from tests.e2e.menus import is_available, show
from tests.e2e.running import Running
from tests.e2e.screens import SHOW_AS, Screen, screen
from tests.e2e.windows import KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_whoever_only_watches_sees_the_lists_without_controls(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    kitchen.call(
        "PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"available": False}
    ).raise_for_status()
    async with opened(KitchenWindow, browser, system.url) as board:
        await board.page.goto(f"{system.url}/kitchen")
        await board.page.locator("input[name=watch]").check()
        await board.page.locator("input[name=shop]").fill(kitchen.shop_id)
        await board.page.locator("input[name=passcode]").fill(PASSCODE)
        await board.page.locator("form button.primary").click()
        await show(board, "menu")
        await is_available(board.page, "egg", False)
        await is_available(board.page, "rice", True)
        await expect(board.page.locator(".view button, .open button")).to_have_count(0)
        await show(board, "settings")
        await expect(board.page.locator(".shop-settings dl")).to_contain_text("8")
        await expect(board.page.locator(".shop-settings button")).to_have_count(0)


async def test_who_only_looks_neither_acts_nor_counts(
    browser: Browser, system: Running, client: Client
) -> None:
    shop = closed_kitchen(system, client)
    assert shop.change_shop(open=True).status_code == 200
    async with screen(browser, system.url) as looking:
        await looking.watch(shop.shop_id)
        await expect(looking.page.get_by_test_id("looking")).to_have_text("Only looking")
        assert not client.http.get(f"/api/shops/{shop.shop_id}").json()["kitchen_online"]
        async with screen(browser, system.url) as board:
            await board.log_in(shop.shop_id)
            await expect(board.page.locator(".open[data-accepting=true]")).to_be_visible()
            await board.page.evaluate(SHOW_AS, "hidden")
            wait_until_orders_know(client, shop.shop_id, accepting=True)
            order, _ = placed(client, shop.shop_id)
            await looking.shows(**{order["id"]: "placed"})
            await expect(looking.page.locator(".ticket button.primary")).to_have_count(0)
            assert await looking.played() == []
            await show(looking, "settings")
            await looking.page.locator("input[name=rings-watching]").check()
            await looking.is_ringing(True)
            await looking.plays()


async def test_who_only_looks_is_told_of_the_missing_sound_where_it_should_ring(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as looking:
        await looking.context.add_init_script("delete globalThis.AudioContext")
        await looking.watch(kitchen.shop_id)
        told = looking.page.locator(".told-below > .notice", has_text="can play no sound")
        await show(looking, "settings")
        rings = looking.page.locator("input[name=rings-watching]")
        await expect(rings).not_to_be_checked()
        await expect(told).to_have_count(0)
        await rings.check()
        await expect(told).to_be_visible()


async def test_looking_in_one_tab_leaves_the_tab_that_acts_as_it_is(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as board:
        await board.log_in(kitchen.shop_id)
        looking = Screen(board.url, board.context, await board.context.new_page())
        await looking.watch(kitchen.shop_id)
        order, _ = placed(kitchen.client, kitchen.shop_id)
        for tab in (board, looking):
            await tab.shows(**{order["id"]: "placed"})
        await board.is_ringing(True)
        await looking.is_ringing(False)
        await looking.page.get_by_test_id("more").click()
        await looking.button("Log out").click()
        await board.is_connected("live")
        # Whoever leaves the box out acts, also after a reload.
        await looking.page.locator("input[name=watch]").uncheck()
        await looking.page.locator("input[name=passcode]").fill(PASSCODE)
        await looking.page.locator("form button.primary").click()
        await looking.is_ringing(True)
        await looking.page.reload()
        await looking.is_ringing(True)
        await expect(looking.page.get_by_test_id("looking")).to_have_count(0)
