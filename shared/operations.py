"""What operators ask every process: alive, ready, metrics. And how a process serves HTTP."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, disable_created_metrics, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.measuring import Measured
from shared.problems import unavailable
from shared.whole_answers import WholeAnswers

# When each series began is nobody's question.
disable_created_metrics()  # type: ignore[no-untyped-call]

Ready = Callable[[], Awaitable[str | None]]

READY_PATH = "/readyz"
READY_LIMIT_SECONDS = 3
# How long a service that is told to stop goes on serving, while those connected to it learn
# from its answers to send their next requests elsewhere.
LEAVE_SECONDS = 1.0
# A request that was sent before nobody listened any more has been read by then.
LAST_REQUEST_SECONDS = 0.2
LOOK_EVERY_SECONDS = 0.05
# As long as the database may take over a statement.
GRACE_SECONDS = 5
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
        Route(READY_PATH, readiness),
        Route("/metrics", metrics),
    ]


class _Server(uvicorn.Server):
    """A server that leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def wait_until_unconnected(self, limit_seconds: float) -> None:
        """Return when nobody is connected, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_seconds):
                while self.server_state.connections:
                    await asyncio.sleep(LOOK_EVERY_SECONDS)

    def stop_listening(self) -> None:
        """Have new connections refused; those that stand go on."""
        for listener in self.servers if self.started else ():
            listener.close()


class _Leaving:
    """An application that can be about to stop: then it is not ready, and every answer is the last.

    `Connection: close` makes the edge open its next connection, to a replica that stays. A
    connection that was merely closed could be closed on a request that must not be sent twice.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.leaving = False
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the request answered; 503 for one that is cut off by the end."""
        answering = False

        async def send_last(message: Message) -> None:
            nonlocal answering
            answering = True
            if self.leaving and message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        app = self._app
        if self.leaving and scope["path"] == READY_PATH:
            app = PlainTextResponse("waiting for its end: it stops\n", status_code=503)
        try:
            await app(scope, receive, send_last)
        except asyncio.CancelledError:
            if not answering:
                await unavailable().response()(scope, receive, send_last)


async def serve_http(
    app: ASGIApp, host: str, port: int, leave_seconds: float = LEAVE_SECONDS
) -> None:
    """Serve until cancelled; then leave within `leave_seconds`, and end what is under way.

    Where nobody is connected that takes no time. Requests under way get GRACE_SECONDS.
    """
    leaving = _Leaving(Measured(app))
    server = _Server(
        uvicorn.Config(
            leaving,
            host=host,
            port=port,
            http=WholeAnswers,
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
    except asyncio.CancelledError:
        leaving.leaving = True
        await server.wait_until_unconnected(leave_seconds)
        server.stop_listening()
        await server.wait_until_unconnected(LAST_REQUEST_SECONDS)
        raise
    finally:
        server.should_exit = True
        await serving
