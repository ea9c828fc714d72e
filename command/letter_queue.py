"""The queue `dead-letters`, held by one command at a time.

A command takes letters without acknowledging them. What it does not remove returns to its place
when its channel closes, in order, also when the command is killed. Looking raises each letter's
delivery count, which does no harm: the queue's delivery limit is beyond reach.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, PublishError
from aiormq.exceptions import ChannelLockedResource

from command.failure import Failure
from command.letters import Letter, letter
from command.printing import progress
from command.settings import operator_settings, required

QUEUE = "dead-letters"
# Exclusive to a connection, and gone with it: a lock that the broker itself keeps.
LOCK = "dead-letters.operator"
CONNECTION = "orderbell dead-letters"
# The most that AMQP lets a consumer hold.
HELD_MAX = 65_535
CONNECT_LIMIT_SECONDS = 5
ANSWER_LIMIT_SECONDS = 10
CLOSE_LIMIT_SECONDS = 5
HEARTBEAT_SECONDS = 10
# What the command before gave back is in its place by then.
SETTLE_SECONDS = 0.2
PROGRESS_EVERY_SECONDS = 2.0


@dataclass(frozen=True)
class Taken:
    """A letter that is held, and returns to its place unless it is removed."""

    letter: Letter
    delivery: AbstractIncomingMessage

    async def remove(self) -> None:
        """Take it out of the queue for good."""
        await self.delivery.ack()


class LetterQueue:
    """The letters that are there when it is opened; what comes later is for the next command."""

    def __init__(self, channel: AbstractChannel) -> None:
        """Take the channel that holds the queue."""
        self._channel = channel
        self._deliveries: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()

    async def letters(self) -> AsyncIterator[Taken]:
        """Yield each letter, oldest first; those that expire meanwhile are left out.

        Raises Failure where more are kept than can be held.
        """
        count = await self._count()
        if count:
            source = await self._channel.get_queue(QUEUE, ensure=False)
            await self._channel.set_qos(HELD_MAX, timeout=ANSWER_LIMIT_SECONDS)
            await source.consume(self._deliveries.put, timeout=ANSWER_LIMIT_SECONDS)
        progress_at = time.monotonic() + PROGRESS_EVERY_SECONDS
        for number in range(count):
            try:
                delivery = await asyncio.wait_for(self._deliveries.get(), ANSWER_LIMIT_SECONDS)
            except TimeoutError:
                if await self._count():
                    raise Failure(
                        f"only the oldest {number} dead letters were looked at:"
                        " replay or drop some of them first"
                    ) from None
                # The others have expired.
                return
            if time.monotonic() > progress_at:
                progress(f"{number} of {count} dead letters")
                progress_at = time.monotonic() + PROGRESS_EVERY_SECONDS
            yield Taken(_letter(delivery), delivery)

    async def give(self, queue: str, letter: Letter) -> None:
        """Publish a letter's message to a queue, and to no other; returns when it is confirmed.

        Raises Failure where there is no such queue.
        """
        message = aio_pika.Message(
            letter.body,
            content_type=letter.content_type,
            message_id=letter.message_id,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            await self._channel.default_exchange.publish(
                message, queue, mandatory=True, timeout=ANSWER_LIMIT_SECONDS
            )
        except PublishError:
            raise Failure(f"the broker has no queue {queue}") from None

    async def _count(self) -> int:
        queue = await self._channel.declare_queue(QUEUE, passive=True, timeout=ANSWER_LIMIT_SECONDS)
        return queue.declaration_result.message_count or 0


@contextlib.asynccontextmanager
async def dead_letters() -> AsyncIterator[LetterQueue]:
    """Hold the queue; raises Failure where the broker cannot be asked, or somebody holds it."""
    url = required(operator_settings(), "operator_broker_url")
    try:
        async with _connection(url) as connection:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            await channel.declare_queue(LOCK, exclusive=True, timeout=ANSWER_LIMIT_SECONDS)
            await asyncio.sleep(SETTLE_SECONDS)
            yield LetterQueue(channel)
    except ChannelLockedResource:
        raise Failure("another command is at the dead letters: try again when it ends") from None
    except ChannelNotFoundEntity:
        raise Failure(f"the broker has no queue {QUEUE}") from None
    except (AMQPError, OSError, RuntimeError, TimeoutError) as error:
        raise Failure(f"the broker says: {str(error) or type(error).__name__}") from None


@contextlib.asynccontextmanager
async def _connection(url: str) -> AsyncIterator[AbstractConnection]:
    """Open a connection; closing it gives back what is held."""
    async with asyncio.timeout(CONNECT_LIMIT_SECONDS):
        connection = await aio_pika.connect(
            url, heartbeat=HEARTBEAT_SECONDS, client_properties={"connection_name": CONNECTION}
        )
    try:
        yield connection
    finally:
        with contextlib.suppress(Exception):
            async with asyncio.timeout(CLOSE_LIMIT_SECONDS):
                await connection.close()


def _letter(delivery: AbstractIncomingMessage) -> Letter:
    return letter(delivery.body, delivery.headers, delivery.content_type, delivery.message_id)
