"""How PostgreSQL finds what `orders` asks for: from an index, however many orders have ended."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text

from services.orders import overdue, statistics, store
from services.orders.days import asked_day
from services.orders.forgetting import forget_old, forget_telephone
from services.orders.migrate import REVISIONS
from services.orders.reading import READ_TOGETHER_MAX, read_snapshots
from services.orders.shops import keep_shop
from services.orders.statements import SAVE_CHANGES
from shared import database
from shared.migrations import migrate
from tests.samples import NOON, a_shop
from tests.servers import PostgresServer

ENDED = 20_000
FEW = 4000
LIMIT = 50
# So often PostgreSQL plans what is prepared before it may keep a plan.
PLANNED_TIMES = 5
HOUR = timedelta(hours=1)
HOUR_IN_DAYS = 1 / 24
BUSY_ORDERS = 2_000
BUSY_LINES = 5
# In a shop's list of twenty shops, a few that are active among many that ended.
FILL = text(
    """
    INSERT INTO orders (
        id, number, shop_id, shop_name, status, version, items, total, currency,
        customer_name, customer_address, customer_telephone,
        placed_at, updated_at, accept_by, ended_at
    )
    SELECT gen_random_uuid(), n, 'shop-' || n % 20, '', status, 1, '[]', 1, 'CNY', '', '', '',
        at, at, at, CASE WHEN status = 'completed' THEN at END
    FROM generate_series(1, :ended) AS n,
        LATERAL (SELECT now() - make_interval(secs => n) AS at) AS times,
        LATERAL (
            SELECT CASE n % 400 WHEN 0 THEN 'placed' WHEN 1 THEN 'ready' ELSE 'completed' END
            AS status
        ) AS statuses
    """
)

# A shop's busy day, and its days before and after, which are as busy.
FILL_BUSY = text(
    """
    INSERT INTO orders (
        id, number, shop_id, shop_name, status, version, items, total, currency,
        customer_name, customer_address, customer_telephone,
        placed_at, updated_at, accept_by, accepted_at, ready_at, completed_at, ended_at
    )
    SELECT gen_random_uuid(), n, 'busy', '', 'completed', 1, items, 500, 'CNY', '', '', '',
        at, at, at, at, at, at, at
    FROM generate_series(1, :orders * 3) AS n,
        LATERAL (
            SELECT CAST(:begins_at AS timestamptz)
                + (n - 1 - :orders) * (interval '1 day' / :orders) AS at
        ) AS times,
        (
            SELECT jsonb_agg(jsonb_build_object(
                'dish_id', 'dish-' || line, 'name', 'Dish ' || line, 'price', 100, 'quantity', 1
            )) AS items
            FROM generate_series(1, :lines) AS line
        ) AS baskets
    """
)
BUSY_DAY = asked_day("today", NOON, "Asia/Shanghai")


@pytest.fixture(scope="module")
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    url = postgres.create_database("orders")
    migrate(url, REVISIONS)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        keep_shop(connection, a_shop(id="shop-0"))
        connection.execute(FILL, {"ended": ENDED})
        busy = {"orders": BUSY_ORDERS, "lines": BUSY_LINES, "begins_at": BUSY_DAY.begins_at}
        connection.execute(FILL_BUSY, busy)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE orders")
    yield engine
    engine.dispose()


def plans(engine: Engine, function: Callable[..., object], *arguments: object) -> list[str]:
    """Return how each statement that the function executes is planned, in their order."""
    with engine.connect() as connection:
        return plans_on(connection, function, *arguments)


def plans_on(
    connection: Connection, function: Callable[..., object], *arguments: object
) -> list[str]:
    """Return the same of this connection's transaction."""
    noted: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        noted.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    function(connection, *arguments)
    event.remove(connection, "before_cursor_execute", note)
    return [_plan(connection, *each) for each in noted]


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    if isinstance(parameters, list):
        (parameters, *_) = parameters
    return "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())


QUERIES = [
    (store.ended_orders, ("shop-0", (NOON, uuid4()), LIMIT), "orders_ended"),
    (store.ended_orders, ("shop-0", None, LIMIT), "orders_ended"),
    (store.orders_of_day, ("busy", BUSY_DAY, None, LIMIT), "orders_placed"),
    (store.orders_of_day, ("busy", BUSY_DAY, (NOON, uuid4()), LIMIT), "orders_placed"),
    (store.lock_unconfirmed, ([("shop-0", uuid4())],), "orders_pkey"),
    (overdue.unaccepted, (LIMIT,), "orders_accept_by"),
    (overdue.unreceived, (timedelta(seconds=5), LIMIT), "orders_unreceived"),
    (overdue.unattended, (HOUR, LIMIT), "orders_in_work"),
    (overdue.oldest_unreceived_seconds, (), "orders_unreceived"),
    (forget_old, (LIMIT, HOUR_IN_DAYS), "orders_personal"),
]


@pytest.mark.parametrize(("function", "arguments", "index"), QUERIES)
def test_looking_needs_no_more_than_an_index(
    engine: Engine, function: Callable[..., object], arguments: tuple[object, ...], index: str
) -> None:
    plan = plans(engine, function, *arguments)[0]
    assert index in plan
    assert "Seq Scan on orders" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("shops", [1, READ_TOGETHER_MAX])
def test_snapshots_are_one_query_of_what_is_active_and_the_clock(
    engine: Engine, shops: int
) -> None:
    plan, clock = plans(engine, read_snapshots, [f"shop-{number}" for number in range(shops)])
    assert "orders_active" in plan
    assert "Seq Scan on orders" not in plan
    assert "Scan" not in clock


def test_snapshots_read_their_shops_alone_in_the_first_rush(postgres: PostgresServer) -> None:
    url = postgres.create_database("orders")
    migrate(url, REVISIONS)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(FILL, {"ended": ENDED})
        connection.exec_driver_sql("ANALYZE orders")
        connection.exec_driver_sql("UPDATE orders SET ended_at = NULL")
        asked = [f"shop-{number}" for number in range(READ_TOGETHER_MAX)]
        plan, _ = plans_on(connection, read_snapshots, asked)
    assert re.search(r"Index Cond: \(shop_id = \w+\.shop_id\)", plan)
    assert "Seq Scan on orders" not in plan


def test_erasing_touches_the_rows_that_it_means(engine: Engine) -> None:
    _, erase, waiting = plans(engine, forget_old, LIMIT, HOUR_IN_DAYS)
    assert "orders_pkey" in erase
    assert "Seq Scan on orders" not in erase + waiting


def test_forgetting_a_telephone_reads_no_orders_that_are_erased(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(
            text("UPDATE orders SET erased_at = now() WHERE ended_at < now() - :kept"),
            {"kept": timedelta(minutes=2)},
        )
        connection.exec_driver_sql("ANALYZE orders")
        plan = plans_on(connection, forget_telephone, "555 0100")[0]
    assert "orders_active" in plan
    assert "orders_personal" in plan
    assert "Seq Scan on orders" not in plan


def test_statistics_read_the_orders_of_the_day_once_and_no_others(engine: Engine) -> None:
    values = {"shop_id": "busy", "begins_at": BUSY_DAY.begins_at, "ends_at": BUSY_DAY.ends_at}
    with engine.connect() as connection:
        (whole,) = connection.execute(
            text(f"EXPLAIN (ANALYZE, FORMAT JSON) {statistics._COUNT}"),
            {**values, "dishes_max": statistics.DISHES_MAX},
        ).scalar_one()
    nodes = list(within(whole["Plan"]))
    reads = [node for node in nodes if node.get("Relation Name") == "orders"]
    assert [node["Actual Rows"] * node["Actual Loops"] for node in reads] == [BUSY_ORDERS]
    assert "Rows Removed by Filter" not in reads[0]
    assert "orders_placed" in {node.get("Index Name") for node in nodes}
    # Each line is looked at a few times, as is each order, and nothing is joined with itself.
    rows = sum(node["Actual Rows"] * node["Actual Loops"] for node in nodes)
    assert rows < 10 * BUSY_ORDERS * BUSY_LINES


def test_statistics_are_one_query_and_the_clock(engine: Engine) -> None:
    count, clock = plans(engine, statistics.day_statistics, "busy", BUSY_DAY, "CNY")
    assert "Seq Scan on orders" not in count
    assert "Scan" not in clock


def test_a_change_reads_its_orders_alone_while_there_are_few(postgres: PostgresServer) -> None:
    url = postgres.create_database("orders")
    migrate(url, REVISIONS)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(FILL, {"ended": FEW})
        connection.exec_driver_sql("ANALYZE orders")
        SAVE_CHANGES.execute(connection, "[]", 0)
        explain = "EXPLAIN EXECUTE save_changes_1('[]', 0)"
        assert "Seq Scan on orders" not in "".join(connection.exec_driver_sql(explain).scalars())


def test_a_plan_that_was_made_for_a_few_orders_is_not_kept(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.create_database("orders")
    migrate(url, REVISIONS)
    nothing = "[]", 0
    explain = "EXPLAIN EXECUTE save_changes_{}('[]', 0)"
    with create_engine(url, poolclass=NullPool).connect() as connection:
        for _ in range(PLANNED_TIMES + 1):
            SAVE_CHANGES.execute(connection, *nothing)
        connection.execute(FILL, {"ended": 3 * ENDED})
        first = connection.exec_driver_sql(explain.format(1)).scalars()
        assert "Seq Scan on orders" in "".join(first)
        monkeypatch.setattr(database, "PLAN_SECONDS", 0)
        SAVE_CHANGES.execute(connection, *nothing)
        second = connection.exec_driver_sql(explain.format(2)).scalars()
        assert "orders_pkey" in "".join(second)


def within(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a plan's nodes, from the top."""
    yield node
    for inner in node.get("Plans", ()):
        yield from within(inner)
