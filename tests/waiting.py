"""Waiting for a condition instead of for a length of time."""

import asyncio
import time
from collections.abc import Callable

LOOK_EVERY_SECONDS = 0.02


async def until(condition: Callable[[], object], limit_seconds: float = 20) -> None:
    """Return when the condition holds; raises TimeoutError after the limit."""
    deadline = time.monotonic() + limit_seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"did not come to hold within {limit_seconds} s")
        await asyncio.sleep(LOOK_EVERY_SECONDS)
