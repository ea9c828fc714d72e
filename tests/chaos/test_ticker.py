"""That it is noticed for how long a run itself stood still."""

import asyncio
import time

from chaos.ticker import TICK_SECONDS, Ticker

STILL_SECONDS = 0.5


def stand_still() -> None:
    time.sleep(STILL_SECONDS)


async def test_a_loop_that_stood_still_came_late() -> None:
    ticker = Ticker()
    async with ticker.ticking():
        await asyncio.sleep(2 * TICK_SECONDS)
        stand_still()
        await asyncio.sleep(2 * TICK_SECONDS)
    assert ticker.late_seconds >= STILL_SECONDS - TICK_SECONDS


async def test_what_comes_after_the_block_does_not_count() -> None:
    ticker = Ticker()
    async with ticker.ticking():
        await asyncio.sleep(0)
    stand_still()
    await asyncio.sleep(2 * TICK_SECONDS)
    assert ticker.late_seconds == 0.0
