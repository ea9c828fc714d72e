"""Answers that may pass, or get lost: the pages ask again by themselves, and it is one order."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Route, expect

from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, CustomerWindow, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Makes what was not answered older than it is.
AGE = """
  hours => {
    const name = Object.keys(localStorage).find(key => key.startsWith("orderbell.attempt."));
    const attempt = JSON.parse(localStorage.getItem(name));
    attempt.at -= hours * 3600000;
    localStorage.setItem(name, JSON.stringify(attempt));
  }
"""
# Within the day for which the servers know a key.
HOURS_AGO = 20
FORBID_STORAGE = """
  Object.defineProperty(window, "localStorage", {
    get() {
      throw new DOMException("no", "SecurityError");
    },
  });
"""


class Answers:
    """An edge that at first does not answer as it should; what it was asked with is kept."""

    def __init__(self) -> None:
        self.keys: list[str | None] = []

    async def __call__(self, route: Route) -> None:
        """Answer 503, then as an edge without services, then not at all, then truly."""
        self.keys.append(route.request.headers.get("idempotency-key"))
        match len(self.keys):
            case 1:
                problem = {"type": "about:blank", "status": 503, "code": "unavailable"}
                await route.fulfill(status=503, headers={"Retry-After": "1"}, json=problem)
            case 2:
                await route.fulfill(status=502, content_type="text/html", body="<html>")
            case 3:
                # It happens, and the answer is lost.
                await route.fetch()
                await route.abort("connectionreset")
            case _:
                await route.continue_()


async def test_an_order_is_sent_until_it_is_answered(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    answers = Answers()
    async with opened(CustomerWindow, browser, system.url) as phone:
        phone.without_answers = True
        await phone.page.route(re.compile("/api/orders$"), answers)
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await expect(phone.page.get_by_test_id("retrying")).to_be_visible()
        order_id = await phone.order_id()
        assert len(answers.keys) == 4
        assert len(set(answers.keys)) == 1
        assert [order["id"] for order in kitchen.orders().json()["orders"]] == [order_id]


async def test_an_order_under_way_goes_on_after_a_reload_beside_the_menu(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    keys: list[str | None] = []

    async def lose_the_answer(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) > 1:
            await route.continue_()
            return
        # It happens, and the page goes before it hears of it.
        await route.fetch()
        await phone.page.goto("about:blank")

    async with opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        await phone.page.route(re.compile("/api/orders$"), lose_the_answer)
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await phone.page.wait_for_url("about:blank")
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        order_id = await phone.order_id()
        assert len(keys) == 2
        assert len(set(keys)) == 1
        assert [order["id"] for order in kitchen.orders().json()["orders"]] == [order_id]


async def test_an_order_whose_answer_was_lost_is_found_wherever_its_customer_looks(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    async with opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        page = phone.page

        async def lose_the_answer(route: Route) -> None:
            await route.fetch()
            await page.goto("about:blank")

        await page.route(re.compile("/api/orders$"), lose_the_answer)
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await page.wait_for_url("about:blank")
        [order] = kitchen.orders().json()["orders"]
        await page.unroute_all()
        # An installed page begins here.
        await page.goto(system.url)
        await expect(page.locator(".own .own-order")).to_have_attribute(
            "data-order-id", order["id"]
        )
        await expect(page.locator(".unanswered")).to_have_count(0)
        assert page.url == f"{system.url}/"
        assert len(kitchen.orders().json()["orders"]) == 1


async def test_an_order_under_way_goes_on_at_the_list_of_shops_and_is_told_of_at_the_menu(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    async with opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        page = phone.page
        await page.route(re.compile("/api/orders$"), lambda route: route.abort())
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await expect(page.get_by_test_id("retrying")).to_be_visible()
        await page.locator(".to-menu").click()
        await expect(page.locator(".to-basket")).to_contain_text("No answer yet")
        await expect(page.get_by_test_id("announcement")).to_contain_text("No answer yet")
        await page.locator("a.back:not(.to-menu)").click()
        card = page.locator(".unanswered")
        await expect(card).to_contain_text("Test kitchen")
        await expect(card).to_contain_text("2 × egg · ¥6.00")
        await expect(card.get_by_test_id("retrying")).to_be_visible()
        await page.unroute_all()
        await expect(page.locator(".own .own-order")).to_have_count(1)
        await expect(card).to_have_count(0)
        assert len(kitchen.orders().json()["orders"]) == 1
        # The next order is one of its own.
        await page.locator(f".shops [data-shop-id='{kitchen.shop_id}']").click()
        await page.locator(".dish[data-dish-id=rice] .add").click()
        await phone.go_to_basket()
        await page.locator("input[name=name]").fill("Mei")
        await page.locator("input[name=telephone]").fill("555 0100")
        await phone.send()
        assert sorted(order["total"] for order in kitchen.orders().json()["orders"]) == [100, 600]


async def test_who_gives_up_at_the_list_of_shops_is_left_alone(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    async with opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        await phone.page.route(re.compile("/api/orders$"), lambda route: route.abort())
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await phone.page.goto(f"{system.url}/#/")
        await phone.button("Stop trying").click()
        await expect(phone.page.locator(".own")).to_have_count(0)
        await expect(phone.page.locator("#shops")).to_be_focused()
        await phone.page.unroute_all()
        await phone.page.reload()
        await phone.is_connected("live")
        assert kitchen.orders().json()["orders"] == []


async def test_whoever_is_asked_about_an_old_order_is_told_which_one(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    now = datetime.now(UTC)
    # Somewhere it is noon now, and was the day before so many hours ago.
    noon = {"timezone_id": f"Etc/GMT{now.hour - 12:+d}"}
    yesterday = (now - timedelta(hours=now.hour - 12 + HOURS_AGO)).strftime("%a")
    async with opened(CustomerWindow, browser, system.url, viewport=PHONE, **noon) as phone:
        phone.without_answers = True
        page, unsure = phone.page, phone.page.get_by_test_id("unsure")
        await page.route(re.compile("/api/orders$"), lambda route: route.abort())
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await expect(page.get_by_test_id("retrying")).to_be_visible()
        await page.evaluate(AGE, HOURS_AGO)
        await page.reload()
        await expect(unsure).to_contain_text(f"order of {yesterday} ")
        await expect(unsure).to_contain_text("2 × egg · ¥6.00")
        await expect(page.locator("input[name=name]")).to_be_disabled()
        await page.goto(f"{system.url}/#/")
        await expect(unsure).to_contain_text("2 × egg · ¥6.00")
        assert kitchen.orders().json()["orders"] == []
        await page.unroute_all()
        await phone.button("Send it now").click()
        await expect(page.locator(".own .own-order")).to_have_count(1)
        assert len(kitchen.orders().json()["orders"]) == 1


async def test_where_the_browser_stores_nothing_a_reload_makes_no_second_order(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    keys: list[str | None] = []

    async def lose_the_answer(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        await route.fetch()
        await route.abort("connectionreset")

    async with opened(CustomerWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        await phone.context.add_init_script(FORBID_STORAGE)
        await phone.page.route(re.compile("/api/orders$"), lose_the_answer)
        await phone.choose(kitchen.shop_id)
        await phone.order_button.click()
        await expect(phone.page.get_by_test_id("retrying")).to_be_visible()
        await phone.page.goto(f"{system.url}/#/")
        await expect(phone.page.locator(".unanswered")).to_be_visible()
        tries = len(keys)
        await phone.page.reload()
        await expect(phone.page.get_by_test_id("retrying")).to_be_visible()
        assert len(keys) > tries
        await phone.page.unroute_all(behavior="wait")
        await expect(phone.page.locator(".own .own-order")).to_have_count(1)
        assert len(set(keys)) == 1
        assert len(kitchen.orders().json()["orders"]) == 1


async def test_what_staff_do_is_sent_until_it_is_answered(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    answers = Answers()
    order, _ = placed(kitchen.client, kitchen.shop_id)
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.page.route(re.compile("/accept$"), answers)
        await board.log_in(kitchen.shop_id)
        await board.act(order["id"], "ready in 10 minutes")
        await board.shows(**{order["id"]: "accepted"})
        await board.is_ringing(False)
        await expect(board.page.locator("[data-code]")).to_have_count(0)
        history = kitchen.call("GET", f"/api/orders/{order['id']}/history").json()["history"]
        assert [change["event"] for change in history].count("order.accepted") == 1
