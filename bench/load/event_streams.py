"""Server-sent events: each screen has one request open, whose answer never ends."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import cast

from bench.load.clients import Clients, all_of, asking

PATH = "/ws"
HEAD_END, CHUNK_LINE_END, EVENT_END = b"\r\n\r\n", b"\r\n", b"\n\n"
DATA = b"data: "


class EventStreams(Clients):
    """Screens that read events."""

    _streams: list["EventStream"]

    async def come(self) -> None:
        self._streams = []
        await all_of(range(len(self._screens)), self._open)

    def close(self) -> None:
        super().close()
        for stream in self._streams:
            stream.abort()

    async def _open(self, number: int) -> None:
        screen = self._screens[number]
        request = asking(screen, PATH, Accept="text/event-stream")
        stream = EventStream(request, partial(self._heard, number))
        self._tally.requests += 1
        await asyncio.get_running_loop().create_connection(
            lambda: self._tally.counted(stream), "127.0.0.1", self._port
        )
        self._streams.append(stream)
        await stream.opened


class EventStream(asyncio.Protocol):
    """One answer that never ends: `heard` is called with the data of each event."""

    def __init__(self, request: bytes, heard: Callable[[bytes], None]) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request
        self._heard = heard
        self._has_head = False
        self._chunks = b""
        self._events = b""
        self._transport: asyncio.Transport

    def abort(self) -> None:
        """Be gone at once."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(f"closed before it was open: {exc}"))

    def data_received(self, data: bytes) -> None:
        self._chunks += data
        if not self._has_head and not self._take_head():
            return
        self._take_chunks()
        *events, self._events = self._events.split(EVENT_END)
        for event in events:
            self._take_event(event)

    def _take_head(self) -> bool:
        head, separator, rest = self._chunks.partition(HEAD_END)
        if not separator:
            return False
        if b" 200 " not in head.partition(b"\r\n")[0] or b"chunked" not in head:
            self._transport.abort()
            return False
        self._has_head, self._chunks = True, rest
        return True

    def _take_chunks(self) -> None:
        """Move what whole chunks hold to the events."""
        while (end := self._chunks.find(CHUNK_LINE_END)) >= 0:
            begin = end + len(CHUNK_LINE_END)
            length = int(self._chunks[:end], 16)
            if len(self._chunks) < begin + length + len(CHUNK_LINE_END):
                return
            self._events += self._chunks[begin : begin + length]
            self._chunks = self._chunks[begin + length + len(CHUNK_LINE_END) :]

    def _take_event(self, event: bytes) -> None:
        if not self.opened.done():
            self.opened.set_result(None)
        for line in event.splitlines():
            if line.startswith(DATA):
                self._heard(line.removeprefix(DATA))
