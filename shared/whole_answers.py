"""HTTP answers that are written whole: head and body with one system call, and read with one.

The server writes them apart, as an application gives them. Beside the edge on one machine a write
costs 20 to 100 µs, which is a tenth of placing an order, and as much again in whoever reads it.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# No more waits for the turn's end: a long answer is to feel that its reader is slow.
WAITING_BYTES_MAX = 64 * 1024


class WholeAnswers(HttpToolsProtocol):
    """The server's protocol, with a transport that writes once in a turn of the event loop."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection."""
        self._together = WritesTogether(transport)
        super().connection_made(self._together)  # type: ignore[arg-type]

    def eof_received(self) -> None:
        """Answer whoever has said all and still listens; then the connection is closed."""
        self._together.write_waiting()
        super().eof_received()


class WritesTogether:
    """A transport whose writes of one turn of the event loop become one."""

    def __init__(self, transport: asyncio.Transport) -> None:
        """Take the transport, which everything but writing and closing is left to."""
        self._transport = transport
        self._waiting = bytearray()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Have bytes written before the loop waits for anything."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self.write_waiting)
        self._waiting += data
        if len(self._waiting) > WAITING_BYTES_MAX:
            self.write_waiting()

    def close(self) -> None:
        """Close the connection, after what was written."""
        self.write_waiting()
        self._transport.close()

    def write_waiting(self) -> None:
        """Write what waits, unless whoever asked is gone by now."""
        waiting, self._waiting = self._waiting, bytearray()
        if waiting and not self._transport.is_closing():
            self._transport.write(waiting)
