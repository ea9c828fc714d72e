"""How long the run itself stood still: its one loop has all links and clients, and their clock."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

TICK_SECONDS = 0.1


@dataclass
class Ticker:
    """The longest time (seconds) by which the loop came late to what was due."""

    late_seconds: float = 0.0

    @contextlib.asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Look all the time for as long as the block lasts."""
        tick = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            tick.cancel()

    async def _tick(self) -> None:
        while True:
            due_at = time.monotonic() + TICK_SECONDS
            await asyncio.sleep(TICK_SECONDS)
            self.late_seconds = max(self.late_seconds, time.monotonic() - due_at)
