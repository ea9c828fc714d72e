"""Connections that can be disturbed: a TCP proxy between two ends, for each pair of them.

A small proxy of our own, because every service has a link of its own to each server and the run
needs to know whose connection a server sees; nothing but bytes is understood here.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from stack import ports

CHUNK_BYTES = 64 * 1024
CONNECT_LIMIT_SECONDS = 3.0


class State(Enum):
    """What a link does with its connections."""

    OPEN = "open"
    # Hung up on at once, and those that there are are reset.
    CUT = "cut"
    # A pulled cable: nothing passes, and nobody is told.
    STALLED = "stalled"


@dataclass(eq=False)
class Link:
    """A port that leads to another one; `upstream` is known once its server has a port."""

    name: str
    port: int
    upstream: tuple[str, int] | None = None
    delay_seconds: float = 0.0
    # What comes back waits so much longer than what is asked.
    answer_delay_seconds: float = 0.0
    _state: State = State.OPEN
    _passing: asyncio.Event = field(default_factory=asyncio.Event)
    _pairs: dict[asyncio.StreamWriter, asyncio.StreamWriter] = field(default_factory=dict)

    def turn(self, state: State) -> None:
        """Open, cut or stall the link; cutting resets the connections that there are."""
        self._state = state
        if state is State.STALLED:
            self._passing.clear()
        else:
            self._passing.set()
        if state is State.CUT:
            self.reset()

    def reset(self) -> None:
        """Reset all connections; new ones are taken."""
        for pair in list(self._pairs.items()):
            for writer in pair:
                writer.transport.abort()

    def ports_upstream(self) -> set[int]:
        """Return the local ports of the connections that the server sees."""
        ports_seen = set()
        for writer in self._pairs.values():
            name = writer.get_extra_info("sockname")
            if name:
                ports_seen.add(int(name[1]))
        return ports_seen

    async def serve(self) -> asyncio.Server:
        """Return the server that takes the link's connections."""
        self.turn(State.OPEN)
        return await asyncio.start_server(self._accept, ports.LOOPBACK, self.port)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._state is State.CUT or self.upstream is None:
            writer.transport.abort()
            return
        try:
            await self._passing.wait()
            async with asyncio.timeout(CONNECT_LIMIT_SECONDS):
                far_reader, far_writer = await asyncio.open_connection(*self.upstream)
        except OSError:
            writer.transport.abort()
            return
        self._pairs[writer] = far_writer
        try:
            await asyncio.gather(
                self._pump(reader, far_writer, lambda: self.delay_seconds),
                self._pump(
                    far_reader, writer, lambda: self.delay_seconds + self.answer_delay_seconds
                ),
            )
        except (OSError, RuntimeError):
            # Either end is gone; uvloop calls a write to it a RuntimeError.
            pass
        finally:
            del self._pairs[writer]
            for end in (writer, far_writer):
                end.transport.abort()

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        delay_seconds: Callable[[], float],
    ) -> None:
        """Pass bytes on until the end, which is passed on too."""
        while chunk := await reader.read(CHUNK_BYTES):
            if seconds := delay_seconds():
                await asyncio.sleep(seconds)
            await self._passing.wait()
            writer.write(chunk)
            await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            writer.write_eof()


class Links:
    """All links of a run, by name: `orders-1>postgres`, `screen-3>edge`."""

    def __init__(self) -> None:
        """Begin with none."""
        self._links: dict[str, Link] = {}
        self._servers: list[asyncio.Server] = []

    async def add(self, name: str) -> Link:
        """Return a new link that listens already."""
        holder = ports.reserve()
        link = Link(name, ports.number(holder))
        self._servers.append(await link.serve())
        holder.close()
        self._links[name] = link
        return link

    def __getitem__(self, name: str) -> Link:
        """Return the link of this name; raises KeyError."""
        return self._links[name]

    def __iter__(self) -> Iterator[Link]:
        """Return all links."""
        return iter(self._links.values())

    def close(self) -> None:
        """Take no connections any more, and reset those that there are."""
        for server in self._servers:
            server.close()
        for link in self:
            link.turn(State.CUT)
