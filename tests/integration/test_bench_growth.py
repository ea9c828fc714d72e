"""What `bench/generate.py` makes is what a system that lives has, and growth is measured on it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from bench import growth_orders, growth_rounds, growth_shops
from bench.generate import ACTIVE_ORDERS, DAY_ORDERS, MEASURED_SHOP, TABLES, Size, fill
from bench.generate_shops import TIMEZONE
from bench.growth_orders import Prepare
from services.orders import migrate as orders_schema
from services.orders import retention, store, sweep
from services.orders.days import asked_day
from services.orders.forgetting import forget_old
from services.orders.settings import OrdersSettings
from services.shops import leases
from services.shops import migrate as shops_schema
from shared.contracts import ShopState
from shared.migrations import migrate
from tests.servers import PostgresServer

SIZE = Size(orders=2000, shops=10)
SETTINGS = OrdersSettings.model_construct()
MADE_AGAIN = text("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(:tables)")


@pytest.fixture(scope="module")
def databases(postgres: PostgresServer) -> tuple[Engine, Engine]:
    urls = postgres.create_database("orders"), postgres.create_database("shops")
    for url, service in zip(urls, (orders_schema, shops_schema), strict=True):
        migrate(url, service.REVISIONS)
    engines = tuple(create_engine(url, poolclass=NullPool) for url in urls)
    before = indexes(engines[0])
    fill(*urls, SIZE)
    assert indexes(engines[0]) == before
    return engines[0], engines[1]


@pytest.fixture
def orders(databases: tuple[Engine, Engine]) -> Iterator[Connection]:
    with databases[0].connect() as connection:
        yield connection


def indexes(engine: Engine) -> set[Any]:
    with engine.connect() as connection:
        return set(connection.execute(MADE_AGAIN, {"tables": list(TABLES)}))


def count(connection: Connection, what: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())


def test_there_are_so_many_orders_each_with_its_history(orders: Connection) -> None:
    assert count(orders, "orders") == SIZE.orders
    last = """orders JOIN order_history ON order_id = id AND order_history.version = orders.version
        WHERE at = updated_at AND event = CASE status WHEN 'placed' THEN 'order.received'
            ELSE 'order.' || status END"""
    assert count(orders, last) == SIZE.orders
    versions = orders.execute(text("SELECT sum(version) FROM orders")).scalar_one()
    assert count(orders, "order_history") == versions
    assert count(orders, "orders WHERE status NOT IN ('placed', 'accepted', 'ready')") == count(
        orders, "orders WHERE ended_at = updated_at"
    )


def test_one_shop_has_the_same_day_and_active_orders_at_every_size(orders: Connection) -> None:
    active = store.snapshots(orders, [MEASURED_SHOP])[MEASURED_SHOP].orders
    assert len(active) == ACTIVE_ORDERS
    now = datetime.now(UTC)
    yesterday = str(asked_day("today", now, TIMEZONE).day - timedelta(days=1))
    day = asked_day(yesterday, now, TIMEZONE)
    of_day = store.orders_of_day(orders, MEASURED_SHOP, day, None, SIZE.orders)
    assert DAY_ORDERS <= len(of_day) <= DAY_ORDERS + ACTIVE_ORDERS
    assert len({order.number for order in of_day}) == len(of_day)


def test_what_is_due_has_been_done_and_what_is_old_is_forgotten(orders: Connection) -> None:
    for duty in sweep.DUTIES:
        assert duty.sweep_some(orders, SETTINGS).orders == []
    assert forget_old(orders, SIZE.orders, SETTINGS.personal_data_days) == 0
    assert retention.forget_keys(orders, SIZE.orders, SETTINGS.idempotency_hours) == 0
    assert retention.forget_counters(orders, SIZE.orders) == 0
    erased = "orders WHERE erased_at IS NOT NULL"
    assert count(orders, erased) == count(orders, "orders WHERE customer_telephone = ''")
    assert 0 < count(orders, erased) < SIZE.orders
    assert 0 < count(orders, "idempotency_keys") < SIZE.orders


def test_shops_are_open_and_attended_in_both_databases(databases: tuple[Engine, Engine]) -> None:
    with databases[1].connect() as connection:
        assert count(connection, "shops WHERE open AND kitchen_online") == SIZE.shops
        leases.expire(connection)
        assert leases.unsettled(connection, may_end=True) == []
    with databases[0].connect() as connection:
        states = connection.scalars(text("SELECT state FROM shops")).all()
    copies = list(map(ShopState.model_validate, states))
    assert len({copy.id for copy in copies if copy.accepting}) == SIZE.shops


@pytest.mark.parametrize(
    ("database", "prepare"),
    [(0, each) for each in growth_orders.ROUNDS.values()]
    + [(1, each) for each in growth_shops.ROUNDS.values()],
)
def test_rounds_are_measured_and_leave_nothing(
    databases: tuple[Engine, Engine], database: int, prepare: Prepare
) -> None:
    engine = databases[database]
    tables = "outbox", "shops", "order_history" if database == 0 else "dishes"
    with engine.connect() as connection:
        before = [count(connection, table) for table in tables]
    cost = growth_rounds.measure(engine, prepare, repeats=1)
    assert 0 < cost.cpu < cost.time < 30
    planned, units = growth_rounds.plans(engine, prepare)
    assert units > 0
    assert all(each.pages >= 0 for each in planned)
    with engine.connect() as connection:
        assert [count(connection, table) for table in tables] == before
