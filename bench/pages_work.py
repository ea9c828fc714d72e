"""A kitchen's page at work: a board of 300 orders, and a day of 2,000 through one page."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.async_api import Browser, CDPSession, Page, ViewportSize, expect

from bench.demo_shop import SHOP, accepting, open_kitchen
from tests.e2e.client import basket, by
from tests.e2e.running import Running
from tests.e2e.windows import KitchenWindow, opened

BOARD_ORDERS = 300
BOARD_CHANGES = 100
DAY_ORDERS = 2_000
# What a kitchen has before it at once.
ACTIVE_ORDERS = 20
LONG_TASK_MILLISECONDS = 50
SCROLLS = 40
SCROLL_PIXELS = 600
FRAME_SECONDS = 0.05
SETTLE_SECONDS = 3
CONCURRENT_CALLS = 16
MEGABYTE = 1_000_000
# What a page may hold more of in the evening: what it knows of the orders that ended.
DAY_GROWTH_MEGABYTES_MAX = 2.0
WALL: ViewportSize = {"width": 1920, "height": 1080}
# Notes each task of the page's that took longer than 50 ms.
WATCH_TASKS = """
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const {duration} of list.getEntries()) longTasks.push(Math.round(duration));
  }).observe({type: "longtask", buffered: true});
"""


async def full_board(system: Running, browser: Browser) -> None:
    """Print the tasks that were long while a full board came, was scrolled, and changed."""
    async with Staff(system.url) as staff, board(system, browser) as (window, session):
        del session
        orders = await staff.place(BOARD_ORDERS)
        print(f"A board of {BOARD_ORDERS} orders: tasks over {LONG_TASK_MILLISECONDS} ms")
        await expect(window.page.locator(".ticket")).to_have_count(BOARD_ORDERS)
        print(f"  as they come       {await long_tasks(window.page)}")
        await window.page.reload()
        await window.is_connected("live")
        await asyncio.sleep(SETTLE_SECONDS)
        print(f"  as the page loads  {await long_tasks(window.page)}")
        for turn in range(SCROLLS):
            down = turn < SCROLLS // 2
            await window.page.mouse.wheel(0, SCROLL_PIXELS if down else -SCROLL_PIXELS)
            await asyncio.sleep(FRAME_SECONDS)
        print(f"  as it scrolls      {await long_tasks(window.page)}")
        for order in orders[:BOARD_CHANGES]:
            await staff.act(order, "accept", {"minutes": 15})
        await asyncio.sleep(SETTLE_SECONDS)
        print(f"  as {BOARD_CHANGES} change      {await long_tasks(window.page)}")
        await staff.finish(orders)


async def day(system: Running, browser: Browser) -> None:
    """Print what a page holds before and after a day's orders went through it.

    Raises SystemExit where it grew beyond the bound.
    """
    async with Staff(system.url) as staff, board(system, browser) as (window, session):
        # What the first orders bring with them is there for good.
        await staff.finish(await staff.place(ACTIVE_ORDERS))
        print(f"A day of {DAY_ORDERS} orders through one page")
        before = await held(session)
        print(f"  before  {before}")
        for _ in range(DAY_ORDERS // ACTIVE_ORDERS):
            await staff.finish(await staff.place(ACTIVE_ORDERS))
        await expect(window.page.locator(".ticket")).to_have_count(0)
        after = await held(session)
        print(f"  after   {after}")
        print(f"  tasks over {LONG_TASK_MILLISECONDS} ms: {await long_tasks(window.page)}")
        if after.megabytes > before.megabytes + DAY_GROWTH_MEGABYTES_MAX:
            raise SystemExit(f"The page grew by more than {DAY_GROWTH_MEGABYTES_MAX} MB")


class Staff:
    """The customers and the staff of the demo shop, over HTTP."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=30)
        self._token = ""
        self._places = asyncio.Semaphore(CONCURRENT_CALLS)

    async def __aenter__(self) -> "Staff":
        self._token = await open_kitchen(self._http)
        await self._http.put(
            f"/api/shops/{SHOP}/presence", json={"screen": "bench"}, headers=by(self._token)
        )
        await accepting(self._http)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def place(self, count: int) -> list[str]:
        """Place so many orders; return their ids."""
        placed = await asyncio.gather(*(self.order() for _ in range(count)))
        return [order for order, _ in placed]

    async def order(self) -> tuple[str, str]:
        """Place an order; return its id and its customer's token."""
        async with self._places:
            answer = await self._http.post(
                "/api/orders", json=basket(SHOP), headers={"Idempotency-Key": str(uuid.uuid4())}
            )
        answer.raise_for_status()
        placed = answer.json()
        return str(placed["order"]["id"]), str(placed["token"])

    async def act(self, order_id: str, action: str, body: Any = None) -> None:
        """Do something to an order."""
        url = f"/api/orders/{order_id}/{action}"
        async with self._places:
            answer = await self._http.post(url, json=body, headers=by(self._token))
        answer.raise_for_status()

    async def finish(self, orders: list[str]) -> None:
        """Cook these orders and hand them over."""
        for action in ("accept", "ready", "complete"):
            await asyncio.gather(*(self._reach(order, action) for order in orders))

    async def _reach(self, order: str, action: str) -> None:
        try:
            await self.act(order, action)
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.CONFLICT:
                raise


@asynccontextmanager
async def board(
    system: Running, browser: Browser
) -> AsyncIterator[tuple[KitchenWindow, CDPSession]]:
    """Return the demo shop's kitchen, with its long tasks noted, and a session with its browser."""
    async with opened(KitchenWindow, browser, system.url, viewport=WALL) as window:
        await window.context.add_init_script(WATCH_TASKS)
        await window.log_in(SHOP, passcode=SHOP)
        yield window, await window.context.new_cdp_session(window.page)


async def long_tasks(page: Page) -> str:
    """Return what the long tasks since the last look were."""
    tasks: list[int] = await page.evaluate("longTasks.splice(0)")
    return f"{len(tasks)}, the longest {max(tasks)} ms" if tasks else "none"


@dataclass
class Held:
    """What a page holds."""

    megabytes: float
    nodes: int
    listeners: int

    def __str__(self) -> str:
        return f"{self.megabytes:.1f} MB, {self.nodes} nodes, {self.listeners} listeners"


async def held(session: CDPSession) -> Held:
    """Return what the page holds once all garbage is collected."""
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    found = await session.send("Performance.getMetrics")
    figures = {metric["name"]: metric["value"] for metric in found["metrics"]}
    return Held(
        figures["JSHeapUsedSize"] / MEGABYTE,
        int(figures["Nodes"]),
        int(figures["JSEventListeners"]),
    )
