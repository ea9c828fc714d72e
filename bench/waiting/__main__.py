"""Runs the server: `python -m bench.waiting`, with a gateway's environment."""

import asyncio

from starlette.applications import Starlette

from bench.waiting.connection import ClientConnection
from bench.waiting.feed import Feed
from bench.waiting.settings import WaitingSettings
from services.gateway.server import BACKLOG_CONNECTIONS
from shared.broker import keep_session
from shared.operations import operations_routes, serve_http
from shared.service import allow_open_files, run
from shared.settings import load


async def serve(settings: WaitingSettings) -> None:
    """Serve clients until cancelled."""
    feed = Feed(settings)
    server = await asyncio.get_running_loop().create_server(
        lambda: ClientConnection(feed),
        settings.websocket_host,
        settings.websocket_port,
        backlog=BACKLOG_CONNECTIONS,
    )

    async def ready() -> str | None:
        return None if server.is_serving() else "its end: it stops"

    operations = Starlette(routes=operations_routes(ready))
    session = keep_session(settings.broker_url.get_secret_value(), "waiting", feed.work)
    serving = serve_http(operations, settings.http_host, settings.http_port, leave_seconds=0)
    try:
        async with asyncio.TaskGroup() as parts:
            for part in (session, feed.watch(), serving):
                parts.create_task(part)
    finally:
        server.close()


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = load(WaitingSettings)
    allow_open_files()
    run("waiting", settings, lambda: serve(settings))


if __name__ == "__main__":
    main()
