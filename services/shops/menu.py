"""A shop's menu: pure, each change gives the shop as it is afterwards."""

from dataclasses import replace

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


def with_dish_changed(shop: Shop, dish_id: str, **fields: str | int | bool) -> Shop:
    """Return the shop with these fields of a dish changed; raises UnknownDish."""
    changed = dish_of(shop, dish_id).model_copy(update=fields)
    return replace(shop, menu=tuple(changed if d.id == dish_id else d for d in shop.menu))


def without_dish(shop: Shop, dish_id: str) -> Shop:
    """Return the shop without a dish; raises UnknownDish."""
    gone = dish_of(shop, dish_id)
    return replace(shop, menu=tuple(dish for dish in shop.menu if dish is not gone))


def dish_of(shop: Shop, dish_id: str) -> Dish:
    """Return a dish of the menu; raises UnknownDish."""
    for dish in shop.menu:
        if dish.id == dish_id:
            return dish
    raise UnknownDish(dish_id)
