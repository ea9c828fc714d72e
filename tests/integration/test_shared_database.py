"""What calls a real database takes: planned now and then, and given up where it stands still."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ProgrammingError

from chaos.links import Link, Links, State
from shared import database as module
from shared.database import Database, DatabaseUnavailable, Prepared
from tests.servers import READY_SECONDS, PostgresServer

SHORT_LIMIT_SECONDS = 0.5
# Still before the limit that there is without it.
UNTIMELY_SECONDS = module.ANSWER_LIMIT_SECONDS - 1
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


@contextlib.asynccontextmanager
async def by_a_link(url: str) -> AsyncIterator[tuple[Database, Link]]:
    """Return a database that is reached by a link, and the link."""
    links = Links()
    link = await links.add("test>postgres")
    direct = make_url(url)
    assert direct.host
    assert direct.port
    link.upstream = (direct.host, direct.port)
    reached = direct.set(host="127.0.0.1", port=link.port)
    made = Database(reached.render_as_string(hide_password=False), threads=1)
    try:
        yield made, link
    finally:
        link.turn(State.OPEN)
        await asyncio.to_thread(made.close)
        links.close()


def one(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT 1").scalar_one())


async def test_a_database_that_stands_still_is_waited_for_no_longer_than_the_limit(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with by_a_link(postgres.create_database("still")) as (database, link):
        assert await database.run(one) == 1
        link.turn(State.STALLED)
        with monkeypatch.context() as impatient:
            impatient.setattr(module, "ANSWER_LIMIT_SECONDS", SHORT_LIMIT_SECONDS)
            for _ in range(2):
                with pytest.raises(DatabaseUnavailable, match="does not answer"):
                    async with asyncio.timeout(UNTIMELY_SECONDS):
                        await database.run(one)
        link.turn(State.OPEN)
        assert await database.run(one) == 1


async def test_calls_that_nobody_waits_for_any_more_keep_their_places_and_are_not_done(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAITING_CALLS_MAX", 3)
    done = []
    async with by_a_link(postgres.create_database("places")) as (database, link):
        assert await database.run(one) == 1
        link.turn(State.STALLED)
        monkeypatch.setattr(module, "ANSWER_LIMIT_SECONDS", SHORT_LIMIT_SECONDS)
        waiting = [database.run(lambda connection: done.append(one(connection))) for _ in range(3)]
        for outcome in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(outcome, DatabaseUnavailable)
        with pytest.raises(DatabaseUnavailable, match="too many"):
            await database.run(one)
        complaints: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told))
        link.turn(State.OPEN)
        async with asyncio.timeout(READY_SECONDS):
            # The places become free one after the other.
            while (await asyncio.gather(database.run(one), return_exceptions=True))[0] != 1:
                await asyncio.sleep(0.1)
        gc.collect()
        assert complaints == []
        assert len(done) <= 1
