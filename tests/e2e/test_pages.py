"""Both pages in a real Chromium: the whole story of an order, and what may come in between."""

import contextlib
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.client import Client, placed
from tests.e2e.kitchens import Kitchen, closed_kitchen, wait_until_orders_know
from tests.e2e.running import Running
from tests.e2e.windows import LAN_NAME, CustomerWindow, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@contextlib.asynccontextmanager
async def pages(
    browser: Browser, url: str, shop_id: str, locale: str = "en-GB"
) -> AsyncIterator[tuple[KitchenWindow, CustomerWindow]]:
    """Return the kitchen's window, logged in, and a customer's."""
    async with (
        opened(KitchenWindow, browser, url, locale) as board,
        opened(CustomerWindow, browser, url, locale, viewport={"width": 400, "height": 800}) as one,
    ):
        await board.log_in(shop_id)
        yield board, one


async def test_the_whole_story(system: Running, client: Client, browser: Browser) -> None:
    shop = closed_kitchen(system, client)
    async with pages(browser, system.url, shop.shop_id) as (board, phone):
        await board.button("Open the shop").click()
        wait_until_orders_know(client, shop.shop_id, accepting=True)
        await phone.choose(shop.shop_id)
        await expect(phone.page.get_by_test_id("total")).to_have_text(re.compile(r"6\.00"))
        order_id = await phone.send()
        await board.shows(**{order_id: "placed"})
        await board.is_ringing(True)
        await board.hears_a_bell()
        await phone.sees("placed", "placed", "received")
        number = await phone.page.get_by_test_id("number").inner_text()
        await expect(board.ticket(order_id).locator(".number")).to_have_text(number)
        await board.act(order_id, "ready in 20 minutes")
        await board.is_ringing(False)
        await phone.sees("accepted", "placed", "received", "accepted")
        await expect(phone.page.get_by_test_id("headline")).to_contain_text("Ready at about")
        await board.act(order_id, "is ready")
        await phone.sees("ready", "placed", "received", "accepted", "ready")
        await board.act(order_id, "back to cooking")
        await phone.sees("accepted", "placed", "received", "accepted")
        await board.act(order_id, "is ready")
        await board.act(order_id, "is handed over")
        await phone.sees("completed", "placed", "received", "accepted", "ready", "completed")
        await board.shows()
        await phone.is_connected("live")


async def test_declining_says_why(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    async with pages(browser, system.url, kitchen.shop_id) as (board, phone):
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        await board.act(order_id, "Decline order")
        ticket = board.ticket(order_id)
        await ticket.get_by_label("A word to the customer").fill("Eggs come on Monday")
        await ticket.get_by_role("button", name="Sold out").click()
        await phone.sees("rejected", "placed", "received", "rejected")
        await expect(phone.page.get_by_test_id("reason")).to_have_text("Sold out")
        await expect(phone.page.get_by_test_id("headline")).to_contain_text("Eggs come on Monday")
        await board.shows()
        await board.is_ringing(False)


async def test_cancelling_silences_the_kitchen(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with pages(browser, system.url, kitchen.shop_id) as (board, phone):
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        await board.shows(**{order_id: "placed"})
        await board.is_ringing(True)
        await phone.button("Cancel the order").click()
        await phone.button("Yes, cancel it").click()
        await phone.sees("cancelled", "placed", "received", "cancelled")
        await board.shows()
        await board.is_ringing(False)


async def test_reloading_in_between_changes_nothing(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with pages(browser, system.url, kitchen.shop_id) as (board, phone):
        await phone.choose(kitchen.shop_id)
        await phone.page.reload()
        await expect(phone.page.get_by_test_id("total")).to_have_text(re.compile(r"6\.00"))
        await phone.page.locator("input[name=name]").fill("Mei")
        await phone.page.locator("input[name=telephone]").fill("555 0100")
        await phone.page.locator("input[name=address]").fill("1 Long Lane")
        order_id = await phone.send()
        await board.page.reload()
        await board.shows(**{order_id: "placed"})
        await board.is_ringing(True)
        # Browsers keep a page silent until it was touched.
        await board.page.locator("h1").click()
        await board.hears_a_bell()
        await phone.page.reload()
        await phone.sees("placed", "placed", "received")
        await board.act(order_id, "ready in 10 minutes")
        await board.page.reload()
        await board.shows(**{order_id: "accepted"})
        await board.is_ringing(False)
        await phone.page.reload()
        await phone.sees("accepted", "placed", "received", "accepted")
        assert await phone.order_id() == order_id


async def test_a_double_tap_is_one_order(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with pages(browser, system.url, kitchen.shop_id) as (board, phone):
        await phone.choose(kitchen.shop_id)
        # Both taps before the page is drawn again.
        await phone.order_button.evaluate("button => { button.click(); button.click(); }")
        order_id = await phone.order_id()
        await board.shows(**{order_id: "placed"})
        await phone.page.go_back()
        assert [order["id"] for order in kitchen.orders().json()["orders"]] == [order_id]


async def test_an_order_sent_without_a_connection_is_one_order(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with pages(browser, system.url, kitchen.shop_id) as (board, phone):
        phone.without_answers = True
        await phone.choose(kitchen.shop_id)
        await phone.context.set_offline(True)
        await phone.order_button.click()
        await expect(phone.page.get_by_test_id("retrying")).to_be_visible()
        # Neither a reload nor the return of the connection makes a second one.
        await phone.context.set_offline(False)
        order_id = await phone.order_id()
        await phone.page.reload()
        await board.shows(**{order_id: "placed"})
        assert [order["id"] for order in kitchen.orders().json()["orders"]] == [order_id]
        await phone.is_connected("live")


async def test_without_the_broker_orders_come_all_the_same(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with pages(browser, system.url, kitchen.shop_id) as (board, phone):
        await phone.choose(kitchen.shop_id)
        first = await phone.send()
        await board.shows(**{first: "placed"})
        with system.down("rabbitmq"):
            await board.is_connected("interrupted")
            await phone.is_connected("interrupted")
            second = placed(kitchen.client, kitchen.shop_id)[0]["id"]
            await board.act(first, "ready in 30 minutes")
            await board.shows(**{first: "accepted", second: "placed"})
            await phone.sees("accepted", "placed", "received", "accepted")
            await expect(board.ticket(second)).to_have_attribute("data-received", "true")
        await board.is_connected("live")
        await phone.is_connected("live")
        await board.shows(**{first: "accepted", second: "placed"})
        third = placed(kitchen.client, kitchen.shop_id)[0]["id"]
        await board.shows(**{first: "accepted", second: "placed", third: "placed"})


@pytest.mark.parametrize("part", ["gateway", "notifier"])
async def test_an_order_placed_while_a_part_is_away_comes_once(
    browser: Browser, system: Running, kitchen: Kitchen, part: str
) -> None:
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = part == "gateway"
        await board.log_in(kitchen.shop_id)
        with system.down(part):
            order, _ = placed(kitchen.client, kitchen.shop_id)
            if part == "gateway":
                await board.is_connected("interrupted")
        await board.shows(**{order["id"]: "placed"})
        await board.hears_a_bell()
        await expect(board.ticket(order["id"])).to_have_attribute("data-received", "true")
        await board.is_connected("live")
        later, _ = placed(kitchen.client, kitchen.shop_id)
        await board.shows(**{order["id"]: "placed", later["id"]: "placed"})


async def test_without_anybody_who_answers_the_pages_say_so(
    browser: Browser, system: Running, client: Client, kitchen: Kitchen
) -> None:
    async with pages(browser, system.url, kitchen.shop_id) as (board, phone):
        board.without_answers = phone.without_answers = True
        order, _ = placed(client, kitchen.shop_id)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await board.shows(**{order["id"]: "placed"})
        with system.down("edge"):
            await board.is_connected("offline")
            await phone.is_connected("offline")
            # What is known stays in sight.
            await board.shows(**{order["id"]: "placed"})
        await board.is_connected("live")
        await phone.is_connected("live")
        await board.shows(**{order["id"]: "placed"})


async def test_both_languages(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    async with pages(browser, system.url, kitchen.shop_id, "zh-CN") as (board, phone):
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        await board.shows(**{order_id: "placed"})
        headline = phone.page.get_by_test_id("headline")
        accept = board.ticket(order_id).locator("button.primary").first
        for window in (board, phone):
            await expect(window.page.locator("html")).to_have_attribute("lang", "zh")
        await expect(headline).to_have_text(CHINESE)
        await expect(accept).to_have_attribute("aria-label", CHINESE)
        await board.page.get_by_test_id("more").click()
        for window in (board, phone):
            await window.page.locator("[data-language=en]").click()
            await expect(window.page.locator("html")).to_have_attribute("lang", "en")
        await expect(headline).not_to_have_text(CHINESE)
        await expect(accept).to_have_attribute("aria-label", re.compile("^Accept · "))
        await board.page.reload()
        await expect(board.page.locator("html")).to_have_attribute("lang", "en")


async def test_on_an_address_that_is_no_secure_context(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    url = f"http://{LAN_NAME}:{urlsplit(system.url).port}"
    async with pages(browser, url, kitchen.shop_id) as (board, phone):
        assert not await board.page.evaluate("isSecureContext")
        await expect(board.page.get_by_text("only pages opened by https")).to_be_visible()
        await phone.choose(kitchen.shop_id)
        assert not await phone.page.evaluate("isSecureContext")
        order_id = await phone.send()
        await board.shows(**{order_id: "placed"})
        await board.hears_a_bell()
        await board.act(order_id, "ready in 10 minutes")
        await phone.sees("accepted", "placed", "received", "accepted")


async def test_a_wrong_passcode_is_told(browser: Browser, system: Running) -> None:
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.page.goto(f"{system.url}/kitchen")
        await board.page.get_by_label("Shop").fill("shop1")
        await board.page.get_by_label("Passcode").fill("wrong")
        await board.button("Log in").click()
        await expect(board.page.locator("[data-code=bad_passcode]")).to_be_visible()
        assert await board.page.evaluate("soundsStarted") == 0


async def test_the_readable_api_shows_every_call(browser: Browser, system: Running) -> None:
    async with opened(CustomerWindow, browser, system.url) as window:
        await window.page.goto(f"{system.url}/api/docs")
        for call in ("/api/orders/{order_id}/accept", "/api/shops/{shop_id}/sessions"):
            await expect(window.page.get_by_text(call).first).to_be_visible()
