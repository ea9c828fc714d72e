"""The menu is edited: its dishes and sections, at several screens, and after failures."""

import re

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from shared.contracts import Section
from tests.e2e.client import Client
from tests.e2e.kitchens import Kitchen, closed_kitchen
from tests.e2e.menus import MENU, dish, edit, is_sorted
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, CustomerWindow, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_dishes_are_edited(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    async with (
        opened(KitchenWindow, browser, system.url) as board,
        opened(KitchenWindow, browser, system.url) as other,
        opened(CustomerWindow, browser, system.url, locale="zh-CN", viewport=PHONE) as phone,
    ):
        for window in (board, other):
            await window.log_in(kitchen.shop_id)
            await edit(window)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        page = board.page
        await page.get_by_test_id("add-dish").click()
        await page.locator("input[name=name]").fill("dumplings")
        await page.locator("input[name=name-zh]").fill("饺子")
        await page.locator("input[name=price]").fill("a lot")
        await expect(page.get_by_text("Digits alone")).to_be_visible()
        await board.button("Save").click()
        await expect(page.locator("input[name=price]")).to_be_focused()
        await page.locator("input[name=price]").fill("12.5")
        await page.locator("select[name=section]").select_option(label="New section…")
        await page.locator("input[name=newSection]").fill("Hot")
        await board.button("Save").click()
        await expect(page.locator("dialog")).to_have_count(0)
        for window in (board, other):
            await is_sorted(window.page, "Hot", "dumplings", "Without a section", "egg", "rice")
        await expect(phone.page.get_by_text("饺子")).to_be_visible()
        await expect(phone.page.get_by_text(re.compile(r"12\.50"))).to_be_visible()
        # One screen changes the name while another changes the price: both hold.
        await row(other.page, "egg").click()
        await other.page.locator("input[name=price]").fill("3.50")
        await row(page, "egg").click()
        await page.locator("input[name=name]").fill("duck egg")
        await board.button("Save").click()
        await expect(other.page.locator("input[name=name]")).to_have_value("duck egg")
        await other.button("Save").click()
        await expect(row(page, "egg")).to_contain_text("¥3.50")
        await expect(row(page, "egg")).to_contain_text("duck egg")
        await row(page, "rice").click()
        await row(other.page, "rice").click()
        await board.button("Remove from the menu").click()
        await page.get_by_test_id("remove-sure").click()
        await expect(row(page, "rice")).to_have_count(0)
        await expect(other.page.get_by_text("Another screen has removed")).to_be_visible()
        await expect(dish(phone.page, "rice")).to_have_count(0)


def row(page: Page, dish_id: str) -> Locator:
    """Return what opens a dish to edit it."""
    return page.locator(f"[data-edit-id={dish_id}] .dish-line")


async def test_a_dish_whose_answer_is_lost_is_added_once(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async def lose_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        await edit(board)
        page = board.page
        await page.route("**/menu", lose_answer)
        await page.get_by_test_id("add-dish").click()
        await page.locator("input[name=name]").fill("dumplings")
        await page.locator("input[name=price]").fill("12.5")
        await board.button("Save").click()
        await expect(page.locator("dialog [data-code=no_answer]")).to_be_visible()
        await board.button("Cancel").click()
        await is_sorted(page, "egg", "rice", "dumplings")


async def test_a_renaming_that_failed_halfway_is_made_again(
    browser: Browser, system: Running, client: Client
) -> None:
    kitchen = closed_kitchen(system, client, MENU)
    kitchen.change_shop(sections=[Section(name="Hot").model_dump()])
    for dish_id in ("tea", "soup"):
        kitchen.call(
            "PATCH", f"/api/shops/{kitchen.shop_id}/menu/{dish_id}", json={"section": "Hot"}
        )
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        await edit(board)
        page = board.page
        await is_sorted(page, "Hot", "tea", "soup", "Without", "egg", "rice")
        await page.route(
            "**/menu/soup", lambda route: route.fulfill(status=404, json={"code": "unknown_dish"})
        )
        await page.locator("summary").click()
        await page.locator("[data-section=Hot] .dish-line").click()
        await page.locator("input[name=name]").fill("Warm")
        await board.button("Save").click()
        await expect(page.locator("dialog [data-code=unknown_dish]")).to_be_visible()
        await page.unroute_all(behavior="wait")
        # Another name, now that the first is there: no dish is left behind in it.
        await page.locator("input[name=name]").fill("Fiery")
        await board.button("Save").click()
        await is_sorted(page, "Fiery", "tea", "soup", "Without", "egg", "rice")
