"""Runs `orders`: `python -m services.orders`."""

import asyncio
from functools import partial

from services.orders.app import build_app
from services.orders.migrate import REVISIONS
from services.orders.parts import Parts, build_parts
from services.orders.receipts import on_client_message
from services.orders.retention import forget_for_ever
from services.orders.settings import OrdersSettings
from services.orders.shops import on_shop_event
from services.orders.sweep import sweep_for_ever
from shared.broker import Session, keep_session
from shared.consumer import consume_events
from shared.migrations import until_migrated
from shared.operations import serve_http
from shared.service import run
from shared.settings import load


async def main(parts: Parts) -> None:
    """Serve and work until cancelled: work goes on until the last request has been answered."""
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work(parts))
            await serve_http(build_app(parts), parts.settings.http_host, parts.settings.http_port)
    finally:
        parts.database.close()


async def work(parts: Parts) -> None:
    """Relay, consume, sweep and forget, once the database is migrated, until cancelled."""
    settings = parts.settings
    broker_url = settings.broker_url.get_secret_value()
    await until_migrated(parts.database, REVISIONS)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(parts.relay.run())
        tasks.create_task(keep_session(broker_url, "orders.shops", partial(hear_shops, parts)))
        tasks.create_task(keep_session(broker_url, "orders.receipts", partial(hear_clients, parts)))
        tasks.create_task(sweep_for_ever(parts))
        tasks.create_task(forget_for_ever(parts.database, settings))


async def hear_shops(parts: Parts, session: Session) -> None:
    """Keep our copy of the shops."""
    await session.check(exchanges=["dead-letters"], queues=["orders.shops"])
    await consume_events(session, "orders.shops", partial(on_shop_event, database=parts.database))


async def hear_clients(parts: Parts, session: Session) -> None:
    """Take the receipts that kitchens send over their sockets."""
    await session.check(exchanges=["dead-letters"], queues=["orders.receipts"])
    await consume_events(
        session, "orders.receipts", partial(on_client_message, receipts=parts.receipts)
    )


if __name__ == "__main__":
    _parts = build_parts(load(OrdersSettings))
    run("orders", _parts.settings, partial(main, _parts))
