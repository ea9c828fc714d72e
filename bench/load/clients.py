"""Kitchens' screens that wait for orders, each in the same way; here is what all ways share.

Each screen has connections of its own and keeps them, as a browser does, and sends what Chromium
sends to a plain http:// address beside what the page says.
"""

import asyncio
import gzip
import json
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from bench.load.http import Answer, Pool, get, post
from bench.load.screens import SNAPSHOT_LIMIT_SECONDS, Screen
from bench.load.tally import Tally

OF_A_BROWSER = {
    "Connection": "keep-alive",
    "Pragma": "no-cache",
    "Cache_Control": "no-cache",
    "User_Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Mobile Safari/537.36",
    "Accept": "*/*",
    "Accept_Encoding": "gzip, deflate",
    "Accept_Language": "zh-CN,zh;q=0.9,en;q=0.8",
}
AT_ONCE = 50
RETRY_SECONDS = 1.0

# Called with a screen's number and what it heard.
Heard = Callable[[int, bytes], None]


class Clients:
    """Screens that wait in no way at all, and confirm orders over HTTP."""

    def __init__(self, screens: Sequence[Screen], port: int, tally: Tally, heard: Heard) -> None:
        """Take who they are, where the edge is, what counts, and what is called with all news."""
        self._screens = screens
        self._port = port
        self._tally = tally
        self._heard = heard
        self._receipts = Pool(port, tally.counted)
        self._tasks: set[asyncio.Task[None]] = set()

    async def come(self) -> None:
        """Return when all of them wait."""

    def confirm(self, number: int, ids: Sequence[str]) -> None:
        """Say that a screen shows these orders."""
        screen = self._screens[number]
        body = json.dumps({"shop_id": screen.shop_id, "orders": ids}).encode()
        request = post("/api/orders/received", body, **_bearer(screen))
        self._begin(self._ask_once(request))

    def close(self) -> None:
        """Be gone for good."""
        for task in self._tasks:
            task.cancel()
        self._receipts.close()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask_once(self, request: bytes) -> None:
        try:
            async with asyncio.timeout(SNAPSHOT_LIMIT_SECONDS):
                await self._receipts.ask(request)
        except (OSError, TimeoutError):
            # What is not confirmed comes again.
            return


async def all_of(numbers: Sequence[int], do: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    """Return when something is done for each of these screens, AT_ONCE of them at a time."""
    waiting = iter(numbers)

    async def do_in_turn() -> None:
        for number in waiting:
            await do(number)

    async with asyncio.TaskGroup() as doors:
        for _ in range(AT_ONCE):
            doors.create_task(do_in_turn())


def asking(screen: Screen, path: str, **headers: str) -> bytes:
    """Return a screen's GET, with its token."""
    return get(path, **{**OF_A_BROWSER, **_bearer(screen), **headers})


def content(answer: Answer) -> bytes:
    """Return the body of an answer as it was before it was packed."""
    packed = answer.header("content-encoding") == "gzip"
    return gzip.decompress(answer.body) if packed else answer.body


def _bearer(screen: Screen) -> dict[str, str]:
    return {"Authorization": f"Bearer {screen.token}"}
