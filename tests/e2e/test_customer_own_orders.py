"""A customer's own orders: cancelled, ordered again, and at hand until they are taken off."""

import json
import re

import pytest
from playwright.async_api import Browser, Route, expect

from tests.e2e.client import placed
from tests.e2e.kitchens import RICE, Kitchen
from tests.e2e.orders import OrderWindow
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_cancelling_is_asked_for_and_the_truth_is_told(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        offer = phone.button("Cancel the order")

        async def too_late(route: Route) -> None:
            await expect(phone.page.get_by_test_id("announcement")).to_contain_text("Cancelling")
            await expect(phone.button("Cancelling")).to_be_focused()
            kitchen.act(order, "accept", {"minutes": 10})
            await route.continue_()

        # A refusal that says nothing of the order goes when the order moves on.
        other, other_token = placed(kitchen.client, kitchen.shop_id)
        await phone.watch(other, other_token)
        await phone.page.route(re.compile("/cancel$"), lambda route: route.fulfill(status=403))
        await offer.click()
        await phone.button("Yes, cancel it").click()
        await expect(phone.page.get_by_role("alert")).to_be_visible()
        await expect(offer).to_be_focused()
        kitchen.act(other, "accept", {"minutes": 20})
        await phone.says("About 20 min")
        await expect(phone.page.get_by_role("alert")).to_have_count(0)
        await phone.watch(order, token)
        await offer.click()
        await expect(phone.button("No, keep it")).to_be_focused()
        question = phone.page.get_by_role("group", name="Really cancel?")
        await expect(question.get_by_role("button")).to_have_count(2)
        await phone.page.keyboard.press("Escape")
        await expect(offer).to_be_focused()
        await phone.page.route(re.compile("/cancel$"), too_late)
        await offer.click()
        await phone.button("Yes, cancel it").click()
        await expect(phone.page.get_by_role("alert")).to_contain_text("Too late to cancel")
        await phone.says("About 10 min")
        await expect(phone.page.get_by_test_id("headline")).to_be_focused()
        await expect(offer).to_have_count(0)


async def test_ordering_again_leaves_out_what_is_sold_out(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    items = [
        {"dish_id": "egg", "quantity": 2, "note": "soft"},
        {"dish_id": RICE.id, "quantity": 1},
    ]
    order, token = placed(kitchen.client, kitchen.shop_id, items=items)
    kitchen.call("PATCH", f"/api/shops/{kitchen.shop_id}/menu/rice", json={"available": False})
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        await phone.watch(order, token)
        await expect(phone.page.locator(".sharing")).to_contain_text("cancel it while")
        # Who waits for an order wants no second one.
        await expect(phone.page.locator(".again")).to_have_count(0)
        kitchen.act(order, "reject", {"reason": "too_busy"})
        await expect(phone.page.locator(".sharing")).not_to_contain_text("cancel it")
        for _ in range(2):
            # Once more adds nothing; before the menu is known, all would be taken.
            await expect(phone.page.get_by_test_id("gone-dishes")).to_have_text(
                "Not available now: rice"
            )
            await phone.page.get_by_role("link", name="Order again").click()
            await expect(phone.page.get_by_test_id("total")).to_have_text(re.compile(r"6\.00"))
            await expect(phone.page.locator("#checkout")).to_contain_text("egg")
            await expect(phone.page.locator("#checkout")).not_to_contain_text("rice")
            await phone.page.go_back()
            await expect(phone.order).to_be_visible()


async def test_own_orders_stay_at_hand_until_they_are_taken_off(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        own = phone.page.locator(f".own [data-order-id='{order_id}']")
        await phone.page.goto(f"{system.url}/#/")
        await expect(own).to_contain_text("Test kitchen")
        await expect(own).to_contain_text("Sent")
        # Whoever leaves a shared device may take off what lives too, and is told what that means.
        take_off = phone.button(re.compile("off this list"))
        await take_off.click()
        await expect(phone.page.locator(".own")).to_contain_text("does not cancel")
        await expect(phone.button("No, keep it")).to_be_focused()
        await phone.page.keyboard.press("Escape")
        await expect(take_off).to_be_focused()
        await own.click()
        await phone.says("Waiting")
        kitchen.act({"id": order_id}, "reject", {"reason": "closing"})
        await phone.says("Closing")
        await phone.page.goto(f"{system.url}/#/")
        await expect(own).to_contain_text("Declined")
        await phone.button(re.compile("off this list")).click()
        await expect(own).to_have_count(0)
        await expect(phone.page.locator("h1")).to_be_focused()
        await phone.page.reload()
        await expect(phone.page.locator(".shops")).to_be_visible()
        await expect(own).to_have_count(0)


async def test_a_living_order_can_be_taken_off_a_shared_device(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        await phone.page.goto(f"{system.url}/#/")
        await phone.button(re.compile("off this list")).click()
        await phone.button("Take it off").click()
        await expect(phone.page.locator(".own")).to_have_count(0)
        await expect(phone.page.locator("h1")).to_be_focused()
        kept = await phone.page.evaluate("localStorage.getItem('orderbell.orders')")
        assert json.loads(kept) == []
        assert [order["id"] for order in kitchen.orders().json()["orders"]] == [order_id]
