"""A shop's menu: pure, each change gives the shop as it is afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.shops.shop import Shop
from shared.contracts import Dish

# A shop's event carries its whole menu to every replica of `orders` and `notifier`.
DISHES_MAX = 500


class MenuFull(Exception):
    """One dish more than a menu holds."""


class UnknownDish(LookupError):
    """The menu has no dish of this id."""


def with_dish(shop: Shop, dish: Dish) -> Shop:
    """Return the shop with one more dish, the last of its menu; raises MenuFull."""
    if len(shop.menu) >= DISHES_MAX:
        raise MenuFull(f"a menu holds {DISHES_MAX} dishes at most")
    return replace(shop, menu=(*shop.menu, dish))


def with_dish_changed(shop: Shop, dish_id: str, wanted: Mapping[str, Any], now: datetime) -> Shop:
    """Return the shop with a dish as `requests.DishChange` wants it; raises UnknownDish.

    Whoever says whether a dish is available says with it whether it comes back by itself.
    """
    fields = dict(wanted)
    place: int | None = fields.pop("position", None)
    back_minutes: int | None = fields.pop("back_minutes", None)
    if "available" in fields:
        fields["back_at"] = back_minutes and now + timedelta(minutes=back_minutes)
    changed = dish_of(shop.menu, dish_id).model_copy(update=fields)
    menu = [changed if dish.id == dish_id else dish for dish in shop.menu]
    if place is not None:
        menu.remove(changed)
        menu.insert(place, changed)
    return replace(shop, menu=tuple(menu))


def with_dishes_back(shop: Shop, *, now: datetime) -> Shop:
    """Return the shop with those dishes available again whose time to come back is here."""
    back = {"available": True, "back_at": None}
    menu = tuple(
        dish.model_copy(update=back) if dish.back_at is not None and dish.back_at <= now else dish
        for dish in shop.menu
    )
    return replace(shop, menu=menu)


def without_dish(shop: Shop, dish_id: str) -> Shop:
    """Return the shop without a dish; raises UnknownDish."""
    gone = dish_of(shop.menu, dish_id)
    return replace(shop, menu=tuple(dish for dish in shop.menu if dish is not gone))


def dish_of(menu: Iterable[Dish], dish_id: str) -> Dish:
    """Return a dish of the menu; raises UnknownDish."""
    for dish in menu:
        if dish.id == dish_id:
            return dish
    raise UnknownDish(dish_id)
