"""Tells every shop again, every few minutes, so that a copy that was lost heals by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

from sqlalchemy import Connection, exists, func, select, update

from services.shops import store
from services.shops.schema import outbox, shops
from services.shops.shop import state
from shared.database import Database
from shared.events import ShopRefreshed
from shared.outbox import add
from shared.rounds import do_for_ever

BATCH_SHOPS_MAX = 50
# Looked for so many times in each period, so that shops are told when they are due.
LOOKS_PER_PERIOD = 30


async def keep_refreshing(
    database: Database, every_seconds: float, changed: Callable[[], None]
) -> NoReturn:
    """Refresh the shops that are due, until cancelled."""
    every = timedelta(seconds=every_seconds)

    async def once() -> None:
        while await database.run(refresh, every):
            changed()

    await do_for_ever("refresh", every_seconds / LOOKS_PER_PERIOD, once)


def refresh(connection: Connection, every: timedelta) -> int:
    """Write the events of up to BATCH_SHOPS_MAX shops that are due; returns how many they were.

    A shop whose last refresh still waits in the outbox is not due: an outage must not fill it.
    """
    waits = exists().where(
        outbox.c.subject == shops.c.id, outbox.c.routing_key == ShopRefreshed.routing_key()
    )
    due = (
        select(shops.c.id)
        .where(shops.c.refreshed_at <= func.now() - every, ~waits)
        .order_by(shops.c.refreshed_at)
        .limit(BATCH_SHOPS_MAX)
        .with_for_update(key_share=True, skip_locked=True)
    )
    due_ids = connection.execute(due).scalars().all()
    for shop_id in due_ids:
        add(connection, outbox, ShopRefreshed.of(state(store.read(connection, shop_id))))
    if due_ids:
        told = update(shops).where(shops.c.id.in_(due_ids)).values(refreshed_at=func.now())
        connection.execute(told)
    return len(due_ids)
