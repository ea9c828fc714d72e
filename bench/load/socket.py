"""A WebSocket client that does as little as it may: it unwraps frames and hands their bytes on."""

import asyncio
import base64
import os
from collections.abc import Callable, Iterable, Sequence
from typing import cast

from bench.contestant import Opening

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
LENGTH_16, LENGTH_64 = 126, 127
OPEN_LIMIT_SECONDS = 60
# A key of zeros leaves what it masks as it is (RFC 6455, 5.3), so that nothing has to be computed.
MASK = bytes(4)

Heard = Callable[["Socket", bytes], None]


class Socket(asyncio.Protocol):
    """One socket; `heard` is called with the payload of each message after it was opened."""

    def __init__(self, opening: Opening, heard: Heard, number: int) -> None:
        self.number = number
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._opening = opening
        self._heard = heard
        self._rest = b""
        self._upgraded = False
        self._steps = list(opening.steps)
        self._replies = {key.encode(): text for key, text in opening.replies.items()}
        self._transport: asyncio.Transport

    def say(self, text: str | bytes) -> None:
        """Send a text message."""
        self._transport.write(masked(TEXT, text.encode() if isinstance(text, str) else text))

    def abort(self) -> None:
        """Be gone at once, as a cable that was cut."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        key = base64.b64encode(os.urandom(16)).decode()
        offered = self._opening.subprotocol
        lines = [
            f"GET {self._opening.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._opening.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Sec-WebSocket-Protocol: {offered}"] if offered else []),
        ]
        self._transport.write("\r\n".join([*lines, "", ""]).encode())

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(f"closed before it was open: {exc}"))
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self._upgraded:
            head, separator, data = data.partition(b"\r\n\r\n")
            if not separator:
                self._rest = head
                return
            if b" 101 " not in head.partition(b"\r\n")[0]:
                self._fail(f"not upgraded: {head[:200]!r}")
                return
            self._upgraded = True
            self._next_step()
        self._rest = self._take_frames(data)

    def _take_frames(self, data: bytes) -> bytes:
        """Handle whole frames, and return what is left."""
        at, end = 0, len(data)
        while end - at >= 2:  # noqa: PLR2004 -- the shortest head
            length, body = data[at + 1], at + 2
            if length == LENGTH_16:
                length, body = int.from_bytes(data[body : body + 2], "big"), body + 2
            elif length == LENGTH_64:
                length, body = int.from_bytes(data[body : body + 8], "big"), body + 8
            if body + length > end:
                break
            self._frame(data[at] & 15, data[body : body + length])
            at = body + length
        return data[at:]

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._transport.write(masked(PONG, payload))
        elif opcode == CLOSE:
            self._fail(f"closed: {payload!r}")
        elif payload in self._replies:
            self.say(self._replies[payload])
        elif not self.opened.done():
            # Other messages may come first, such as what a channel says to whoever arrives.
            if payload.startswith(self._steps[0][1].encode()):
                self._steps.pop(0)
                self._next_step()
        else:
            self._heard(self, payload)

    def _next_step(self) -> None:
        while self._steps:
            said, awaited = self._steps[0]
            if said:
                self.say(said)
            if awaited:
                return
            self._steps.pop(0)
        if not self.opened.done():
            self.opened.set_result(None)

    def _fail(self, why: str) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(why))
        self._transport.close()


def masked(opcode: int, payload: bytes) -> bytes:
    """Return a client's frame."""
    length = len(payload)
    if length < LENGTH_16:
        return bytes((128 | opcode, 128 | length)) + MASK + payload
    return bytes((128 | opcode, 128 | LENGTH_16)) + length.to_bytes(2, "big") + MASK + payload


async def open_sockets(
    openings: Sequence[Opening], heard: Heard, at_once: int = 50
) -> list[Socket]:
    """Return a socket for each opening, all of them open; raises where one is not.

    So many are being opened at a time.
    """
    places = asyncio.Semaphore(at_once)
    loop = asyncio.get_running_loop()

    async def open_one(number: int, opening: Opening) -> Socket:
        async with places:
            _, socket = await loop.create_connection(
                lambda: Socket(opening, heard, number), "127.0.0.1", opening.port
            )
            await socket.opened
            return socket

    async with asyncio.timeout(OPEN_LIMIT_SECONDS), asyncio.TaskGroup() as tasks:
        opening_tasks = [
            tasks.create_task(open_one(number, each)) for number, each in enumerate(openings)
        ]
    return [task.result() for task in opening_tasks]


def close_all(sockets: Iterable[Socket]) -> None:
    """Be gone with all of these."""
    for socket in sockets:
        socket.abort()
