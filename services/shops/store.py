"""Shops in the database: small functions over a connection, inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Text,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert

from services.shops.schema import dishes, outbox, shops
from services.shops.shop import Change, Shop, next_version, state
from shared.contracts import Dish, Section
from shared.events import ShopUpdated
from shared.outbox import add


class UnknownShop(LookupError):
    """There is no shop of this id."""


COLUMNS = tuple(field.name for field in fields(Shop) if field.name != "menu")
_COLUMNS = tuple(shops.c[name] for name in COLUMNS)

# Where a dish stands is told by its place in the menu, which has no gaps.
DISH_COLUMNS = tuple(name for name in Dish.model_fields if name != "position")

_dish = func.json_build_object(*(part for name in DISH_COLUMNS for part in (name, dishes.c[name])))
_menu: ColumnElement[Any] = (
    select(func.json_agg(aggregate_order_by(_dish, dishes.c.position, dishes.c.id)))
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
    made = connection.execute(
        upsert(shops).values(_values(shop)).on_conflict_do_nothing().returning(shops.c.id)
    ).one_or_none()
    if made is None:
        return False
    for dish in shop.menu:
        connection.execute(insert(dishes).values(shop_id=shop.id, **_dish_values(dish)))
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
    values["sections"] = tuple(map(Section.model_validate, values["sections"]))
    return Shop(**values, menu=tuple(map(Dish.model_validate, menu)))


def _values(shop: Shop) -> dict[str, Any]:
    values = {name: getattr(shop, name) for name in COLUMNS}
    return {**values, "sections": [section.model_dump() for section in shop.sections]}


def _dish_values(dish: Dish) -> dict[str, Any]:
    return {name: getattr(dish, name) for name in DISH_COLUMNS}


def _store(connection: Connection, before: Shop, after: Shop) -> None:
    old = _values(before)
    changed = {name: value for name, value in _values(after).items() if value != old[name]}
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
            connection.execute(insert(dishes).values(shop_id=after.id, **_dish_values(dish)))
        elif dish != old[dish_id]:
            connection.execute(
                update(dishes).where(_is(after.id, dish_id)).values(_dish_values(dish))
            )
    by_coming = [*(id_ for id_ in old if id_ in new), *(id_ for id_ in new if id_ not in old)]
    if list(new) != by_coming:
        _number(connection, after.id, list(new))


def _number(connection: Connection, shop_id: str, dish_ids: list[str]) -> None:
    """Store the order of a menu; new dishes go on being numbered by how many there ever were."""
    places = (
        func.unnest(literal(dish_ids, ARRAY(Text)))
        .table_valued("dish_id", with_ordinality="number")
        .render_derived()
    )
    connection.execute(
        update(dishes).where(_is(shop_id, places.c.dish_id)).values(position=places.c.number - 1)
    )


def _is(shop_id: str, dish_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    return and_(dishes.c.shop_id == shop_id, dishes.c.id == dish_id)
