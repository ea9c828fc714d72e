"""Kitchens' pages as far as their load goes: each has a socket, and asks for its orders after that.

What fails is tried again as the pages do it (web/connection.js, web/feed.js), and counted.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.contestant import Opening
from bench.load.connections import Crowd
from bench.load.http import Pool, get
from bench.load.process import clock_ns
from bench.load.socket import Heard, close_all

OK, NOT_MODIFIED = 200, 304
SOCKET_RETRY_SECONDS = 0.5
SNAPSHOT_RETRY_SECONDS = 1.0
RETRY_SECONDS_MAX = 15.0
SNAPSHOT_LIMIT_SECONDS = 10


@dataclass(frozen=True)
class Screen:
    """How a kitchen's page opens its socket, and where it asks for its orders, by which token."""

    shop_id: str
    opening: Opening
    path: str
    token: str


class Screens:
    """Many pages, their tries that failed, and the ETags of what they know."""

    def __init__(self, screens: Sequence[Screen], port: int, heard: Heard) -> None:
        """Take the port where all ask for their orders, and what is called with what they hear."""
        self.refused_sockets = self.refused_snapshots = self.snapshots = 0
        self.last_open_ns = 0
        self._screens = screens
        self._crowd = Crowd([screen.opening for screen in screens], heard)
        self._pool = Pool(port)
        self._etags = [""] * len(screens)

    async def come(self, at_once: int) -> None:
        """Return when all have their socket and their orders, of which they know nothing before."""
        self._etags = [""] * len(self._screens)
        places = asyncio.Semaphore(at_once)

        async def come_one(number: int) -> None:
            async with places:
                await self._open(number)
                await self.catch_up(number)

        async with asyncio.TaskGroup() as tasks:
            for number in range(len(self._screens)):
                tasks.create_task(come_one(number))

    def leave(self) -> None:
        """Be gone at once, with all sockets."""
        close_all(self._crowd.sockets)
        self._crowd.sockets.clear()

    def close(self) -> None:
        """Be gone for good."""
        self.leave()
        self._pool.close()

    async def catch_up(self, number: int) -> None:
        """Return when a page has its orders, or was told that it had them."""
        screen, etag = self._screens[number], self._etags[number]
        known = {"If_None_Match": etag} if etag else {}
        request = get(screen.path, Authorization=f"Bearer {screen.token}", **known)
        failures, pause = 0, 0.0
        while True:
            try:
                async with asyncio.timeout(SNAPSHOT_LIMIT_SECONDS):
                    answer = await self._pool.ask(request)
            except (OSError, TimeoutError):
                pass
            else:
                if answer.status in (OK, NOT_MODIFIED):
                    self._etags[number] = answer.header("etag").removeprefix("w/")
                    self.snapshots += 1
                    return
                pause = float(answer.header("retry-after") or 0)
            failures += 1
            self.refused_snapshots += 1
            await asyncio.sleep(max(pause, _back_off(failures, SNAPSHOT_RETRY_SECONDS)))

    async def _open(self, number: int) -> None:
        failures = 0
        while True:
            try:
                await self._crowd.open_one(number)
            except OSError:
                failures += 1
                self.refused_sockets += 1
                await asyncio.sleep(_back_off(failures, SOCKET_RETRY_SECONDS))
            else:
                self.last_open_ns = clock_ns()
                return


def _back_off(failures: int, first_seconds: float) -> float:
    step: float = min(RETRY_SECONDS_MAX, first_seconds * 2 ** (failures - 1))
    return step * (0.5 + random.random() / 2)
