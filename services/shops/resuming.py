"""Ends pauses that are over and brings dishes back, by the database's clock alone."""

from collections.abc import Callable, Sequence
from typing import NoReturn

import structlog
from sqlalchemy import Connection, func, select, union

from services.shops import store
from services.shops.menu import with_dishes_back
from services.shops.opening import with_pause_ended
from services.shops.schema import dishes, shops
from services.shops.shop import Shop
from shared.database import Database
from shared.rounds import do_for_ever

BATCH_SHOPS_MAX = 50

log = structlog.get_logger()


async def keep_resuming(
    database: Database, every_seconds: float, changed: Callable[[], None]
) -> NoReturn:
    """Resume what is due, every few seconds, until cancelled."""

    async def once() -> None:
        while resumed := await database.run(resume):
            changed()
            for shop in resumed:
                _log(shop)

    await do_for_ever("resuming", every_seconds, once)


def resume(connection: Connection) -> Sequence[Shop]:
    """Return up to BATCH_SHOPS_MAX shops as they are now that something of theirs was due.

    A shop that another replica is changing is passed over.
    """
    now = store.clock(connection)

    def resumed(shop: Shop) -> Shop:
        return with_dishes_back(with_pause_ended(shop, now=now), now=now)

    return [store.change(connection, shop_id, resumed) for shop_id in _due(connection)]


def _due(connection: Connection) -> Sequence[str]:
    over = select(shops.c.id).where(shops.c.paused_until <= func.now())
    back = select(dishes.c.shop_id).where(dishes.c.back_at <= func.now())
    query = (
        select(shops.c.id)
        .where(shops.c.id.in_(union(over, back)))
        .order_by(shops.c.id)
        .limit(BATCH_SHOPS_MAX)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return connection.execute(query).scalars().all()


def _log(shop: Shop) -> None:
    log.info("shop_resumed", shop_id=shop.id, accepting=shop.accepting, version=shop.version)
