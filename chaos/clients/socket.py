"""One reconnecting WebSocket of the contract, and what it says of itself.

`LiveSocket(...)` is told its channels with `add`, before `run` or during it; `run` lasts until it
is cancelled, and then closes. Listeners are told of events and of gaps. Written down: `opened`,
`closed`, `notice`, `heartbeat`, `event`, `accepting`, and `stated` whenever `state` changes.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from chaos.clients.frames import write_frame
from chaos.records import Journal

SUBPROTOCOL = Subprotocol("orderbell.v1")
OPENING_SECONDS = 10.0
CLOSING_SECONDS = 1.0
# Two heartbeats, which come every 20 s, were missed.
SILENCE_SECONDS = 45.0
RETRY_SECONDS = (0.3, 3.0)
# A socket that lived this long was no failed try.
STEADY_SECONDS = 10.0
RESYNC_SPREAD_SECONDS = 3.0
TOKEN_REFUSED = 4401

State = Literal["connecting", "live", "interrupted", "offline"]


class Listener(Protocol):
    """Who listens to a channel."""

    def hear(self, frame: dict[str, Any]) -> None:
        """Take an event's frame."""

    def miss(self, within_seconds: float) -> None:
        """Something may have been missed: ask for the snapshot after so long."""

    def change(self) -> None:
        """The socket's state is another one now."""

    def refuse(self) -> None:
        """The token was refused."""


@dataclass
class Channel:
    """A channel that is to be subscribed, by the token as it is then; None for a public one."""

    token: Callable[[], str] | None
    listener: Listener | None
    subscribed: bool = False


class LiveSocket:
    """A client's socket, made anew whenever it is lost."""

    def __init__(self, url: str, who: str, journal: Journal, random: Random, names: str) -> None:
        """Connect to the edge at `url`; the records call the sockets `names` and a number."""
        self.who = who
        self._url = url.replace("http", "ws", 1) + "/ws"
        self._journal = journal
        self._random = random
        self._names = names
        self._number = 0
        self._channels: dict[str, Channel] = {}
        self._connection: ClientConnection | None = None
        self._interrupted = False
        self._failures = 0
        self._stated: State | None = None
        self._sending: set[asyncio.Task[None]] = set()

    @property
    def state(self) -> State:
        """What a page with this socket would say of its connection."""
        if not self._connection:
            return "offline" if self._failures else "connecting"
        if self._interrupted:
            return "interrupted"
        everything = all(channel.subscribed for channel in self._channels.values())
        return "live" if everything else "connecting"

    @property
    def name(self) -> str:
        """What the records call the connection of now."""
        return f"{self._names}/{self._number}"

    def add(
        self, name: str, token: Callable[[], str] | None, listener: Listener | None = None
    ) -> None:
        """Subscribe one more channel, on every connection from now on."""
        self._channels[name] = Channel(token, listener)
        self._state_changed()
        self.renew(name)

    def renew(self, name: str) -> None:
        """Subscribe a channel with its token as it is now, on the same connection."""
        if self._connection:
            task = asyncio.ensure_future(self._subscribe(self._connection, name))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def send(self, channel: str, data: Any) -> bool:
        """Send a message on a channel; return whether it could be sent."""
        if self.state != "live" or not self._connection:
            return False
        return await self._send(
            self._connection, {"type": "message", "channel": channel, "data": data}
        )

    async def run(self) -> None:
        """Keep a connection until cancelled."""
        first, longest = RETRY_SECONDS
        while True:
            began = time.monotonic()
            await self._connect()
            if time.monotonic() - began > STEADY_SECONDS:
                self._failures = 0
            self._failures += 1
            self._state_changed()
            bound = min(longest, 2 * first * 2**self._failures)
            await asyncio.sleep(self._random.uniform(first, bound))

    async def _connect(self) -> None:
        """Live through one connection, from its handshake to its end."""
        self._number += 1
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
        self._interrupted = False
        self._state_changed()
        try:
            for name in list(self._channels):
                await self._subscribe(connection, name)
            await self._listen(connection)
        except ConnectionClosed:
            pass
        finally:
            await self._leave(connection)

    async def _listen(self, connection: ClientConnection) -> None:
        """Hear what comes; return when nothing did for too long."""
        clock = asyncio.get_running_loop().time
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SILENCE_SECONDS) as limit:
                async for text in connection:
                    limit.reschedule(clock() + SILENCE_SECONDS)
                    self._hear(json.loads(text))
                return
        self._tell(lambda listener: listener.miss(0.0))

    async def _leave(self, connection: ClientConnection) -> None:
        ended_at = time.time()
        name, was_opened = self.name, any(c.subscribed for c in self._channels.values())
        self._connection = None
        for channel in self._channels.values():
            channel.subscribed = False
        for task in list(self._sending):
            task.cancel()
        try:
            await connection.close()
        finally:
            received = connection.protocol.close_rcvd
            code = int(received.code) if received else None
            if was_opened:
                self._write("closed", at=ended_at, socket=name, code=code)
        if code == TOKEN_REFUSED:
            self._tell(lambda listener: listener.refuse())

    def _hear(self, frame: dict[str, Any]) -> None:
        write_frame(frame, self.who, self.name, self._journal)
        kind = frame.get("type")
        if kind == "subscribed":
            self._hear_subscribed(frame["channel"])
        elif kind == "event":
            channel = self._channels.get(frame["channel"])
            if channel and channel.listener:
                channel.listener.hear(frame)
        elif kind in {"resync", "interrupted"}:
            self._interrupted = kind == "interrupted"
            self._state_changed()
            if kind == "resync":
                spread = self._random.uniform(0, RESYNC_SPREAD_SECONDS)
                self._tell(lambda listener: listener.miss(spread))

    def _hear_subscribed(self, name: str) -> None:
        channel = self._channels.get(name)
        if not channel or channel.subscribed:
            return
        channel.subscribed = True
        self._write("opened", socket=self.name, channel=name)
        self._state_changed()
        if channel.listener:
            channel.listener.miss(0.0)

    async def _subscribe(self, connection: ClientConnection, name: str) -> None:
        token = self._channels[name].token
        content = {"channel": name} if token is None else {"token": token()}
        await self._send(connection, {"type": "subscribe", **content})

    async def _send(self, connection: ClientConnection, frame: Any) -> bool:
        """Send a frame, unless the connection is lost or takes nothing."""
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await connection.send(json.dumps(frame))
        except (ConnectionClosed, TimeoutError):
            return False
        return True

    def _state_changed(self) -> None:
        if self.state == self._stated:
            return
        self._stated = self.state
        self._write("stated", state=self._stated)
        self._tell(lambda listener: listener.change())

    def _tell(self, tell: Callable[[Listener], None]) -> None:
        for channel in list(self._channels.values()):
            if channel.listener:
                tell(channel.listener)

    def _write(self, kind: str, *, at: float | None = None, **data: Any) -> None:
        self._journal.write(self.who, kind, at=at, **data)
