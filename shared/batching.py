"""Batches of calls: what waits shares the next round trip, and one batch is under way at a time.

Nothing waits for company, unless told to linger: a lone call goes at once, and what comes meanwhile
is the next batch. So a rush of writes costs an fsync a batch (group commit), a rush of reads one
query, and neither takes more than one of the threads that others need as well.
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


class Batching(Generic[Wanted, Outcome]):
    """Calls that wait for a batch."""

    def __init__(
        self,
        do: Callable[[Sequence[Wanted]], Awaitable[Sequence[Outcome]]],
        batch_max: int = BATCH_MAX,
        waiting_max: int = WAITING_MAX,
        linger_seconds: float = 0,
    ) -> None:
        """Take what does a batch, and returns the outcome of each in their order.

        Where nobody waits for the outcome, lingering lets more of them share a batch.
        """
        self._do = do
        self._batch_max = batch_max
        self._waiting_max = waiting_max
        self._linger_seconds = linger_seconds
        self._waiting: deque[tuple[Wanted, asyncio.Future[Outcome]]] = deque()
        self._doing: asyncio.Task[None] | None = None

    async def submit(self, wanted: Wanted) -> Outcome:
        """Return the outcome of a batch that begins after this call; raises what it raises.

        Raises DatabaseUnavailable where too many wait.
        """
        if len(self._waiting) >= self._waiting_max:
            raise DatabaseUnavailable("too many calls wait for the database")
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, outcome))
        if self._doing is None:
            self._doing = asyncio.ensure_future(self._do_all())
        return await outcome

    async def _do_all(self) -> None:
        try:
            while self._waiting:
                if self._linger_seconds:
                    await asyncio.sleep(self._linger_seconds)
                count = min(self._batch_max, len(self._waiting))
                await self._answer([self._waiting.popleft() for _ in range(count)])
        finally:
            self._doing = None

    async def _answer(self, batch: Sequence[tuple[Wanted, "asyncio.Future[Outcome]"]]) -> None:
        try:
            outcomes = await self._do([wanted for wanted, _ in batch])
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
