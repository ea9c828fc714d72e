"""Clients that misbehave, and what they say: nobody else is held up, and no log fills."""

import asyncio
import contextlib
import json
import resource
import socket
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.frames import Frame, Opcode

from services.gateway import client_socket, connection, presence
from shared.events import ClientMessage
from stack.ports import LOOPBACK
from tests.integration.live_push import Live, gateway, process
from tests.integration.push_clients import client, close_code, frame, send, subscribe
from tests.integration.push_tokens import customer_token, kitchen_token
from tests.integration.push_traffic import events, lease, pushing
from tests.servers import BrokerServer

FRAME = json.dumps("x" * 100_000)
VANISHING_CLIENTS = 1000


async def test_a_client_that_never_reads_is_closed_with_1013_and_delays_nobody(
    broker: BrokerServer,
) -> None:
    with socket.socket() as small:
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        async with gateway(broker) as live, pushing(broker) as notifier:
            small.connect((LOOPBACK, live.websocket_port))
            async with (
                client(live, "public:shops", sock=small, max_queue=1) as slow,
                client(live, "public:shops") as other,
            ):
                loop = asyncio.get_running_loop()
                delays = []
                closes = await live.metric("gateway_closes_total")
                for _ in range(200):
                    pushed_at = loop.time()
                    await notifier.push(("public:shops", FRAME))
                    assert await asyncio.wait_for(other.recv(), 5) == FRAME
                    delays.append(loop.time() - pushed_at)
                assert await live.metric("gateway_closes_total") == closes + 1
                assert sorted(delays)[190] < 1
                assert await close_code(slow) == 1013


@contextlib.asynccontextmanager
async def cut_off(live: Live) -> AsyncIterator[ClientConnection]:
    """Be a client for which little is buffered, and see in the end that the gateway let it go."""
    with socket.socket() as small:
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        before = await live.metric("gateway_connections")
        small.connect((LOOPBACK, live.websocket_port))
        client = await connect(live.url, sock=small, max_queue=1, ping_interval=None)
        await subscribe(client, "public:shops")
        assert (await frame(client))["type"] == "subscribed"
        yield client
        async with asyncio.timeout(10):
            while await live.metric("gateway_connections") > before:
                await asyncio.sleep(0.1)
        client.transport.abort()


async def test_a_client_that_does_not_even_take_the_close_is_cut_off(broker: BrokerServer) -> None:
    async with gateway(broker) as live, pushing(broker) as notifier, cut_off(live):
        for _ in range(100):
            await notifier.push(("public:shops", FRAME))


async def test_a_client_whose_cable_is_pulled_is_found_and_its_lease_ends(
    broker: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_SECONDS", 0.5)
    monkeypatch.setattr(client_socket, "PONG_SECONDS", 2.0)
    monkeypatch.setattr(client_socket, "CLOSE_SECONDS", 0.5)
    monkeypatch.setattr(presence, "LINGER_SECONDS", 0.5)
    broker.purge()
    async with (
        gateway(broker) as live,
        pushing(broker) as notifier,
        events(broker, "shops", "shops.presence") as heard,
        client(live, kitchen_token("there")),
        client(live, kitchen_token("pulled")) as pulled,
    ):
        await lease(heard, {"shop:there", "shop:pulled"})
        # Neither a pong nor the end of the connection comes from there any more.
        pulled.transport.pause_reading()
        await notifier.push(("shop:pulled", FRAME))
        await lease(heard, {"shop:there"}, limit_seconds=20)
        pulled.transport.abort()


@contextlib.contextmanager
def open_files_max(count: int) -> Iterator[None]:
    """Let this process, and what it starts, open so many meanwhile; afterwards all it may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def test_a_thousand_clients_that_vanish_leave_no_trace(
    broker: BrokerServer, tmp_path: Path
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        # The gateway starts with fewer open files than it has clients, and must help itself.
        with open_files_max(VANISHING_CLIENTS // 2):
            live = await stack.enter_async_context(process("gateway", broker, tmp_path))
        sockets = []
        for number in range(VANISHING_CLIENTS):
            vanishing = await connect(live.url, ping_interval=None)
            await subscribe(vanishing, kitchen_token() if number % 2 else "public:shops")
            sockets.append(vanishing)
        await asyncio.gather(*(frame(vanishing) for vanishing in sockets))
        assert await live.metric("gateway_connections") == VANISHING_CLIENTS
        strangers = [await asyncio.open_connection(LOOPBACK, live.websocket_port) for _ in "abc"]
        strangers[0][1].write(b"GET /ws HTTP/1.1\r\nHost:")
        strangers[1][1].write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        for number, vanishing in enumerate(sockets):
            if number % 3 == 0:
                vanishing.transport.write(b"\x81\xfe\x10")
            vanishing.transport.abort()
        for _, writer in strangers:
            writer.transport.abort()
        async with asyncio.timeout(15):
            while await live.metric("gateway_connections"):
                await asyncio.sleep(0.1)
        assert await live.metric("gateway_subscriptions") == 0
        async with client(live, "public:shops"):
            pass
        assert "Traceback" not in live.output()
        assert '"level": "error"' not in live.output()
        assert len(live.output().splitlines()) < 20


async def test_what_a_kitchen_says_is_passed_on_with_its_channel_and_subject(
    broker: BrokerServer,
) -> None:
    broker.purge()
    async with (
        gateway(broker) as live,
        events(broker, "orders", "orders.receipts") as heard,
        client(live, kitchen_token("shop1"), customer_token("o1"), "public:shops") as socket,
    ):
        data = {"received": ["é🍳"], "more": {"n": 1.5}}
        await send(socket, {"type": "message", "channel": "shop:shop1", "data": data})
        event = await asyncio.wait_for(heard.get(), 5)
        assert isinstance(event, ClientMessage)
        assert (event.data.channel, event.data.subject) == ("shop:shop1", "kitchen")
        assert event.data.data == data
        assert event.data.issued_at is not None
        assert event.data.issued_at == pytest.approx(time.time(), abs=60)


async def test_who_may_not_send_is_told_forbidden_and_nothing_is_passed_on(
    broker: BrokerServer,
) -> None:
    broker.purge()
    async with (
        gateway(broker) as live,
        events(broker, "orders", "orders.receipts") as heard,
        client(live, kitchen_token("shop1"), customer_token("o1"), "public:shops") as socket,
        client(live, kitchen_token("shop2", send=False)) as watching,
    ):
        for channel in ("order:o1", "public:shops", "shop:shop2", "order:o2", ""):
            await send(
                socket, {"type": "message", "channel": channel, "data": {"received": ["o1"]}}
            )
            assert await frame(socket) == {"type": "error", "code": "forbidden"}
        await send(watching, {"type": "message", "channel": "shop:shop2", "data": {}})
        assert await frame(watching) == {"type": "error", "code": "forbidden"}
        await send(socket, {"type": "message", "channel": "shop:shop1", "data": {"last": True}})
        event = await asyncio.wait_for(heard.get(), 5)
        assert isinstance(event, ClientMessage)
        assert event.data.data == {"last": True}


async def test_messages_are_dropped_and_counted_without_a_broker() -> None:
    async with gateway(None) as live, client(live, kitchen_token()) as socket:
        before = await live.metric("gateway_client_messages_dropped_total")
        for _ in range(3):
            await send(socket, {"type": "message", "channel": "shop:shop1", "data": {}})
        async with asyncio.timeout(5):
            while await live.metric("gateway_client_messages_dropped_total") < before + 3:
                await asyncio.sleep(0.05)


async def test_what_a_client_says_right_before_it_closes_is_passed_on() -> None:
    message = {"type": "message", "channel": "shop:shop1", "data": {}}
    said = Frame(Opcode.TEXT, json.dumps(message).encode()).serialize(mask=True)
    closes = Frame(Opcode.CLOSE, b"").serialize(mask=True)
    async with gateway(None) as live, client(live, kitchen_token()) as socket:
        before = await live.metric("gateway_client_messages_dropped_total")
        socket.transport.write(said + closes)
        async with asyncio.timeout(5):
            while await live.metric("gateway_client_messages_dropped_total") < before + 1:
                await asyncio.sleep(0.05)


async def test_who_ends_its_side_and_reads_nothing_is_cut_off(
    broker: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_socket, "CLOSE_SECONDS", 0.5)
    async with gateway(broker) as live, pushing(broker) as notifier, cut_off(live) as deaf:
        deaf.transport.pause_reading()
        for _ in range(4):
            await notifier.push(("public:shops", FRAME))
        deaf.transport.write_eof()
