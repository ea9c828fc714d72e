"""After a restored back-up: versions that are higher than any that somebody may have seen.

Whoever holds a copy of an order keeps the newest version, and those of before the loss are newer
than what the back-up holds. Orders that have ended change no more: they are as they were seen.
"""

from sqlalchemy import Connection, select, update

from services.orders.republishing import publish_again
from services.orders.schema import order_history, orders


def lift(connection: Connection, by: int) -> int:
    """Raise the versions of all orders that have not ended, with their histories; publish them.

    Returns how many they are. Each step of a history stays one version apart from the next.
    """
    active = select(orders.c.id).where(orders.c.ended_at.is_(None)).with_for_update()
    ids = connection.execute(active.order_by(orders.c.id)).scalars().all()
    steps = update(order_history).where(order_history.c.order_id.in_(ids))
    connection.execute(steps.values(version=order_history.c.version + by))
    connection.execute(
        update(orders).where(orders.c.id.in_(ids)).values(version=orders.c.version + by)
    )
    for order_id in ids:
        publish_again(connection, order_id)
    return len(ids)
