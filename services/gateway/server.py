"""The WebSocket server: who is let in, and sockets that never make anybody wait.

Nothing here awaits a client. A frame is written to the transport's buffer; a client that lets the
buffer grow over its bound is closed, and whoever does not take the close is cut off.
"""

import asyncio
import logging
import random
import socket
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from services.gateway import metrics
from services.gateway.close_codes import OF_THE_LIBRARY, REASONS, CloseCode
from services.gateway.frames import MESSAGE_BYTES_MAX, SUBPROTOCOL
from services.gateway.settings import GatewaySettings

PATH = "/ws"
HANDSHAKE_SECONDS = 5
# A client that vanished without closing, its cable pulled, is found within the sum of these three.
PING_SECONDS = 20
PONG_SECONDS = 10
CLOSE_SECONDS = 5
# How long a stop waits for the last client to take its close.
LAST_SECONDS = 1
# What the system holds for a client besides; left alone, Linux lets it grow to megabytes.
SEND_BUFFER_BYTES = 256 * 1024
BACKLOG_CONNECTIONS = 4096


class _Protocol(ServerProtocol):
    """The library's protocol with our close codes, for clients that may name no subprotocol."""

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


class ClientSocket(ServerConnection):
    """A socket that is written to without waiting."""

    def __init__(self, protocol: ServerProtocol, server: Server, **options: Any) -> None:
        """Put our protocol in the place of the library's."""
        ours = _Protocol(
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            max_size=protocol.max_message_size,
            logger=protocol.logger,
        )
        super().__init__(ours, server, **options)
        self._cut_off: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        """Whether frames can still be exchanged."""
        return self.protocol.state is OPEN

    def write(self, frame: bytes) -> None:
        """Send a ready-made frame, unless the socket is closing."""
        if self.protocol.state is OPEN:
            self.transport.write(frame)

    def end(self, code: CloseCode) -> None:
        """Close, and listen no more; a client that is still there after CLOSE_SECONDS is cut off.

        The close frame is followed by the end of our side of the stream, and what the client still
        sends is discarded: its own close frame need not find its way through a flood.
        """
        if not self.is_open:
            return
        self.protocol.fail(code)
        self.send_data()
        self.transport.resume_reading()
        self._cut_off = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Bound what the system holds for the client; the transport calls this at the beginning."""
        super().connection_made(transport)
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client; the transport calls this when the connection has ended."""
        if self._cut_off is not None:
            self._cut_off.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Close a client for which more than the bound waits; the transport calls this."""
        super().pause_writing()
        self.end(CloseCode.TOO_SLOW)


Handler = Callable[[ClientSocket], Awaitable[None]]


async def listen(settings: GatewaySettings, handle: Handler) -> Server:
    """Return a server that gives each client that is let in to `handle`."""

    def refuse(client: ServerConnection, request: Request) -> Response | None:
        if request.path.partition("?")[0] != PATH:
            return client.respond(HTTPStatus.NOT_FOUND, "Not found\n")
        if is_foreign(request):
            return client.respond(HTTPStatus.FORBIDDEN, "Foreign origin\n")
        if len(client.server.all_connections) >= settings.connections_max:
            return client.respond(HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections\n")
        return None

    logger = logging.getLogger("websockets.server")
    logger.setLevel(logging.WARNING)
    return await serve(
        handle,  # type: ignore[arg-type]  # it gets what create_connection made
        settings.websocket_host,
        settings.websocket_port,
        create_connection=ClientSocket,
        process_request=refuse,
        # Costs 50 KiB a connection, and every frame would be made for each client anew.
        compression=None,
        server_header=None,
        open_timeout=HANDSHAKE_SECONDS,
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        close_timeout=CLOSE_SECONDS,
        max_size=MESSAGE_BYTES_MAX,
        write_limit=settings.slow_client_bytes,
        logger=logger,
        backlog=BACKLOG_CONNECTIONS,
    )


def is_foreign(request: Request) -> bool:
    """Tell whether another site's page makes this request: its Origin is not the Host it asks.

    Browsers always send an Origin, so a request without one comes from no page at all.
    """
    origins = request.headers.get_all("Origin")
    hosts = request.headers.get_all("Host")
    if not origins:
        return False
    if len(origins) > 1 or len(hosts) != 1:
        return True
    host = hosts[0].lower()
    return origins[0].lower() not in {f"http://{host}", f"https://{host}"}


async def drain(server: Server, seconds: float) -> None:
    """Take nobody in any more, then close everybody, spread over `seconds`.

    So the clients do not all return at once to the gateways that are left. Each is served until its
    turn comes.
    """
    server.close(close_connections=False)
    clients = [client for client in server.connections if isinstance(client, ClientSocket)]
    random.shuffle(clients)
    loop = asyncio.get_running_loop()
    for place, client in enumerate(clients, start=1):
        loop.call_later(seconds * place / len(clients), client.end, CloseCode.GOING_AWAY)
    try:
        async with asyncio.timeout(seconds + LAST_SECONDS):
            await server.wait_closed()
    except TimeoutError:
        for left in server.all_connections:
            left.transport.abort()
