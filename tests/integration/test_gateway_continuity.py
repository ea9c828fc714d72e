"""Clients know when they may have missed something, and when nothing comes."""

import asyncio
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from services.gateway import continuity
from services.gateway.push import QUEUE_BYTES_MAX
from shared.events import OrderPlaced
from tests.integration.live_push import gateway, notifier, process
from tests.integration.push_clients import client, frame, subscribe
from tests.integration.push_tokens import kitchen_token
from tests.integration.push_traffic import events, lease, publish, pushing, session_of
from tests.samples import an_order
from tests.servers import BrokerServer

RESYNC = {"type": "resync"}
INTERRUPTED = {"type": "interrupted"}
LARGE_BYTES = 128 * 1024
# What RabbitMQ hands to a connection that takes nothing, before its queue begins to fill.
HANDED_OUT_MAX = 200
# Each is to be confirmed in seconds.
AT_ONCE = 40


def numbered(number: int) -> tuple[str, str]:
    return ("public:shops", f'{{"number":{number}}}')


async def frames(socket: ClientConnection, count: int) -> list[dict[str, Any]]:
    return [await frame(socket) for _ in range(count)]


async def test_a_gap_is_told_before_the_batch_that_reveals_it(broker: BrokerServer) -> None:
    async with gateway(broker) as live, pushing(broker) as pusher:
        await pusher.push()
        async with client(live, "public:shops") as socket:
            await pusher.push(numbered(1))
            pusher.number += 1
            await pusher.push(numbered(2))
            await pusher.push(numbered(3))
            assert await frames(socket, 4) == [{"number": 1}, RESYNC, {"number": 2}, {"number": 3}]


async def test_silence_is_an_interruption_until_a_notifier_is_heard(
    broker: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        gateway(broker) as live,
        pushing(broker) as pusher,
        client(live, "public:shops") as socket,
    ):
        await pusher.push(numbered(1))
        assert await frame(socket) == {"number": 1}
        monkeypatch.setattr(continuity, "SILENCE_SECONDS", 1.0)
        assert await frame(socket) == INTERRUPTED
        async with client(live) as late:
            await subscribe(late, "public:shops")
            assert await frames(late, 2) == [
                {"type": "subscribed", "channel": "public:shops"},
                INTERRUPTED,
            ]
            await pusher.push(numbered(2))
            assert await frames(late, 2) == [RESYNC, {"number": 2}]
        assert await frames(socket, 2) == [RESYNC, {"number": 2}]


async def test_one_notifier_that_goes_silent_is_a_resync_unless_it_said_goodbye(
    broker: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuity, "SILENCE_SECONDS", 3.0)
    async with (
        gateway(broker) as live,
        pushing(broker) as lively,
        pushing(broker) as polite,
        pushing(broker) as dead,
    ):
        polite.name, dead.name = "polite", "dead"
        await lively.push()
        async with client(live, "public:shops") as socket:
            await polite.push()
            await polite.push(goodbye=True)
            heard = asyncio.create_task(socket.recv())
            for _ in range(45):
                await lively.push()
                await asyncio.wait({heard}, timeout=0.1)
            assert not heard.done()
            await dead.push()
            async with asyncio.timeout(20):
                while not heard.done():
                    await lively.push()
                    await asyncio.wait({heard}, timeout=0.1)
            assert json.loads(await heard) == RESYNC


async def test_a_session_that_is_made_again_at_once_is_a_resync_alone(
    broker: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuity, "SESSION_GONE_SECONDS", 8.0)
    async with gateway(broker) as live, client(live, "public:shops") as socket:
        broker.drop_connections()
        assert await frame(socket) == RESYNC
        async with pushing(broker) as pusher:
            await pusher.push(numbered(1))
            assert await frame(socket) == {"number": 1}


async def test_a_broker_that_stops_interrupts_and_its_return_is_a_resync(
    broker: BrokerServer,
) -> None:
    broker.purge()
    async with (
        notifier(broker),
        gateway(broker) as live,
        client(live, kitchen_token()) as socket,
    ):
        broker.stop()
        stopped_at = time.monotonic()
        assert await frame(socket) == INTERRUPTED
        assert time.monotonic() - stopped_at < 5
        await asyncio.to_thread(broker.start)
        async with asyncio.timeout(30):
            assert json.loads(await socket.recv()) == RESYNC
        event = OrderPlaced.of(an_order())
        async with session_of(broker, "orders") as orders:
            await publish(orders, event)
        assert (await frame(socket))["order"]["id"] == event.subject
        async with events(broker, "shops", "shops.presence") as leases:
            await lease(leases, {"shop:shop1"})


async def test_a_gateway_that_starts_without_a_broker_says_that_nothing_comes() -> None:
    async with gateway(None) as live, client(live, "public:shops") as socket:
        assert await live.is_ready()
        assert await frame(socket) == INTERRUPTED


async def test_batches_that_the_queue_dropped_are_a_resync(
    broker: BrokerServer, tmp_path: Path
) -> None:
    async with process("gateway", broker, tmp_path) as live, pushing(broker) as pusher:
        assert live.process is not None
        await pusher.push()
        async with client(live, "public:shops") as socket:
            await pusher.push(numbered(1))
            assert await frame(socket) == {"number": 1}
            os.kill(live.process.pid, signal.SIGSTOP)
            try:
                large = ("public:other", "x" * LARGE_BYTES)
                count = HANDED_OUT_MAX + QUEUE_BYTES_MAX * 3 // 2 // LARGE_BYTES
                for _ in range(0, count, AT_ONCE):
                    await asyncio.gather(*(pusher.push(large) for _ in range(AT_ONCE)))
                await pusher.push(numbered(2))
            finally:
                os.kill(live.process.pid, signal.SIGCONT)
            heard = [each for each in await frames(socket, 2) if each != INTERRUPTED]
            assert RESYNC in heard
            while heard[-1] != {"number": 2}:
                heard.append(await frame(socket))
