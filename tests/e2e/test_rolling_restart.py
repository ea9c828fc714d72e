"""Replicas that are restarted in turn, or hang, while customers order and a kitchen cooks."""

import asyncio
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.async_api import Browser

from stack.system import SERVICES
from tests.e2e.busy_shop import CUSTOMERS, Calls, Customer, busy_shop
from tests.e2e.client import Client
from tests.e2e.kitchens import open_kitchen
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow, KitchenWindow, opened

# Longer than the edge waits for an answer.
FROZEN_SECONDS = 14.0
# What waited for the replica when it froze, and what the edge tries it with again.
SLOW_SECONDS, SLOW_MAX = 5.0, 2 * CUSTOMERS

pytestmark = pytest.mark.long


async def keep_ordering(phone: CustomerWindow, shop_id: str, over: asyncio.Event) -> list[str]:
    """Order at a page until it is over; return every order's id. Nobody presses anything twice."""
    placed = []
    while not over.is_set():
        await phone.page.goto("about:blank")
        await phone.choose(shop_id)
        placed.append(await phone.send())
    return placed


@pytest.mark.timeout(300)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_rolling_restart_loses_nothing_and_refuses_nobody_for_good(
    pair: Running, browser: Browser
) -> None:
    paged, over = open_kitchen(pair, Client(pair.url)), asyncio.Event()
    async with (
        opened(KitchenWindow, browser, pair.url) as board,
        opened(CustomerWindow, browser, pair.url) as phone,
    ):
        board.without_answers = phone.without_answers = True
        await board.log_in(paged.shop_id)
        with busy_shop(pair.url, open_kitchen(pair, Client(pair.url))) as shop:
            ordering = asyncio.create_task(keep_ordering(phone, paged.shop_id, over))
            for service in SERVICES:
                for part in pair.parts(service):
                    await asyncio.to_thread(pair.restart, part)
                    shop.assert_at_work()
            over.set()
            placed = await ordering
        assert len(placed) > len(SERVICES)
        await board.shows(**dict.fromkeys(placed, "placed"))
    assert shop.calls.refused["place: 503"] == 0


def test_a_frozen_replica_costs_few_requests_time_and_none_its_answer(pair: Running) -> None:
    calls, closed = Calls(), threading.Event()
    kitchen = open_kitchen(pair, Client(pair.url))
    customers = [Customer(Client(pair.url), kitchen.shop_id, calls) for _ in range(CUSTOMERS)]
    with ThreadPoolExecutor(CUSTOMERS) as threads:
        ordering = [threads.submit(customer.order, closed) for customer in customers]
        try:
            with pair.frozen("orders-1"):
                time.sleep(FROZEN_SECONDS)
        finally:
            closed.set()
        for thread in ordering:
            thread.result()
    waits = [wait for customer in customers for wait in customer.waits]
    slow = [wait for wait in waits if wait > SLOW_SECONDS]
    print(f"{len(waits)} orders, {len(slow)} of them slow: longest {max(waits):.1f} s")
    assert calls.refused == Counter()
    assert 0 < len(slow) <= SLOW_MAX < len(waits)


def test_no_process_was_killed_for_stopping_too_slowly(pair: Running) -> None:
    for service in SERVICES:
        for part in pair.parts(service):
            assert '"event": "stopped"' in pair.log(part)
            assert "stop_took_too_long" not in pair.log(part)
            assert "Traceback" not in pair.log(part)
