"""Takes events from the broker, and gives batches back to it."""

import asyncio
import contextlib
import itertools

from prometheus_client import Counter

from services.notifier.audience import render
from services.notifier.batcher import Batcher
from shared import tracing
from shared.broker import Session, SessionLost
from shared.consumer import consume_events
from shared.events import Event
from shared.identifiers import uuid7
from shared.push import CONTENT_TYPE, EXCHANGE, PushBatch

QUEUES = ("notifier.orders", "notifier.shops")
GOODBYE_SECONDS = 1.0

batches = Counter("notifier_batches_total", "Push batches that the broker confirmed")
frames = Counter("notifier_frames_total", "Frames in the batches that the broker confirmed")


class Notifier:
    """One process's id and its numbers; everything else is the session's."""

    def __init__(self) -> None:
        """Begin without a session."""
        self.is_working = False
        self._id = str(uuid7())
        self._numbers = itertools.count(1)

    async def work(self, session: Session) -> None:
        """Push what the events say, for as long as the session stands.

        An event is acknowledged when the batch that tells of it is confirmed. When this is
        cancelled, what is under way stays with the broker, which delivers it again.
        """
        await session.check(exchanges=(EXCHANGE,), queues=QUEUES)

        async def publish(batch: PushBatch) -> None:
            await _publish(session, batch)

        batcher = Batcher(self._id, self._numbers, publish)

        async def handle(event: Event) -> None:
            with tracing.publishing(EXCHANGE, event.about()):
                await batcher.push(render(event))

        self.is_working = True
        try:
            async with asyncio.TaskGroup() as parts:
                parts.create_task(batcher.run())
                for queue in QUEUES:
                    parts.create_task(consume_events(session, queue, handle))
        finally:
            self.is_working = False
            if not session.closed.done():
                await _say_goodbye(batcher)


async def _publish(session: Session, batch: PushBatch) -> None:
    """Publish a batch; while no gateway is there to take it, nobody misses it."""
    await session.publish(
        EXCHANGE,
        "",
        batch.encode(),
        content_type=CONTENT_TYPE,
        # The gateways' queues end with their sessions: nothing outlives a restart of the broker.
        persistent=False,
        mandatory=False,
    )
    batches.inc()
    frames.inc(len(batch.frames))


async def _say_goodbye(batcher: Batcher) -> None:
    with contextlib.suppress(SessionLost, TimeoutError):
        async with asyncio.timeout(GOODBYE_SECONDS):
            await batcher.say_goodbye()
