"""Fills the databases of a running system as months of orders would have, within minutes.

    .venv/bin/python -m bench.generate .stack --orders 100000 --shops 10

`.stack` is the data folder of a system that runs; the shops are new ones. However many orders are
made, they are of the last DAYS days and of all shops alike. Most were completed; those of the last
minutes are under way. What the defaults of retention have forgotten by now is forgotten. One shop
has the same yesterday and the same active orders at every size, so that what a day or a snapshot
costs can be compared.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from bench.generate_churn import live
from bench.generate_shops import ACCEPT_MINUTES, CURRENCY, TIMEZONE, copy_shops, make_shops
from bench.generate_statements import (
    ADD_COUNTERS,
    ADD_HISTORY,
    ADD_KEYS,
    ADD_ORDERS,
    INDEXES,
)
from bench.progress import tell
from provision.environment_file import read_environment
from services.orders.days import asked_day
from services.orders.pricing import price
from services.orders.requests import WantedItem
from services.orders.retention import COUNTER_DAYS
from services.orders.settings import OrdersSettings
from services.orders.store import clock
from shared.contracts import Dish
from stack.operators_environment import NAME
from stack.start import environment_file

DAYS = 100
# The shop whose yesterday and whose snapshot are the same at every size.
MEASURED_SHOP = "growth-0"
DAY_ORDERS = 100
ACTIVE_ORDERS = 10
ACTIVE_FOR = timedelta(minutes=15)
# What baskets hold, by the places of the dishes in the menu; one line of them has a note.
BASKETS = ((0,), (1, 11), (0, 7, 12), (2, 8), (6, 11, 10, 12), (4, 10), (0, 3, 9), (5, 7, 8, 12))
NOTED_PLACE = 8
TABLES = ("orders", "order_history", "idempotency_keys", "counters")
SORT_MEMORY = "256MB"


@dataclass(frozen=True)
class Size:
    """How much there is: two shops at least, and at least the orders of one shop's day."""

    orders: int
    shops: int

    def __str__(self) -> str:
        return f"{self.orders:,} orders, {self.shops:,} shops"


@dataclass(frozen=True)
class Span:
    """Orders at even intervals in a stretch of time, of so many shops in turn."""

    orders: int
    begins_at: datetime
    ends_at: datetime
    shops: int = 1
    first_shop: int = 0


def fill(orders_url: str, shops_url: str, size: Size) -> None:
    """Fill both databases, as their owners."""
    tell(f"{size}: shops")
    with _engine(shops_url).begin() as connection:
        shop = make_shops(connection, size.shops)
    tidy(shops_url)
    with _engine(orders_url).begin() as connection:
        copy_shops(connection, shop, size.shops)
        with _without_indexes(connection):
            _add_orders(connection, size, shop.menu)
    tell(f"{size}: vacuum and analyze")
    tidy(orders_url)
    tell(f"{size}: a few orders' lives since the vacuum")
    with _engine(orders_url).connect() as connection:
        live(connection, size.orders)


def spans(size: Size, now: datetime) -> Sequence[Span]:
    """Return which orders there are: those of all shops, and then those of the measured one."""
    began_at = now - timedelta(days=DAYS)
    today = asked_day("today", now, TIMEZONE)
    yesterday = asked_day(str(today.day - timedelta(days=1)), now, TIMEZONE)
    others = size.orders - DAY_ORDERS - ACTIVE_ORDERS
    lately = round(others * ((now - yesterday.begins_at) / (now - began_at)))
    return (
        Span(others - lately, began_at, yesterday.begins_at, size.shops),
        Span(lately, yesterday.begins_at, now, size.shops - 1, first_shop=1),
        Span(DAY_ORDERS, yesterday.begins_at, yesterday.ends_at),
        Span(ACTIVE_ORDERS, now - ACTIVE_FOR, now),
    )


def _add_orders(connection: Connection, size: Size, menu: Sequence[Dish]) -> None:
    defaults = OrdersSettings.model_fields
    given = {
        "currency": CURRENCY,
        "timezone": TIMEZONE,
        "accept_minutes": ACCEPT_MINUTES,
        "personal_data": timedelta(days=defaults["personal_data_days"].default),
        "baskets": json.dumps(_baskets(menu)),
    }
    tell(f"{size}: orders")
    for span in spans(size, clock(connection)):
        every = (span.ends_at - span.begins_at) / max(span.orders, 1)
        values = {
            "orders": span.orders,
            "begins_at": span.begins_at,
            "every_seconds": every.total_seconds(),
            "shops": span.shops,
            "first_shop": span.first_shop,
        }
        connection.execute(ADD_ORDERS, given | values)
    tell(f"{size}: their history")
    connection.execute(ADD_HISTORY)
    tell(f"{size}: keys and counters")
    kept = timedelta(hours=defaults["idempotency_hours"].default)
    connection.execute(ADD_KEYS, {"kept": kept})
    connection.execute(ADD_COUNTERS, {"days": COUNTER_DAYS, "timezone": TIMEZONE})


def _baskets(menu: Sequence[Dish]) -> list[dict[str, Any]]:
    """Return the lines that orders have, priced, as they are stored, and without their notes."""
    baskets = []
    for number, places in enumerate(BASKETS):
        lines = [
            WantedItem(
                dish_id=menu[place].id,
                quantity=1 + place % 3,
                note="Not too hot" if place == NOTED_PLACE else None,
            )
            for place in places
        ]
        priced, total = price(lines, menu)
        items = [item.model_dump() for item in priced]
        erased = [item | {"note": item["note"] and ""} for item in items]
        baskets.append({"number": number, "items": items, "erased_items": erased, "total": total})
    return baskets


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Take indexes and keys away meanwhile: made after millions of rows, they are made faster."""
    indexes = connection.execute(INDEXES, {"tables": list(TABLES)}).all()
    for index in reversed(indexes):
        connection.exec_driver_sql(index.drop)
    yield
    tell("indexes")
    connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{SORT_MEMORY}'")
    for index in indexes:
        connection.exec_driver_sql(index.make)


def tidy(url: str) -> None:
    """Do what autovacuum would have done by now."""
    with _engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def main() -> None:
    """Fill the databases of the system that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="the data folder of a system that runs")
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--shops", type=int, default=10)
    arguments = parser.parse_args()
    urls = read_environment(environment_file(arguments.data, NAME))
    size = Size(arguments.orders, arguments.shops)
    fill(urls["ORDERS_DATABASE_URL"], urls["SHOPS_DATABASE_URL"], size)
    tell("done")


if __name__ == "__main__":
    main()
