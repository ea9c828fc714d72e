"""The WebSocket server: who is let in, and how everybody is let go."""

import asyncio
import random
from collections.abc import Callable
from http import HTTPStatus

from websockets.http11 import Request

from services.gateway.client_socket import Client, ClientSocket
from services.gateway.close_codes import CloseCode
from services.gateway.settings import GatewaySettings

PATH = "/ws"
# How long a stop waits for the last client to take its close.
LAST_SECONDS = 1
LOOK_SECONDS = 0.05
BACKLOG_CONNECTIONS = 4096

Welcome = Callable[[ClientSocket], Client]


class Server:
    """Who is connected, and how many may be."""

    def __init__(self, settings: GatewaySettings, welcome: Welcome) -> None:
        """Take to whom each client that is let in is given."""
        self.sockets: set[ClientSocket] = set()
        self.write_limit_bytes = settings.slow_client_bytes
        self.welcome = welcome
        self._settings = settings
        self._listening: asyncio.Server

    async def listen(self) -> None:
        """Take clients in from now on."""
        self._listening = await asyncio.get_running_loop().create_server(
            lambda: ClientSocket(self),
            self._settings.websocket_host,
            self._settings.websocket_port,
            backlog=BACKLOG_CONNECTIONS,
        )

    def close(self) -> None:
        """Take nobody in any more."""
        self._listening.close()

    def is_serving(self) -> bool:
        """Return whether clients are taken in."""
        return self._listening.is_serving()

    def refusal(self, request: Request) -> tuple[HTTPStatus, str] | None:
        """Return why a client is not let in, or None."""
        if request.path.partition("?")[0] != PATH:
            return HTTPStatus.NOT_FOUND, "Not found\n"
        if is_foreign(request):
            return HTTPStatus.FORBIDDEN, "Foreign origin\n"
        if not self.is_serving():
            return HTTPStatus.SERVICE_UNAVAILABLE, "Going away\n"
        if len(self.sockets) > self._settings.connections_max:
            return HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections\n"
        return None


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
    server.close()
    clients = [client for client in server.sockets if client.is_open]
    random.shuffle(clients)
    loop = asyncio.get_running_loop()
    for place, client in enumerate(clients, start=1):
        loop.call_later(seconds * place / len(clients), client.end, CloseCode.GOING_AWAY)
    try:
        async with asyncio.timeout(seconds + LAST_SECONDS):
            while server.sockets:
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError:
        for left in list(server.sockets):
            left.cut_off()
