"""Crash-only sessions with RabbitMQ.

A session is connect, look for what is needed, consume and publish, until anything at all goes
wrong; then all of it is dropped and a new one is made from the beginning. Start and recovery are
one code path, so every start tests recovery.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NoReturn

import aio_pika
import structlog
from aio_pika.abc import (
    AbstractChannel,
    AbstractConnection,
    AbstractExchange,
    AbstractIncomingMessage,
    AbstractQueue,
)
from aio_pika.exceptions import AMQPError
from aiormq.exceptions import PublishError
from prometheus_client import Counter, Gauge

from shared.backoff import delays
from shared.failures import DependencyDown

CONNECT_LIMIT_SECONDS = 5
OPERATION_LIMIT_SECONDS = 10
CONFIRM_LIMIT_SECONDS = 6
CLOSE_LIMIT_SECONDS = 2
HEARTBEAT_SECONDS = 10
# A session that lasted this long was sound: what comes next begins with a short wait again.
SOUND_SECONDS = 10

sessions_begun = Counter("broker_sessions_total", "Sessions with the broker that were made")
session_up = Gauge("broker_session_up", "1 while the session with the broker stands", ["session"])
confirmed = Counter("broker_confirmed_total", "Messages that the broker confirmed", ["exchange"])

log = structlog.get_logger()

OnDelivery = Callable[[AbstractIncomingMessage], Any]


class SessionLost(DependencyDown):
    """The session ended before the broker answered: what was under way may or may not have been."""


class Unroutable(Exception):
    """No queue took the message."""


class Session:
    """One life of a connection; whoever gets an error from it waits for the next one."""

    def __init__(self, connection: AbstractConnection, channel: AbstractChannel, name: str) -> None:
        """Take what `open_session` has opened, under the name of the connection."""
        self.closed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._connection = connection
        self._channel = channel
        # What operators see of a consumer: whose it is, what for, and where.
        self._consumer_tag = f"{name}@{socket.gethostname()}"
        self._exchanges: dict[str, AbstractExchange] = {}
        # aio-pika holds what it calls back weakly in places: what must live is kept here.
        self._queues: list[AbstractQueue] = []
        connection.close_callbacks.add(self._on_close)
        channel.close_callbacks.add(self._on_close)

    def _on_close(self, sender: object, reason: BaseException | None = None) -> None:
        del sender
        self.end(_text(reason))

    def _on_cancel(self, frame: object) -> None:
        del frame
        self.end("the broker cancelled a consumer")

    def end(self, reason: str) -> None:
        """Have this session dropped and a new one made."""
        if not self.closed.done():
            self.closed.set_result(reason)

    async def check(self, *, exchanges: Iterable[str] = (), queues: Iterable[str] = ()) -> None:
        """Return when all of these are there; raises AMQPError for the first that is missing."""
        async with asyncio.timeout(OPERATION_LIMIT_SECONDS):
            for name in exchanges:
                await self._channel.declare_exchange(name, passive=True)
            for name in queues:
                await self._channel.declare_queue(name, passive=True)

    async def publish(
        self,
        exchange: str,
        routing_key: str,
        body: bytes,
        *,
        content_type: str,
        message_id: str | None = None,
        headers: Mapping[str, Any] | None = None,
        persistent: bool = True,
        mandatory: bool = True,
    ) -> None:
        """Return when the broker has confirmed the message; many may be under way at once.

        Raises Unroutable when it is mandatory and no queue took it, and SessionLost when the
        session ends, or does not answer in time, before the confirm.
        """
        message = aio_pika.Message(
            body,
            content_type=content_type,
            message_id=message_id,
            headers=dict(headers or {}),
            delivery_mode=(
                aio_pika.DeliveryMode.PERSISTENT
                if persistent
                else aio_pika.DeliveryMode.NOT_PERSISTENT
            ),
        )
        if self.closed.done():
            raise SessionLost(self.closed.result())
        try:
            async with asyncio.timeout(CONFIRM_LIMIT_SECONDS):
                target = await self._exchange(exchange)
                await target.publish(message, routing_key, mandatory=mandatory)
        except PublishError:
            raise Unroutable(f"{exchange} {routing_key}") from None
        except Exception as error:
            # The client library fails with many classes, a bare Exception among them.
            self.end(f"publish: {_text(error)}")
            raise SessionLost(_text(error)) from None
        confirmed.labels(exchange).inc()

    async def _exchange(self, name: str) -> AbstractExchange:
        if name not in self._exchanges:
            self._exchanges[name] = await self._channel.get_exchange(name, ensure=False)
        return self._exchanges[name]

    async def consume(self, queue: str, on_delivery: OnDelivery, *, prefetch: int) -> None:
        """Have `on_delivery` called with each message of the queue until the session ends.

        At most `prefetch` messages are unacknowledged at a time. A consumer that the broker
        cancels (its queue was deleted, or moved) ends the session.
        """
        async with asyncio.timeout(OPERATION_LIMIT_SECONDS):
            channel = await self._own_channel()
            await channel.set_qos(prefetch_count=prefetch)
            source = await channel.get_queue(queue, ensure=False)
            await self._listen(source, on_delivery, no_ack=False)

    async def consume_own_queue(
        self,
        name: str,
        exchange: str,
        on_delivery: OnDelivery,
        *,
        arguments: Mapping[str, Any],
    ) -> None:
        """Declare an exclusive queue that ends with the session, bind it and consume it.

        Its messages need no acknowledgement.
        """
        async with asyncio.timeout(OPERATION_LIMIT_SECONDS):
            channel = await self._own_channel()
            queue = await channel.declare_queue(name, exclusive=True, arguments=dict(arguments))
            await queue.bind(exchange)
            await self._listen(queue, on_delivery, no_ack=True)

    async def _own_channel(self) -> AbstractChannel:
        """Return a channel for one consumer: acknowledging `multiple` counts by channel."""
        channel = await self._connection.channel(publisher_confirms=False)
        channel.close_callbacks.add(self._on_close)
        underlay = await channel.get_underlay_channel()
        underlay.on_consumer_cancel_callbacks.add(self._on_cancel)
        return channel

    async def _listen(self, queue: AbstractQueue, on_delivery: OnDelivery, *, no_ack: bool) -> None:
        self._queues.append(queue)

        async def call(delivery: AbstractIncomingMessage) -> None:
            on_delivery(delivery)

        await queue.consume(call, no_ack=no_ack, consumer_tag=self._consumer_tag)

    async def acknowledge(self, delivery: AbstractIncomingMessage, *, multiple: bool) -> None:
        """Acknowledge a delivery and, with `multiple`, all before it; raises SessionLost."""
        try:
            async with asyncio.timeout(OPERATION_LIMIT_SECONDS):
                await delivery.ack(multiple=multiple)
        except Exception as error:
            # What stays unacknowledged would take its place among the prefetched ones for good.
            self.end(f"acknowledge: {_text(error)}")
            raise SessionLost(_text(error)) from None

    async def close(self) -> None:
        """Drop the connection, in bounded time, whatever state it is in."""
        await _drop(self._connection)


async def _drop(connection: AbstractConnection) -> None:
    with contextlib.suppress(Exception):
        async with asyncio.timeout(CLOSE_LIMIT_SECONDS):
            await connection.close()


async def open_session(url: str, name: str) -> Session:
    """Return a new session, shown as `name` in the management UI; raises what went wrong."""
    async with asyncio.timeout(CONNECT_LIMIT_SECONDS):
        connection = await aio_pika.connect(
            url,
            heartbeat=HEARTBEAT_SECONDS,
            client_properties={"connection_name": name},
        )
        try:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        except BaseException:
            await _drop(connection)
            raise
    return Session(connection, channel, name)


async def keep_session(url: str, name: str, work: Callable[[Session], Awaitable[None]]) -> NoReturn:
    """Run `work` on a session, and on a new one whenever anything ended the last; never returns.

    One log line tells why a session ended or could not be made, and how long the wait is.
    """
    # What has never stood is down as well.
    session_up.labels(name).set(0)
    waits = delays()
    while True:
        began = time.monotonic()
        reason = await _one_session(url, name, work)
        if time.monotonic() - began > SOUND_SECONDS:
            waits = delays()
        wait_seconds = next(waits)
        log.warning(
            "broker_session_ended",
            session=name,
            reason=reason,
            next_in_seconds=round(wait_seconds, 2),
        )
        await asyncio.sleep(wait_seconds)


async def _one_session(url: str, name: str, work: Callable[[Session], Awaitable[None]]) -> str:
    try:
        session = await open_session(url, name)
    except Exception as error:
        # Reset as it opens, a connection fails with whatever the client library was at, a bare
        # StopAsyncIteration among it.
        return f"connect: {_text(error)}"
    sessions_begun.inc()
    session_up.labels(name).set(1)
    log.info("broker_session_begun", session=name)
    working = asyncio.ensure_future(work(session))
    working.add_done_callback(_log_what_nobody_foresaw)
    ends: set[asyncio.Future[Any]] = {working, session.closed}
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        return _why_ended(working, session)
    finally:
        session_up.labels(name).set(0)
        working.cancel()
        await asyncio.wait({working}, timeout=CLOSE_LIMIT_SECONDS)
        await session.close()


def _why_ended(working: "asyncio.Future[None]", session: Session) -> str:
    if session.closed.done():
        return session.closed.result()
    if working.cancelled():
        return "its work was cancelled"
    error = working.exception()
    return "its work ended" if error is None else f"{type(error).__name__}: {error}"


def _log_what_nobody_foresaw(working: "asyncio.Future[None]") -> None:
    """Look at how the work ended, also where its session had ended before it."""
    error = None if working.cancelled() else working.exception()
    foreseen = (AMQPError, OSError, TimeoutError, DependencyDown, ExceptionGroup)
    if error is not None and not isinstance(error, foreseen):
        log.error("broker_session_failed", exc_info=error)


def _text(error: BaseException | None) -> str:
    """Return what an error says; a time-out has no text but its name."""
    return str(error) or type(error).__name__
