"""Short polling: each screen asks for the snapshot again and again, with the ETag of its last one.

All come at even distances. A screen whose answer is late does not ask beside it: that turn is lost.
"""

import asyncio
import itertools
from collections.abc import Sequence

from bench.load.clients import Clients, Heard, all_of, asking, content
from bench.load.http import Pool
from bench.load.pace import NS_PER_SECOND, evenly
from bench.load.process import clock_ns
from bench.load.screens import NOT_MODIFIED, OK, SNAPSHOT_LIMIT_SECONDS, Screen
from bench.load.tally import Tally

# Longer than anybody measures.
FOR_EVER_SECONDS = 3600


class Polling(Clients):
    """Screens that ask every `interval_seconds`."""

    def __init__(
        self,
        screens: Sequence[Screen],
        port: int,
        tally: Tally,
        heard: Heard,
        interval_seconds: float,
    ) -> None:
        super().__init__(screens, port, tally, heard)
        self._interval_seconds = interval_seconds
        self._pools = [Pool(port, tally.counted) for _ in screens]
        self._etags = [""] * len(screens)
        self._turns = itertools.cycle(range(len(screens)))
        self._asking: set[int] = set()

    async def come(self) -> None:
        await all_of(range(len(self._screens)), self._ask)
        self._begin(self._ask_for_ever())

    def close(self) -> None:
        super().close()
        for pool in self._pools:
            pool.close()

    async def _ask_for_ever(self) -> None:
        rate = len(self._screens) / self._interval_seconds
        await evenly(rate, FOR_EVER_SECONDS, self._have_asked)

    def _have_asked(self, count: int) -> None:
        for number in itertools.islice(self._turns, count):
            self._tally.due += 1
            if number not in self._asking:
                self._begin(self._ask(number))

    async def _ask(self, number: int) -> None:
        self._asking.add(number)
        try:
            async with asyncio.timeout(SNAPSHOT_LIMIT_SECONDS):
                await self._take_snapshot(number)
        except (OSError, TimeoutError):
            # The next turn asks again.
            return
        finally:
            self._asking.discard(number)

    async def _take_snapshot(self, number: int) -> None:
        screen, etag = self._screens[number], self._etags[number]
        known = {"If_None_Match": etag} if etag else {}
        began_ns = clock_ns()
        self._tally.requests += 1
        answer = await self._pools[number].ask(asking(screen, screen.path, **known))
        if answer.status not in (OK, NOT_MODIFIED):
            return
        self._tally.in_time += clock_ns() - began_ns <= self._interval_seconds * NS_PER_SECOND
        if answer.status == OK:
            self._etags[number] = answer.header("etag").removeprefix("w/")
            self._heard(number, content(answer))
