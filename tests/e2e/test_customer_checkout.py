"""From a shop's link to an order, on a phone: in few steps, once, and it says what is wrong."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Route, expect

from tests.e2e.kitchens import Kitchen
from tests.e2e.phones import dish, fits, phone_at
from tests.e2e.running import Running
from tests.e2e.windows import sockets_of

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
# A finger that does not stop, until the button has gone with its page.
TAP_ON = """
  button => {
    const tapping = setInterval(() => {
      if (button.isConnected) button.click();
      else clearInterval(tapping);
    });
  }
"""


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
