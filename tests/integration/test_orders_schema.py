"""The tables of `orders`: made by migrations, once, and as the code describes them."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, NullPool, create_engine, func, insert, select

from services.orders.migrate import REVISIONS
from services.orders.retention import BATCH_ROWS_MAX, forget_counters, forget_keys
from services.orders.schema import counters, idempotency_keys, metadata
from shared.migrations import migrate, migrated
from tests.servers import PostgresServer


@pytest.fixture(scope="module")
def database_url(postgres: PostgresServer) -> str:
    return postgres.create_database("orders")


@pytest.fixture
def engine(database_url: str) -> Engine:
    migrate(database_url, REVISIONS)
    return create_engine(database_url, poolclass=NullPool)


def test_several_may_migrate_at_once(postgres: PostgresServer) -> None:
    database_url = postgres.create_database("orders")

    def migrate_as_an_operator(_: int) -> None:
        subprocess.run(
            [sys.executable, "-m", "services.orders.migrate"],
            env={**os.environ, "DATABASE_URL": database_url},
            check=True,
            timeout=60,
        )

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(migrate_as_an_operator, range(3)))
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert migrated(connection, REVISIONS)


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_old_keys_and_counters_are_forgotten(engine: Engine) -> None:
    now = datetime.now(UTC)
    young, old = uuid4(), uuid4()
    ages = {young: timedelta(hours=47), old: timedelta(hours=49)}
    today = now.date()
    with engine.begin() as connection:
        for key, age in ages.items():
            row = {"key": key, "body_hash": b"", "order_id": UUID(int=0), "created_at": now - age}
            connection.execute(insert(idempotency_keys).values(row))
        for day in (today, today - timedelta(days=30)):
            row = {"shop_id": "shop1", "business_day": day, "count": 1}
            connection.execute(insert(counters).values(row))
        assert forget_keys(connection, BATCH_ROWS_MAX, 48) == 1
        assert forget_counters(connection, BATCH_ROWS_MAX) == 1
        assert list(connection.scalars(select(idempotency_keys.c.key))) == [young]
        assert list(connection.scalars(select(counters.c.business_day))) == [today]
        assert connection.scalar(select(func.count()).select_from(counters)) == 1
