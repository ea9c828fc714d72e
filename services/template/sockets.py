"""The old WebSockets' server: who is let in, and where a kitchen's frames go."""

import logging
from http import HTTPStatus

from prometheus_client import Gauge
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from services.template.kitchen import Kitchen, Parts
from services.template.settings import TemplateSettings
from services.template.wires import WIRES

FRAME_BYTES_MAX = 1024
FRAMES_WAITING_MAX = 4
PING_SECONDS = 20
PONG_SECONDS = 20
HANDSHAKE_SECONDS = 5
CLOSE_SECONDS = 2
BACKLOG_CONNECTIONS = 4096

logger = logging.getLogger("orderbell.template")
logger.setLevel(logging.CRITICAL)

connections = Gauge("template_connections", "Old sockets that are open.")


async def listen(settings: TemplateSettings, parts: Parts) -> Server:
    """Return a server that takes old kitchens in, from pages of any origin."""

    async def kitchen(socket: ServerConnection) -> None:
        assert socket.request is not None  # noqa: S101
        with connections.track_inprogress():
            address = socket.request.headers.get("X-Real-IP", "")
            await Kitchen(parts, WIRES[_path(socket.request)], address, socket).serve()

    def refusal(socket: ServerConnection, request: Request) -> Response | None:
        if _path(request) not in WIRES:
            return socket.respond(HTTPStatus.NOT_FOUND, "Not found\n")
        if len(server.connections) > settings.connections_max:
            return socket.respond(HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections\n")
        return None

    server = await serve(
        kitchen,
        settings.websocket_host,
        settings.websocket_port,
        process_request=refusal,
        compression=None,
        max_size=FRAME_BYTES_MAX,
        max_queue=FRAMES_WAITING_MAX,
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        open_timeout=HANDSHAKE_SECONDS,
        close_timeout=CLOSE_SECONDS,
        backlog=BACKLOG_CONNECTIONS,
        logger=logger,
        server_header=None,
    )
    return server


async def close(server: Server) -> None:
    """Take nobody in any more, and close every socket with 1001."""
    server.close()
    await server.wait_closed()


def _path(request: Request) -> str:
    return request.path.partition("?")[0]
