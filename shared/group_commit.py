"""Group commit: whatever waits is written together, by one writer, each answered after the commit.

Nothing waits for company, unless told to linger: a lone call is written at once, and what comes
while it is being written is the next batch. So a rush costs a round trip and an fsync a batch.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from shared.database import DatabaseUnavailable
from shared.failures import DependencyDown

BATCH_MAX = 64
WAITING_MAX = 1000

Wanted = TypeVar("Wanted")
Outcome = TypeVar("Outcome")


class GroupCommit(Generic[Wanted, Outcome]):
    """Calls that wait for one writer."""

    def __init__(
        self,
        write: Callable[[Sequence[Wanted]], Awaitable[Sequence[Outcome]]],
        linger_seconds: float = 0,
    ) -> None:
        """Take what writes a batch, and returns the outcome of each in their order.

        Where nobody waits for the outcome, lingering lets more of them share a batch.
        """
        self._write = write
        self._linger_seconds = linger_seconds
        self._waiting: deque[tuple[Wanted, asyncio.Future[Outcome]]] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def submit(self, wanted: Wanted) -> Outcome:
        """Return the outcome once it is committed; raises what writing raises.

        Raises DatabaseUnavailable where too many wait.
        """
        if len(self._waiting) >= WAITING_MAX:
            raise DatabaseUnavailable("too many calls wait to be written")
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, outcome))
        if self._writer is None:
            self._writer = asyncio.ensure_future(self._write_all())
        return await outcome

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                if self._linger_seconds:
                    await asyncio.sleep(self._linger_seconds)
                count = min(BATCH_MAX, len(self._waiting))
                await self._answer([self._waiting.popleft() for _ in range(count)])
        finally:
            self._writer = None

    async def _answer(self, batch: Sequence[tuple[Wanted, "asyncio.Future[Outcome]"]]) -> None:
        try:
            outcomes = await self._write([wanted for wanted, _ in batch])
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, DependencyDown):
                # What is wrong with one of them is the others' no harm.
                for each in batch:
                    await self._answer([each])
                return
            for _, waits in batch:
                if not waits.done():
                    waits.set_exception(error)
            return
        for (_, waits), outcome in zip(batch, outcomes, strict=True):
            if not waits.done():
                waits.set_result(outcome)
