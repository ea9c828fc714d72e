"""What was done on the board by mistake is taken back."""

from typing import Any

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.e2e.boards import (
    UNHURRIED,
    actions,
    all_confirmed,
    board_of,
    has_status,
    held_back,
    seen,
    status,
)
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, KitchenWindow

WALL: ViewportSize = {"width": 1920, "height": 1080}
# More than a screen shows at once.
FILLING = 16

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def decline(board: KitchenWindow, order: dict[str, Any]) -> None:
    """Decline an order, for want of time."""
    await board.act(order["id"], "Decline order")
    await board.ticket(order["id"]).get_by_role("button", name="Too busy").click()


async def test_each_decline_can_be_undone_and_leaving_the_page_sends_it(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen, UNHURRIED) as board:
        orders = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(3)]
        first, second, third = orders
        await board.shows(**{order["id"]: "placed" for order in orders})
        await all_confirmed(board)
        sent = actions(board.page)

        await decline(board, first)
        await expect(board.ticket(first["id"])).to_have_attribute("data-pending", "reject")
        await decline(board, second)
        await board.button(f"Undo: {first['number']}").click()
        await expect(board.ticket(first["id"])).not_to_have_attribute("data-pending", "reject")
        assert sent == []
        await has_status(kitchen, second, "rejected")
        await board.shows(**{first["id"]: "placed", third["id"]: "placed"})
        # By now the first one's seconds are over as well.
        assert sent == [f"reject {second['id']}"]
        assert status(kitchen, first) == "placed"
        await seen(board.page)
        await decline(board, first)
        await decline(board, third)
        await expect(board.ticket(third["id"])).to_have_attribute("data-pending", "reject")
        assert sent == [f"reject {second['id']}"]
        await board.page.goto("about:blank")
        for order in (first, third):
            await has_status(kitchen, order, "rejected")


async def test_ready_and_handed_over_are_undone_by_a_recall(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen, UNHURRIED, viewport=PHONE) as board:
        order, _ = placed(kitchen.client, kitchen.shop_id)
        kitchen.act(order, "accept")
        await board.shows(**{order["id"]: "accepted"})
        await seen(board.page)
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


async def test_another_view_has_the_way_back_too_and_tells_what_had_no_effect(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen, UNHURRIED, viewport=PHONE) as board:
        # A refusal is an answer of which the browser complains.
        board.without_answers = True
        first, second = (placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2))
        await board.shows(**{first["id"]: "placed", second["id"]: "placed"})
        await all_confirmed(board)
        sent = actions(board.page)
        await decline(board, first)
        async with held_back(board.page, "accept"):
            await board.act(second["id"], "ready in 10 minutes")
            await board.page.locator("nav [data-view=settings]").click()
            await board.button(f"Undo: {first['number']}").click()
            kitchen.act(second, "reject", {"reason": "closing"})
            await has_status(kitchen, second, "rejected")
        refused = board.page.get_by_test_id("refused").locator("[data-code=invalid_transition]")
        await expect(refused).to_contain_text(second["number"])
        # The settings are longer than a phone.
        assert await board.page.evaluate("document.documentElement.scrollHeight > innerHeight")
        await expect(refused).to_be_in_viewport(ratio=1)
        await board.page.locator("nav [data-view=board]").click()
        await board.shows(**{first["id"]: "placed"})
        assert sent == [f"accept {second['id']}"]


@pytest.mark.parametrize("viewport", [PHONE, WALL], ids=["phone", "wall"])
async def test_the_way_back_covers_nothing_and_keeps_its_place(
    browser: Browser, system: Running, kitchen: Kitchen, viewport: ViewportSize
) -> None:
    orders = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(FILLING)]
    first, second, *rest = orders
    for order in rest:
        kitchen.act(order, "accept")
    async with board_of(browser, system, kitchen, UNHURRIED, viewport=viewport) as board:
        await expect(board.page.locator(".ticket")).to_have_count(len(orders))
        await all_confirmed(board)
        strip, undoes = board.page.get_by_test_id("undo-bar"), board.page.locator("[data-undo]")
        # It hides nothing that it has not hidden before.
        free = await strip.bounding_box()
        assert free
        await decline(board, first)
        await decline(board, second)
        assert await strip.bounding_box() == free
        undo = strip.locator(f"[data-undo='{second['id']}']")
        before = await undo.bounding_box()
        await strip.locator(f"[data-undo='{first['id']}'] button").click()
        await expect(undoes).to_have_count(1)
        assert await undo.bounding_box() == before
        # Any part of it can be touched.
        await undo.click(position={"x": 5, "y": 5})
        await expect(undoes).to_have_count(0)
        assert await strip.bounding_box() == free
        await board.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        box = await board.ticket(rest[-1]["id"]).bounding_box()
        assert box
        assert box["y"] + box["height"] <= free["y"]
