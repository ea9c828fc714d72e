"""The kitchen's board: what staff do shows at once, is undone, and is set right."""

import asyncio
import contextlib
import copy
import json
import re
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.e2e.cables import no_sockets
from tests.e2e.client import placed
from tests.e2e.kitchens import PASSCODE, Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, KitchenWindow, opened
from tests.servers import wait_until

pytestmark = pytest.mark.asyncio(loop_scope="module")

IN_STEP_MILLISECONDS = 1000
MANY = 300
# Of a ticket with one dish, and of the page around it.
NODES_A_TICKET = 45
NODES_AROUND = 400
# With the order that changes, those that become late meanwhile.
CHANGED_TICKETS_MAX = 10
# The tickets in which more has changed than the time that they show.
COUNT_CHANGED = """
  globalThis.changed = new Set();
  new MutationObserver((records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      for (const node of [target, ...addedNodes, ...removedNodes]) {
        const ticket = node.nodeType === Node.ELEMENT_NODE && node.closest(".ticket");
        if (ticket) changed.add(ticket.dataset.orderId);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
"""


@contextlib.asynccontextmanager
async def board_of(
    browser: Browser, system: Running, kitchen: Kitchen, **options: Any
) -> AsyncIterator[KitchenWindow]:
    """Return a window that is logged in to the kitchen's board."""
    async with opened(KitchenWindow, browser, system.url, **options) as board:
        await board.log_in(kitchen.shop_id)
        yield board


def actions(page: Page) -> list[str]:
    """Return what the page has sent about orders; it grows."""
    sent: list[str] = []

    def keep(url: str) -> None:
        found = re.search(r"/api/orders/([^/]+)/(accept|reject|ready|complete|recall)$", url)
        if found:
            sent.append(f"{found[2]} {found[1]}")

    page.on("request", lambda request: keep(request.url))
    return sent


@contextlib.asynccontextmanager
async def held_back(page: Page, action: str) -> AsyncIterator[None]:
    """Let no call of this action through meanwhile."""
    free = asyncio.Event()

    async def wait(route: Route) -> None:
        await free.wait()
        await route.continue_()

    await page.route(f"**/{action}", wait)
    yield
    free.set()


def status(kitchen: Kitchen, order: dict[str, Any]) -> str:
    """Return the status that the server has of an order."""
    return str(kitchen.call("GET", f"/api/orders/{order['id']}").json()["status"])


async def has_status(kitchen: Kitchen, order: dict[str, Any], wanted: str) -> None:
    """Return when the server has this status of an order."""
    await asyncio.to_thread(wait_until, lambda: status(kitchen, order) == wanted, wanted)


async def test_an_action_shows_at_once_and_within_a_second_at_the_other_window(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        board_of(browser, system, kitchen) as board,
        board_of(browser, system, kitchen) as other,
    ):
        order, _ = placed(kitchen.client, kitchen.shop_id)
        ticket = board.ticket(order["id"])
        await expect(ticket).to_have_attribute("data-new", "true")
        await other.shows(**{order["id"]: "placed"})
        cooking = board.page.locator("[data-column=accepted]").locator(ticket)
        async with held_back(board.page, "accept"):
            await board.act(order["id"], "ready in 20 minutes")
            await expect(cooking).to_have_attribute("data-pending", "accept")
            await expect(ticket.locator("[data-action=ready]")).to_be_disabled()
            # The other window is told by the server alone.
            await other.shows(**{order["id"]: "placed"})
        await expect(ticket).to_have_attribute("data-status", "accepted")
        seen = expect(other.ticket(order["id"]))
        await seen.to_have_attribute("data-status", "accepted", timeout=IN_STEP_MILLISECONDS)
        await expect(cooking).not_to_have_attribute("data-pending", "accept")


async def test_what_another_screen_did_first_is_set_right_and_told(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        # A refusal is an answer of which the browser complains.
        board.without_answers = True
        taken, gone = (placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2))
        for action in ("accept", "ready"):
            kitchen.act(taken, action)
        await board.shows(**{taken["id"]: "ready", gone["id"]: "placed"})
        async with held_back(board.page, "complete"), held_back(board.page, "accept"):
            await board.act(taken["id"], "is handed over")
            await board.act(gone["id"], "ready in 10 minutes")
            kitchen.act(taken, "recall", {"to": "accepted"})
            kitchen.act(gone, "reject", {"reason": "closing"})
            await board.shows(**{taken["id"]: "accepted"})
        refused = board.ticket(taken["id"]).locator("[data-code=invalid_transition]")
        await expect(refused).to_contain_text("changed meanwhile")
        # The other one's ticket has gone, so the board tells of it.
        bar = board.page.get_by_test_id("undo-bar")
        await expect(bar.locator("[data-code=invalid_transition]")).to_contain_text(gone["number"])
        await expect(board.ticket(taken["id"]).locator("[data-action=ready]")).to_be_enabled()


async def test_declining_can_be_undone_and_another_one_or_leaving_the_page_sends_it(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        orders = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(3)]
        first, second, third = orders
        await board.shows(**{order["id"]: "placed" for order in orders})
        sent = actions(board.page)

        async def decline(order: dict[str, Any]) -> None:
            await board.act(order["id"], "Decline order")
            await board.ticket(order["id"]).get_by_role("button", name="Too busy").click()

        await decline(first)
        await expect(board.ticket(first["id"])).to_have_attribute("data-pending", "reject")
        await board.button(f"Undo: {first['number']}").click()
        await expect(board.ticket(first["id"])).not_to_have_attribute("data-pending", "reject")
        assert sent == []
        await decline(second)
        await has_status(kitchen, second, "rejected")
        # By now the first one's seconds are over as well.
        assert sent == [f"reject {second['id']}"]
        assert status(kitchen, first) == "placed"
        await board.shows(**{first["id"]: "placed", third["id"]: "placed"})
        await decline(first)
        await decline(third)
        await board.shows(**{third["id"]: "placed"})
        await board.page.goto("about:blank")
        await has_status(kitchen, third, "rejected")


async def test_ready_and_handed_over_are_undone_by_a_recall(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen, viewport=PHONE) as board:
        order, _ = placed(kitchen.client, kitchen.shop_id)
        kitchen.act(order, "accept")
        undo = board.button(f"Undo: {order['number']}")
        await board.act(order["id"], "is ready")
        await board.shows(**{order["id"]: "ready"})
        await undo.click()
        await board.shows(**{order["id"]: "accepted"})
        await board.act(order["id"], "is ready")
        await board.act(order["id"], "is handed over")
        await board.shows()
        await expect(board.page.get_by_test_id("no-orders")).to_be_visible()
        await undo.click()
        await board.shows(**{order["id"]: "ready"})
        await board.act(order["id"], "is handed over")
        await board.shows()
        await board.button("Last ones").click()
        await board.page.locator(f"[data-ended='{order['id']}'] button").click()
        await board.shows(**{order["id"]: "ready"})
        await expect(board.page.get_by_test_id("last-ones")).to_have_count(0)
        await expect(board.button("Last ones")).to_be_focused()


async def test_keys_do_what_buttons_do_and_fields_keep_theirs(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        order, _ = placed(kitchen.client, kitchen.shop_id)
        ticket, press = board.ticket(order["id"]), board.page.keyboard.press
        await ticket.wait_for()
        await expect(board.page.locator(".key-cap")).to_have_count(0)
        await press("1")
        await expect(ticket.locator(".key-cap")).to_have_text("1")
        await expect(ticket).to_be_focused()
        await press("Control+d")
        await expect(ticket.locator(".declining")).to_have_count(0)
        await press("d")
        await expect(ticket.get_by_role("button", name="Too busy")).to_be_focused()
        await ticket.get_by_label("A word to the customer").focus()
        await board.page.keyboard.type("1d?")
        await expect(board.page.get_by_test_id("keys")).to_have_count(0)
        await press("Escape")
        await expect(ticket.locator("[data-action=reject]")).to_be_focused()
        await press("?")
        await expect(board.page.get_by_test_id("keys")).to_be_visible()
        await press("Escape")
        await expect(board.page.get_by_test_id("keys")).to_have_count(0)
        await press("1")
        await expect(ticket).to_have_attribute("data-status", "accepted")
        await expect(ticket).to_be_focused()
        await press("Enter")
        await expect(ticket).to_have_attribute("data-status", "ready")
        await press("b")
        await expect(ticket).to_have_attribute("data-status", "accepted")
        before = await board.page.get_by_test_id("totals").count()
        await press("t")
        await expect(board.page.get_by_test_id("totals")).to_have_count(1 - before)
        # Whoever has turned to something else keeps the focus when another screen moves the ticket.
        elsewhere = board.page.locator("nav [data-view=settings]")
        await elsewhere.focus()
        kitchen.act(order, "ready")
        await expect(ticket).to_have_attribute("data-status", "ready")
        await expect(elsewhere).to_be_focused()


async def test_nothing_moves_under_a_finger(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        board_of(browser, system, kitchen) as board,
        board_of(browser, system, kitchen) as other,
    ):
        first, second = (placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2))
        button = board.ticket(second["id"]).locator("[data-minutes='15']")
        await button.scroll_into_view_if_needed()
        await button.hover()
        before = await button.bounding_box()
        await board.page.mouse.down()
        kitchen.act(first, "accept")
        await other.shows(**{first["id"]: "accepted", second["id"]: "placed"})
        assert await button.bounding_box() == before
        await board.shows(**{first["id"]: "placed", second["id"]: "placed"})
        await board.page.mouse.up()
        await board.shows(**{first["id"]: "accepted", second["id"]: "accepted"})


async def test_without_a_connection_nothing_is_sent_and_the_ticket_says_so(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.context.add_init_script(no_sockets())
        await board.log_in(kitchen.shop_id, "interrupted")
        order, _ = placed(kitchen.client, kitchen.shop_id)
        await board.shows(**{order["id"]: "placed"})
        sent = actions(board.page)
        await board.context.set_offline(True)
        # The bar may say so earlier, for the shop.
        cut_off = board.page.locator(".board[data-offline=true]")
        await cut_off.wait_for()
        await board.act(order["id"], "ready in 10 minutes")
        await expect(board.ticket(order["id"]).locator("[data-code=offline]")).to_be_visible()
        assert sent == []
        await board.context.set_offline(False)
        await board.is_connected("interrupted")
        await board.act(order["id"], "ready in 10 minutes")
        await board.shows(**{order["id"]: "accepted"})
        assert sent == [f"accept {order['id']}"]
        for action in ("ready", "complete"):
            kitchen.act(order, action)
        # A board that is cut off does not know whether all is done.
        all_done = board.page.get_by_test_id("no-orders")
        await expect(all_done).to_be_visible()
        await board.context.set_offline(True)
        await expect(board.page.locator(".no-orders")).to_contain_text("without a connection")
        await expect(all_done).to_have_count(0)


async def test_totals_find_the_tickets_of_a_dish_also_on_a_phone(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen, viewport=PHONE) as board:
        salted = [{"dish_id": "rice", "quantity": 2, "note": "no salt"}]
        rice, _ = placed(kitchen.client, kitchen.shop_id, items=salted, note="a nut allergy " * 9)
        egg, _ = placed(kitchen.client, kitchen.shop_id)
        await board.shows(**{rice["id"]: "placed", egg["id"]: "placed"})
        await expect(board.ticket(rice["id"]).locator(".note")).to_have_count(2)
        await board.button("To cook").click()
        total = board.page.locator("[data-total=rice]")
        await expect(total).to_contain_text("2 with a note")
        await total.click()
        await expect(board.ticket(rice["id"])).to_have_attribute("data-sought", "true")
        await expect(board.ticket(egg["id"])).to_have_attribute("data-sought", "false")
        await total.click()
        await expect(board.ticket(egg["id"])).not_to_have_attribute("data-sought", "false")
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await board.page.evaluate(wider) == 0


async def test_a_screen_that_only_looks_has_nothing_to_press(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url) as board:
        await board.page.goto(f"{system.url}/kitchen")
        await board.page.locator("input[name=shop]").fill(kitchen.shop_id)
        await board.page.locator("input[name=passcode]").fill(PASSCODE)
        await board.page.locator("input[name=watch]").check()
        await board.page.locator("form button.primary").click()
        order, _ = placed(kitchen.client, kitchen.shop_id)
        await board.shows(**{order["id"]: "placed"})
        sent = actions(board.page)
        await expect(board.ticket(order["id"]).locator("button")).to_have_count(0)
        for key in ("1", "Enter", "d"):
            await board.page.keyboard.press(key)
        await board.page.keyboard.press("ArrowDown")
        await expect(board.ticket(order["id"])).to_be_focused()
        await board.page.keyboard.press("Enter")
        assert sent == []


async def test_of_hundreds_of_tickets_only_the_one_that_changes_is_drawn_again(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    order, _ = placed(kitchen.client, kitchen.shop_id)

    async def many(route: Route) -> None:
        """Answer what the server does, and hundreds of orders like it that are older."""
        response = await route.fetch()
        if not response.ok:
            await route.fulfill(response=response)
            return
        snapshot = json.loads(await response.text())
        snapshot["orders"] += [older(order, number) for number in range(MANY - 1)]
        await route.fulfill(response=response, json=snapshot)

    async with opened(KitchenWindow, browser, system.url) as board:
        await board.page.route(re.compile(r"/api/orders\?.*active=true"), many)
        await board.log_in(kitchen.shop_id)
        await expect(board.page.locator(".ticket")).to_have_count(MANY)
        nodes = await board.page.evaluate("document.querySelectorAll('*').length")
        assert nodes <= MANY * NODES_A_TICKET + NODES_AROUND
        await board.page.evaluate(COUNT_CHANGED)
        kitchen.act(order, "accept")
        await expect(board.ticket(order["id"])).to_have_attribute("data-status", "accepted")
        changed = await board.page.evaluate("[...changed]")
        assert len(changed) <= CHANGED_TICKETS_MAX
        await board.page.unroute_all(behavior="wait")


def older(order: dict[str, Any], number: int) -> dict[str, Any]:
    """Return an order like this one that was placed earlier and waits since."""
    then = datetime.now(UTC) - timedelta(minutes=11, seconds=number)
    limit = datetime.now(UTC) + timedelta(hours=2)
    return copy.deepcopy(order) | {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        "number": str(number),
        "placed_at": then.isoformat().replace("+00:00", "Z"),
        "accept_by": limit.isoformat().replace("+00:00", "Z"),
        "received_at": order["placed_at"],
    }
