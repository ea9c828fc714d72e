"""Crash-only sessions with RabbitMQ.

A session is connect, look for what is needed, consume and publish, until anything at all goes
wrong; then all of it is dropped and a new one is made from the beginning. Start and recovery are
one code path, so every start tests recovery.

Messages go by aiormq, on which aio-pika stands: its objects for each message and each confirm took
a third of what a push costs, and what they add (recovery in parts) is what a session does without.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import aio_pika
import structlog
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import AMQPError
from aiormq.abc import DeliveredMessage
from aiormq.channel import Channel as Underlay
from aiormq.exceptions import PublishError
from pamqp.commands import Basic
from prometheus_client import Counter, Gauge

from shared.backoff import delays
from shared.failures import DependencyDown

CONNECT_LIMIT_SECONDS = 5
OPERATION_LIMIT_SECONDS = 10
CONFIRM_LIMIT_SECONDS = 6
CLOSE_LIMIT_SECONDS = 2
HEARTBEAT_SECONDS = 10
# AMQP 0-9-1, basic.publish: `delivery-mode`.
NOT_PERSISTENT, PERSISTENT = 1, 2
# A session that lasted this long was sound: what comes next begins with a short wait again.
SOUND_SECONDS = 10
# What ends a session in the ordinary course of things.
FORESEEN = (AMQPError, OSError, TimeoutError, DependencyDown)

sessions_begun = Counter("broker_sessions_total", "Sessions with the broker that were made")
session_up = Gauge("broker_session_up", "1 while the session with the broker stands", ["session"])
confirmed = Counter("broker_confirmed_total", "Messages that the broker confirmed", ["exchange"])

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """A message that was delivered, with the tag by which its channel knows it."""

    body: bytes
    tag: int
    channel: Underlay
    exchange: str
    routing_key: str
    headers: Mapping[str, Any]
    content_type: str | None
    message_id: str | None


OnDelivery = Callable[[Delivery], Awaitable[None]]


class SessionLost(DependencyDown):
    """The session ended before the broker answered: what was under way may or may not have been."""


class Unroutable(Exception):
    """No queue took the message."""


class Session:
    """One life of a connection; whoever gets an error from it waits for the next one."""

    def __init__(
        self,
        connection: AbstractConnection,
        channel: AbstractChannel,
        underlay: Underlay,
        name: str,
    ) -> None:
        """Take what `open_session` has opened, under the name of the connection."""
        self.closed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._connection = connection
        self._channel = channel
        self._underlay = underlay
        # What operators see of a consumer: whose it is, what for, and where.
        self._consumer_tag = f"{name}@{socket.gethostname()}"
        # aio-pika holds what it calls back weakly in places: what must live is kept here.
        self._channels: list[AbstractChannel] = []
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
        properties = Basic.Properties(
            content_type=content_type,
            message_id=message_id,
            headers=dict(headers or {}),
            delivery_mode=PERSISTENT if persistent else NOT_PERSISTENT,
        )
        if self.closed.done():
            raise SessionLost(self.closed.result())
        try:
            await self._underlay.basic_publish(
                body,
                exchange=exchange,
                routing_key=routing_key,
                properties=properties,
                mandatory=mandatory,
                timeout=CONFIRM_LIMIT_SECONDS,
                # The confirm is waited for, not that the socket took the bytes.
                wait=False,
            )
        except PublishError:
            raise Unroutable(f"{exchange} {routing_key}") from None
        except Exception as error:
            # The client library fails with many classes, a bare Exception among them.
            self.end(f"publish: {_text(error)}")
            raise SessionLost(_text(error)) from None
        confirmed.labels(exchange).inc()

    async def consume(self, queue: str, on_delivery: OnDelivery, *, prefetch: int) -> None:
        """Have `on_delivery` called with each message of the queue until the session ends.

        At most `prefetch` messages are unacknowledged at a time. A consumer that the broker
        cancels (its queue was deleted, or moved) ends the session.
        """
        async with asyncio.timeout(OPERATION_LIMIT_SECONDS):
            channel, underlay = await self._own_channel()
            await channel.set_qos(prefetch_count=prefetch)
            await self._listen(underlay, queue, on_delivery, no_ack=False)

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
            channel, underlay = await self._own_channel()
            queue = await channel.declare_queue(name, exclusive=True, arguments=dict(arguments))
            await queue.bind(exchange)
            await self._listen(underlay, name, on_delivery, no_ack=True)

    async def _own_channel(self) -> tuple[AbstractChannel, Underlay]:
        """Return a channel for one consumer: acknowledging `multiple` counts by channel."""
        channel = await self._connection.channel(publisher_confirms=False)
        self._channels.append(channel)
        channel.close_callbacks.add(self._on_close)
        underlay = await _underlay(channel)
        underlay.on_consumer_cancel_callbacks.add(self._on_cancel)
        return channel, underlay

    async def _listen(
        self, channel: Underlay, queue: str, on_delivery: OnDelivery, *, no_ack: bool
    ) -> None:
        async def call(message: DeliveredMessage) -> None:
            await on_delivery(_delivery(message, channel))

        await channel.basic_consume(queue, call, no_ack=no_ack, consumer_tag=self._consumer_tag)

    async def acknowledge(self, delivery: Delivery, *, multiple: bool) -> None:
        """Acknowledge a delivery and, with `multiple`, all before it; raises SessionLost."""
        try:
            async with asyncio.timeout(OPERATION_LIMIT_SECONDS):
                await delivery.channel.basic_ack(delivery.tag, multiple=multiple)
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
            underlay = await _underlay(channel)
        except BaseException:
            await _drop(connection)
            raise
    return Session(connection, channel, underlay, name)


async def _underlay(channel: AbstractChannel) -> Underlay:
    underlay = await channel.get_underlay_channel()
    assert isinstance(underlay, Underlay)  # noqa: S101
    return underlay


def _delivery(message: DeliveredMessage, channel: Underlay) -> Delivery:
    method, properties = message.delivery, message.header.properties
    assert isinstance(method, Basic.Deliver)  # noqa: S101
    return Delivery(
        body=message.body,
        tag=method.delivery_tag or 0,
        channel=channel,
        exchange=method.exchange or "",
        routing_key=method.routing_key or "",
        headers=properties.headers or {},
        content_type=properties.content_type,
        message_id=properties.message_id,
    )


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
    return "its work ended" if error is None else reason_of(error)


def reason_of(error: BaseException) -> str:
    """Return what an error is and says, or each of a group's."""
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(dict.fromkeys(map(reason_of, error.exceptions)))
    return f"{type(error).__name__}: {error}"


def _log_what_nobody_foresaw(working: "asyncio.Future[None]") -> None:
    """Look at how the work ended, also where its session had ended before it."""
    error = None if working.cancelled() else working.exception()
    if isinstance(error, ExceptionGroup):
        error = error.split(FORESEEN)[1]
    if error is not None and not isinstance(error, FORESEEN):
        log.error("broker_session_failed", exc_info=error)


def _text(error: BaseException | None) -> str:
    """Return what an error says; a time-out has no text but its name."""
    return str(error) or type(error).__name__
