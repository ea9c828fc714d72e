"""The orders whose deadline is over: found and locked, a few at a time, by the database's clock.

Each is read from an index that holds no more than the orders in its state, so that looking is cheap
however many have ended. Whoever looks passes over what somebody else holds.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, or_, select, update

from services.orders import store
from services.orders.schema import orders, outbox
from shared.contracts import Order, OrderStatus

_unreceived = (orders.c.status == OrderStatus.PLACED, orders.c.received_at.is_(None))


def unaccepted(connection: Connection, limit: int) -> list[store.Found]:
    """Return orders that no kitchen has accepted in time, locked."""
    return store.lock_some(
        connection,
        orders.c.status == OrderStatus.PLACED,
        orders.c.accept_by <= func.now(),
        oldest=orders.c.accept_by,
        limit=limit,
    )


def unreceived(connection: Connection, first: timedelta, limit: int) -> list[store.Found]:
    """Return orders that no screen has shown, and that are due to be published again, locked.

    The first time they are due so long after they were placed, then when they were put off to.
    """
    return store.lock_some(
        connection,
        *_unreceived,
        orders.c.placed_at <= func.now() - first,
        or_(orders.c.republish_at.is_(None), orders.c.republish_at <= func.now()),
        oldest=orders.c.placed_at,
        limit=limit,
    )


def put_off(connection: Connection, until: Mapping[UUID, datetime]) -> None:
    """Store until when each of these orders is not due to be published again."""
    if until:
        connection.execute(
            update(orders)
            .where(orders.c.id == bindparam("order_id"))
            .values(republish_at=bindparam("until")),
            [{"order_id": order_id, "until": at} for order_id, at in until.items()],
        )


def in_outbox(connection: Connection, candidates: Iterable[Order]) -> set[str]:
    """Return the ids of those of these orders that an event waits for the broker of."""
    ids = [str(order.id) for order in candidates]
    return set(connection.scalars(select(outbox.c.subject).where(outbox.c.subject.in_(ids))))


def unattended(connection: Connection, after: timedelta, limit: int) -> list[store.Found]:
    """Return orders in the kitchen's work that nobody has touched for so long, locked."""
    return store.lock_some(
        connection,
        orders.c.status.in_([OrderStatus.ACCEPTED, OrderStatus.READY]),
        orders.c.updated_at <= func.now() - after,
        oldest=orders.c.updated_at,
        limit=limit,
    )


def oldest_unreceived_seconds(connection: Connection) -> float:
    """Return the age of the oldest order that no screen has shown, 0 when there is none."""
    age = func.extract("epoch", func.now() - func.min(orders.c.placed_at))
    return float(connection.scalar(select(age).where(*_unreceived)) or 0)
