"""Work that nobody asks for: done by the clock, again and again, whatever happens to it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import structlog

from shared.backoff import LONGEST_SECONDS, delays
from shared.failures import DependencyDown, kind_and_place

log = structlog.get_logger()


async def do_for_ever(
    name: str, every_seconds: float, once: Callable[[], Awaitable[None]]
) -> NoReturn:
    """Do it at once and then with this pause in between, until cancelled.

    While a dependency is down it is tried again after a back-off, with one log line a try; so it
    is after an error that nobody foresaw, which must not take the rest of the process with it.
    """
    longest_seconds = max(every_seconds, LONGEST_SECONDS)
    waits = delays(longest_seconds)
    while True:
        wait_seconds = every_seconds
        try:
            await once()
            waits = delays(longest_seconds)
        except DependencyDown as error:
            wait_seconds = next(waits)
            log.warning(f"{name}_paused", reason=str(error), next_in_seconds=round(wait_seconds, 2))
        except Exception as error:
            wait_seconds = next(waits)
            log.error(f"{name}_failed", **kind_and_place(error))
        await asyncio.sleep(wait_seconds)
