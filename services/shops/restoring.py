"""After a restored back-up: versions that are higher than any that somebody may have seen."""

from sqlalchemy import Connection, select, update

from services.shops import store
from services.shops.schema import shops


def lift(connection: Connection, by: int) -> int:
    """Raise the versions of all shops and publish them; returns how many they are."""
    every = select(shops.c.id).order_by(shops.c.id).with_for_update()
    ids = connection.execute(every).scalars().all()
    connection.execute(update(shops).values(version=shops.c.version + by))
    for shop_id in ids:
        store.publish_again(connection, shop_id)
    return len(ids)
