"""Which rows of a dump are dishes: found by the names of their columns, not yet checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from command.dump import UNNAMED, Record, Tables
from command.failure import Failure
from command.printing import quoted

# The template's description names no columns: these are how copies of it spell them, best first.
SHOP = ("shop_name", "shopname", "shop", "name")
DISH = ("dish", "dish_name", "dishname")
PRICE = ("price", "dish_price")
# Bills and customers have a dish or a price too, and are nobody's menu.
PERSONAL = frozenset({"user", "addr", "address", "telephone", "tel", "phone"})

ROWS_MAX = 50_000
COLUMNS_SHOWN_MAX = 20
LOOKED_FOR = f"columns looked for: {' or '.join(SHOP)}; {' or '.join(DISH)}; {' or '.join(PRICE)}"


@dataclass(frozen=True)
class Row:
    """A dish of a shop, with whatever the dump has in its columns, and where it stands."""

    place: str
    shop: object
    dish: object
    price: object


@dataclass(frozen=True)
class Dump:
    """What was found in a dump, and the names of the tables that have nothing to do with it."""

    rows: list[Row]
    ignored: list[str]


def dump_of(tables: Tables) -> Dump:
    """Return the dishes; raises Failure where none are found, or too many.

    Tables with a shop's column are menus. Where no table has one, each may be a shop's menu, as
    the template's `GET /get_shop_info` answers.
    """
    columns = {name: _columns(records) for name, records in tables.items()}
    menus = {name for name, found in columns.items() if _are_dishes(found) and _any(SHOP, found)}
    filled = {name for name, found in columns.items() if found}
    by_shop = (
        not menus and UNNAMED not in filled and all(_are_dishes(columns[name]) for name in filled)
    )
    if by_shop:
        menus = filled
    rows = [
        _row(record, name if by_shop else _value(SHOP, record))
        for name in tables
        if name in menus
        for record in tables[name]
    ]
    if not rows:
        raise Failure(f"there are no dishes in it; {LOOKED_FOR}; {_found(columns)}")
    if len(rows) > ROWS_MAX:
        raise Failure(f"there are {len(rows)} dishes in it, {ROWS_MAX} at most are taken over")
    return Dump(rows, [name for name in tables if name not in menus])


def _row(record: Record, shop: object) -> Row:
    return Row(record.place, shop, _value(DISH, record), _value(PRICE, record))


def _columns(records: Iterable[Record]) -> frozenset[str]:
    return frozenset(name for record in records for name in record.columns)


def _are_dishes(columns: frozenset[str]) -> bool:
    return _any(DISH, columns) and _any(PRICE, columns) and columns.isdisjoint(PERSONAL)


def _any(spellings: Iterable[str], columns: frozenset[str]) -> bool:
    return not columns.isdisjoint(spellings)


def _value(spellings: Iterable[str], record: Record) -> object:
    return next((record.columns[name] for name in spellings if name in record.columns), None)


def _found(columns: Mapping[str, frozenset[str]]) -> str:
    names = sorted(frozenset().union(*columns.values()))
    more = ", …" if len(names) > COLUMNS_SHOWN_MAX else ""
    return f"found: {', '.join(map(quoted, names[:COLUMNS_SHOWN_MAX])) or 'none'}{more}"
