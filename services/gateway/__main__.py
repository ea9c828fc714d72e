"""Runs a gateway: `python -m services.gateway`."""

import asyncio

from starlette.applications import Starlette

from services.gateway.connection import Connection
from services.gateway.gateway import Gateway
from services.gateway.server import Server, drain
from services.gateway.settings import GatewaySettings
from shared.broker import keep_session
from shared.operations import operations_routes, serve_http
from shared.service import allow_open_files, run
from shared.settings import load


async def serve(settings: GatewaySettings) -> None:
    """Serve clients until cancelled; then let them go one after the other.

    Their leases end by themselves: meanwhile kitchens are at another gateway, and never were away.
    """
    gateway = Gateway(settings)
    server = Server(settings, lambda socket: Connection(socket, gateway))
    await server.listen()

    async def ready() -> str | None:
        return None if server.is_serving() else "its clients to leave: it stops"

    operations = Starlette(routes=operations_routes(ready))
    parts = [
        asyncio.ensure_future(part)
        for part in (
            keep_session(settings.broker_url.get_secret_value(), "gateway", gateway.work),
            gateway.watch(),
            serve_http(operations, settings.http_host, settings.http_port, leave_seconds=0),
        )
    ]
    try:
        ended, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for part in ended:
            part.result()
    finally:
        await drain(server, settings.drain_seconds)
        for part in parts:
            part.cancel()
        await asyncio.wait(parts)


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = load(GatewaySettings)
    allow_open_files()
    run("gateway", settings, lambda: serve(settings))


if __name__ == "__main__":
    main()
