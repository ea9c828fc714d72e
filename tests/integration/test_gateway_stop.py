"""How a gateway comes and goes: presence leases, drain, death."""

import asyncio
import itertools
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from services.gateway import presence
from services.gateway.presence import LEASE_SECONDS
from shared.events import GatewayPresence
from shared.service import STOP_LIMIT_SECONDS
from tests.integration.live_push import gateway, process
from tests.integration.push_clients import client, close_code, send
from tests.integration.push_tokens import customer_token, kitchen_token
from tests.integration.push_traffic import events, lease
from tests.servers import BrokerServer

CLIENTS = 20
DRAIN_SECONDS = 4.0


async def test_a_kitchen_that_comes_and_goes_is_announced(
    broker: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "LINGER_SECONDS", 0.5)
    broker.purge()
    async with gateway(broker) as live, events(broker, "shops", "shops.presence") as heard:
        await lease(heard, set())
        async with client(live, customer_token("o1"), kitchen_token("shop1")):
            first = await lease(heard, {"shop:shop1"})
            remaining = (first.expires_at - datetime.now(UTC)).total_seconds()
            assert LEASE_SECONDS - 2 < remaining <= LEASE_SECONDS
            renewed = kitchen_token("shop2", lifetime_seconds=700)
            async with client(live, kitchen_token("shop2"), renewed):
                second = await lease(heard, {"shop:shop1", "shop:shop2"})
                assert second.gateway == first.gateway
                assert second.number > first.number
            await lease(heard, {"shop:shop1"})
        await lease(heard, set())


async def test_a_kitchen_that_only_watches_leaves_no_lease(broker: BrokerServer) -> None:
    broker.purge()
    async with (
        gateway(broker) as live,
        events(broker, "shops", "shops.presence") as heard,
        client(live, kitchen_token("shop1", presence=False, send=False)),
        client(live, kitchen_token("shop2")),
    ):
        await lease(heard, {"shop:shop2"})


async def test_a_gateway_that_is_told_to_stop_lets_its_clients_go_one_after_the_other(
    broker: BrokerServer, tmp_path: Path
) -> None:
    broker.purge()
    async with (
        process("gateway", broker, tmp_path, DRAIN_SECONDS=str(DRAIN_SECONDS)) as live,
        events(broker, "shops", "shops.presence") as heard,
    ):
        assert live.process is not None
        sockets = [await connect(live.url) for _ in range(CLIENTS)]
        for number, socket in enumerate(sockets):
            await send(socket, {"type": "subscribe", "token": kitchen_token(f"shop{number}")})
        everybody = {f"shop:shop{number}" for number in range(CLIENTS)}
        await lease(heard, everybody)

        began = time.monotonic()
        live.process.send_signal(signal.SIGTERM)

        async def closed(index: int) -> float:
            assert await close_code(sockets[index]) == 1001
            return time.monotonic() - began

        closing = [asyncio.create_task(closed(index)) for index in range(CLIENTS)]
        ready = True
        async with asyncio.timeout(3):
            while ready:
                was_one_closed = any(task.done() for task in closing)
                ready = await live.is_ready()
                assert not (ready and was_one_closed)
        with pytest.raises(ConnectionRefusedError):
            await connect(live.url)
        assert not all(task.done() for task in closing)
        times = sorted(await asyncio.gather(*closing))
        assert times[0] < DRAIN_SECONDS / 2
        assert DRAIN_SECONDS * 0.75 < times[-1] < DRAIN_SECONDS * 1.5
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
        assert max(gaps) < DRAIN_SECONDS / 2

        assert await asyncio.wait_for(live.process.wait(), 10) == 0
        assert time.monotonic() - began < 12
        assert "Traceback" not in live.output()
        # Nobody's kitchen is said to be gone: it is on its way to another gateway.
        while not heard.empty():
            event = heard.get_nowait()
            assert isinstance(event, GatewayPresence)
            assert set(event.data.channels) == everybody


async def test_a_client_that_ignores_the_close_does_not_hold_up_a_stop(
    broker: BrokerServer, tmp_path: Path
) -> None:
    async with process("gateway", broker, tmp_path, DRAIN_SECONDS="1") as live:
        assert live.process is not None
        async with client(live, "public:shops") as socket:
            socket.transport.pause_reading()
            began = time.monotonic()
            live.process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(live.process.wait(), 8) == 0
            assert time.monotonic() - began < STOP_LIMIT_SECONDS


async def test_a_gateway_stops_in_time_without_a_broker(tmp_path: Path) -> None:
    async with process("gateway", None, tmp_path) as live:
        assert live.process is not None
        live.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(live.process.wait(), 4) == 0
        assert "Traceback" not in live.output()


async def test_settings_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="TOKEN_PUBLIC_KEYS"):
        async with process("gateway", None, tmp_path, TOKEN_PUBLIC_KEYS=""):
            pass
