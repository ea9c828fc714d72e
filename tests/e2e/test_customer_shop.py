"""A shop's page: its sections and its search, and where the focus is as customers go on."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Route, expect

from tests.e2e.client import Client
from tests.e2e.kitchens import Kitchen, open_kitchen, wait_until_refused
from tests.e2e.phones import MENU, dish, fits, phone_at
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECTIONS = [
    {"name": "Noodles", "names": {"zh": "面食"}},
    {"name": "Drinks", "names": {"zh": "饮料"}},
]

# Many times what a shop takes to come.
SLOW_SECONDS = 2
# Many more than it takes to go to a place that is there.
FRAMES = 20


async def test_a_long_menu_has_its_sections_and_a_search_in_the_readers_language(
    browser: Browser, system: Running, client: Client
) -> None:
    kitchen = open_kitchen(system, client, MENU)
    assert kitchen.change_shop(sections=SECTIONS).status_code == 200
    async with phone_at(browser, system.url, "zh-CN") as phone:
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await expect(phone.page.locator(".course h3")).to_have_text(["面食", "饮料", "其他"])
        bar = phone.page.get_by_role("navigation", name="菜单分类")
        current = bar.locator("[aria-current=true]")
        await expect(current).to_have_text("面食")
        await bar.get_by_role("button", name="饮料").click()
        await expect(current).to_have_text("饮料")
        await expect(phone.page.get_by_role("heading", name="饮料")).to_be_focused()
        await expect(dish(phone, "tea")).to_be_in_viewport()
        # Who comes back is where they were.
        await phone.page.evaluate("location.hash = '#/'")
        await expect(phone.page.locator(".shops")).to_be_visible()
        await phone.page.go_back()
        await expect(dish(phone, "tea")).to_be_in_viewport()
        await phone.page.evaluate("scrollTo(0, 0)")
        await expect(current).to_have_text("面食")
        await fits(phone)
        search = phone.page.locator("input[type=search]")
        for query in ("牛肉", "BEEF", "ｂｅｅｆ"):
            await search.fill(query)
            await expect(phone.page.locator(".dish")).to_have_count(1)
            await expect(dish(phone, "noodles")).to_contain_text("牛肉面")
        await search.fill("pizza")
        await phone.button("显示全部菜单").click()
        await expect(phone.page.locator(".dish")).to_have_count(len(MENU))


async def test_who_comes_back_to_a_shop_that_is_slow_to_come_is_where_they_were(
    browser: Browser, system: Running, client: Client
) -> None:
    kitchen = open_kitchen(system, client, MENU)
    here = asyncio.Event()

    async def be_slow(route: Route) -> None:
        await here.wait()
        await route.continue_()

    async with phone_at(browser, system.url) as phone:
        page = phone.page
        await page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await expect(dish(phone, "tea")).to_be_visible()
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        place = await page.evaluate("scrollY")
        assert place > 0
        await page.evaluate("location.hash = '#/'")
        await expect(page.locator(".shops")).to_be_visible()
        await page.route(f"**/api/shops/{kitchen.shop_id}", be_slow)
        await page.go_back()
        await asyncio.sleep(SLOW_SECONDS)
        here.set()
        await page.wait_for_function("place => scrollY === place", arg=place)
        # Unless they go elsewhere meanwhile.
        here.clear()
        await page.evaluate("location.hash = '#/'")
        await expect(page.locator(".shops")).to_be_visible()
        await page.go_back()
        await expect(page.locator(".shops")).to_have_count(0)
        await page.mouse.wheel(0, 1)
        await page.evaluate("new Promise(requestAnimationFrame)")
        here.set()
        await expect(dish(phone, "tea")).to_be_attached()
        for _ in range(FRAMES):
            await page.evaluate("new Promise(requestAnimationFrame)")
        assert await page.evaluate("scrollY") < place


async def test_the_focus_stays_where_the_customer_is(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        more, less = phone.button("Add egg"), phone.button("One egg less")
        await more.focus()
        await phone.page.keyboard.press("Enter")
        await expect(less).to_be_visible()
        await expect(more).to_be_focused()
        await expect(phone.page.get_by_test_id("told")).to_have_text("Dishes: 1. Total: ¥3.00")
        await less.focus()
        await phone.page.keyboard.press("Enter")
        await expect(less).to_have_count(0)
        await expect(more).to_be_focused()
        await phone.page.keyboard.press("Enter")
        await phone.page.locator(".to-basket").press("Enter")
        await expect(phone.page.locator("#basket")).to_be_focused()
        await expect(more.first).to_be_visible()
        await phone.page.go_back()
        await expect(phone.page.locator(".to-basket")).to_be_focused()
        await phone.page.locator(".to-basket").press("Enter")
        await expect(phone.page.locator("#basket")).to_be_focused()
        await less.last.click()
        await expect(phone.page.locator("#basket")).to_be_focused()
        await phone.page.go_back()
        await expect(phone.page.locator("#shop")).to_be_focused()


async def test_who_goes_on_arrives_at_a_title_and_hears_what_changes(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    # Where the menu and the basket are side by side.
    async with opened(CustomerWindow, browser, system.url) as window:
        page, announced = window.page, window.page.get_by_test_id("announcement")
        await page.goto(system.url)
        await announced.evaluate("region => { globalThis.region = region; }")
        await page.locator(f".shops [data-shop-id={kitchen.shop_id}]").press("Enter")
        await expect(page.locator("#shop")).to_be_focused()
        await expect(announced).to_have_text("")
        kitchen.change_shop(open=False)
        await expect(announced.locator("p")).to_have_text([re.compile("closed")])
        kitchen.change_shop(open=True)
        await expect(announced).to_have_text("")
        await dish(window, "egg").locator(".add").click()
        kitchen.call("PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"available": False})
        await expect(announced).to_have_text(re.compile("Take out what is not available"))
        kitchen.call("PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"available": True})
        await expect(announced).to_have_text("")
        wait_until_refused(kitchen, code="price_changed")
        await page.locator("input[name=name]").fill("Mei")
        await page.locator("input[name=telephone]").fill("555 0100")
        await window.order_button.press("Enter")
        await expect(page.locator("h1.called")).to_be_focused()
        number = await page.get_by_test_id("number").text_content()
        await expect(announced).to_have_text(f"Order {number}: Sent")
        await page.get_by_role("link", name="All shops").press("Enter")
        await expect(page.locator("#shops")).to_be_focused()
        assert await page.evaluate("region.isConnected")
