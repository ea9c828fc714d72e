"""The bench's publishers: all arrives once, alone or together as Orderbell's relay sends it."""

import json

import aio_pika
import pytest

from bench.contestant import NOTE, Publication
from bench.load.amqp import open_publisher
from shared.events import BATCH_CONTENT_TYPE, CONTENT_TYPE
from shared.relay import MESSAGE_EVENTS_MAX
from tests.servers import BrokerServer
from tests.waiting import until

QUEUE = "notifier.orders"
EVENTS = 500


@pytest.mark.parametrize("relaying", [False, True])
async def test_everything_arrives_once(broker: BrokerServer, *, relaying: bool) -> None:
    broker.purge()
    connection = await aio_pika.connect(broker.url("notifier"))
    publication = Publication(f'{{"note":"{NOTE}"}}', "orders", "order.placed")
    heard: list[list[str]] = []
    content_types: set[str | None] = set()

    async def hear(message: aio_pika.abc.AbstractIncomingMessage) -> None:
        events = json.loads(message.body)
        together = events if isinstance(events, list) else [events]
        heard.append([event["note"] for event in together])
        content_types.add(message.content_type)
        await message.ack()

    async with connection:
        queue = await (await connection.channel()).get_queue(QUEUE)
        await queue.consume(hear)
        publisher = await open_publisher(broker.url("orders"), [publication], relaying=relaying)
        for start in range(0, EVENTS, 100):
            publisher.publish([(0, NOTE, f"{start + number:024d}") for number in range(100)])
        await until(lambda: sum(map(len, heard)) >= EVENTS)
        publisher.close()
    notes = [note for together in heard for note in together]
    assert sorted(notes) == [f"{number:024d}" for number in range(EVENTS)]
    longest = max(map(len, heard))
    assert longest == (MESSAGE_EVENTS_MAX if relaying else 1)
    assert content_types <= {CONTENT_TYPE, BATCH_CONTENT_TYPE}
