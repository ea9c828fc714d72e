"""Many clients, idle and slow: what they cost, and that they delay nobody."""

import asyncio
import json
import resource
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import psutil
from websockets.asyncio.client import ClientConnection, connect

from services.gateway.settings import GatewaySettings
from stack.ports import LOOPBACK
from tests.integration.live_push import Live, process
from tests.integration.push_clients import client, frame, subscribe
from tests.integration.push_tokens import customer_token
from tests.integration.push_traffic import Notifier, pushing
from tests.servers import BrokerServer

IDLE_CLIENTS = 2000
# A connection with its subscription and its token costs 6 KiB.
IDLE_BYTES_MAX = 12 * 1024
# What a connection leaves behind: its token is remembered, up to a number of tokens.
LEFT_BYTES_MAX = 4 * 1024
AT_ONCE = 100

SLOW_CLIENTS = 100
FAST_CLIENTS = 10
SLOW_CLIENT_BYTES: int = GatewaySettings.model_fields["slow_client_bytes"].default
FRAME_BYTES = 20_000
# The frame that went over the bound, the connection itself, and what the allocator keeps.
SLACK_BYTES = 128 * 1024
ROUNDS_MAX = 400
# A gateway that waited for one of the slow clients would wait until that is closed.
DELAY_SECONDS_MAX = 2.0


@asynccontextmanager
async def crowd(live: Live, count: int) -> AsyncIterator[None]:
    """Connect so many customers, each of an order of their own, who hear nothing."""
    run = secrets.token_hex(4)

    async def join(number: int) -> ClientConnection:
        joined = await connect(live.url, ping_interval=None, compression=None)
        await subscribe(joined, customer_token(f"{run}-{number}"))
        assert (await frame(joined))["type"] == "subscribed"
        return joined

    joined: list[ClientConnection] = []
    try:
        for first in range(0, count, AT_ONCE):
            joined += await asyncio.gather(*map(join, range(first, first + AT_ONCE)))
        yield
    finally:
        await asyncio.gather(*(each.close() for each in joined))


def memory_bytes(live: Live) -> int:
    """Return how much of the machine's memory a process holds."""
    assert live.process is not None
    return int(psutil.Process(live.process.pid).memory_info().rss)


async def test_an_idle_client_costs_little_memory_and_leaves_nothing_behind(
    broker: BrokerServer, tmp_path: Path
) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    async with process("gateway", broker, tmp_path) as live:
        async with crowd(live, AT_ONCE):
            pass
        before = memory_bytes(live)
        async with crowd(live, IDLE_CLIENTS):
            assert await live.metric("gateway_connections") == IDLE_CLIENTS
            first = memory_bytes(live) - before
        async with crowd(live, IDLE_CLIENTS):
            second = memory_bytes(live) - before
    print(f"bytes per idle connection: {first / IDLE_CLIENTS:.0f}")
    assert first < IDLE_CLIENTS * IDLE_BYTES_MAX
    assert second - first < IDLE_CLIENTS * LEFT_BYTES_MAX


@asynccontextmanager
async def slow_client(live: Live, number: int) -> AsyncIterator[None]:
    """Connect a customer who never reads."""
    with socket.socket() as small:
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        small.connect((LOOPBACK, live.websocket_port))
        async with client(live, customer_token(f"slow-{number}"), sock=small) as slow:
            slow.transport.pause_reading()
            yield
            slow.transport.abort()


async def delay_seconds(notifier: Notifier, fast: list[ClientConnection]) -> float:
    """Push a frame to every slow client, then one to every fast; return how long that one took."""
    text = secrets.token_hex(FRAME_BYTES // 2)
    loop = asyncio.get_running_loop()
    pushed_at = loop.time()
    await notifier.push(
        *(
            (f"order:slow-{number}", json.dumps(f"{number}{text}"))
            for number in range(SLOW_CLIENTS)
        ),
        ("public:shops", "1"),
    )
    await asyncio.gather(*(asyncio.wait_for(each.recv(), 10) for each in fast))
    return loop.time() - pushed_at


async def test_a_hundred_clients_that_never_read_delay_nobody_and_cost_their_bound_at_most(
    broker: BrokerServer, tmp_path: Path
) -> None:
    async with (
        process("gateway", broker, tmp_path) as live,
        pushing(broker) as notifier,
        AsyncExitStack() as stack,
    ):
        fast = [
            await stack.enter_async_context(client(live, "public:shops"))
            for _ in range(FAST_CLIENTS)
        ]
        for number in range(SLOW_CLIENTS):
            await stack.enter_async_context(slow_client(live, number))
        before = memory_bytes(live)
        delays: list[float] = []
        most_bytes = 0
        while await live.metric("gateway_closes_total") < SLOW_CLIENTS:
            assert len(delays) < ROUNDS_MAX
            delays.append(await delay_seconds(notifier, fast))
            most_bytes = max(most_bytes, memory_bytes(live))
        # Whoever does not even take the close is cut off.
        async with asyncio.timeout(20):
            while await live.metric("gateway_connections") > FAST_CLIENTS:
                await asyncio.sleep(0.1)
        afterwards = [await delay_seconds(notifier, fast) for _ in range(5)]
        assert min(afterwards) < DELAY_SECONDS_MAX
    grown = (most_bytes - before) / SLOW_CLIENTS
    typical = sorted(delays)[len(delays) * 9 // 10]
    print(f"bytes per slow client: {grown:.0f}; delay of the fast, p90: {typical * 1000:.0f} ms")
    assert typical < DELAY_SECONDS_MAX
    assert grown < SLOW_CLIENT_BYTES + SLACK_BYTES
