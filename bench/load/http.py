"""HTTP/1.1 on connections that are kept: one request at a time on each, and its answer whole."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

SEPARATOR = b"\r\n\r\n"
NOT_MODIFIED = 304

Wrap = Callable[[asyncio.Protocol], asyncio.Protocol]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer's status, its body as it was sent, and its head in lower case."""

    status: int
    body: bytes
    head: bytes

    def header(self, name: str) -> str:
        """Return a header in lower case, empty where there is none."""
        return _header(self.head, name.encode())


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._received = b""
        self._answer: asyncio.Future[Answer] | None = None

    @property
    def is_open(self) -> bool:
        return not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionError(f"closed without an answer: {exc}"))

    def ask(self, request: bytes) -> asyncio.Future[Answer]:
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def close(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, rest = self._received.partition(SEPARATOR)
        if not separator or self._answer is None or self._answer.done():
            return
        lowered = head.lower()
        body = _body(lowered, rest)
        if body is not None:
            self._received = b""
            self._answer.set_result(Answer(int(head[9:12]), body, lowered))


def _body(head: bytes, received: bytes) -> bytes | None:
    """Return the body, or None while it is not whole; nothing follows it."""
    if _header(head, b"transfer-encoding") == "chunked":
        return _unchunked(received)
    length = 0 if int(head[9:12]) == NOT_MODIFIED else int(_header(head, b"content-length") or 0)
    return received if len(received) >= length else None


def _unchunked(received: bytes) -> bytes | None:
    chunks, at = [], 0
    while (end := received.find(b"\r\n", at)) >= 0:
        length = int(received[at:end], 16)
        at = end + 2
        chunks.append(received[at : at + length])
        at += length + 2
        if len(received) < at:
            return None
        if not length:
            return b"".join(chunks)
    return None


def _header(head: bytes, name: bytes) -> str:
    at = head.find(b"\r\n" + name + b":")
    return head[at + len(name) + 3 :].partition(b"\r\n")[0].strip().decode() if at >= 0 else ""


class Pool:
    """Connections to one port of this machine: as many as are asked at a time.

    `wrapped` may stand between each connection and its transport, to count what passes.
    """

    def __init__(self, port: int, wrapped: Wrap = lambda protocol: protocol) -> None:
        self._port = port
        self._wrapped = wrapped
        self._free: deque[_Connection] = deque()

    async def ask(self, request: bytes) -> Answer:
        """Return the answer to a whole request; raises ConnectionError where none comes."""
        connection = await self._connection()
        try:
            answer = await connection.ask(request)
        except BaseException:
            # What nobody waits for any more would be taken for the next one's answer.
            connection.close()
            raise
        self._free.append(connection)
        return answer

    async def _connection(self) -> _Connection:
        while self._free:
            connection = self._free.pop()
            if connection.is_open:
                return connection
        connection = _Connection()
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self._wrapped(connection), "127.0.0.1", self._port)
        return connection

    def close(self) -> None:
        """Close those that are free."""
        for connection in self._free:
            connection.close()


def get(path: str, **headers: str) -> bytes:
    """Return a GET."""
    return request("GET", path, None, **headers)


def post(path: str, body: bytes, **headers: str) -> bytes:
    """Return a POST of JSON."""
    return request("POST", path, body, **headers)


def request(method: str, path: str, body: bytes | None, **headers: str) -> bytes:
    """Return a request, with JSON where there is a body; hyphens are underlines in `headers`."""
    content = {"Content-Type": "application/json", "Content-Length": str(len(body or b""))}
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in content.items() if body is not None),
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")
