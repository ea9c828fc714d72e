"""The SQL of `orders`: small functions over a connection, each part of its caller's transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Row,
    Text,
    bindparam,
    func,
    select,
    true,
    tuple_,
)

from services.orders.days import BusinessDay
from services.orders.lifecycle import Change
from services.orders.schema import idempotency_keys, order_history, orders, shops
from services.orders.statements import SAVE_CHANGES
from shared.contracts import ACTIVE_STATUSES, Customer, Order, OrderStatus, ShopState
from shared.events import OrderPlaced
from shared.outbox import OutboxRow, written


@dataclass(frozen=True)
class Found:
    """An order, since when its shop's sessions hold, and the transaction's time."""

    order: Order
    sessions_since: datetime | None
    now: datetime


@dataclass(frozen=True)
class Snapshot:
    """A shop's orders that have not ended, oldest first, and since when its sessions hold.

    That is None while no copy of the shop is here.
    """

    orders: list[Order]
    sessions_since: datetime | None


@dataclass(frozen=True)
class Before:
    """What stood before an order is placed: its key's use, if any, and the shop's copy, if any."""

    body_hash: bytes | None
    order_id: UUID | None
    shop: ShopState | None


_FOUND = select(orders, shops.c.sessions_since, func.now().label("now")).outerjoin(
    shops, shops.c.id == orders.c.shop_id
)


def find_order(connection: Connection, order_id: UUID) -> Found | None:
    """Return the order as it is now, or None."""
    return find_orders(connection, [order_id]).get(order_id)


def find_orders(connection: Connection, order_ids: Iterable[UUID]) -> dict[UUID, Found]:
    """Return those of these orders that there are, as they are now, by their ids."""
    rows = connection.execute(_FOUND.where(orders.c.id.in_(set(order_ids))))
    return {row.id: _found(row) for row in rows}


def hold_order(connection: Connection, order_id: UUID) -> Order | None:
    """Return the order, which nobody changes before this transaction ends, or None."""
    query = select(orders).where(orders.c.id == order_id).with_for_update(read=True)
    row = connection.execute(query).one_or_none()
    return _order(row) if row else None


_now = select(func.now().label("now")).subquery()
_BEFORE = select(
    idempotency_keys.c.body_hash, idempotency_keys.c.order_id, shops.c.state
).select_from(
    _now.outerjoin(idempotency_keys, idempotency_keys.c.key == bindparam("key")).outerjoin(
        shops, shops.c.id == bindparam("shop_id")
    )
)


def find_before(connection: Connection, key: UUID, shop_id: str | None) -> Before:
    """Return in one query what deciding on a new order needs."""
    row = connection.execute(_BEFORE, {"key": key, "shop_id": shop_id}).one()
    shop = ShopState.model_validate(row.state) if row.state else None
    return Before(row.body_hash, row.order_id, shop)


@dataclass(frozen=True)
class NewOrder:
    """An order to be written, but for what the database gives, as `new_orders.py` makes it.

    It is written if `key` is not taken and the shop's copy is of `shop_version`; `event` is the
    template that ADD_ORDERS describes.
    """

    order: Order
    event: str
    key: UUID
    body_hash: bytes
    business_day: date
    shop_version: int
    accept_minutes: int


def add_orders(wanted: Sequence[NewOrder]) -> str:
    """Return the parameter of ADD_ORDERS that stands for these orders."""
    return json.dumps(
        [
            _values(each.order)
            | {
                "key": str(each.key),
                "body_hash": each.body_hash.hex(),
                "business_day": each.business_day.isoformat(),
                "shop_version": each.shop_version,
                "accept_minutes": each.accept_minutes,
                "event": each.event,
                "routing_key": OrderPlaced.routing_key(),
            }
            for each in wanted
        ]
    )


def save(connection: Connection, change: Change) -> bool:
    """Write the order's next version, its history and its event, which is due at once.

    False, and nothing written, when the order is no longer of the version before.
    """
    return bool(save_all(connection, [change], due_in_seconds=0))


def save_all(
    connection: Connection, changes: Sequence[Change], due_in_seconds: int
) -> Sequence[OutboxRow]:
    """Write the orders' next versions, their histories and their events, and return these.

    Left out are orders that are no longer of the version before.
    """
    values = [
        _values(change.order)
        | {
            "event": change.told().encode().decode(),
            "routing_key": change.event.routing_key(),
        }
        for change in changes
    ]
    rows = SAVE_CHANGES.execute(connection, json.dumps(values), due_in_seconds)
    return written(rows)


def lock_unconfirmed(connection: Connection, wanted: Iterable[tuple[str, UUID]]) -> list[Found]:
    """Return those of these orders, each with its shop, that are not confirmed, locked.

    Locked in one order, so that two who confirm the same orders wait for each other and do not
    deadlock.
    """
    confirmed = set(wanted)
    query = (
        _FOUND.where(
            orders.c.id.in_({id_ for _, id_ in confirmed}),
            # So said that no partial index fits: PostgreSQL takes those of what is under way to be
            # as empty as when the table was last analysed, and in a rush would read a whole one for
            # each receipt: in 6 ms with 20,000 orders unconfirmed, and not in 0.5.
            func.coalesce(orders.c.status, "") == OrderStatus.PLACED,
            func.coalesce(orders.c.received_at, "infinity") == "infinity",
        )
        .order_by(orders.c.id)
        .with_for_update(of=orders)
    )
    found = [_found(row) for row in connection.execute(query)]
    return [each for each in found if (each.order.shop_id, each.order.id) in confirmed]


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


_asked = (
    func.unnest(bindparam("shop_ids", type_=ARRAY(Text)))
    .table_valued("shop_id")
    .render_derived(name="asked")
)
# OFFSET has each shop's own part of the index read. Joined otherwise, all of it may be, for each
# batch: PostgreSQL takes what is active to be as little as when the table was last analysed.
_active = (
    select(orders)
    .where(orders.c.shop_id == _asked.c.shop_id, orders.c.ended_at.is_(None))
    .offset(0)
    .lateral("active")
)
_SNAPSHOTS = select(
    _asked.c.shop_id.label("asked_id"), shops.c.sessions_since, _active
).select_from(_asked.outerjoin(shops, shops.c.id == _asked.c.shop_id).outerjoin(_active, true()))


def snapshots(connection: Connection, shop_ids: Iterable[str]) -> dict[str, Snapshot]:
    """Return in one query what is active at each of these shops."""
    asked = set(shop_ids)
    found: dict[str, list[Order]] = {shop_id: [] for shop_id in asked}
    since: dict[str, datetime | None] = {}
    for row in connection.execute(_SNAPSHOTS, {"shop_ids": list(asked)}):
        since[row.asked_id] = row.sessions_since
        if row.id is not None:
            found[row.asked_id].append(_order(row))
    for active in found.values():
        active.sort(key=lambda order: (order.placed_at, order.id))
    return {shop_id: Snapshot(found[shop_id], since[shop_id]) for shop_id in asked}


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


def orders_of_day(
    connection: Connection,
    shop_id: str,
    day: BusinessDay,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Order]:
    """Return the shop's orders that were placed on that day, and after `after`, oldest first."""
    place = tuple_(orders.c.placed_at, orders.c.id)
    query = (
        select(orders)
        .where(
            orders.c.shop_id == shop_id,
            orders.c.placed_at >= day.begins_at,
            orders.c.placed_at < day.ends_at,
        )
        .order_by(orders.c.placed_at, orders.c.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(place > after)
    return [_order(row) for row in connection.execute(query)]


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
    """Return the order's columns as JSON has them."""
    values = order.model_dump(mode="json")
    customer = values.pop("customer")
    has_ended = order.status not in ACTIVE_STATUSES
    return values | {
        "customer_name": customer["name"],
        "customer_address": customer["address"],
        "customer_telephone": customer["telephone"],
        "ended_at": values["updated_at"] if has_ended else None,
    }
