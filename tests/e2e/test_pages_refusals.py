"""What the server refuses after the button was pressed: told beside it, and the basket is kept."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Route, WebSocketRoute, expect

from tests.e2e.kitchens import Kitchen, wait_until_refused
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, CustomerWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def phone(
    browser: Browser, system: Running, kitchen: Kitchen
) -> AsyncIterator[CustomerWindow]:
    """Return a phone about to order two eggs, to which no news come by themselves."""

    def keep_news_away(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def answer(frame: str | bytes) -> None:
            if json.loads(frame)["type"] != "event":
                socket.send(frame)

        server.on_message(answer)

    async with opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        await phone.page.route_web_socket("**/*", keep_news_away)
        await phone.choose(kitchen.shop_id)
        await phone.is_connected("live")
        yield phone


def refused(phone: CustomerWindow, code: str) -> Locator:
    """Return what is said beside the button of a refusal."""
    return phone.page.locator(f"#checkout .send [data-code={code}]")


async def test_a_new_price_is_told_and_ordered_only_by_another_press(
    phone: CustomerWindow, kitchen: Kitchen
) -> None:
    kitchen.call("PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"price": 400})
    wait_until_refused(kitchen, code="price_changed", total=400)
    await expect(phone.order_button).to_have_text("Order for ¥6.00")
    await phone.order_button.click()
    await expect(refused(phone, "price_changed")).to_contain_text("The total is now ¥8.00")
    await expect(phone.order_button).to_have_text("Order for ¥8.00")
    await expect(phone.page.get_by_test_id("was")).to_contain_text("was ¥6.00")
    # It stays while its reader looks.
    await expect(refused(phone, "price_changed")).to_be_visible()
    assert kitchen.orders().json()["orders"] == []
    await phone.send()
    assert [order["total"] for order in kitchen.orders().json()["orders"]] == [800]


async def test_a_dish_that_has_just_sold_out_is_told_until_it_is_taken_out(
    phone: CustomerWindow, kitchen: Kitchen
) -> None:
    kitchen.call("PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"available": False})
    wait_until_refused(kitchen, code="dish_unavailable")
    await phone.order_button.click()
    await expect(refused(phone, "dish_unavailable")).to_contain_text("just sold out")
    await expect(phone.page.get_by_test_id("missing")).to_be_visible()
    await expect(refused(phone, "dish_unavailable")).to_be_visible()
    await expect(phone.page.locator(".lines [data-dish-id=egg]")).to_contain_text("2 × egg")
    await expect(phone.page.locator("input[name=name]")).to_have_value("Mei")
    await phone.button("Take out egg").click()
    await expect(refused(phone, "dish_unavailable")).to_have_count(0)


async def test_a_shop_that_has_just_closed_says_so_and_the_basket_is_kept(
    phone: CustomerWindow, kitchen: Kitchen
) -> None:
    kitchen.change_shop(open=False)
    wait_until_refused(kitchen, code="shop_closed")
    await expect(phone.order_button).to_be_enabled()
    await phone.order_button.click()
    await expect(phone.page.locator("#checkout .send .notice")).to_have_text(
        "This shop is closed. Your basket is kept."
    )
    await expect(phone.order_button).to_be_disabled()
    await expect(phone.page.get_by_test_id("total")).to_contain_text("6.00")
    await expect(phone.page.locator("input[name=name]")).to_have_value("Mei")


async def test_a_shop_that_is_known_as_closed_before_the_answer_says_so_once(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    known = asyncio.Event()

    async def hold_back(route: Route) -> None:
        await known.wait()
        await route.continue_()

    async with opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        await phone.choose(kitchen.shop_id)
        await phone.is_connected("live")
        await phone.page.route("**/api/orders", hold_back)
        await phone.order_button.click()
        kitchen.change_shop(open=False)
        wait_until_refused(kitchen, code="shop_closed")
        said = phone.page.locator("#checkout .send .notice")
        await expect(said.last).to_have_text("This shop is closed. Your basket is kept.")
        known.set()
        await expect(phone.order_button).to_have_text("Order for ¥6.00")
        await expect(said).to_have_text("This shop is closed. Your basket is kept.")
        await expect(phone.order_button).to_be_disabled()


async def test_a_refusal_that_comes_after_its_customer_went_on_waits_for_them(
    phone: CustomerWindow, kitchen: Kitchen
) -> None:
    await phone.page.route("**/api/orders", lambda route: route.abort())
    await phone.order_button.click()
    await expect(phone.page.get_by_test_id("retrying")).to_be_visible()
    await phone.page.goto(f"{phone.url}/#/")
    card = phone.page.locator(".unanswered")
    await expect(card.get_by_test_id("retrying")).to_be_visible()
    kitchen.call("PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"price": 400})
    wait_until_refused(kitchen, code="price_changed", total=400)
    await phone.page.unroute_all()
    await expect(card).to_contain_text("The total is now ¥8.00")
    await card.get_by_role("link", name="Test kitchen").click()
    await expect(refused(phone, "price_changed")).to_be_visible()
    await expect(phone.order_button).to_have_text("Order for ¥8.00")
    await expect(refused(phone, "price_changed")).to_be_visible()
    await phone.page.goto(f"{phone.url}/#/")
    await expect(phone.page.locator(".shops")).to_be_visible()
    await expect(card).to_have_count(0)


async def test_a_refusal_that_comes_at_the_menu_is_told_there_and_waits_to_be_read(
    phone: CustomerWindow, kitchen: Kitchen
) -> None:
    await phone.page.route("**/api/orders", lambda route: route.abort())
    await phone.order_button.click()
    await expect(phone.page.get_by_test_id("retrying")).to_be_visible()
    await phone.page.locator(".to-menu").click()
    kitchen.call("PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"price": 400})
    wait_until_refused(kitchen, code="price_changed", total=400)
    await phone.page.unroute_all()
    await expect(phone.page.locator(".to-basket")).to_contain_text("Your order was not taken")
    await phone.page.locator(".dish[data-dish-id=rice] .add").click()
    await phone.go_to_basket()
    await expect(refused(phone, "price_changed")).to_be_visible()
    assert kitchen.orders().json()["orders"] == []
