"""A client's socket: the WebSocket library's protocol without its tasks and its queue.

Nothing here awaits a client. A frame is written to the transport's buffer; a client that lets the
buffer grow over its bound is closed, and whoever does not take the close is cut off.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Protocol, cast

from websockets.frames import CloseCode as LibraryCode
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN, Event
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from services.gateway import metrics
from services.gateway.close_codes import OF_THE_LIBRARY, REASONS, CloseCode
from services.gateway.frames import MESSAGE_BYTES_MAX, SUBPROTOCOL

HANDSHAKE_SECONDS = 5
# How long an answer to a ping, and then the client's end of the connection, is waited for.
PONG_SECONDS = 10
CLOSE_SECONDS = 5
# What the system holds for a client besides; left alone, Linux lets it grow to megabytes.
SEND_BUFFER_BYTES = 256 * 1024
# Nobody who means well cuts so small a message into so many.
FRAGMENTS_MAX = 64
PING = Frame(Opcode.PING, b"").serialize(mask=False)

logger = logging.getLogger("websockets.server")
logger.setLevel(logging.WARNING)


class Client(Protocol):
    """Whom a socket belongs to."""

    def receive(self, text: str) -> None:
        """Take a message."""

    def leave(self) -> None:
        """Be gone."""


class Host(Protocol):
    """Who lets clients in."""

    sockets: set["ClientSocket"]
    write_limit_bytes: int

    def refusal(self, request: Request) -> tuple[HTTPStatus, str] | None:
        """Return why a client is not let in, or None."""

    def welcome(self, client: "ClientSocket") -> Client:
        """Return whom a socket belongs to from now on."""


class _Protocol(ServerProtocol):
    """The library's protocol with our close codes, for clients that may name no subprotocol."""

    def __init__(self) -> None:
        super().__init__(
            subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=MESSAGE_BYTES_MAX, logger=logger
        )

    def select_subprotocol(self, subprotocols: Any) -> Subprotocol | None:
        """Return ours, or None for a client that offers none; raises for one that offers others.

        There is only one version so far, and small clients (scripts, bridges) offer none.
        """
        return super().select_subprotocol(subprotocols) if subprotocols else None

    def fail(self, code: int, reason: str = "") -> None:
        """Close with our code, also what the library would close with its own."""
        code = OF_THE_LIBRARY.get(code, code)
        if self.state is OPEN and code in REASONS:
            metrics.closes.labels(int(code)).inc()
        super().fail(code, REASONS.get(code, reason))


class ClientSocket(asyncio.Protocol):
    """A socket that is written to without waiting, and hands on what it is told at once."""

    __slots__ = (
        "_client",
        "_has_said_all",
        "_host",
        "_is_ending",
        "_parts",
        "_protocol",
        "_timer",
        "_transport",
    )

    def __init__(self, host: Host) -> None:
        """Take who decides about the client."""
        self._host = host
        self._protocol = _Protocol()
        self._client: Client | None = None
        self._parts: tuple[bytes, ...] = ()
        self._is_ending = False
        self._has_said_all = False
        self._transport: asyncio.Transport
        # One at a time, and mostly none: each takes 700 bytes.
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        """Whether frames can still be exchanged."""
        return self._protocol.state is OPEN

    def write(self, frame: bytes) -> None:
        """Send a ready-made frame, unless the socket is closing."""
        if self._protocol.state is OPEN:
            self._transport.write(frame)

    @property
    def _has_ended(self) -> bool:
        """Whether we closed; what came before a client's own close is still heard."""
        return not self.is_open and self._protocol.close_rcvd is None

    def write_and_ping(self, frame: bytes) -> None:
        """Send a ready-made frame; a client that does not answer in PONG_SECONDS is closed."""
        self.write(frame + PING)
        if self._timer is None:
            self._wait(PONG_SECONDS, self._miss)

    def end(self, code: CloseCode | LibraryCode) -> None:
        """Close, and listen no more; a client that is still there after CLOSE_SECONDS is cut off.

        The close frame is followed by the end of our side of the stream, and what the client still
        sends is discarded: its own close frame need not find its way through a flood.
        """
        if self.is_open:
            self._protocol.fail(code)
            self._send()

    def cut_off(self) -> None:
        """End the connection without another word."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Bound what waits for the client; the transport calls this at the beginning."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(self._host.write_limit_bytes)
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._wait(HANDSHAKE_SECONDS, self.cut_off)
        self._host.sockets.add(self)

    def data_received(self, data: bytes) -> None:
        """Answer, and hand messages on; the transport calls this."""
        self._protocol.receive_data(data)
        events = self._protocol.events_received()
        self._send()
        for event in events:
            self._take(event)

    def eof_received(self) -> None:
        """Close our side too; the transport calls this, and ends the connection."""
        self._protocol.receive_eof()
        self._send()
        self._end_in_time()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client; the transport calls this when the connection has ended."""
        del exc
        self._wait_no_more()
        self._protocol.receive_eof()
        # It and the protocol hold each other.
        self._protocol.parser.close()
        self._host.sockets.discard(self)
        if self._client is not None:
            self._client.leave()
            self._client = None

    def pause_writing(self) -> None:
        """Close a client for which more than the bound waits; the transport calls this."""
        self.end(CloseCode.TOO_SLOW)

    def _take(self, event: Event) -> None:
        if isinstance(event, Request):
            self._let_in(event)
        elif not isinstance(event, Frame) or self._has_ended:
            pass
        elif event.opcode is Opcode.PONG and not self._is_ending:
            self._wait_no_more()
        elif event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._assemble(event)

    def _let_in(self, request: Request) -> None:
        if self._has_said_all:
            # What came with the request ended the connection.
            return
        refusal = self._host.refusal(request)
        protocol = self._protocol
        response = protocol.reject(*refusal) if refusal else protocol.accept(request)
        protocol.send_response(response)
        self._send()
        # The protocol holds the request for as long as it lives.
        request.headers.clear()
        if self.is_open:
            self._wait_no_more()
            self._client = self._host.welcome(self)

    def _assemble(self, frame: Frame) -> None:
        if frame.opcode is Opcode.BINARY:
            self.end(CloseCode.NOT_A_FRAME)
            return
        self._parts = (*self._parts, bytes(frame.data))
        if len(self._parts) > FRAGMENTS_MAX:
            self.end(CloseCode.TOO_LARGE_OR_TOO_MANY)
        elif frame.fin and self._client is not None:
            message, self._parts = b"".join(self._parts), ()
            try:
                text = message.decode()
            except UnicodeDecodeError:
                self.end(CloseCode.NOT_A_FRAME)
            else:
                self._client.receive(text)

    def _miss(self) -> None:
        self._timer = None
        self.end(LibraryCode.INTERNAL_ERROR)

    def _send(self) -> None:
        """Send what the protocol has to say, and see to the end of a connection that is closing."""
        for data in self._protocol.data_to_send():
            # Writing may close the socket, as a client that reads too slowly is.
            if self._transport.is_closing() or self._has_said_all:
                continue
            if data:
                self._transport.write(data)
            else:
                self._has_said_all = True
                self._transport.write_eof()
        if self._protocol.close_expected():
            self._end_in_time()

    def _end_in_time(self) -> None:
        if not self._is_ending:
            self._is_ending = True
            self._wait(CLOSE_SECONDS, self.cut_off)

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        """Do something later, in the place of what was to be done."""
        self._wait_no_more()
        self._timer = asyncio.get_running_loop().call_later(seconds, then)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
