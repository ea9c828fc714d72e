"""From a shop's link to an order, on a phone: in few steps, and nothing is lost or hidden."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Route, expect

from shared.contracts import Dish
from tests.e2e.client import Client
from tests.e2e.kitchens import Kitchen, open_kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, CustomerWindow, opened, sockets_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

# A dish, the way to the basket, and the order.
TAPS_MAX = 3
# A name and a telephone.
FIELDS_MAX = 2
COUNT_STEPS = """
  globalThis.taps = 0;
  globalThis.fields = new Set();
  addEventListener("click", ({ isTrusted }) => { globalThis.taps += isTrusted; }, true);
  addEventListener("input", ({ target }) => globalThis.fields.add(target.name), true);
"""
# What a page before this one wrote down without asking.
WRITE_DOWN_UNASKED = """
  localStorage.setItem("orderbell.customer", JSON.stringify({ name: "Old", telephone: "555" }));
  // And what was never answered, at a shop that is not opened again.
  const attempt = { key: "1", body: { customer: { name: "Old" } }, at: Date.now() - 24 * 3600000 };
  localStorage.setItem("orderbell.attempt.elsewhere", JSON.stringify(attempt));
"""
# A finger that does not stop, until the button has gone with its page.
TAP_ON = """
  button => {
    const tapping = setInterval(() => {
      if (button.isConnected) button.click();
      else clearInterval(tapping);
    });
  }
"""
# So many eggs in a shop's basket.
FILL = """
  ([shop, quantity]) => {
    const basket = { egg: { name: "egg", quantity, note: "", price: 300 } };
    localStorage.setItem(`orderbell.basket.${shop}`, JSON.stringify(basket));
  }
"""
MINE = re.compile("555 0100|Mei")


def named(dish_id: str, chinese: str, english: str, section: str | None) -> Dish:
    """Return a dish that costs 18.00."""
    names = {"zh": chinese, "en": english}
    return Dish(id=dish_id, name=english, names=names, price=1800, available=True, section=section)


MENU = (
    named("noodles", "牛肉面", "Beef noodles", "Noodles"),
    *(
        named(f"noodles-{number}", f"面{number}", f"Noodles {number}", "Noodles")
        for number in range(8)
    ),
    named("tea", "茶", "Tea", "Drinks"),
    named("bag", "袋子", "Bag", None),
)
SECTIONS = [
    {"name": "Noodles", "names": {"zh": "面食"}},
    {"name": "Drinks", "names": {"zh": "饮料"}},
]


@contextlib.asynccontextmanager
async def phone_at(
    browser: Browser, url: str, locale: str = "en-GB"
) -> AsyncIterator[CustomerWindow]:
    """Return a customer's phone."""
    async with opened(CustomerWindow, browser, url, locale, viewport=PHONE) as phone:
        yield phone


def dish(phone: CustomerWindow, dish_id: str) -> Locator:
    """Return a dish of the menu."""
    return phone.page.locator(f".dish[data-dish-id={dish_id}]")


def line(phone: CustomerWindow, dish_id: str) -> Locator:
    """Return a line of the basket."""
    return phone.page.locator(f".lines [data-dish-id={dish_id}]")


async def fits(phone: CustomerWindow) -> None:
    """See that nothing has to be scrolled sideways."""
    assert await phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_an_order_takes_three_taps_and_two_fields(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        await phone.context.add_init_script(COUNT_STEPS)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await dish(phone, "egg").locator(".add").click()
        await expect(phone.page.locator(".to-basket")).to_contain_text("3.00")
        await fits(phone)
        await phone.page.locator(".to-basket").click()
        await phone.page.keyboard.press("Tab")
        await phone.page.locator("input[name=name]").fill("Mei")
        await phone.page.locator("input[name=telephone]").fill("555 0100")
        await fits(phone)
        await phone.send()
        assert await phone.page.evaluate("taps") <= TAPS_MAX
        assert await phone.page.evaluate("fields.size") <= FIELDS_MAX
        [order] = kitchen.orders().json()["orders"]
        assert order["customer"] == {"name": "Mei", "telephone": "555 0100", "address": ""}
        # Who returns finds an empty basket, and orders nothing by that.
        await phone.page.go_back()
        await expect(phone.page.get_by_text("Choose something")).to_be_visible()


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


async def test_an_order_that_is_answered_after_its_customer_went_on_is_not_lost(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        page, may_answer = phone.page, asyncio.Event()

        async def answer_late(route: Route) -> None:
            await may_answer.wait()
            await route.continue_()

        await page.route(re.compile("/api/orders$"), answer_late)
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await expect(phone.order_button).to_have_text(re.compile("Sending"))
        await expect(phone.order_button).to_be_focused()
        await page.goto(f"{system.url}/#/")
        await expect(page.locator(".shops")).to_be_visible()
        async with page.expect_response(re.compile("/api/orders$")) as answer:
            may_answer.set()
        order = (await (await answer.value).json())["order"]
        await page.wait_for_function("localStorage.getItem('orderbell.orders')")
        assert await page.evaluate("localStorage.getItem('orderbell.basket')") is None
        assert page.url == f"{system.url}/#/"
        await page.reload()
        await expect(page.locator(f".own [data-order-id='{order['id']}']")).to_be_visible()


async def test_however_often_the_button_is_tapped_it_is_one_order(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        await phone.choose(kitchen.shop_id)
        await phone.order_button.evaluate(TAP_ON)
        order_id = await phone.order_id()
        await phone.page.go_back()
        await expect(phone.page.get_by_text("Choose something")).to_be_visible()
        assert [order["id"] for order in kitchen.orders().json()["orders"]] == [order_id]


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


async def test_what_is_wrong_is_told_under_its_field(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        await phone.choose(kitchen.shop_id)
        page = phone.page
        name, telephone = page.locator("input[name=name]"), page.locator("input[name=telephone]")
        await name.fill(" ")
        await telephone.fill("no")
        await phone.order_button.click()
        await expect(name).to_be_focused()
        await expect(name).to_have_accessible_description(re.compile("Write a name"))
        await expect(telephone).to_have_accessible_description(re.compile("too short"))
        await name.fill("Mei")
        await expect(name).to_have_attribute("aria-invalid", "false")
        await phone.order_button.click()
        await expect(telephone).to_be_focused()
        # Enter goes on and does not order.
        await telephone.fill("555 0100")
        await page.keyboard.press("Enter")
        await expect(page.locator("input[name=address]")).to_be_focused()
        note = page.locator("textarea[name=note]")
        await note.fill("🌶" * 190)
        await expect(note).to_have_accessible_description("Characters left: 10")
        await note.fill("🌶" * 203)
        await phone.order_button.click()
        await expect(note).to_be_focused()
        await expect(note).to_have_accessible_description(re.compile("shorten it by 3"))
        await note.fill("🌶")
        await fits(phone)
        await phone.send()


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
        await phone.send()
        assert kitchen.orders().json()["orders"][0]["total"] == 2000


async def test_why_no_order_can_be_sent_stands_beside_the_button(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with phone_at(browser, system.url) as phone:
        phone.without_answers = True
        sockets = await sockets_of(phone)
        await phone.choose(kitchen.shop_id)
        reason = phone.page.locator("#checkout .send .notice")
        await expect(reason).to_have_count(0)
        kitchen.change_shop(pause_minutes=30)
        await expect(reason).to_contain_text(re.compile(r"no orders until \d\d:\d\d"))
        await expect(phone.order_button).to_be_disabled()
        kitchen.change_shop(pause_minutes=0)
        await expect(phone.order_button).to_be_enabled()
        kitchen.change_shop(open=False)
        await expect(reason).to_contain_text("closed")
        await expect(phone.order_button).to_be_disabled()
        kitchen.change_shop(open=True)
        await expect(phone.order_button).to_be_enabled()
        await phone.context.set_offline(True)
        await sockets[-1].close()
        await expect(phone.page.get_by_test_id("offline")).to_be_visible()
        said = phone.page.get_by_test_id("announcement")
        await expect(said).to_have_text(re.compile("^No connection just now"))
        await expect(phone.page.get_by_test_id("total")).to_contain_text("6.00")
        await phone.context.set_offline(False)
        await phone.is_connected("live")
        await expect(reason).to_have_count(0)


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
        await page.locator("input[name=name]").fill("Mei")
        await page.locator("input[name=telephone]").fill("555 0100")
        await window.order_button.press("Enter")
        await expect(page.locator("h1.called")).to_be_focused()
        number = await page.get_by_test_id("number").text_content()
        await expect(announced).to_have_text(f"Order {number}: Sent")
        await page.get_by_role("link", name="All shops").press("Enter")
        await expect(page.locator("#shops")).to_be_focused()
        assert await page.evaluate("region.isConnected")
