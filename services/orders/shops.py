"""Our own copy of the shops, kept by version, so that placing an order asks nobody else."""

from datetime import datetime

import structlog
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from services.orders.schema import shops
from shared.contracts import ShopState
from shared.database import Database
from shared.events import Event, ShopEvent

log = structlog.get_logger()


async def on_shop_event(event: Event, database: Database) -> None:
    """Keep the shop that the event carries, unless our copy is as new."""
    if not isinstance(event, ShopEvent):
        return
    shop = event.data.shop
    if await database.run(keep_shop, shop):
        log.info("shop_copied", shop_id=shop.id, version=shop.version, accepting=shop.accepting)


def keep_shop(connection: Connection, shop: ShopState) -> bool:
    """Keep this version of the shop unless ours is as new; return whether it was kept."""
    ours = connection.scalar(select(shops.c.version).where(shops.c.id == shop.id))
    if ours is not None and ours >= shop.version:
        # Nearly always: a shop is told again and again. What locks no row waits for no disk.
        return False
    values = {
        "id": shop.id,
        "version": shop.version,
        "sessions_since": shop.sessions_since,
        "state": shop.model_dump(mode="json"),
    }
    statement = insert(shops).values(values)
    statement = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={name: statement.excluded[name] for name in values},
        where=shops.c.version < statement.excluded.version,
    )
    return connection.execute(statement.returning(shops.c.id)).one_or_none() is not None


def sessions_since(connection: Connection, shop_id: str) -> datetime | None:
    """Return since when the shop's sessions hold, or None while no copy of it is here."""
    query = select(shops.c.sessions_since).where(shops.c.id == shop_id)
    return connection.execute(query).scalar_one_or_none()
