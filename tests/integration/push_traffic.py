"""Both ends of the broker that gateways and notifiers are between."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from shared.broker import Delivery, Session, open_session
from shared.consumer import consume_events
from shared.events import CONTENT_TYPE, Event, GatewayPresence, GatewayPresenceData
from shared.push import CONTENT_TYPE as BATCH_CONTENT_TYPE
from shared.push import PushBatch
from tests.servers import BrokerServer


@dataclass
class Notifier:
    """Publishes what a notifier might, batch by batch."""

    session: Session
    name: str = "n"
    number: int = 0
    closes: list[tuple[str, float]] = field(default_factory=list)

    async def push(
        self,
        *frames: tuple[str, str],
        closes: tuple[tuple[str, float], ...] = (),
        goodbye: bool = False,
    ) -> None:
        """Publish the next batch."""
        self.number += 1
        batch = PushBatch(
            notifier=self.name, number=self.number, frames=frames, closes=closes, goodbye=goodbye
        )
        await self.session.publish(
            "push", "", batch.encode(), content_type=BATCH_CONTENT_TYPE, mandatory=False
        )


@contextlib.asynccontextmanager
async def pushing(broker: BrokerServer) -> AsyncIterator[Notifier]:
    """Yield somebody who publishes batches by hand."""
    async with session_of(broker, "notifier") as session:
        yield Notifier(session)


@contextlib.asynccontextmanager
async def session_of(broker: BrokerServer, user: str) -> AsyncIterator[Session]:
    """Yield a session of a user of the broker."""
    session = await open_session(broker.url(user), "test")
    try:
        yield session
    finally:
        await session.close()


async def publish(session: Session, *events: Event) -> None:
    """Publish events as their owner does."""
    await asyncio.gather(
        *(
            session.publish(
                event.EXCHANGE, event.routing_key(), event.encode(), content_type=CONTENT_TYPE
            )
            for event in events
        )
    )


@contextlib.asynccontextmanager
async def batches(broker: BrokerServer) -> AsyncIterator["asyncio.Queue[PushBatch]"]:
    """Yield every batch that notifiers publish from now on."""
    heard: asyncio.Queue[PushBatch] = asyncio.Queue()

    async def hear(delivery: Delivery) -> None:
        heard.put_nowait(PushBatch.decode(delivery.body))

    async with session_of(broker, "gateway") as session:
        await session.consume_own_queue(
            f"gateway.{secrets.token_hex(4)}", "push", hear, arguments={}
        )
        yield heard


@contextlib.asynccontextmanager
async def events(
    broker: BrokerServer, user: str, queue: str
) -> AsyncIterator["asyncio.Queue[Event]"]:
    """Yield every event that comes to a queue from now on."""
    heard: asyncio.Queue[Event] = asyncio.Queue()

    async def handle(event: Event) -> None:
        heard.put_nowait(event)

    async with session_of(broker, user) as session:
        consuming = asyncio.create_task(consume_events(session, queue, handle))
        try:
            yield heard
        finally:
            consuming.cancel()
            await asyncio.wait({consuming})


async def lease(
    heard: "asyncio.Queue[Event]", channels: set[str], limit_seconds: float = 5
) -> GatewayPresenceData:
    """Return the next announcement of exactly these channels."""
    async with asyncio.timeout(limit_seconds):
        while True:
            event = await heard.get()
            assert isinstance(event, GatewayPresence)
            if set(event.data.channels) == channels:
                return event.data
