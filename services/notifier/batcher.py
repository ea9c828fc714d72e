"""Batches: while one is being confirmed, the next one fills.

A lone message waits for nothing, and a rush costs one AMQP message a batch. Every batch has a
number, whether the broker took it or not: a batch that was lost with its session leaves a gap, by
which gateways tell that they missed something. What it held goes out again under a new number,
because the events that it came from were not acknowledged.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from services.notifier.audience import Rendered
from shared import tracing
from shared.push import PushBatch

# A batch without frames tells the gateways that this notifier lives.
HEARTBEAT_SECONDS = 5.0
FRAMES_MAX = 500
# Far below what a broker takes (16 MiB from RabbitMQ 4), and no long wait for others.
CHARACTERS_MAX = 1024 * 1024

Publish = Callable[[PushBatch], Awaitable[None]]


@dataclass(frozen=True)
class _Waiting:
    rendered: Rendered
    confirmed: "asyncio.Future[None]"
    traceparent: str | None

    @property
    def characters(self) -> int:
        return sum(len(text) for _, text in self.rendered.frames)


class Batcher:
    """The batches of one broker session; `numbers` goes on through all sessions of a process."""

    def __init__(self, notifier: str, numbers: Iterator[int], publish: Publish) -> None:
        """Take the notifier's id, and how to publish; that raises when the session is lost."""
        self._notifier = notifier
        self._numbers = numbers
        self._publish = publish
        self._waiting: deque[_Waiting] = deque()
        self._filled = asyncio.Event()

    async def push(self, rendered: Rendered) -> None:
        """Return when the batch that carries this is confirmed."""
        confirmed = asyncio.get_running_loop().create_future()
        waiting = _Waiting(rendered, confirmed, tracing.traceparent())
        self._waiting.append(waiting)
        self._filled.set()
        await waiting.confirmed

    async def run(self) -> None:
        """Publish batches until cancelled; raises what publishing raises, and confirms no more."""
        taken: list[_Waiting] = []
        while True:
            await self._publish(self._batch(taken))
            for waiting in taken:
                if not waiting.confirmed.done():
                    waiting.confirmed.set_result(None)
            await self._filled_or_due()
            taken = self._take()

    async def say_goodbye(self) -> None:
        """Tell the gateways that this notifier ends on purpose."""
        await self._publish(
            PushBatch(notifier=self._notifier, number=next(self._numbers), goodbye=True)
        )

    async def _filled_or_due(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await self._filled.wait()

    def _take(self) -> list[_Waiting]:
        """Take what waits, up to the bounds, and at least one."""
        taken: list[_Waiting] = []
        frames = characters = 0
        while self._waiting:
            first = self._waiting[0]
            frames += len(first.rendered.frames)
            characters += first.characters
            if taken and (frames > FRAMES_MAX or characters > CHARACTERS_MAX):
                break
            taken.append(self._waiting.popleft())
        if not self._waiting:
            self._filled.clear()
        return taken

    def _batch(self, taken: list[_Waiting]) -> PushBatch:
        traceparents = [each.traceparent for each in taken for _ in each.rendered.frames]
        return PushBatch(
            notifier=self._notifier,
            number=next(self._numbers),
            frames=tuple(frame for waiting in taken for frame in waiting.rendered.frames),
            closes=tuple(close for waiting in taken for close in waiting.rendered.closes),
            traceparents=tuple(traceparents) if any(traceparents) else (),
        )
