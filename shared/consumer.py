"""Consuming events so that none is lost: pause when a dependency is down, set aside what is bad.

A dependency that is down pauses the consumer: what it holds stays unacknowledged and is tried
again until it works. A message that is bad is tried a few times in place, then published to
`dead-letters` with the reason, and acknowledged only when that is confirmed.
"""

import asyncio
import contextlib
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import structlog
from prometheus_client import Counter

from shared import tracing
from shared.backoff import delays
from shared.broker import Delivery, Session, SessionLost, reason_of
from shared.contracts import print_instant
from shared.events import CONTENT_TYPE, Event, Unreadable, decode, decode_all, split
from shared.failures import DependencyDown

# Each may carry a batch of events.
PREFETCH_MESSAGES = 100
ATTEMPTS = 4
LONGEST_RETRY_SECONDS = 1.0
# A message that came back so often may kill its process: from then on it is handled alone.
LONE_FROM_DELIVERIES = 20
# Alone so many times, and never acknowledged: it is the message. Those behind it came back as
# often and had no turn: of a session's lone messages only the first has had one each time.
HOPELESS_FROM_DELIVERIES = 25
STACK_CHARACTERS_MAX = 4000

HANDLED, DEAD_LETTERED = "handled", "dead_lettered"

handled = Counter("consumer_messages_total", "Messages handled", ["queue", "outcome"])
pauses = Counter("consumer_pauses_total", "Times a consumer paused for a dependency", ["queue"])

log = structlog.get_logger()


class Hopeless(Exception):
    """A message whose handling ended its process again and again."""


Handle = Callable[[Event], Awaitable[None]]


async def consume_events(
    session: Session, queue: str, handle: Handle, *, prefetch: int = PREFETCH_MESSAGES
) -> None:
    """Have each event of the queue handled, until the session ends.

    Up to `prefetch` of them run at once, and as many messages are held. `handle` must bear repeats;
    it raises DependencyDown for what may work later, and anything else for a message that is bad.
    """
    consumer = _Consumer(session, queue, handle, prefetch)
    try:
        await session.consume(queue, consumer.on_delivery, prefetch=prefetch)
        # Awaiting the future itself would cancel it for everybody when this task is cancelled.
        await asyncio.wait({session.closed})
    finally:
        consumer.stop()


class _Consumer:
    """The messages of one queue that are under way in one session."""

    def __init__(self, session: Session, queue: str, handle: Handle, prefetch: int) -> None:
        self._session = session
        self._queue = queue
        self._handle = handle
        # In the order of their delivery, which is that of their tags.
        self._under_way: dict[Delivery, asyncio.Task[None] | None] = {}
        self._acknowledging: asyncio.Task[None] | None = None
        self._up = asyncio.Event()
        self._up.set()
        self._waits = delays()
        self._places = asyncio.Semaphore(prefetch)
        # Of those in batches no more run at once than of those that come alone.
        self._turns = asyncio.Semaphore(prefetch)
        self._prefetch = prefetch
        self._lone = asyncio.Lock()
        self._met_lone = False
        # A counter that is born at 1 shows no increase.
        handled.labels(queue, DEAD_LETTERED)
        self._handled = handled.labels(queue, HANDLED)
        pauses.labels(queue)

    async def on_delivery(self, delivery: Delivery) -> None:
        """Return when the message is dealt with for good; the session has a task for each."""
        self._under_way[delivery] = asyncio.current_task()
        try:
            await self._finish(delivery)
        except Exception as error:
            # It is unacknowledged, so the next session gets it again.
            self._session.end(f"{self._queue}: {reason_of(error)}")
            return
        self._under_way[delivery] = None
        if self._acknowledging is None or self._acknowledging.done():
            self._acknowledging = asyncio.ensure_future(self._acknowledge())

    def stop(self) -> None:
        for task in self._under_way.values():
            if task:
                task.cancel()
        if self._acknowledging:
            self._acknowledging.cancel()

    async def _finish(self, delivery: Delivery) -> None:
        deliveries = int(delivery.headers.get("x-delivery-count", 0))
        alone, first = deliveries >= LONE_FROM_DELIVERIES, not self._met_lone
        self._met_lone |= alone
        async with self._alone() if alone else self._places:
            if first and deliveries >= HOPELESS_FROM_DELIVERIES:
                hopeless = Hopeless(f"its process died on it, alone: {deliveries} deliveries")
                for body in split(delivery.body):
                    await self._dead_letter(delivery, body, hopeless, datetime.now(UTC))
                return
            try:
                events = decode_all(delivery.body)
            except Unreadable:
                await self._sort_out(delivery)
                return
            if len(events) == 1:
                await self._try(delivery, events[0])
            else:
                async with asyncio.TaskGroup() as together:
                    for event in events:
                        together.create_task(self._try(delivery, event))

    async def _sort_out(self, delivery: Delivery) -> None:
        """Handle what of a message can be read, and set aside the rest.

        In this order: a process that dies on the one must not have set aside the other each time.
        """
        unreadable: list[tuple[bytes, Unreadable]] = []
        for body in split(delivery.body):
            try:
                event = decode(body)
            except Unreadable as error:
                unreadable.append((body, error))
            else:
                await self._try(delivery, event)
        for body, why in unreadable:
            await self._dead_letter(delivery, body, why, datetime.now(UTC))

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Hold all places, so that nothing else is handled meanwhile."""
        async with self._lone, contextlib.AsyncExitStack() as places:
            for _ in range(self._prefetch):
                await places.enter_async_context(self._places)
            yield

    async def _try(self, delivery: Delivery, event: Event) -> None:
        failures = 0
        first_failed_at = datetime.now(UTC)
        retries = delays(LONGEST_RETRY_SECONDS)
        while True:
            await self._up.wait()
            try:
                with tracing.processing(self._queue, event.about(), parent=event.traceparent):
                    async with self._turns:
                        await self._handle(event)
            except DependencyDown as error:
                self._pause(error)
            except Exception as error:
                failures += 1
                if failures == 1:
                    first_failed_at = datetime.now(UTC)
                if failures == ATTEMPTS:
                    await self._dead_letter(delivery, event.encode(), error, first_failed_at)
                    return
                await asyncio.sleep(next(retries))
            else:
                self._waits = delays()
                self._handled.inc()
                return

    def _pause(self, error: DependencyDown) -> None:
        if not self._up.is_set():
            return
        self._up.clear()
        seconds = next(self._waits)
        pauses.labels(self._queue).inc()
        log.warning(
            "consumer_paused", queue=self._queue, reason=str(error), seconds=round(seconds, 2)
        )
        asyncio.get_running_loop().call_later(seconds, self._up.set)

    async def _dead_letter(
        self, delivery: Delivery, body: bytes, error: Exception, first_failed_at: datetime
    ) -> None:
        """Set a body aside, with what an operator needs to judge and to replay it.

        Of a batch that is the event that failed, alone.
        """
        stack = "".join(traceback.format_tb(error.__traceback__))[-STACK_CHARACTERS_MAX:]
        await self._session.publish(
            "dead-letters",
            "",
            body,
            content_type=_content_type(delivery, body),
            message_id=delivery.message_id,
            headers={
                "reason": f"{type(error).__name__}: {error}"[:STACK_CHARACTERS_MAX],
                "stack": stack,
                "first-failed-at": print_instant(first_failed_at),
                "queue": self._queue,
                "exchange": delivery.exchange or "",
                "routing-key": delivery.routing_key or "",
            },
        )
        handled.labels(self._queue, DEAD_LETTERED).inc()
        # The text of the error may hold what the message held: it is for the operator alone.
        log.error(
            "message_dead_lettered",
            queue=self._queue,
            message_id=delivery.message_id,
            error=type(error).__name__,
        )

    async def _acknowledge(self) -> None:
        """Acknowledge at once all that is finished with nothing unfinished before it."""
        while last := self._take_finished():
            with contextlib.suppress(SessionLost):
                await self._session.acknowledge(last, multiple=True)

    def _take_finished(self) -> Delivery | None:
        last = None
        while self._under_way:
            delivery, task = next(iter(self._under_way.items()))
            if task is not None:
                break
            last = delivery
            del self._under_way[delivery]
        return last


def _content_type(delivery: Delivery, body: bytes) -> str:
    if body is not delivery.body:
        return CONTENT_TYPE
    return delivery.content_type or "application/octet-stream"
