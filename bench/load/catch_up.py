"""Loads of pages that catch up: one that asks again and again, and all that heard `resync`."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.load.http import Pool, get
from bench.load.process import clock_ns
from bench.load.push import NS_PER_MS
from bench.load.screens import Screen, Screens
from bench.load.socket import Socket

# web/feed.js
RESYNC_SPREAD_SECONDS = 3
FAST_POLL_SECONDS = 3
FAST_POLL_JITTER = (0.8, 1.2)
RESYNC, INTERRUPTED = b'{"type":"resync"}', b'{"type":"interrupted"}'
AT_ONCE = 20


@dataclass(frozen=True)
class Asked:
    """How long each answer took, in milliseconds, and the status and bytes of the last one."""

    delays_ms: Sequence[float]
    status: int
    body_bytes: int


@dataclass(frozen=True)
class CaughtUp:
    """When the first and the last page heard `resync`, and when the last one had its orders.

    Times are nanoseconds of `clock_ns`. `polls` were asked for while nothing came, and `refused`
    are the snapshots that had to be asked for again.
    """

    first_resync_ns: int
    last_resync_ns: int
    done_ns: int
    polls: int
    refused: int


async def asked(port: int, screens: Sequence[Screen], times: int) -> list[dict[str, Asked]]:
    """Have each screen ask for its orders so many times, one after the other.

    In three ways: `plain`, `gzip`, and `known`, with the ETag of what is still the same.
    """
    pool = Pool(port)
    found = []
    for screen in screens:
        answer = await pool.ask(_request(screen))
        etag = answer.header("etag")
        found.append(
            {
                "plain": await _asked(pool, _request(screen), times),
                "gzip": await _asked(pool, _request(screen, Accept_Encoding="gzip"), times),
                "known": await _asked(pool, _request(screen, If_None_Match=etag), times),
            }
        )
    pool.close()
    return found


def _request(screen: Screen, **headers: str) -> bytes:
    return get(screen.path, Authorization=f"Bearer {screen.token}", **headers)


async def _asked(pool: Pool, request: bytes, times: int) -> Asked:
    delays_ms = []
    for _ in range(times):
        began_ns = clock_ns()
        answer = await pool.ask(request)
        delays_ms.append((clock_ns() - began_ns) / NS_PER_MS)
    return Asked(delays_ms, answer.status, len(answer.body))


async def caught_up(screens: Sequence[Screen], port: int, limit_seconds: float) -> CaughtUp:
    """Have pages wait for an interruption and its end, and catch up then; raises TimeoutError."""
    waiting = _Waiting(screens, port)
    try:
        return await waiting.end(limit_seconds)
    finally:
        waiting.pages.close()


class _Waiting:
    """Pages that poll while nothing comes, and ask once more a random while after `resync`."""

    def __init__(self, screens: Sequence[Screen], port: int) -> None:
        self.pages = Screens(screens, port, self._heard)
        self._count = len(screens)
        self._polling: dict[int, asyncio.Task[None]] = {}
        self._catching_up: dict[int, asyncio.Task[None]] = {}
        self._resyncs_ns: list[int] = []
        self._polls = 0
        self._all_heard = asyncio.Event()

    async def end(self, limit_seconds: float) -> CaughtUp:
        async with asyncio.timeout(limit_seconds):
            await self.pages.come(AT_ONCE)
            await self._all_heard.wait()
            await asyncio.gather(*self._catching_up.values())
        return CaughtUp(
            min(self._resyncs_ns),
            max(self._resyncs_ns),
            clock_ns(),
            self._polls,
            self.pages.refused_snapshots,
        )

    def _heard(self, socket: Socket, payload: bytes) -> None:
        number = socket.number
        if payload == INTERRUPTED and number not in self._polling:
            self._polling[number] = asyncio.ensure_future(self._poll(number))
        elif payload == RESYNC and number in self._polling and number not in self._catching_up:
            self._polling[number].cancel()
            self._resyncs_ns.append(clock_ns())
            self._catching_up[number] = asyncio.ensure_future(self._catch_up(number))
            if len(self._catching_up) == self._count:
                self._all_heard.set()

    async def _poll(self, number: int) -> None:
        while True:
            await asyncio.sleep(FAST_POLL_SECONDS * random.uniform(*FAST_POLL_JITTER))
            await self.pages.catch_up(number)
            self._polls += 1

    async def _catch_up(self, number: int) -> None:
        await asyncio.sleep(random.random() * RESYNC_SPREAD_SECONDS)
        await self.pages.catch_up(number)
