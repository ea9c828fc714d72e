"""Long polling: each screen always has one request open, which is answered when there is news."""

import asyncio
import json
from collections.abc import Sequence

from bench.load.clients import RETRY_SECONDS, Clients, Heard, all_of, asking, content
from bench.load.http import Pool
from bench.load.screens import OK, Screen
from bench.load.tally import Tally

PATH = "/ws"


class LongPolling(Clients):
    """Screens that ask again as soon as they are answered, with the cursor of the answer."""

    def __init__(self, screens: Sequence[Screen], port: int, tally: Tally, heard: Heard) -> None:
        super().__init__(screens, port, tally, heard)
        self._pools = [Pool(port, tally.counted) for _ in screens]
        self._cursors = [""] * len(screens)

    async def come(self) -> None:
        await all_of(range(len(self._screens)), self._ask_first)

    def close(self) -> None:
        super().close()
        for pool in self._pools:
            pool.close()

    async def _ask_first(self, number: int) -> None:
        # Answered at once: it has no cursor.
        await self._ask(number)
        self._begin(self._ask_for_ever(number))

    async def _ask_for_ever(self, number: int) -> None:
        while True:
            try:
                await self._ask(number)
            except OSError:
                await asyncio.sleep(RETRY_SECONDS)

    async def _ask(self, number: int) -> None:
        self._tally.requests += 1
        path = f"{PATH}?after={self._cursors[number]}"
        answer = await self._pools[number].ask(asking(self._screens[number], path))
        if answer.status != OK:
            raise ConnectionError(f"answered {answer.status}")
        body = content(answer)
        self._cursors[number] = json.loads(body)["cursor"]
        self._heard(number, body)
