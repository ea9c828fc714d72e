"""The process of `shops`: `python -m services.shops`."""

import asyncio
from functools import partial

from services.shops.app import application
from services.shops.context import Context
from services.shops.migrate import REVISIONS
from services.shops.passcodes import Checks
from services.shops.presence import Presence
from services.shops.refresh import keep_refreshing
from services.shops.resuming import keep_resuming
from services.shops.schema import outbox
from services.shops.settings import ShopsSettings
from shared.broker import keep_session
from shared.database import Database
from shared.migrations import until_migrated
from shared.operations import serve_http
from shared.relay import Relay
from shared.service import run
from shared.settings import file_of, load
from shared.tokens import Signer, Verifier


async def serve(settings: ShopsSettings) -> None:
    """Serve and work until cancelled: work goes on until the last request has been answered."""
    database = Database(settings.database_url.get_secret_value(), settings.database_threads)
    relay = Relay(database, outbox, settings.broker_url.get_secret_value(), "shops.outbox")
    context = Context(
        settings=settings,
        database=database,
        signer=Signer(settings.token_private_key.get_secret_value(), file_of("token_private_key")),
        verifier=Verifier(settings.token_public_keys, file_of("token_public_keys")),
        checks=Checks(settings.passcode_threads),
        changed=relay.wake,
    )
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work(settings, database, relay))
            await serve_http(application(context), settings.http_host, settings.http_port)
    finally:
        context.checks.close()
        database.close()


async def work(settings: ShopsSettings, database: Database, relay: Relay) -> None:
    """Relay, hear gateways, sweep, resume and refresh, once the database is migrated."""
    presence = Presence(database, settings, relay.wake)
    broker_url = settings.broker_url.get_secret_value()
    await until_migrated(database, REVISIONS)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(relay.run())
        tasks.create_task(keep_session(broker_url, "shops.presence", presence.consume))
        tasks.create_task(presence.sweep())
        tasks.create_task(keep_resuming(database, settings.sweep_seconds, relay.wake))
        tasks.create_task(keep_refreshing(database, settings.refresh_seconds, relay.wake))


def main() -> None:
    """Run the process until it is told to stop."""
    settings = load(ShopsSettings)
    run("shops", settings, partial(serve, settings))


if __name__ == "__main__":
    main()
