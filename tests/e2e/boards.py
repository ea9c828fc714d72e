"""Windows on a kitchen's board, what they send, and what the server has of an order."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Browser, Page, Route, expect

from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import KitchenWindow, opened
from tests.servers import wait_until

# What another screen has just moved is not touched sooner, see web/kitchen/board/moves.js.
SEEN_MILLISECONDS = 400
# Every wait of five seconds, as undo's, takes three times as long, and every one of ten, as a
# call's or a finger's, six times: a person does in seconds what may take a test longer on a busy
# machine. In braces: what is declared at the top would be the page's as well.
UNHURRIED = """
  {
    const start = globalThis.setTimeout;
    const longer = { 5000: 15000, 10000: 60000 };
    globalThis.setTimeout = (work, milliseconds, ...more) =>
      start(work, longer[milliseconds] ?? milliseconds, ...more);
  }
"""


async def seen(page: Page) -> None:
    """Return when somebody has seen what has moved, and may touch it."""
    await page.wait_for_timeout(SEEN_MILLISECONDS)


async def all_confirmed(board: KitchenWindow) -> None:
    """Return when the board knows that its orders were seen: until then each may change."""
    await expect(board.page.locator(".ticket[data-received=false]")).to_have_count(0)


@contextlib.asynccontextmanager
async def board_of(
    browser: Browser, system: Running, kitchen: Kitchen, *scripts: str, **options: Any
) -> AsyncIterator[KitchenWindow]:
    """Return a window that is logged in to the kitchen's board; `scripts` run before the page's."""
    async with opened(KitchenWindow, browser, system.url, **options) as board:
        for script in scripts:
            await board.context.add_init_script(script)
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
