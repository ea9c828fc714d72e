"""How PostgreSQL finds what `orders` asks for: from an index, however many orders have ended."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text

from services.orders import overdue, routes_reading, store
from services.orders.forgetting import forget_old
from services.orders.migrate import REVISIONS
from services.orders.shops import keep_shop
from shared.migrations import migrate
from shared.tokens import Claims
from tests.samples import NOON, a_shop
from tests.servers import PostgresServer

ENDED = 20_000
LIMIT = 50
HOUR = timedelta(hours=1)
HOUR_IN_DAYS = 1 / 24
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


@pytest.fixture(scope="module")
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    url = postgres.create_database("orders")
    migrate(url, REVISIONS)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        keep_shop(connection, a_shop(id="shop-0"))
        connection.execute(FILL, {"ended": ENDED})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE orders")
    yield engine
    engine.dispose()


def plans(engine: Engine, function: Callable[..., object], *arguments: object) -> list[str]:
    """Return how each statement that the function executes is planned, in their order."""
    noted: list[tuple[str, Any]] = []
    with engine.connect() as connection:

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


def test_a_snapshot_is_one_query_of_what_is_active_and_the_clock(engine: Engine) -> None:
    claims = Claims(
        channel="shop:shop-0",
        subject="kitchen",
        send=True,
        presence=True,
        issued_at=NOON.timestamp(),
        expires_at=NOON.timestamp(),
    )
    plan, clock = plans(engine, routes_reading._snapshot, claims, "shop-0")
    assert "orders_active" in plan
    assert "Seq Scan on orders" not in plan
    assert "Scan" not in clock


def test_erasing_touches_the_rows_that_it_means(engine: Engine) -> None:
    _, erase, waiting = plans(engine, forget_old, LIMIT, HOUR_IN_DAYS)
    assert "orders_pkey" in erase
    assert "Seq Scan on orders" not in erase + waiting
