"""What taking over a menu makes of a shop: pure, and nothing where it was done before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from services.shops.menu import with_dish
from services.shops.shop import Shop
from shared.contracts import Dish


@dataclass(frozen=True)
class Difference:
    """A dish at another price than the one to take over, and whether it was set to that."""

    name: str
    before: int
    wanted: int
    set: bool


@dataclass(frozen=True)
class Takeover:
    """A shop as it is afterwards, the prices by dish to take over, and what that changes."""

    shop: Shop
    prices: Mapping[str, int]
    made: bool
    added: tuple[Dish, ...]
    differing: tuple[Difference, ...]

    @property
    def same(self) -> int:
        """How many dishes were there already, at the same price."""
        return len(self.prices) - len(self.added) - len(self.differing)

    @property
    def changes(self) -> bool:
        """Whether anything is not as it was."""
        return self.made or bool(self.added) or any(each.set for each in self.differing)


def taken_over(
    shop: Shop,
    prices: Mapping[str, int],
    new_id: Callable[[], str],
    *,
    made: bool = False,
    update_prices: bool = False,
) -> Takeover:
    """Return what the dishes at these prices make of the shop; raises MenuFull.

    A dish is known by its name, the first of the menu where several have it. What is there keeps
    its place and all but its price; what is not becomes the last.
    """
    known: dict[str, Dish] = {}
    for dish in shop.menu:
        known.setdefault(dish.name, dish)
    differing = tuple(
        Difference(name, known[name].price, price, update_prices)
        for name, price in prices.items()
        if name in known and known[name].price != price
    )
    added = tuple(
        Dish(id=new_id(), name=name, price=price, available=True)
        for name, price in prices.items()
        if name not in known
    )
    wanted = {known[each.name].id: each.wanted for each in differing if each.set}
    menu = tuple(
        dish.model_copy(update={"price": wanted.get(dish.id, dish.price)}) for dish in shop.menu
    )
    after = replace(shop, menu=menu)
    for dish in added:
        after = with_dish(after, dish)
    return Takeover(after, prices, made, added, differing)
