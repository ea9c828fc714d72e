"""The board by keys alone, as a bump bar sends them."""

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.boards import UNHURRIED, actions, board_of, has_status
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running

COUNT_PRINTS = """
  () => {
    globalThis.prints = 0;
    globalThis.print = () => {
      globalThis.prints += 1;
      dispatchEvent(new Event("afterprint"));
    };
  }
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


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


async def test_keys_choose_the_minutes_and_print(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        await board.page.evaluate(COUNT_PRINTS)
        order, _ = placed(kitchen.client, kitchen.shop_id)
        ticket, press = board.ticket(order["id"]), board.page.keyboard.press
        await ticket.wait_for()
        for key in ("1", "+", "+", "-"):
            await press(key)
        await expect(ticket.locator("button.primary")).to_have_text("Accept · 15 min")
        await press("p")
        assert await board.page.evaluate("prints") == 1
        async with board.page.expect_request("**/accept") as request:
            await press("Enter")
        assert (await request.value).post_data_json == {"minutes": 15}
        await board.shows(**{order["id"]: "accepted"})


async def test_keys_decline_with_a_reason_and_take_that_back(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen, UNHURRIED) as board:
        first, second = (placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2))
        await board.shows(**{first["id"]: "placed", second["id"]: "placed"})
        ticket, press = board.ticket(second["id"]), board.page.keyboard.press
        form, sent = ticket.locator(".declining"), actions(board.page)
        await expect(ticket.locator(".new")).to_be_visible()
        await press("ArrowUp")
        await expect(ticket).to_have_attribute("data-selected", "true")
        # Who chooses a ticket has seen it.
        await expect(ticket.locator(".new")).to_have_count(0)
        await expect(board.ticket(first["id"]).locator(".new")).to_be_visible()
        await press("d")
        await expect(form.locator(".key-cap").first).to_be_visible()
        await press("d")
        await expect(form).to_have_count(0)
        await press("d")
        await press("9")
        await press("2")
        await expect(ticket.locator(".doing")).to_have_text("Declining: Sold out")
        await press("u")
        await expect(ticket).not_to_have_attribute("data-pending", "reject")
        assert sent == []
        await press("d")
        await press("3")
        await has_status(kitchen, second, "rejected")
        ended = kitchen.call("GET", f"/api/orders/{second['id']}").json()
        assert ended["closed_reason"] == "closing"
        await board.shows(**{first["id"]: "placed"})


async def test_keys_take_back_what_was_handed_over(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    earlier, later = (placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2))
    for order in (earlier, later):
        for action in ("accept", "ready", "complete"):
            kitchen.act(order, action)
    async with board_of(browser, system, kitchen) as board:
        press, last_ones = board.page.keyboard.press, board.page.get_by_test_id("last-ones")
        await press("b")
        await expect(last_ones).to_be_visible()
        await press("b")
        await expect(last_ones).to_have_count(0)
        await press("b")
        await expect(last_ones.locator(".key-cap")).to_have_text(["1", "2"])
        await press("2")
        await board.shows(**{earlier["id"]: "ready"})
        await expect(last_ones).to_have_count(0)


async def test_a_key_silences_the_bell_and_lets_it_ring_again(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        placed(kitchen.client, kitchen.shop_id)
        for is_ringing in (False, True):
            await board.is_ringing(not is_ringing)
            await board.page.keyboard.press("s")
            await board.is_ringing(is_ringing)
