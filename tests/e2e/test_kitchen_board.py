"""The kitchen's board: what staff do shows at once, and is set right."""

import copy
import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Route, expect

from shared.contracts import LATE_MINUTES, SOON_MINUTES
from tests.e2e.boards import actions, board_of, held_back, seen
from tests.e2e.cables import no_sockets
from tests.e2e.client import placed
from tests.e2e.kitchens import PASSCODE, Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

# A second is promised; a busy machine may take longer, but no page asks again by itself so soon.
IN_STEP_MILLISECONDS = 30_000
MANY = 300
# More than a phone shows at once.
EGGS = 4
# Between the two ages at which a ticket changes its colour, and minutes from both.
AGE_MINUTES = (SOON_MINUTES + LATE_MINUTES) / 2
# Of a ticket with one dish, and of the page around it.
NODES_A_TICKET = 45
NODES_AROUND = 400
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


async def test_an_action_shows_at_once_and_soon_at_the_other_window(
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
        await seen(board.page)
        async with held_back(board.page, "complete"), held_back(board.page, "accept"):
            await board.act(taken["id"], "is handed over")
            await board.act(gone["id"], "ready in 10 minutes")
            kitchen.act(taken, "recall", {"to": "accepted"})
            kitchen.act(gone, "reject", {"reason": "closing"})
            await board.shows(**{taken["id"]: "accepted"})
        refused = board.ticket(taken["id"]).locator("[data-code=invalid_transition]")
        await expect(refused).to_contain_text("changed meanwhile")
        # The other one's ticket has gone, so the board tells of it.
        told, strip = (board.page.get_by_test_id(one) for one in ("refused", "undo-bar"))
        await expect(told.locator("[data-code=invalid_transition]")).to_contain_text(gone["number"])
        before = await strip.bounding_box()
        await told.get_by_role("button").click()
        await expect(told).to_have_count(0)
        assert await strip.bounding_box() == before
        await expect(board.ticket(taken["id"]).locator("[data-action=ready]")).to_be_enabled()


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
        eggs = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(EGGS)]
        salted = [{"dish_id": "rice", "quantity": 2, "note": "no salt"}]
        rice, _ = placed(kitchen.client, kitchen.shop_id, items=salted, note="a nut allergy " * 9)
        await board.shows(**{order["id"]: "placed" for order in (*eggs, rice)})
        await expect(board.ticket(rice["id"]).locator(".note")).to_have_count(2)
        await board.button("To cook").click()
        total = board.page.locator("[data-total=rice]")
        await expect(total).to_contain_text("2 with a note")
        dish = board.ticket(rice["id"]).locator(".item")
        await expect(dish).not_to_be_in_viewport()
        await total.click()
        await expect(dish).to_be_in_viewport(ratio=1)
        await expect(board.ticket(rice["id"])).to_have_attribute("data-sought", "true")
        egg = board.ticket(eggs[0]["id"])
        await expect(egg).to_have_attribute("data-sought", "false")
        await total.click()
        await expect(egg).not_to_have_attribute("data-sought", "false")
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
        assert await board.page.evaluate("[...changed]") == [order["id"]]
        await board.page.unroute_all(behavior="wait")


def older(order: dict[str, Any], number: int) -> dict[str, Any]:
    """Return an order like this one that was placed earlier and waits since."""
    then = datetime.now(UTC) - timedelta(minutes=AGE_MINUTES, milliseconds=number)
    limit = datetime.now(UTC) + timedelta(hours=2)
    return copy.deepcopy(order) | {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        "number": str(number),
        "placed_at": then.isoformat().replace("+00:00", "Z"),
        "accept_by": limit.isoformat().replace("+00:00", "Z"),
        "received_at": order["placed_at"],
    }
