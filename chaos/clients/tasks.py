"""Work that goes on beside something and ends with it, and waiting for no longer than one may."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any


@contextlib.asynccontextmanager
async def beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run the coroutines while the block lasts, and cancel them after it.

    What one of them raises ends the block and comes out as an ExceptionGroup; what the block
    raises comes out as it is.
    """
    failure: Exception | None = None
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
        try:
            yield
        except Exception as error:
            failure = error
        for task in tasks:
            task.cancel()
    if failure:
        raise failure


async def is_set(event: asyncio.Event, within: float) -> bool:
    """Return whether the event is set, as soon as it is or after so many seconds."""
    try:
        async with asyncio.timeout(within):
            return await event.wait()
    except TimeoutError:
        return event.is_set()
