"""What takes too long together is read alone, so that one shop is no other's harm."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import Connection

from services.orders.reading import _together
from shared.database import Database, StatementTooSlow
from tests.servers import PostgresServer

SLOW = "slow"


@pytest.fixture
async def database(postgres: PostgresServer) -> AsyncIterator[Database]:
    made = Database(postgres.create_database("apart"), threads=1)
    yield made
    made.close()


async def test_one_that_is_too_slow_harms_no_other(database: Database) -> None:
    asked: list[Sequence[str]] = []

    def read(connection: Connection, wanted: Sequence[str]) -> Sequence[str]:
        asked.append(wanted)
        connection.exec_driver_sql("SET LOCAL statement_timeout = '200ms'")
        connection.exec_driver_sql(f"SELECT pg_sleep({1 if SLOW in wanted else 0})")
        return [each.upper() for each in wanted]

    reading = _together(database, read)
    first, slow, last = await asyncio.gather(
        *(reading.submit(each) for each in ("a", SLOW, "b")), return_exceptions=True
    )
    assert (first, last) == ("A", "B")
    assert isinstance(slow, StatementTooSlow)
    assert asked == [["a", SLOW, "b"], ["a"], [SLOW], ["b"]]
