"""What an order costs: the menu's prices, never the client's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.orders.requests import WantedItem
from shared.contracts import Dish, OrderItem, ShopState


class UnknownDish(Exception):
    """A dish that is not on the menu; its text is the dish's id."""


class DishUnavailable(Exception):
    """A dish that is sold out; its text is the dish's id."""


@dataclass(frozen=True)
class Priced:
    """A basket by the menu of a shop: its lines, and their total in minor units."""

    shop: ShopState
    items: Sequence[OrderItem]
    total: int


def price(lines: Sequence[WantedItem], menu: Sequence[Dish]) -> tuple[tuple[OrderItem, ...], int]:
    """Return the lines with the menu's names and prices, and their total in minor units.

    Raises UnknownDish or DishUnavailable for the first line that cannot be served; unknown dishes
    come first, since waiting does not cure them.
    """
    dishes = {dish.id: dish for dish in menu}
    for line in lines:
        if line.dish_id not in dishes:
            raise UnknownDish(line.dish_id)
    items = tuple(_item(line, dishes) for line in lines)
    return items, sum(item.price * item.quantity for item in items)


def _item(line: WantedItem, dishes: Mapping[str, Dish]) -> OrderItem:
    dish = dishes[line.dish_id]
    if not dish.available:
        raise DishUnavailable(dish.id)
    return OrderItem(
        dish_id=dish.id,
        name=dish.name,
        price=dish.price,
        quantity=line.quantity,
        note=line.note,
        names=dish.names,
    )
