"""Runs a notifier: `python -m services.notifier`."""

import asyncio

from starlette.applications import Starlette

from services.notifier.notifier import Notifier
from services.notifier.settings import NotifierSettings
from shared.broker import keep_session
from shared.operations import operations_routes, serve_http
from shared.service import run
from shared.settings import load


async def serve(settings: NotifierSettings) -> None:
    """Push what happens to the gateways until cancelled."""
    notifier = Notifier()

    async def ready() -> str | None:
        return None if notifier.is_working else "its broker session"

    operations = Starlette(routes=operations_routes(ready))
    async with asyncio.TaskGroup() as parts:
        parts.create_task(
            keep_session(settings.broker_url.get_secret_value(), "notifier", notifier.work)
        )
        parts.create_task(
            serve_http(operations, settings.http_host, settings.http_port, leave_seconds=0)
        )


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = load(NotifierSettings)
    run("notifier", settings, lambda: serve(settings))


if __name__ == "__main__":
    main()
