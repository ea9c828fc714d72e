"""Faults of the broker and of what is in it: alarms, floods, bad and old messages, disorder."""

import asyncio
import contextlib
import json
import random
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from chaos.faults import processes
from chaos.system import System

CONNECT_LIMIT_SECONDS = 10
# More bytes than a gateway's queue holds: the oldest batches go. Large ones do it in a second: a
# gateway that is frozen for long misses heartbeats too, and tells of that. And they are more than
# its connection takes while nobody reads, for which the broker takes 200 batches out of the queue.
FLOOD_BATCHES = 1200
FILLING = "." * 64 * 1024
FLOOD_RECEIPTS = 3000
UNCONFIRMED_MAX = 500
# RabbitMQ 3.10's own defaults, which 4.x takes as well.
MEMORY_WATERMARK = "0.4"
DISK_LIMIT = "50MB"
OUT_OF_MEMORY = ("absolute", "1MB")
OUT_OF_DISK = "900000GB"
SHUFFLED_QUEUE = "chaos.shuffled"
# How long each copy of a message is held back at most.
SHUFFLE_MOST_SECONDS = 4.0
# Which messages reach the queues whose deliveries are put in disorder.
BOUND_TO = {
    "notifier.orders": ("orders", "order.*"),
    "orders.receipts": ("clients", "client.message"),
    "orders.shops": ("shops", "shop.*"),
}
BAD_BODY = b"this is no event"
# A command that could not connect in its time, because the machine stood still, may be given again.
COMMAND_ATTEMPTS = 2


@contextlib.asynccontextmanager
async def _channel(system: System) -> AsyncIterator[AbstractChannel]:
    async with asyncio.timeout(CONNECT_LIMIT_SECONDS):
        connection = await aio_pika.connect(
            system.operator_url(), client_properties={"connection_name": "chaos"}
        )
    async with connection:
        yield await connection.channel(publisher_confirms=True)


async def memory_alarm(system: System, target: str, seconds: float) -> float:
    """Have the broker believe that it is out of memory: it takes nothing from publishers."""
    del target
    command = "set_vm_memory_high_watermark"
    return await _alarm(system, seconds, [command, *OUT_OF_MEMORY], [command, MEMORY_WATERMARK])


async def disk_alarm(system: System, target: str, seconds: float) -> float:
    """Have the broker believe that its disk is full: it takes nothing from publishers."""
    del target
    command = "set_disk_free_limit"
    return await _alarm(system, seconds, [command, OUT_OF_DISK], [command, DISK_LIMIT])


async def _alarm(system: System, seconds: float, begin: list[str], end: list[str]) -> float:
    """Return when (epoch seconds) the alarm began: the command takes seconds to come to it."""
    await asyncio.to_thread(system.rabbitmqctl, *begin)
    began_at = time.time()
    try:
        await asyncio.sleep(seconds)
    finally:
        await asyncio.to_thread(system.rabbitmqctl, *end)
    return began_at


async def flood(system: System, target: str, seconds: float) -> None:
    """Fill a queue: the receipts' with thousands, a frozen gateway's beyond its bytes, and twice.

    The first time fills its connection too, beyond which the queue begins; what comes within the
    seconds after it is driven out by the second time.
    """
    if target == "orders.receipts":
        await _publish_many(
            system, "clients", "client.message", map(_receipt, range(FLOOD_RECEIPTS))
        )
        return
    with processes.frozen(system, target):
        await _publish_many(system, "push", "", _batches())
        await asyncio.sleep(seconds)
        await _publish_many(system, "push", "", _batches())


async def bad_message(system: System, queue: str, letter: str) -> None:
    """Put a message that nobody can read into a queue, under the id `letter`."""
    async with _channel(system) as channel:
        message = aio_pika.Message(BAD_BODY, message_id=letter)
        await channel.default_exchange.publish(message, queue)


async def replay_old(system: System, order: dict[str, Any]) -> None:
    """Tell an order's first version again, from the dead letters and as nobody should.

    Once set aside and replayed by the operator's command, and once moved back into its queue.
    """
    letter = f"chaos-old-{uuid.uuid4()}"
    old = {**order, "status": "placed", "version": 1, "received_at": None}
    body = json.dumps(
        {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": "/orders",
            "type": "OrderPlaced",
            "subject": order["id"],
            "time": order["placed_at"],
            "datacontenttype": "application/json",
            "data": {"order": old},
        }
    ).encode()
    headers: Any = {
        "reason": f"set aside by a run with faults: {letter}",
        "stack": "",
        "first-failed-at": order["placed_at"],
        "queue": "notifier.orders",
        "exchange": "orders",
        "routing-key": "order.placed",
    }
    options: Any = {"content_type": "application/cloudevents+json", "message_id": letter}
    async with _channel(system) as channel:
        set_aside = aio_pika.Message(body, headers=headers, delivery_mode=2, **options)
        await (await channel.get_exchange("dead-letters")).publish(set_aside, "")
        await channel.default_exchange.publish(aio_pika.Message(body, **options), "notifier.orders")
    listed = json.loads(await _orderbell(system, "dead-letters", "list", "--json"))
    (letter_id,) = (each["id"] for each in listed if letter in each["reason"])
    await _orderbell(system, "dead-letters", "replay", letter_id)


async def lose_receipts(system: System, queue: str, seconds: float) -> None:
    """Lose what is on its way to a queue of receipts, for a while: they are to be sent again."""
    exchange, routing_key = BOUND_TO[queue]
    async with _channel(system) as channel:
        target = await channel.get_queue(queue, ensure=False)
        # Publishing is mandatory: without a queue the gateway would know.
        drain = await channel.declare_queue(exclusive=True, arguments={"x-max-length": 0})
        await drain.bind(exchange, routing_key)
        await target.unbind(exchange, routing_key)
        try:
            await asyncio.sleep(seconds)
        finally:
            await target.bind(exchange, routing_key)


async def shuffle(system: System, queue: str, seconds: float) -> None:
    """Have everything on its way to a queue come twice and in disorder, for a while."""
    exchange, routing_key = BOUND_TO[queue]
    async with _channel(system) as channel, asyncio.TaskGroup() as under_way:
        own = await channel.declare_queue(SHUFFLED_QUEUE, durable=True)
        await own.bind(exchange, routing_key)
        target = await channel.get_queue(queue, ensure=False)
        await target.unbind(exchange, routing_key)

        async def delay(message: AbstractIncomingMessage) -> None:
            under_way.create_task(_tell_twice(channel, queue, message))

        consumer = await own.consume(delay)
        try:
            await asyncio.sleep(seconds)
        finally:
            await target.bind(exchange, routing_key)
            await own.unbind(exchange, routing_key)
        await asyncio.sleep(SHUFFLE_MOST_SECONDS)
        await own.cancel(consumer)
    async with _channel(system) as channel:
        await (await channel.get_queue(SHUFFLED_QUEUE, ensure=False)).delete(if_unused=False)


async def _tell_twice(
    channel: AbstractChannel, queue: str, message: AbstractIncomingMessage
) -> None:
    async def tell() -> None:
        await asyncio.sleep(random.uniform(0, SHUFFLE_MOST_SECONDS))
        copy = aio_pika.Message(
            message.body,
            content_type=message.content_type,
            message_id=message.message_id,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await channel.default_exchange.publish(copy, queue)

    await asyncio.gather(tell(), tell())
    await message.ack()


async def _publish_many(system: System, exchange: str, routing_key: str, bodies: Any) -> None:
    async with _channel(system) as channel:
        target = await channel.get_exchange(exchange, ensure=False)
        under_way = asyncio.Semaphore(UNCONFIRMED_MAX)

        async def publish(body: dict[str, Any]) -> None:
            async with under_way:
                message = aio_pika.Message(json.dumps(body).encode())
                await target.publish(message, routing_key, mandatory=False)

        await asyncio.gather(*map(publish, bodies))


def _batches() -> Iterator[dict[str, Any]]:
    """Yield the batches of a notifier that has nothing to tell, and then says goodbye."""
    notifier = f"chaos-{uuid.uuid4()}"
    for number in range(1, FLOOD_BATCHES + 1):
        goodbye = number == FLOOD_BATCHES
        yield {"notifier": notifier, "number": number, "goodbye": goodbye, "filling": FILLING}


def _receipt(number: int) -> dict[str, Any]:
    del number
    channel = "shop:nowhere"
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "/gateway",
        "type": "ClientMessage",
        "subject": channel,
        "time": "2026-01-01T00:00:00Z",
        "datacontenttype": "application/json",
        "data": {"channel": channel, "subject": "chaos", "data": {"received": [str(uuid.uuid4())]}},
    }


async def _orderbell(system: System, *arguments: str) -> str:
    """Return what the operator's command answers; raises RuntimeError."""
    for _ in range(COMMAND_ATTEMPTS):
        command = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "orderbell"),
            *arguments,
            env=system.command_environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await command.communicate()
        if not command.returncode:
            return output.decode()
    raise RuntimeError(f"orderbell {' '.join(arguments)}: {errors.decode()}")
