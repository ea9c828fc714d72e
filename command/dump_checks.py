"""What a dump may say: names and prices by the product's rules, and no dish at two prices.

Nothing here raises: mistakes are collected, so that somebody can mend them all at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pydantic import TypeAdapter, ValidationError

from command.dump_rows import Row
from command.printing import quoted
from services.shops.menu import DISHES_MAX
from services.shops.requests import NAME_MAX, PRICE_MAX, Name
from services.shops.shop import ID_PATTERN

# A new shop's passcode is hashed slowly, on purpose.
SHOPS_MAX = 1000
# The template counts in yuan, the product in hundredths.
DIGITS = 2
HUNDREDTH = Decimal(1).scaleb(-DIGITS)
HIGHEST = Decimal(PRICE_MAX).scaleb(-DIGITS)
PRICE_PATTERN = r"[0-9]+(\.[0-9]+)?"
# What a database puts behind texts of fixed length.
PADDING = " "

_name = TypeAdapter(Name)

# Prices in hundredths by dish, by shop, each in the order of the dump.
Menus = dict[str, dict[str, int]]


def menus_of(rows: Iterable[Row]) -> tuple[Menus, list[str]]:
    """Return the menus, and what is wrong with the rows; with mistakes the menus lack some."""
    menus: Menus = {}
    places: dict[tuple[str, str], str] = {}
    mistakes: list[str] = []
    for row in rows:
        price = hundredths(row.price)
        wrong = [*_wrong_names(row), *_wrong_price(row, price)]
        if wrong or price is None:
            mistakes.append(f"{row.place}: {'; '.join(wrong)}")
            continue
        shop, dish = _text(row.shop), _text(row.dish)
        first = places.setdefault((shop, dish), row.place)
        if menus.setdefault(shop, {}).setdefault(dish, price) != price:
            mistakes.append(f"{row.place}: {quoted(dish)} has another price in {first}")
    return menus, [*mistakes, *_too_many(menus)]


def hundredths(price: object) -> int | None:
    """Return a price in hundredths, exactly; None for what is no price that a menu may have."""
    if isinstance(price, str) and re.fullmatch(PRICE_PATTERN, price.strip(PADDING)):
        price = Decimal(price.strip(PADDING))
    if not isinstance(price, Decimal) or not 0 <= price <= HIGHEST:
        return None
    rounded = price.quantize(HUNDREDTH)
    return int(rounded.scaleb(DIGITS)) if rounded == price else None


def shop_ids(names: Iterable[str], given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the shops' ids by name, and what is wrong with them: those given, or the names."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    mistakes = [
        f"--id: no shop in it is named {quoted(name)}" for name in given.keys() - set(names)
    ]
    for name in names:
        shop_id = given.get(name, name if _fits(name) else name.lower())
        if name in given and not _fits(shop_id):
            mistakes.append(f"--id: {quoted(shop_id)} is no id: a-z, 0-9 and hyphens between them")
        elif not _fits(shop_id):
            mistakes.append(f"{quoted(name)} is no id: say which with --id {quoted(name)}=ID")
        elif shop_id in taken:
            mistakes.append(f"{quoted(name)} and another would be {shop_id}: say another --id")
        taken.add(shop_id)
        ids[name] = shop_id
    return ids, mistakes


def _wrong_names(row: Row) -> Iterator[str]:
    for what, name in (("shop", row.shop), ("dish", row.dish)):
        if name is None:
            yield f"names no {what}"
        elif not _is_name(name):
            yield f"{quoted(name)} is no name of a {what}: 1 to {NAME_MAX} characters in one line"


def _wrong_price(row: Row, price: int | None) -> Iterator[str]:
    if row.price is None:
        yield "has no price"
    elif price is None:
        yield f"{quoted(row.price)} is no price: 0 to {HIGHEST} with two decimals at most"


def _too_many(menus: Menus) -> Iterator[str]:
    if len(menus) > SHOPS_MAX:
        yield f"there are {len(menus)} shops in it, {SHOPS_MAX} at most are taken over"
    for shop, menu in menus.items():
        if len(menu) > DISHES_MAX:
            yield f"{quoted(shop)} has {len(menu)} dishes, a menu holds {DISHES_MAX} at most"


def _is_name(name: object) -> bool:
    try:
        _name.validate_python(_text(name) if isinstance(name, str) else name)
    except ValidationError:
        return False
    return True


def _text(name: object) -> str:
    return str(name).strip(PADDING)


def _fits(shop_id: str) -> bool:
    return re.fullmatch(ID_PATTERN, shop_id) is not None
