"""A socket of the public contract on one shop's channel, made anew whenever it is lost."""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from shared.backoff import delays

SUBPROTOCOL = Subprotocol("orderbell.v1")
TOKEN_REFUSED = 4401
OPENING_SECONDS = 10.0
CLOSING_SECONDS = 1.0
# Two heartbeats, which come every 20 s, were missed.
SILENCE_SECONDS = 45.0
# A socket that lived this long was no failed try.
STEADY_SECONDS = 10.0
RETRY_LONGEST_SECONDS = 15.0


class SessionEnded(Exception):
    """The session's token is no longer believed."""


@dataclass(frozen=True)
class Listener:
    """Who is told: of an event's order, that something may have been missed, and of the state."""

    hear: Callable[[dict[str, Any]], None]
    miss: Callable[[bool], None]
    change: Callable[[], None]


class Live:
    """The socket, and whether what it tells is all that there is."""

    def __init__(self, origin: str, shop_id: str, token: Callable[[], str], to: Listener) -> None:
        """Connect to the edge at `origin`, with the token as it is then."""
        self.is_live = False
        self._url = f"{origin.replace('http', 'ws', 1).rstrip('/')}/ws"
        self._channel = f"shop:{shop_id}"
        self._token = token
        self._to = to
        self._connection: ClientConnection | None = None
        self._subscribed_by = ""

    async def run(self) -> None:
        """Keep a socket until cancelled; raises SessionEnded."""
        pauses = delays(RETRY_LONGEST_SECONDS)
        while True:
            began_at = time.monotonic()
            await self._live_through_one()
            if time.monotonic() - began_at > STEADY_SECONDS:
                pauses = delays(RETRY_LONGEST_SECONDS)
            await asyncio.sleep(next(pauses))

    async def renew(self) -> None:
        """Subscribe with the token as it is now: a renewed one interrupts nothing."""
        connection = self._connection
        if connection and not await self._subscribe():
            await connection.close()

    async def message(self, data: Any) -> bool:
        """Send a message on the channel; return whether it could be sent."""
        if not self.is_live:
            return False
        return await self._send({"type": "message", "channel": self._channel, "data": data})

    async def _live_through_one(self) -> None:
        try:
            connection = await connect(
                self._url,
                subprotocols=[SUBPROTOCOL],
                compression=None,
                proxy=None,
                ping_interval=None,
                open_timeout=OPENING_SECONDS,
                close_timeout=CLOSING_SECONDS,
            )
        except (OSError, TimeoutError, WebSocketException):
            return
        self._connection = connection
        try:
            await self._subscribe()
            await self._listen(connection)
        finally:
            self._connection = None
            self._set_live(False)
            await connection.close()
        if connection.close_code == TOKEN_REFUSED and self._subscribed_by == self._token():
            raise SessionEnded

    async def _listen(self, connection: ClientConnection) -> None:
        """Hear what comes; return when the socket has ended, or nothing came for too long."""
        clock = asyncio.get_running_loop().time
        with contextlib.suppress(TimeoutError, ConnectionClosed):
            async with asyncio.timeout(SILENCE_SECONDS) as limit:
                async for text in connection:
                    limit.reschedule(clock() + SILENCE_SECONDS)
                    self._hear(json.loads(text))

    def _hear(self, frame: dict[str, Any]) -> None:
        match frame.get("type"):
            case "event":
                self._to.hear(frame["order"])
            case "subscribed":
                if not self.is_live:
                    self._to.miss(False)
                    self._set_live(True)
            case "resync":
                self._to.miss(True)
                self._set_live(True)
            case "interrupted":
                self._set_live(False)

    def _set_live(self, is_live: bool) -> None:
        if self.is_live != is_live:
            self.is_live = is_live
            self._to.change()

    async def _subscribe(self) -> bool:
        token = self._token()
        if not await self._send({"type": "subscribe", "token": token}):
            return False
        self._subscribed_by = token
        return True

    async def _send(self, frame: Any) -> bool:
        """Send a frame, unless there is no socket or it takes nothing."""
        if self._connection is None:
            return False
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._connection.send(json.dumps(frame))
                return True
        return False
