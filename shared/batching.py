"""Batches of calls: what waits shares the next round trip, and one batch is under way at a time.

Nothing waits for company, unless told to linger: a lone call goes at once, and what comes meanwhile
is the next batch. So a rush of writes costs an fsync a batch (group commit), a rush of reads one
query, and neither takes more than one of the threads that others need as well.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shared.database import DatabaseUnavailable
from shared.failures import DependencyDown

BATCH_MAX = 64
WAITING_MAX = 1000
# Below what the edge and the pages wait for an answer: what is older is done for nobody.
WAITING_LIMIT_SECONDS = 5.0

Wanted = TypeVar("Wanted")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class _Call(Generic[Wanted, Outcome]):
    wanted: Wanted
    outcome: "asyncio.Future[Outcome]"
    began_at: float = field(default_factory=time.monotonic)


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
        self._waiting: deque[_Call[Wanted, Outcome]] = deque()
        self._doing: asyncio.Task[None] | None = None

    async def submit(self, wanted: Wanted) -> Outcome:
        """Return the outcome of a batch that begins after this call; raises what it raises.

        Raises DatabaseUnavailable where too many wait, or for too long.
        """
        if len(self._waiting) >= self._waiting_max:
            raise DatabaseUnavailable("too many calls wait for their batch")
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Call(wanted, outcome))
        if self._doing is None:
            self._doing = asyncio.ensure_future(self._do_all())
        return await outcome

    async def _do_all(self) -> None:
        try:
            while self._waiting:
                if self._linger_seconds:
                    await asyncio.sleep(self._linger_seconds)
                if batch := self._take():
                    await self._answer(batch)
        finally:
            self._doing = None

    def _take(self) -> list[_Call[Wanted, Outcome]]:
        """Take the oldest calls of those that somebody still waits for, up to a batch."""
        too_old = time.monotonic() - WAITING_LIMIT_SECONDS
        batch: list[_Call[Wanted, Outcome]] = []
        while self._waiting and len(batch) < self._batch_max:
            call = self._waiting.popleft()
            if call.outcome.done():
                continue
            if call.began_at < too_old:
                call.outcome.set_exception(DatabaseUnavailable("a call waited too long"))
            else:
                batch.append(call)
        return batch

    async def _answer(self, batch: Sequence[_Call[Wanted, Outcome]]) -> None:
        try:
            outcomes = await self._do([call.wanted for call in batch])
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, DependencyDown):
                # What is wrong with one of them is the others' no harm.
                for call in batch:
                    await self._answer([call])
                return
            for call in batch:
                if not call.outcome.done():
                    call.outcome.set_exception(error)
            return
        for call, outcome in zip(batch, outcomes, strict=True):
            if not call.outcome.done():
                call.outcome.set_result(outcome)
