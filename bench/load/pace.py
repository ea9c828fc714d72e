"""An even pace, whatever became of what was sent before: a slow moment is not waited out."""

import asyncio
from collections.abc import Callable

from bench.load.process import clock_ns

NS_PER_SECOND = 1_000_000_000


async def evenly(rate: float, seconds: float, send: Callable[[int], None]) -> int:
    """Have so many sent as are due, again and again; return how many that were in all."""
    began, count, sent = clock_ns(), round(rate * seconds), 0
    while sent < count:
        due = min(count, int((clock_ns() - began) * rate / NS_PER_SECOND) + 1)
        if due > sent:
            send(due - sent)
            sent = due
        next_ns = began + int(sent * NS_PER_SECOND / rate)
        await asyncio.sleep(max(0.0, (next_ns - clock_ns()) / NS_PER_SECOND))
    return sent
