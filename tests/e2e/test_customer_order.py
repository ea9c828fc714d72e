"""The order's page: every state as its customer sees it, on any device, told in time."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Route, expect

from shared.contracts import Dish, print_instant
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import RICE, Kitchen, open_kitchen
from tests.e2e.running import Running
from tests.e2e.windows import LAN_NAME, PHONE, CustomerWindow, opened, sockets_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Newer than any version that an order or shop of these tests really has.
LAST_VERSION = 99
MINUTE_MILLISECONDS = 60_000
# Keeps what the browser was asked to show, in either way that there is.
RECORD_NOTIFICATIONS = """
  globalThis.notified = [];
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body, tag, renotify }) => {
    notified.push({ title, body, tag, renotify });
  };
  globalThis.Notification = class {
    static permission = Notification.permission;
    static requestPermission = () => Promise.resolve(this.permission);
    constructor(title, { body, tag, renotify }) {
      notified.push({ title, body, tag, renotify });
      globalThis.shown = this;
    }
    close() {}
  };
"""
# Counts how often something is said beside the link.
COUNT_SAYINGS = """
  globalThis.said = 0;
  new MutationObserver((changes) => {
    said += changes.filter(({ addedNodes }) => addedNodes.length > 0).length;
  }).observe(document.querySelector("[data-testid=shared]"), { childList: true });
"""
EGG = Dish(id="egg", name="鸡蛋", names={"zh": "鸡蛋", "en": "Egg"}, price=300, available=True)


class OrderWindow(CustomerWindow):
    """A customer's window on an order."""

    async def watch(self, order: Any, token: str) -> None:
        """Open the order by its link."""
        await self.page.goto(f"{self.url}/#/order/{order['id']}/{token}")
        await expect(self.order).to_have_attribute("data-order-id", order["id"])

    async def says(self, *words: str) -> None:
        """Return when the headline has these words; nothing reaches beyond the window's edge."""
        for some in words:
            await expect(self.page.get_by_test_id("headline")).to_contain_text(some)
        wider = "document.documentElement.scrollWidth - innerWidth"
        assert await self.page.evaluate(wider) <= 0

    async def copied_link(self) -> str:
        """Copy the order's link, and return what is pasted then."""
        await self.button("Copy the link").click()
        await expect(self.page.get_by_test_id("shared")).to_have_text("Copied.")
        await self.page.evaluate("document.body.append(document.createElement('textarea'))")
        field = self.page.locator("body > textarea")
        await field.press("Control+V")
        return await field.input_value()

    async def notified(self, count: int) -> Any:
        """Return what the browser was asked to show, when it is so many."""
        await self.page.wait_for_function("count => notified.length === count", arg=count)
        return await self.page.evaluate("notified")


async def test_every_step_is_shown_as_it_happens(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    number = order["number"]
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        announced = phone.page.get_by_test_id("announcement")
        await phone.watch(order, token)
        await phone.says("Waiting for the kitchen")
        await expect(phone.page).to_have_title(f"Sent · {number}")
        kitchen.confirm(order["id"])
        await phone.says("has seen your order")
        await expect(announced).to_have_text(f"Order {number}: Seen by the kitchen")
        kitchen.act(order, "accept", {"minutes": 12})
        await phone.says("About 12 min", "Ready at about")
        promise = rf"^Order {number}: Being prepared\. Ready at about \d\d:\d\d\.$"
        await expect(announced).to_have_text(re.compile(promise))
        await phone.sees("accepted", "placed", "received", "accepted")
        kitchen.act(order, "ready")
        await phone.says("ready", "Say your number")
        await expect(phone.page).to_have_title(f"Ready · {number}")
        await expect(announced).to_have_text(f"Order {number}: Ready")
        kitchen.act(order, "complete")
        await phone.says("Enjoy!")
        await expect(phone.page).to_have_title(f"Handed over · {number}")


async def test_what_is_not_usual_is_told_plainly(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        page = phone.page
        changed: dict[str, Any] = {}
        slow, deadline = page.get_by_test_id("kitchen-slow"), page.get_by_test_id("cancels-by")

        async def answer(route: Route) -> None:
            """Answer what the server does, but for what is changed."""
            response = await route.fetch()
            if response.ok:
                kind = route.request.url.split("/")[-2]
                content = json.loads(await response.text()) | {"version": LAST_VERSION}
                await route.fulfill(response=response, json=content | changed[kind])
            else:
                await route.fulfill(response=response)

        async def open_with(of_order: Any, **of_shop: Any) -> None:
            changed.update(orders=of_order, shops={"kitchen_online": True, **of_shop})
            await page.goto(f"{system.url}/#/")
            await expect(phone.order).to_have_count(0)
            await phone.watch(order, token)

        await page.route(
            re.compile(f"/api/(orders/{order['id']}|shops/{kitchen.shop_id})$"), answer
        )
        await open_with({"placed_at": _in(-6)}, kitchen_online=False)
        await phone.says("Sent 6 min ago, and not seen yet")
        await expect(page.get_by_test_id("kitchen-gone")).to_contain_text("not connected")
        await open_with({"received_at": _in(-4)}, paused_until=_in(30))
        await phone.says("That was 4 min ago")
        await expect(slow).to_contain_text("takes no new orders until")
        await open_with({"accept_by": _in(1)}, open=False)
        await expect(slow).to_contain_text("has closed")
        await expect(deadline).to_have_attribute("data-soon", "true")
        await expect(deadline.locator("strong")).to_have_text(re.compile("^0:[0-5][0-9]$"))
        await open_with({"accept_by": _in(-1)})
        await expect(deadline).to_have_attribute("data-over", "true")
        accepted = {"status": "accepted", "accepted_at": _in(-30)}
        await open_with(accepted)
        await phone.says("Being prepared", "named no time")
        await open_with(accepted | {"promised_at": _in(0.5)})
        await phone.says("Any moment now")
        await open_with(accepted | {"promised_at": _in(-5.5)})
        await phone.says("5 min later than promised", "still on it")
        await open_with(accepted | {"promised_at": _in(-20.5)})
        await phone.says("20 min later than promised", "Ask the shop")
        closed = {"completed_at": _in(0), "closed_reason": "unattended", "status": "completed"}
        await open_with(accepted | closed)
        await phone.says("closed by itself")
        await phone.sees("completed", "placed", "received", "accepted", "completed")
        long = {"dish_id": "x", "price": 1, "quantity": 99, "note": "n" * 200, "name": "长" * 80}
        await open_with({"items": [long] * 50, "note": "w" * 200})
        await phone.says("Waiting")
        await expect(page.locator(".receipt li")).to_have_count(50)
        await page.unroute_all(behavior="wait")


async def test_names_are_the_readers(system: Running, client: Client, browser: Browser) -> None:
    kitchen = open_kitchen(system, client, [EGG])
    kitchen.change_shop(names={"zh": "测试厨房", "en": "The test kitchen"})
    order, token = placed(client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, "zh-CN", viewport=PHONE) as phone:
        await phone.watch(order, token)
        await expect(phone.order).to_contain_text("测试厨房")
        await expect(phone.page.locator(".receipt")).to_contain_text("鸡蛋")
        await phone.page.locator("[data-language=en]").click()
        await expect(phone.order).to_contain_text("The test kitchen")
        await expect(phone.page.locator(".receipt")).to_contain_text("Egg")


async def test_the_link_is_the_order_on_any_device(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    lan = f"http://{LAN_NAME}:{urlsplit(system.url).port}"
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url) as phone:
        await phone.watch(order, token)
        await phone.page.evaluate(COUNT_SAYINGS)
        for said in (1, 2):
            link = await phone.copied_link()
            assert await phone.page.evaluate("said") == said
            await phone.page.locator("body > textarea").evaluate("field => field.remove()")
    async with opened(OrderWindow, browser, system.url) as tablet:
        await tablet.page.goto(link)
        assert await tablet.order_id() == order["id"]
        # Programs for chats take the mark that follows a link for a part of it.
        for mark in ("。", ")"):
            await tablet.page.goto("about:blank")
            await tablet.page.goto(link + mark)
            assert await tablet.order_id() == order["id"]
        tablet.without_answers = True
        await tablet.page.goto(link[:-4])
        await expect(tablet.page.get_by_test_id("gone")).to_contain_text("no longer valid")
    # Where browsers give no clipboard, there is another way.
    async with opened(OrderWindow, browser, lan, viewport=PHONE) as plain:
        await plain.watch(order, token)
        assert await plain.copied_link() == link.replace(system.url, lan)


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


async def test_a_phone_without_a_network_blames_itself_and_not_the_kitchen(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, viewport=PHONE) as phone:
        phone.without_answers = True
        page, offline = phone.page, phone.page.get_by_test_id("offline")
        left = page.get_by_test_id("cancels-by").locator("strong")
        sockets = await sockets_of(phone)
        await page.clock.install()
        await phone.watch(order, token)
        await phone.is_connected("live")
        await expect(left).to_be_visible()
        await phone.context.set_offline(True)
        for socket in sockets:
            await socket.close()
        await expect(offline).to_contain_text(re.compile(r"No connection.+ at \d\d:\d\d"))
        await page.clock.run_for(6 * MINUTE_MILLISECONDS)
        await phone.says("Waiting for the kitchen")
        await expect(phone.order).not_to_contain_text("min ago")
        await expect(left).to_have_count(0)
        await phone.context.set_offline(False)
        await page.clock.run_for(MINUTE_MILLISECONDS)
        await expect(offline).to_have_count(0)
        await expect(left).to_be_visible()


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


async def test_who_wishes_is_told_by_the_browser(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    first, first_token = placed(kitchen.client, kitchen.shop_id)
    second, second_token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, system.url, permissions=["notifications"]) as phone:
        await phone.context.add_init_script(RECORD_NOTIFICATIONS)
        await phone.watch(first, first_token)
        await phone.button("Tell me when it is ready").click()
        telling = phone.page.locator(".telling")
        await expect(telling).to_contain_text("You are told")
        await expect(phone.button("Do not tell me")).to_be_focused()
        await expect(telling).to_contain_text("may put a page to sleep")
        kitchen.act(first, "accept", {"minutes": 5})
        kitchen.act(first, "ready")
        (told,) = await phone.notified(1)
        assert told["title"] == f"Ready · {first['number']}"
        assert told["body"] == "Test kitchen\nSay your number."
        # Or else a second one, of the same tag, would be silent.
        assert told["renotify"]
        kitchen.act(first, "recall")
        assert (await phone.notified(2))[1]["title"].startswith("Not ready yet")
        # The wish holds for the next order too.
        await phone.watch(second, second_token)
        kitchen.act(second, "reject", {"reason": "sold_out", "note": "Eggs come on Monday"})
        told = (await phone.notified(3))[2]
        assert told["title"] == f"Declined · {second['number']}"
        assert told["body"].endswith("Sold out\nEggs come on Monday")
        # Who has gone on meanwhile comes back to the order by it.
        await phone.page.goto(f"{system.url}/#/")
        await expect(phone.order).to_have_count(0)
        await phone.page.evaluate("shown.onclick()")
        await expect(phone.order).to_have_attribute("data-order-id", second["id"])


async def test_without_notifications_the_page_chimes(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    lan = f"http://{LAN_NAME}:{urlsplit(system.url).port}"
    order, token = placed(kitchen.client, kitchen.shop_id)
    async with opened(OrderWindow, browser, lan, viewport=PHONE) as phone:
        telling = phone.page.locator(".telling")
        await phone.watch(order, token)
        await expect(telling).to_contain_text("without https, browsers send no notifications")
        assert await phone.page.evaluate("soundsStarted") == 0
        await phone.button("Chime on this page").click()
        await expect(telling).to_contain_text("This page chimes instead")
        await phone.page.wait_for_function("soundsStarted > 0")
        before = await phone.page.evaluate("soundsStarted")
        kitchen.act(order, "accept")
        await phone.says("Being prepared")
        assert await phone.page.evaluate("soundsStarted") == before
        kitchen.act(order, "ready")
        await phone.page.wait_for_function("before => soundsStarted > before", arg=before)


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


def _in(minutes: float) -> str:
    """Return the instant so many minutes from now, as the servers write it."""
    return print_instant(datetime.now(UTC) + timedelta(minutes=minutes))
