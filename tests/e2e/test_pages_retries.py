"""Answers that may pass, or get lost: the pages ask again by themselves, and it is one order."""

import re

import pytest
from playwright.async_api import Browser, Route, expect

from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, CustomerWindow, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
