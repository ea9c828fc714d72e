"""The basket and the customer's details: kept as asked, in all tabs, and no change goes untold."""

import re

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e.client import Client
from tests.e2e.kitchens import Kitchen, open_kitchen, wait_until_refused
from tests.e2e.phones import MENU, dish, fits, phone_at
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What a page before this one wrote down without asking.
WRITE_DOWN_UNASKED = """
  localStorage.setItem("orderbell.customer", JSON.stringify({ name: "Old", telephone: "555" }));
  // And what was never answered, at a shop that is not opened again.
  const attempt = { key: "1", body: { customer: { name: "Old" } }, at: Date.now() - 24 * 3600000 };
  localStorage.setItem("orderbell.attempt.elsewhere", JSON.stringify(attempt));
"""
# So many eggs in a shop's basket.
FILL = """
  ([shop, quantity]) => {
    const basket = { egg: { name: "egg", quantity, note: "", price: 300 } };
    localStorage.setItem(`orderbell.basket.${shop}`, JSON.stringify(basket));
  }
"""
MINE = re.compile("555 0100|Mei")
IS_FORGOTTEN = "localStorage.getItem('orderbell.own-details') === null"


def line(phone: CustomerWindow, dish_id: str) -> Locator:
    """Return a line of the basket."""
    return phone.page.locator(f".lines [data-dish-id={dish_id}]")


async def test_the_basket_is_kept_and_the_customer_only_if_asked_to(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        await phone.page.goto(system.url)
        await phone.page.evaluate(WRITE_DOWN_UNASKED)
        await phone.page.reload()
        await phone.choose(kitchen.shop_id)
        page, name = phone.page, phone.page.locator("input[name=name]")
        await page.reload()
        await expect(page.get_by_test_id("total")).to_contain_text("6.00")
        await expect(name).to_have_value("")
        assert "Old" not in await page.evaluate("JSON.stringify(localStorage)")
        await name.fill("Mei")
        await page.locator("input[name=telephone]").fill("555 0100")
        assert not MINE.search(await page.evaluate("JSON.stringify(localStorage)"))
        await page.locator("input[name=remember]").check()
        await page.reload()
        await expect(name).to_have_value("Mei")
        await expect(page.locator("input[name=remember]")).to_be_checked()
        await phone.button("Forget my details").click()
        await expect(page.get_by_test_id("forgotten")).to_be_focused()
        await expect(page.get_by_test_id("forgotten")).to_contain_text("no longer")
        await expect(name).to_have_value("")
        assert not MINE.search(await page.evaluate("JSON.stringify(localStorage)"))
        await page.reload()
        await expect(name).to_have_value("")
        await expect(page.get_by_test_id("total")).to_contain_text("6.00")


async def test_two_tabs_have_one_basket(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        other = CustomerWindow(system.url, phone.context, await phone.context.new_page())
        for tab in (phone, other):
            await tab.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await dish(phone, "egg").locator(".add").click()
        await expect(dish(other, "egg").locator("output")).to_have_text("1")
        await dish(other, "rice").locator(".add").click()
        await expect(phone.page.locator(".to-basket")).to_contain_text("2")


async def test_details_that_one_tab_forgot_are_not_written_back_by_another(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        await phone.choose(kitchen.shop_id)
        await phone.page.locator("input[name=remember]").check()
        other = CustomerWindow(system.url, phone.context, await phone.context.new_page())
        await other.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}/basket")
        await expect(other.page.locator("input[name=remember]")).to_be_checked()
        await phone.button("Forget my details").click()
        # What one tab has taken out, the browser shows to another a moment later.
        await other.page.wait_for_function(IS_FORGOTTEN)
        await other.page.locator("input[name=address]").press_sequentially("2")
        await expect(other.page.get_by_test_id("forgotten")).to_contain_text("no longer")
        await expect(other.page.locator("input[name=remember]")).not_to_be_checked()
        assert not MINE.search(await other.page.evaluate("JSON.stringify(localStorage)"))


async def test_who_can_have_no_more_of_a_dish_is_told_why(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        await phone.page.goto(system.url)
        await phone.page.evaluate(FILL, [kitchen.shop_id, 98])
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        more = dish(phone, "egg").locator(".add")
        await more.click()
        await expect(more).to_be_disabled()
        await expect(phone.page.get_by_role("alert")).to_have_count(0)
        # Playwright waits for what is disabled; a thumb does not.
        await more.dispatch_event("click")
        await expect(phone.page.get_by_role("alert")).to_have_text(
            "An order takes up to 99 of a dish."
        )
        await expect(dish(phone, "egg").locator("output")).to_have_text("99")
        await fits(phone)
        await dish(phone, "egg").get_by_role("button", name="One egg less").click()
        await expect(phone.page.get_by_role("alert")).to_have_count(0)


async def test_what_changes_meanwhile_is_told_and_nothing_leaves_the_basket_by_itself(
    browser: Browser, system: Running, client: Client
) -> None:
    kitchen = open_kitchen(system, client, MENU)
    menu = f"/api/shops/{kitchen.shop_id}/menu"
    async with phone_at(browser, system.url) as phone:
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        for chosen in ("noodles", "tea", "bag"):
            await dish(phone, chosen).locator(".add").click()
        kitchen.call("PATCH", f"{menu}/noodles", json={"price": 2000})
        kitchen.call("PATCH", f"{menu}/tea", json={"available": False, "back_minutes": 30})
        kitchen.call("DELETE", f"{menu}/bag")
        bar = phone.page.locator(".to-basket")
        await expect(bar).to_contain_text("20.00")
        await expect(bar).to_contain_text("changed")
        await expect(dish(phone, "tea")).to_contain_text("back at")
        await bar.click()
        await expect(line(phone, "noodles")).to_contain_text("was ¥18.00")
        await expect(line(phone, "tea")).to_contain_text("back at")
        await expect(line(phone, "bag")).to_contain_text("No longer on the menu")
        await expect(phone.page.get_by_test_id("missing")).to_be_visible()
        await expect(phone.order_button).to_be_disabled()
        await phone.button("Take out Tea").click()
        await expect(phone.page.locator("#basket")).to_be_focused()
        await phone.button("Take out Bag").click()
        await expect(phone.page.get_by_test_id("missing")).to_have_count(0)
        await expect(phone.order_button).to_have_text("Order for ¥20.00")
        await fits(phone)
        await phone.page.locator("input[name=name]").fill("Mei")
        await phone.page.locator("input[name=telephone]").fill("555 0100")
        wait_until_refused(kitchen, "noodles", code="price_changed", total=2000)
        await phone.send()
        assert kitchen.orders().json()["orders"][0]["total"] == 2000
