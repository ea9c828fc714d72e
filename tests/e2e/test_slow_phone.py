"""The pages on a slow phone, and over many orders: what does not depend on the machine's mood."""

import asyncio

import pytest
from playwright.async_api import Browser, expect

from bench.pages_load import USABLE, load
from bench.pages_work import WALL, held
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import KitchenWindow, opened

# The document, its script, and what that asks for: each costs a slow phone a round trip.
IN_A_ROW_MAX = 3
# Its document, two small scripts, style and script, the icons and manifest, and the calls.
FILES_MAX = 10
BYTES_MAX = 100_000
ORDERS_AT_ONCE = 10
TURNS = 6
# What a page may hold more of, whatever came and went.
NODES_MORE_MAX = 30
LISTENERS_MORE_MAX = 10
LOOKS = 10

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("page", USABLE)
async def test_a_slow_phone_can_soon_use_a_page(
    system: Running, browser: Browser, kitchen: Kitchen, page: str
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    path = page.format(order=order["id"], token=token)
    loaded = await load(browser, system.url + path, USABLE[page])
    print(f"{page}: {loaded}")
    assert loaded.size < BYTES_MAX
    assert loaded.files <= FILES_MAX
    assert loaded.in_a_row <= IN_A_ROW_MAX


async def test_a_kitchens_page_lets_go_of_the_orders_that_ended(
    system: Running, browser: Browser, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url, viewport=WALL) as board:
        tickets = board.page.locator(".ticket")

        async def turn() -> None:
            """Have some orders come, be cooked and go."""
            orders = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(ORDERS_AT_ONCE)]
            await expect(tickets).to_have_count(ORDERS_AT_ONCE)
            for order in orders:
                for action in ("accept", "ready", "complete"):
                    kitchen.act(order, action)
            await expect(tickets).to_have_count(0)

        await board.log_in(kitchen.shop_id)
        # What the first orders bring with them is there for good.
        await turn()
        session = await board.context.new_cdp_session(board.page)
        before = await held(session)
        for _ in range(TURNS):
            await turn()

        def has_let_go() -> bool:
            more = after.nodes - before.nodes, after.listeners - before.listeners
            return more[0] <= NODES_MORE_MAX and more[1] <= LISTENERS_MORE_MAX

        after = await held(session)
        for _ in range(LOOKS):
            if has_let_go():
                break
            # What is still to be drawn holds the last ticket.
            await asyncio.sleep(1)
            after = await held(session)
        print(f"{before}; after {ORDERS_AT_ONCE * TURNS} orders {after}")
        assert has_let_go()
