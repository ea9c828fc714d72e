"""What operators ask every process: alive, ready, metrics. And how a process serves HTTP."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

Ready = Callable[[], Awaitable[str | None]]

READY_LIMIT_SECONDS = 3
GRACE_SECONDS = 3
BACKLOG_CONNECTIONS = 2048
KEEP_ALIVE_SECONDS = 75


def operations_routes(ready: Ready) -> list[Route]:
    """Return `/healthz`, `/readyz` and `/metrics`.

    `ready` returns None when this part can do its own work, and otherwise what it waits for.
    """

    async def health(request: Request) -> Response:
        del request
        return PlainTextResponse("alive\n")

    async def readiness(request: Request) -> Response:
        del request
        try:
            async with asyncio.timeout(READY_LIMIT_SECONDS):
                waits_for = await ready()
        except TimeoutError:
            waits_for = "an answer in time"
        if waits_for is None:
            return PlainTextResponse("ready\n")
        return PlainTextResponse(f"waiting for {waits_for}\n", status_code=503)

    async def metrics(request: Request) -> Response:
        del request
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [
        Route("/healthz", health),
        Route("/readyz", readiness),
        Route("/metrics", metrics),
    ]


class _Server(uvicorn.Server):
    """A server that leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve_http(app: ASGIApp, host: str, port: int) -> None:
    """Serve until cancelled; requests under way get GRACE_SECONDS to end."""
    server = _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            # The edge names the client in X-Real-IP; nobody else is believed.
            proxy_headers=False,
            backlog=BACKLOG_CONNECTIONS,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    serving = asyncio.ensure_future(server.serve())
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        await serving
