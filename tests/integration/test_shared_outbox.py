"""What was committed is published, at least once, whatever stops meanwhile; nothing else is."""

import asyncio
import contextlib
import threading
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Connection, MetaData, func, insert, select, update

from shared import database as database_module
from shared.broker import Session, keep_session
from shared.consumer import consume_events
from shared.database import Database, DatabaseUnavailable
from shared.events import Event, OrderPlaced, ShopEvent, ShopUpdated
from shared.outbox import OutboxRow, add, outbox_table, row, written
from shared.relay import Relay
from tests.samples import a_shop, an_order
from tests.servers import BrokerServer, PostgresServer
from tests.waiting import until

metadata = MetaData()
outbox = outbox_table(metadata)


@pytest.fixture
async def database(postgres: PostgresServer) -> AsyncIterator[Database]:
    made = Database(postgres.create_database("outbox"), threads=4)
    await made.run(metadata.create_all)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def empty_queues(broker: BrokerServer) -> None:
    broker.purge()


@contextlib.asynccontextmanager
async def relays(
    database: Database, broker: BrokerServer, count: int
) -> AsyncIterator[list[Relay]]:
    made = [
        Relay(database, outbox, broker.url("shops"), f"relay {number}") for number in range(count)
    ]
    tasks = [asyncio.ensure_future(relay.run()) for relay in made]
    try:
        yield made
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


@contextlib.asynccontextmanager
async def heard(broker: BrokerServer) -> AsyncIterator[Counter[int]]:
    """Count the versions of the shop events that arrive."""
    versions: Counter[int] = Counter()

    async def handle(event: Event) -> None:
        assert isinstance(event, ShopEvent)
        versions[event.data.shop.version] += 1

    async def work(session: Session) -> None:
        await consume_events(session, "orders.shops", handle)

    task = asyncio.ensure_future(keep_session(broker.url("orders"), "listener", work))
    try:
        yield versions
    finally:
        task.cancel()
        await asyncio.wait({task})


async def write(database: Database, *versions: int) -> None:
    events = [ShopUpdated.of(a_shop(version=version)) for version in versions]
    await database.run(add, outbox, *events)


async def write_at_last(database: Database, version: int) -> None:
    """Write it again until it is stored: whoever meets a connection of before an outage fails."""
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(DatabaseUnavailable):
                return await write(database, version)
            await asyncio.sleep(0.05)


async def waiting(database: Database) -> int:
    def count(connection: Connection) -> int:
        return connection.scalar(select(func.count()).select_from(outbox)) or 0

    return await database.run(count)


async def empty(database: Database, but_for: int = 0) -> None:
    """Return when so many rows are left: a row is published before it is deleted."""
    async with asyncio.timeout(20):
        while await waiting(database) != but_for:
            await asyncio.sleep(0.02)


async def test_rows_are_published_and_deleted(database: Database, broker: BrokerServer) -> None:
    async with relays(database, broker, 1) as (relay,), heard(broker) as versions:
        await write(database, *range(250))
        relay.wake()
        await empty(database)
        await until(lambda: len(versions) == 250)
    assert set(versions.values()) == {1}


async def test_replicas_share_the_rows(database: Database, broker: BrokerServer) -> None:
    async with heard(broker) as versions, relays(database, broker, 3):
        for start in range(0, 500, 50):
            await write(database, *range(start, start + 50))
        await empty(database)
        await until(lambda: len(versions) == 500)
    assert set(versions.values()) == {1}, "published by two replicas"


async def test_a_row_is_found_without_a_wake(database: Database, broker: BrokerServer) -> None:
    async with relays(database, broker, 1), heard(broker) as versions:
        await write(database, 1)
        await until(lambda: versions[1] == 1)


def write_fed(connection: Connection, *versions: int) -> list[OutboxRow]:
    """Write events that are due in an hour, and return them to be fed."""
    due = func.now() + timedelta(hours=1)
    rows = [row(ShopUpdated.of(a_shop(version=version))) for version in versions]
    columns = ("id", "exchange", "routing_key", "subject", "body")
    returned = insert(outbox).values(due_at=due).returning(*(outbox.c[name] for name in columns))
    return [row for each in rows for row in written(connection.execute(returned.values(each)))]


async def test_what_is_fed_is_published_before_it_is_due(
    database: Database, broker: BrokerServer
) -> None:
    async with relays(database, broker, 1) as (relay,), heard(broker) as versions:
        await write(database, 1)
        await until(lambda: versions[1] == 1)
        for start in range(0, 1000, 100):
            relay.feed(await database.run(write_fed, *range(start + 2, start + 102)))
        await empty(database)
        await until(lambda: len(versions) == 1001)
    assert set(versions.values()) == {1}


async def test_what_is_fed_between_two_sessions_goes_out_in_the_next(
    database: Database, broker: BrokerServer
) -> None:
    async with relays(database, broker, 1) as (relay,), heard(broker) as versions:
        for number in range(5):
            broker.drop_connections()
            rows = await database.run(write_fed, *range(number * 10, number * 10 + 10))
            relay.feed(rows)
            await until(lambda: len(versions) == (number + 1) * 10)  # noqa: B023
        await empty(database)


async def test_who_stops_leaves_what_it_was_fed_to_others(
    database: Database, broker: BrokerServer
) -> None:
    relay = Relay(database, outbox, "amqp://shops:x@127.0.0.1:1/orderbell", "no broker")
    task = asyncio.ensure_future(relay.run())
    relay.feed(await database.run(write_fed, 1, 2))
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait({task})
    async with relays(database, broker, 1), heard(broker) as versions:
        await until(lambda: set(versions) == {1, 2})


async def test_what_is_fed_without_a_session_waits_until_it_is_due(
    database: Database, broker: BrokerServer
) -> None:
    nowhere = Relay(database, outbox, "amqp://shops:x@127.0.0.1:1/orderbell", "no broker")
    nowhere.feed(await database.run(write_fed, 1))
    async with relays(database, broker, 1), heard(broker) as versions:
        await write(database, 2)
        await until(lambda: versions[2] == 1)
        await empty(database, but_for=1)
        await database.run(
            lambda connection: connection.execute(update(outbox).values(due_at=func.now()))
        )
        await until(lambda: versions[1] == 1)


async def test_what_is_rolled_back_is_not_published(
    database: Database, broker: BrokerServer
) -> None:
    def fails(connection: Connection) -> None:
        add(connection, outbox, ShopUpdated.of(a_shop(version=66)))
        raise ValueError("changed its mind")

    async with relays(database, broker, 1), heard(broker) as versions:
        with pytest.raises(ValueError, match="changed"):
            await database.run(fails)
        await write(database, 67)
        await until(lambda: versions[67] == 1)
    assert 66 not in versions


async def test_what_no_queue_took_stays_and_holds_up_nothing(
    database: Database, broker: BrokerServer
) -> None:
    unbound = {**row(ShopUpdated.of(a_shop(version=1))), "routing_key": "nobody.listens"}

    def write_unbound(connection: Connection) -> None:
        connection.execute(insert(outbox), unbound)

    async with relays(database, broker, 1), heard(broker) as versions:
        await database.run(write_unbound)
        await write(database, 2)
        await until(lambda: versions[2] == 1)
        await empty(database, but_for=1)


async def test_an_outage_of_the_broker_delays_and_loses_nothing(
    database: Database, broker: BrokerServer
) -> None:
    async with relays(database, broker, 2):
        await asyncio.to_thread(broker.stop)
        await write(database, *range(120))
        assert await waiting(database) == 120
        await asyncio.to_thread(broker.start)
        async with heard(broker) as versions:
            await until(lambda: len(versions) == 120, limit_seconds=40)
            await empty(database)


async def test_an_outage_of_the_database_delays_and_loses_nothing(
    database: Database, broker: BrokerServer, postgres: PostgresServer
) -> None:
    async with relays(database, broker, 1), heard(broker) as versions:
        await write(database, 1)
        await until(lambda: versions[1] > 0)
        await asyncio.to_thread(postgres.stop)
        await asyncio.to_thread(postgres.start)
        await write_at_last(database, 2)
        await until(lambda: versions[2] > 0)


async def test_an_event_of_another_service_is_refused_by_the_broker(
    database: Database, broker: BrokerServer
) -> None:
    """A row that may not be published is kept, so that an operator sees it age."""

    def sessions() -> float:
        return REGISTRY.get_sample_value("broker_sessions_total") or 0

    async with relays(database, broker, 1):
        await database.run(add, outbox, OrderPlaced.of(an_order()))
        # Refusing it, the broker closes the channel.
        before = sessions()
        await until(lambda: sessions() >= before + 2)
        assert await waiting(database) == 1


async def test_the_oldest_row_is_measured_without_a_broker(database: Database) -> None:
    def age() -> float:
        return REGISTRY.get_sample_value("outbox_oldest_row_age_seconds") or 0

    await write(database, 1)
    relay = Relay(database, outbox, "amqp://shops:x@127.0.0.1:1/orderbell", "no broker")
    relaying = asyncio.ensure_future(relay.run())
    try:
        await until(lambda: age() > 0)
    finally:
        relaying.cancel()
        await asyncio.wait({relaying})


async def nothing(taken: None) -> None:
    del taken


def settled(connection: Connection, outcome: None) -> None:
    del connection, outcome


async def test_a_relay_that_is_stopped_at_any_moment_holds_no_connection(
    database: Database, broker: BrokerServer
) -> None:
    async with heard(broker) as versions:
        for version in range(10):
            async with relays(database, broker, 1) as (relay,):
                await write(database, version)
                relay.wake()
                await asyncio.sleep(version / 100)
        async with relays(database, broker, 1):
            await until(lambda: len(versions) == 10)


async def test_the_relay_goes_on_while_every_thread_is_busy(
    database: Database, broker: BrokerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "ANSWER_LIMIT_SECONDS", 120)
    over = threading.Event()

    def wait(connection: Connection) -> None:
        del connection
        over.wait()

    async with relays(database, broker, 1), heard(broker) as versions:
        await write(database, 1)
        await until(lambda: versions[1] > 0)
        busy = [asyncio.ensure_future(database.run(wait)) for _ in range(8)]
        try:
            late = ShopUpdated.of(a_shop(version=2))
            async with asyncio.timeout(20):
                await database.hold(lambda held: add(held, outbox, late), nothing, settled)
            await until(lambda: versions[2] > 0)
            assert not any(task.done() for task in busy)
        finally:
            over.set()
            await asyncio.wait(busy)
