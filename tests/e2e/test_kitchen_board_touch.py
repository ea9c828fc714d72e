"""The board under a finger: it acts on what was meant, and on nothing else."""

import asyncio
import re
import uuid

import pytest
from playwright.async_api import Browser, Locator, Route, expect

from tests.e2e.boards import UNHURRIED, actions, all_confirmed, board_of, seen
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import KitchenWindow, opened

# Within this time nobody has seen what moved.
UNSEEN_MILLISECONDS = 100
# Touches the page at a point so long after an order has come into a column or left it, and tells
# whose ticket lay there.
TOUCH_ONCE_MOVED = """
  ([id, column, x, y, milliseconds]) => {
    const isThere = () =>
      document.querySelector(`[data-column=${column}] [data-order-id="${id}"]`) !== null;
    const was = isThere();
    const touch = () => {
      const there = document.elementFromPoint(x, y);
      for (const type of ["pointerdown", "pointerup"]) {
        there.dispatchEvent(new PointerEvent(type, { bubbles: true }));
      }
      there.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
      return there.closest(".ticket")?.dataset.orderId;
    };
    globalThis.touched = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (isThere() === was) return;
        observer.disconnect();
        const moved = performance.now();
        setTimeout(() => {
          // A timer may be late by as much as it takes to see what has moved.
          performance.now = () => moved + milliseconds;
          resolve(touch());
          delete performance.now;
        }, milliseconds);
      });
      observer.observe(document.body, { subtree: true, childList: true });
    });
  }
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_nothing_moves_under_a_finger(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        board_of(browser, system, kitchen, UNHURRIED) as board,
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


@pytest.mark.parametrize("milliseconds", [0, UNSEEN_MILLISECONDS])
async def test_a_touch_that_was_meant_for_what_stood_there_before_does_nothing(
    browser: Browser, system: Running, kitchen: Kitchen, milliseconds: int
) -> None:
    async with board_of(browser, system, kitchen) as board:
        first, second = (placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2))
        await board.shows(**{first["id"]: "placed", second["id"]: "placed"})
        sent = actions(board.page)
        place = await middle_of(board.ticket(first["id"]).locator("[data-minutes='15']"))
        await board.page.evaluate(TOUCH_ONCE_MOVED, [first["id"], "placed", *place, milliseconds])
        kitchen.act(first, "accept")
        assert await board.page.evaluate("touched") == second["id"]
        await seen(board.page)
        assert sent == []
        await board.page.mouse.click(*place)
        await board.shows(**{first["id"]: "accepted", second["id"]: "accepted"})
        assert sent == [f"accept {second['id']}"]


async def test_a_touch_does_nothing_to_what_has_just_come_to_where_another_stood(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        first, second = (placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2))
        for order, *steps in ((first, "accept", "ready", "complete"), (second, "accept", "ready")):
            for action in steps:
                kitchen.act(order, action)
        await board.shows(**{second["id"]: "ready"})
        sent = actions(board.page)
        place = await middle_of(board.ticket(second["id"]).locator("[data-action=complete]"))
        await board.page.evaluate(TOUCH_ONCE_MOVED, [first["id"], "ready", *place, 0])
        kitchen.act(first, "recall", {"to": "ready"})
        assert await board.page.evaluate("touched") == first["id"]
        await seen(board.page)
        assert sent == []
        await board.page.mouse.click(*place)
        await board.shows(**{second["id"]: "ready"})
        assert sent == [f"complete {first['id']}"]


async def test_who_works_fast_touches_one_after_the_other_at_the_same_place(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        orders = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(3)]
        await board.shows(**{order["id"]: "placed" for order in orders})
        await all_confirmed(board)
        first, second, third = (order["id"] for order in orders)
        place = await middle_of(board.ticket(first).locator("[data-minutes='15']"))
        await board.page.evaluate(TOUCH_ONCE_MOVED, [first, "placed", *place, 0])
        await board.page.mouse.click(*place)
        assert await board.page.evaluate("touched") == second
        await board.shows(**{first: "accepted", second: "accepted", third: "placed"})


async def test_the_minutes_keep_their_places_when_another_time_becomes_usual(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    order, _ = placed(kitchen.client, kitchen.shop_id)
    known, asked = asyncio.Event(), 0

    async def answer(route: Route) -> None:
        """Answer that the last orders took twenty minutes."""
        nonlocal asked
        asked += 1
        await known.wait()
        times = {"accepted_at": "2026-01-01T10:00:00Z", "ready_at": "2026-01-01T10:20:00Z"}
        orders = [order | times | {"id": str(uuid.uuid4())} for _ in range(3)]
        await route.fulfill(json={"orders": orders, "next": None})

    async with opened(KitchenWindow, browser, system.url) as board:
        await board.page.route(re.compile(r"active=false&limit=20$"), answer)
        await board.log_in(kitchen.shop_id)
        ticket = board.ticket(order["id"])
        first, presets = ticket.locator("button.primary"), ticket.locator("[data-minutes]")
        await expect(first).to_have_text("Accept · 10 min")
        places = [await preset.bounding_box() for preset in await presets.all()]
        minutes = await presets.all_inner_texts()
        known.set()
        await expect(first).to_have_text(re.compile("Accept · 20 min.*usual"))
        assert [await preset.bounding_box() for preset in await presets.all()] == places
        assert await presets.all_inner_texts() == minutes
        before = asked
        for view in ("menu", "board"):
            await board.page.locator(f"nav [data-view={view}]").click()
        await expect(first).to_have_text(re.compile("Accept · 20 min"))
        assert asked == before
        async with board.page.expect_request("**/accept") as request:
            await first.click()
        assert (await request.value).post_data_json == {"minutes": 20}
        await board.shows(**{order["id"]: "accepted"})


async def middle_of(place: Locator) -> tuple[float, float]:
    """Return the middle of what is on the screen."""
    await place.scroll_into_view_if_needed()
    box = await place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
