"""Shops in the database: small functions over a connection, inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert

from services.shops.schema import dishes, outbox, shops
from services.shops.shop import Change, Shop, next_version, state
from shared.contracts import Dish
from shared.events import ShopUpdated
from shared.outbox import add


class UnknownShop(LookupError):
    """There is no shop of this id."""


COLUMNS = tuple(field.name for field in fields(Shop) if field.name != "menu")
_COLUMNS = tuple(shops.c[name] for name in COLUMNS)

_dish = func.json_build_object(
    "id",
    dishes.c.id,
    "name",
    dishes.c.name,
    "price",
    dishes.c.price,
    "available",
    dishes.c.available,
)
_menu: ColumnElement[Any] = (
    select(func.json_agg(aggregate_order_by(_dish, dishes.c.position)))
    .where(dishes.c.shop_id == shops.c.id)
    .correlate(shops)
    .scalar_subquery()
    .label("menu")
)


def read(connection: Connection, shop_id: str) -> Shop:
    """Return a shop, its row and its menu of the same moment; raises UnknownShop."""
    row = (
        connection.execute(select(*_COLUMNS, _menu).where(shops.c.id == shop_id))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise UnknownShop(shop_id)
    return _shop(row)


def publish_again(connection: Connection, shop_id: str) -> None:
    """Write the event of the shop as it is into the outbox once more; raises UnknownShop."""
    add(connection, outbox, ShopUpdated.of(state(read(connection, shop_id))))


def change(connection: Connection, shop_id: str, alter: Change) -> Shop:
    """Return the shop after `alter`, stored, with the event that tells of it; raises UnknownShop.

    The shop's row is locked from before it is read until the transaction ends. What `alter`
    raises is passed on, and nothing is stored.
    """
    lock = select(shops.c.id).where(shops.c.id == shop_id).with_for_update(key_share=True)
    connection.execute(lock)
    before = read(connection, shop_id)
    after = next_version(before, alter(before))
    _store(connection, before, after)
    if after.version != before.version:
        add(connection, outbox, ShopUpdated.of(state(after)))
    return after


def create(connection: Connection, shop: Shop) -> bool:
    """Store a new shop and the event that tells of it; returns False where its id is taken."""
    values = {name: getattr(shop, name) for name in COLUMNS}
    made = connection.execute(
        upsert(shops).values(values).on_conflict_do_nothing().returning(shops.c.id)
    ).one_or_none()
    if made is None:
        return False
    for dish in shop.menu:
        connection.execute(insert(dishes).values(shop_id=shop.id, **dish.model_dump()))
    add(connection, outbox, ShopUpdated.of(state(shop)))
    return True


def listed(connection: Connection, after: str | None, limit: int) -> Sequence[Shop]:
    """Return up to `limit` shops by id, those after `after`, without their menus."""
    query = select(*_COLUMNS).order_by(shops.c.id).limit(limit)
    if after is not None:
        query = query.where(shops.c.id > after)
    return [_shop(row) for row in connection.execute(query).mappings()]


def clock(connection: Connection) -> datetime:
    """Return the database's clock: when this transaction began."""
    return connection.execute(select(func.now())).scalar_one()


def _shop(row: RowMapping) -> Shop:
    values = dict(row)
    menu = values.pop("menu", None) or ()
    return Shop(**values, menu=tuple(Dish.model_validate(dish) for dish in menu))


def _store(connection: Connection, before: Shop, after: Shop) -> None:
    changed = {
        name: getattr(after, name)
        for name in COLUMNS
        if getattr(after, name) != getattr(before, name)
    }
    if changed:
        connection.execute(update(shops).where(shops.c.id == after.id).values(changed))
    if after.menu != before.menu:
        _store_menu(connection, before, after)


def _store_menu(connection: Connection, before: Shop, after: Shop) -> None:
    old = {dish.id: dish for dish in before.menu}
    new = {dish.id: dish for dish in after.menu}
    for gone in old.keys() - new.keys():
        connection.execute(delete(dishes).where(_is(after.id, gone)))
    for dish_id, dish in new.items():
        if dish_id not in old:
            connection.execute(insert(dishes).values(shop_id=after.id, **dish.model_dump()))
        elif dish != old[dish_id]:
            connection.execute(
                update(dishes).where(_is(after.id, dish_id)).values(**dish.model_dump())
            )


def _is(shop_id: str, dish_id: str) -> ColumnElement[bool]:
    return and_(dishes.c.shop_id == shop_id, dishes.c.id == dish_id)
