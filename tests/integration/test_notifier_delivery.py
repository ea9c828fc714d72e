"""From an event on the broker to the frame at the socket, whatever dies on the way."""

import asyncio
import contextlib
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import aio_pika
import pytest
from websockets.asyncio.client import ClientConnection

from shared.events import OrderPlaced, OrderReceived, ShopUpdated
from shared.push import PushBatch
from tests.integration.live_push import Live, gateway, notifier, process
from tests.integration.push_clients import client, frame
from tests.integration.push_tokens import customer_token, kitchen_token
from tests.integration.push_traffic import batches, publish, session_of
from tests.samples import a_shop, an_order
from tests.servers import BrokerServer

ORDERS = 300


@pytest.fixture(autouse=True)
def empty_queues(broker: BrokerServer) -> None:
    broker.purge()


def orders(count: int) -> list[OrderPlaced]:
    return [OrderPlaced.of(an_order()) for _ in range(count)]


async def placed(broker: BrokerServer, events: Iterable[OrderPlaced]) -> None:
    async with session_of(broker, "orders") as session:
        await publish(session, *events)


async def heard_ids(socket: ClientConnection, expected: Iterable[OrderPlaced]) -> Counter[str]:
    """Return how often each order came, once all that are expected did."""
    missing = {event.subject for event in expected}
    heard: Counter[str] = Counter()
    async with asyncio.timeout(20):
        while missing:
            content = await frame(socket)
            if content["type"] == "event":
                heard[content["order"]["id"]] += 1
                missing.discard(content["order"]["id"])
    return heard


@contextlib.asynccontextmanager
async def kitchen(broker: BrokerServer) -> AsyncIterator[ClientConnection]:
    async with gateway(broker) as live, client(live, kitchen_token()) as socket:
        yield socket


async def until_goodbye(published: "asyncio.Queue[PushBatch]") -> list[PushBatch]:
    """Return the batches up to the next goodbye."""
    everything: list[PushBatch] = []
    async with asyncio.timeout(5):
        while not everything or not everything[-1].goodbye:
            everything.append(await published.get())
    return everything


@contextlib.asynccontextmanager
async def acknowledging(broker: BrokerServer, folder: Path, count: int) -> AsyncIterator[None]:
    """Run a notifier until it has handled so many; then nothing may be left for the next one."""
    async with process("notifier", broker, folder) as live:
        yield
        async with asyncio.timeout(10):
            while await live.metric("consumer_messages_total") < count:
                await asyncio.sleep(0.05)
    connection = await aio_pika.connect(broker.url("operator"))
    async with connection, asyncio.timeout(10):
        channel = await connection.channel()
        while True:
            queue = await channel.declare_queue("notifier.orders", passive=True)
            # What it did not acknowledge is back in the queue once its consumer is gone.
            if queue.declaration_result.consumer_count == 0:
                break
        assert queue.declaration_result.message_count == 0


async def test_an_order_reaches_its_kitchen_and_its_customer_and_nobody_else(
    broker: BrokerServer, tmp_path: Path
) -> None:
    order = an_order(note="少辣 🌶")
    async with (
        acknowledging(broker, tmp_path, 2),
        gateway(broker) as live,
        client(live, kitchen_token()) as kitchen,
        client(live, customer_token(str(order.id)), "public:shops") as customer,
        client(live, kitchen_token("shop2"), customer_token("another")) as other,
        session_of(broker, "orders") as session,
    ):
        await publish(session, OrderPlaced.of(order))
        content: dict[str, Any] = {
            "type": "event",
            "event": "order.placed",
            "order": order.model_dump(mode="json"),
        }
        assert await frame(kitchen) == {**content, "channel": "shop:shop1"}
        assert await frame(customer) == {**content, "channel": f"order:{order.id}"}
        received = OrderReceived.of(order.model_copy(update={"shop_id": "shop2"}))
        await publish(session, received)
        assert (await frame(other))["event"] == "order.received"
        assert (await frame(customer))["event"] == "order.received"


async def test_a_shop_reaches_everybody_and_ends_its_older_sessions(broker: BrokerServer) -> None:
    shop = a_shop(version=7)
    async with (
        notifier(broker),
        gateway(broker) as live,
        client(live, "public:shops", "public:shop:shop1") as socket,
        session_of(broker, "shops") as session,
    ):
        await publish(session, ShopUpdated.of(shop))
        listed, page = await frame(socket), await frame(socket)
        assert (listed["channel"], page["channel"]) == ("public:shops", "public:shop:shop1")
        assert listed["event"] == page["event"] == "shop.updated"
        assert "menu" not in listed["shop"]
        assert page["shop"] == {
            **listed["shop"],
            "menu": [dish.model_dump() for dish in shop.menu],
            "sections": [],
            "soon_minutes": shop.soon_minutes,
            "late_minutes": shop.late_minutes,
        }


async def test_a_rush_is_batched_and_no_order_is_lost_or_repeated(
    broker: BrokerServer, tmp_path: Path
) -> None:
    rush = orders(ORDERS)
    async with kitchen(broker) as socket, batches(broker) as published:
        await placed(broker, rush)
        async with acknowledging(broker, tmp_path, ORDERS):
            heard = await heard_ids(socket, rush)
        assert heard == Counter(event.subject for event in rush)
        everything = await until_goodbye(published)
    assert [batch.number for batch in everything] == list(range(1, len(everything) + 1))
    with_frames = [batch for batch in everything if batch.frames]
    assert sum(len(batch.frames) for batch in with_frames) == 2 * ORDERS
    assert len(with_frames) < ORDERS / 10


async def test_two_notifiers_share_the_work(broker: BrokerServer) -> None:
    rush = orders(ORDERS)
    async with kitchen(broker) as socket, batches(broker) as published:
        async with notifier(broker), notifier(broker):
            await placed(broker, rush)
            assert await heard_ids(socket, rush) == Counter(event.subject for event in rush)
        everything = await until_goodbye(published) + await until_goodbye(published)
    assert len({batch.notifier for batch in everything if batch.frames}) == 2


async def test_events_that_a_killed_notifier_held_are_delivered_again(
    broker: BrokerServer, tmp_path: Path
) -> None:
    rush = orders(ORDERS)
    async with kitchen(broker) as socket:
        async with process("notifier", broker, tmp_path) as first:
            frozen_pid = pid(first)
            os.kill(frozen_pid, signal.SIGSTOP)
            await placed(broker, rush)
            os.kill(frozen_pid, signal.SIGKILL)
        async with acknowledging(broker, tmp_path, ORDERS):
            assert await heard_ids(socket, rush) == Counter(event.subject for event in rush)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_a_notifier_that_ends_in_a_rush_loses_nothing(
    broker: BrokerServer, tmp_path: Path, how: signal.Signals
) -> None:
    rush = orders(ORDERS)
    async with kitchen(broker) as socket, process("notifier", broker, tmp_path) as first:
        assert first.process is not None
        placing = asyncio.create_task(placed(broker, rush))
        first_heard = await heard_ids(socket, rush[:10])
        first.process.send_signal(how)
        await placing
        await asyncio.wait_for(first.process.wait(), 15)
        assert "Traceback" not in first.output()
        async with process("notifier", broker, tmp_path):
            missing = [event for event in rush if event.subject not in first_heard]
            heard = first_heard + await heard_ids(socket, missing)
    assert set(heard) == {event.subject for event in rush}


async def test_a_notifier_is_ready_while_its_session_stands(
    broker: BrokerServer, tmp_path: Path
) -> None:
    async with process("notifier", broker, tmp_path) as live:
        broker.stop()
        async with asyncio.timeout(10):
            while await live.is_ready():
                await asyncio.sleep(0.05)
        assert (await asyncio.to_thread(live.get, "/healthz"))[0] == 200
        await asyncio.to_thread(broker.start)
        async with asyncio.timeout(20):
            while not await live.is_ready():
                await asyncio.sleep(0.05)
        assert live.process is not None
        live.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(live.process.wait(), 15) == 0
        assert "Traceback" not in live.output()


def pid(live: Live) -> int:
    """Return the id of a process that runs."""
    assert live.process is not None
    return live.process.pid
