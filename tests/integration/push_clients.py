"""Clients that speak the gateway's protocol."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.integration.live_push import Live

FRAME_SECONDS = 10
SUBPROTOCOL = Subprotocol("orderbell.v1")


@contextlib.asynccontextmanager
async def client(
    live: Live, *subscriptions: str, **options: Any
) -> AsyncIterator[ClientConnection]:
    """Connect, and subscribe to public channels or by tokens."""
    chosen: dict[str, Any] = {
        "subprotocols": [SUBPROTOCOL],
        "ping_interval": None,
        "close_timeout": 1,
        **options,
    }
    async with connect(live.url, **chosen) as socket:
        for subscription in subscriptions:
            await subscribe(socket, subscription)
            assert (await frame(socket))["type"] == "subscribed"
        yield socket


async def subscribe(socket: ClientConnection, token_or_channel: str) -> None:
    """Send a `subscribe` frame."""
    kind = "channel" if token_or_channel.startswith("public:") else "token"
    await send(socket, {"type": "subscribe", kind: token_or_channel})


async def send(socket: ClientConnection, content: Any) -> None:
    """Send a frame."""
    await socket.send(json.dumps(content))


async def frame(socket: ClientConnection) -> dict[str, Any]:
    """Return the next frame."""
    async with asyncio.timeout(FRAME_SECONDS):
        content: dict[str, Any] = json.loads(await socket.recv())
    return content


async def close_code(socket: ClientConnection, limit_seconds: float = FRAME_SECONDS) -> int | None:
    """Return the code with which the socket is closed, whatever comes before."""
    async with asyncio.timeout(limit_seconds):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None
