"""The SQL of `orders`: small functions over a connection, each part of its caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select, tuple_

from services.orders.lifecycle import Change
from services.orders.schema import idempotency_keys, order_history, orders, outbox, shops
from services.orders.statements import ADD_ORDER, SAVE_CHANGE
from shared.contracts import ACTIVE_STATUSES, Customer, Order, OrderStatus, ShopState
from shared.events import OrderPlaced
from shared.outbox import add


@dataclass(frozen=True)
class Found:
    """An order, since when its shop's sessions hold, and the transaction's time."""

    order: Order
    sessions_since: datetime | None
    now: datetime


@dataclass(frozen=True)
class Before:
    """What stood before an order is placed: its key's use, if any, and the shop's copy, if any."""

    body_hash: bytes | None
    order_id: UUID | None
    shop: ShopState | None
    now: datetime


_FOUND = select(orders, shops.c.sessions_since, func.now().label("now")).outerjoin(
    shops, shops.c.id == orders.c.shop_id
)


def find_order(connection: Connection, order_id: UUID) -> Found | None:
    """Return the order as it is now, or None."""
    row = connection.execute(_FOUND.where(orders.c.id == order_id)).one_or_none()
    return _found(row) if row else None


def hold_order(connection: Connection, order_id: UUID) -> Order | None:
    """Return the order, which nobody changes before this transaction ends, or None."""
    query = select(orders).where(orders.c.id == order_id).with_for_update(read=True)
    row = connection.execute(query).one_or_none()
    return _order(row) if row else None


_now = select(func.now().label("now")).subquery()
_BEFORE = select(
    idempotency_keys.c.body_hash, idempotency_keys.c.order_id, shops.c.state, _now.c.now
).select_from(
    _now.outerjoin(idempotency_keys, idempotency_keys.c.key == bindparam("key")).outerjoin(
        shops, shops.c.id == bindparam("shop_id")
    )
)


def find_before(connection: Connection, key: UUID, shop_id: str | None) -> Before:
    """Return in one query what deciding on a new order needs."""
    row = connection.execute(_BEFORE, {"key": key, "shop_id": shop_id}).one()
    shop = ShopState.model_validate(row.state) if row.state else None
    return Before(row.body_hash, row.order_id, shop, row.now)


def add_order(
    connection: Connection,
    order: Order,
    *,
    day: date,
    key: UUID,
    body_hash: bytes,
    shop_version: int,
) -> Order | None:
    """Write the order with the next number of its shop's day, and return it with that number.

    None, and nothing written, when the key was taken meanwhile or the shop's copy is no longer of
    `shop_version`.
    """
    values = {
        "key": key,
        "body_hash": body_hash,
        "business_day": day,
        "shop_version": shop_version,
        "event": OrderPlaced.routing_key(),
    }
    number = connection.scalar(ADD_ORDER, _values(order) | values)
    if number is None:
        return None
    numbered = order.model_copy(update={"number": number})
    add(connection, outbox, OrderPlaced.of(numbered))
    return numbered


def save(connection: Connection, change: Change) -> bool:
    """Write the order's next version, its history and its event.

    False, and nothing written, when the order is no longer of the version before.
    """
    order = change.order
    values = _values(order) | {"event": change.event.routing_key()}
    if connection.scalar(SAVE_CHANGE, values) is None:
        return False
    add(connection, outbox, change.event.of(order))
    return True


def lock_unconfirmed(connection: Connection, shop_id: str, ids: Iterable[UUID]) -> list[Found]:
    """Return those of these orders that the shop has not confirmed, locked.

    Locked in one order, so that two screens that confirm the same orders wait for each other and
    do not deadlock.
    """
    query = (
        _FOUND.where(
            orders.c.shop_id == shop_id,
            orders.c.id.in_(ids),
            orders.c.status == OrderStatus.PLACED,
            orders.c.received_at.is_(None),
        )
        .order_by(orders.c.id)
        .with_for_update(of=orders)
    )
    return [_found(row) for row in connection.execute(query)]


def lock_some(
    connection: Connection,
    *conditions: ColumnElement[bool],
    oldest: ColumnElement[datetime],
    limit: int,
) -> list[Found]:
    """Return the orders that meet these conditions, oldest first, locked.

    Those that somebody else holds are passed over: they are in good hands.
    """
    query = (
        _FOUND.where(*conditions)
        .order_by(oldest)
        .limit(limit)
        .with_for_update(of=orders, key_share=True, skip_locked=True)
    )
    return [_found(row) for row in connection.execute(query)]


_SNAPSHOT = (
    select(shops.c.sessions_since, orders)
    .select_from(
        _now.outerjoin(shops, shops.c.id == bindparam("shop_id")).outerjoin(
            orders, (orders.c.shop_id == bindparam("shop_id")) & orders.c.ended_at.is_(None)
        )
    )
    .order_by(orders.c.placed_at, orders.c.id)
)


def active_orders(connection: Connection, shop_id: str) -> tuple[list[Order], datetime | None]:
    """Return in one query the shop's orders that have not ended, oldest first.

    And since when its sessions hold, None while no copy of the shop is here.
    """
    rows = connection.execute(_SNAPSHOT, {"shop_id": shop_id}).all()
    return [_order(row) for row in rows if row.id is not None], rows[0].sessions_since


def ended_orders(
    connection: Connection, shop_id: str, after: tuple[datetime, UUID] | None, limit: int
) -> list[tuple[Order, datetime]]:
    """Return the shop's orders that ended before `after`, newest first, each with its end."""
    place = tuple_(orders.c.ended_at, orders.c.id)
    query = (
        select(orders)
        .where(orders.c.shop_id == shop_id, orders.c.ended_at.is_not(None))
        .order_by(orders.c.ended_at.desc(), orders.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(place < after)
    return [(_order(row), row.ended_at) for row in connection.execute(query)]


def history(connection: Connection, order_id: UUID) -> Sequence[Row[int, str, datetime]]:
    """Return the order's versions with their events and times, oldest first."""
    query = (
        select(order_history.c.version, order_history.c.event, order_history.c.at)
        .where(order_history.c.order_id == order_id)
        .order_by(order_history.c.version)
    )
    return connection.execute(query).all()


def clock(connection: Connection) -> datetime:
    """Return the database's time now, not the transaction's."""
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now


def _found(row: Row[Any]) -> Found:
    return Found(_order(row), row.sessions_since, row.now)


def _order(row: Row[Any]) -> Order:
    values = row._asdict()
    customer = Customer(
        name=row.customer_name, address=row.customer_address, telephone=row.customer_telephone
    )
    return Order(**values, customer=customer)


def _values(order: Order) -> dict[str, Any]:
    values = order.model_dump()
    customer = values.pop("customer")
    return values | {
        "customer_name": customer["name"],
        "customer_address": customer["address"],
        "customer_telephone": customer["telephone"],
        "ended_at": None if order.status in ACTIVE_STATUSES else order.updated_at,
    }
