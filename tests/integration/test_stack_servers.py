"""The servers that all other integration tests stand on."""

import asyncio
import contextlib
import socket
import threading
import urllib.error

import aio_pika
import psycopg2
import pytest

from shared.broker_map import QUEUES, SERVICE_USERS
from stack import rabbitmq
from tests.servers import BrokerServer, PostgresServer, wait_until

# RabbitMQ lets a client in a moment before it notes it; its statistics show one after five seconds.
NOTED_SECONDS = 2


def connect(url: str) -> psycopg2.extensions.connection:
    return psycopg2.connect(url.replace("+psycopg2", ""), connect_timeout=5)


def test_a_database_belongs_to_its_own_role_alone(postgres: PostgresServer) -> None:
    first, second = postgres.create_database("first"), postgres.create_database("second")
    with connect(first) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine (id int)")
    intruder = second.rsplit("/", 1)[0] + "/" + first.rsplit("/", 1)[1]
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        connect(intruder)


def test_a_database_outlives_an_outage(postgres: PostgresServer) -> None:
    url = postgres.create_database("outage")
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1")
    postgres.stop()
    with pytest.raises(psycopg2.OperationalError):
        connect(url)
    postgres.start()
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kept")
        assert cursor.fetchall() == [(1,)]


@pytest.mark.parametrize("user", SERVICE_USERS)
async def test_every_service_gets_into_the_broker(broker: BrokerServer, user: str) -> None:
    async with await aio_pika.connect(broker.url(user)) as connection:
        channel = await connection.channel()
        for queue in QUEUES:
            await channel.declare_queue(queue.name, passive=True)


async def test_purge_empties_every_queue(broker: BrokerServer) -> None:
    async def count() -> int:
        async with await aio_pika.connect(broker.url("operator")) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue("notifier.orders", passive=True)
            return queue.declaration_result.message_count or 0

    broker.purge()
    async with await aio_pika.connect(broker.url("orders")) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange("orders", ensure=False)
        await exchange.publish(aio_pika.Message(b"{}"), "order.placed")
    assert await count() == 1
    broker.purge()
    assert await count() == 0


async def test_purge_drops_a_client_that_has_just_come(broker: BrokerServer) -> None:
    broker.purge()
    async with await aio_pika.connect(broker.url("orders")):
        await asyncio.to_thread(wait_until, broker.connections, "the client", NOTED_SECONDS)
        (client,) = broker.connections()
        await asyncio.to_thread(broker.purge)
        assert client not in broker.connections()


def test_the_broker_keeps_its_port_over_an_outage(broker: BrokerServer) -> None:
    broker.stop()
    with pytest.raises(urllib.error.URLError):
        broker.management("GET", "/overview")
    # As asynchronous tests do it: from a thread that ends before the server.
    starter = threading.Thread(target=broker.start)
    starter.start()
    starter.join()
    assert broker.management("GET", "/overview")["node"]


def test_nobody_gets_a_nodes_distribution_port_on_another_address() -> None:
    """The node would find it taken, and end."""
    with contextlib.ExitStack() as stack:
        holders = rabbitmq.reserve_ports()
        for holder in holders.values():
            stack.enter_context(holder)
        other = stack.enter_context(socket.socket())
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.77", rabbitmq.ports_of(holders).distribution))
