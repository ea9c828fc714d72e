"""Statements that are planned now and then, on the connections of a real database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from shared import database as module
from shared.database import Database, Prepared
from tests.servers import PostgresServer

PLANS = "SELECT name FROM pg_prepared_statements"


@pytest.fixture
async def database(postgres: PostgresServer) -> AsyncIterator[Database]:
    made = Database(postgres.create_database("prepared"), threads=1)
    yield made
    made.close()


def plans(connection: Connection) -> list[str]:
    return list(connection.exec_driver_sql(PLANS).scalars())


async def test_a_plan_serves_until_it_is_old_and_goes_then(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubled = Prepared("doubled", "SELECT 2 * $1::int AS twice")
    for number in range(3):
        assert [row.twice for row in await database.run_prepared(doubled, number)] == [2 * number]
    assert await database.run(plans) == ["doubled_1"]
    monkeypatch.setattr(module, "PLAN_SECONDS", 0)
    for number in range(3):
        assert [row.twice for row in await database.run_prepared(doubled, number)] == [2 * number]
    assert await database.run(plans) == ["doubled_4"]


async def test_a_plan_of_which_the_server_could_not_tell_is_in_nobodys_way(
    database: Database,
) -> None:
    one = Prepared("one", "SELECT $1::int AS one")

    def planned_unheard(connection: Connection) -> None:
        connection.exec_driver_sql("PREPARE one_1 AS SELECT 1")

    await database.run(planned_unheard)
    with pytest.raises(ProgrammingError, match="already exists"):
        await database.run_prepared(one, 1)
    assert [row.one for row in await database.run_prepared(one, 1)] == [1]


async def test_a_statement_that_cannot_be_planned_fails_alone(database: Database) -> None:
    wrong = Prepared("wrong", "SELECT nothing_of_that_name")
    for _ in range(2):
        with pytest.raises(ProgrammingError, match="nothing_of_that_name"):
            await database.run_prepared(wrong)
    assert await database.run(plans) == []
