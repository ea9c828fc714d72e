"""What a service's own role may do in its database, and what it is refused."""

import contextlib
from collections.abc import Mapping
from importlib import import_module

import psycopg2
import psycopg2.errors
import pytest
from sqlalchemy import NullPool, create_engine, inspect, make_url, text

from provision import databases
from services.orders.migrate import REVISIONS as ORDERS
from services.shops.migrate import REVISIONS as SHOPS
from shared.migrations import migrate
from tests.servers import PostgresServer, as_service

REVISIONS = {"orders": ORDERS, "shops": SHOPS}
PRIVILEGES: Mapping[str, Mapping[str, str]] = {
    name: import_module(f"services.{name}.migrations.versions.{revision}").PRIVILEGES
    for name, revision in (("orders", "0003_privileges"), ("shops", "0002_privileges"))
}


@pytest.fixture(scope="module", params=["orders", "shops"])
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def owners_url(postgres: PostgresServer, service: str) -> str:
    url = postgres.create_database(service)
    migrate(url, REVISIONS[service])
    return url


def assert_refused(url: str, statement: str) -> None:
    dsn = url.replace("+psycopg2", "")
    with (
        contextlib.closing(psycopg2.connect(dsn)) as connection,
        connection.cursor() as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
    ):
        cursor.execute(statement)


def test_every_table_is_granted_and_nothing_else(owners_url: str, service: str) -> None:
    engine = create_engine(owners_url, poolclass=NullPool)
    query = text(
        "SELECT table_name, string_agg(privilege_type, ', ')"
        " FROM information_schema.table_privileges WHERE grantee = current_database()"
        " GROUP BY table_name"
    )
    with engine.connect() as connection:
        granted = {name: set(listed.split(", ")) for name, listed in connection.execute(query)}
        tables = set(inspect(connection).get_table_names())
    assert granted == {name: set(text.split(", ")) for name, text in PRIVILEGES[service].items()}
    assert set(granted) == tables


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id int)",
        "DROP TABLE outbox",
        "ALTER TABLE shops ADD COLUMN mine int",
        "TRUNCATE outbox",
        "DELETE FROM shops",
        "UPDATE alembic_version SET version_num = 'x'",
        "CREATE ROLE mine",
        "SELECT * FROM pg_authid",
        "COPY shops TO '/tmp/mine'",
    ],
)
def test_a_service_is_refused_what_it_does_not_need(owners_url: str, statement: str) -> None:
    assert_refused(as_service(owners_url), statement)


def test_orders_are_neither_deleted_nor_their_history_changed(postgres: PostgresServer) -> None:
    url = postgres.create_database("orders")
    migrate(url, ORDERS)
    for statement in (
        "DELETE FROM orders",
        "DELETE FROM order_history",
        "UPDATE order_history SET event = ''",
    ):
        assert_refused(as_service(url), statement)


def test_a_database_is_closed_to_the_other_services(postgres: PostgresServer) -> None:
    first, second = (as_service(postgres.create_database(name)) for name in ("orders", "shops"))
    intruder = second.rsplit("/", 1)[0] + "/" + first.rsplit("/", 1)[1]
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(intruder.replace("+psycopg2", ""))


@pytest.mark.parametrize("database", databases.EVERY_SERVERS)
def test_databases_that_every_server_has_are_closed_to_services(
    postgres: PostgresServer, database: str
) -> None:
    url = as_service(postgres.create_database("orders"))
    with contextlib.closing(postgres.superuser()) as superuser:
        databases.close_to_services(superuser)
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(f"{url.rsplit('/', 1)[0]}/{database}".replace("+psycopg2", ""))


def test_standbys_may_still_be_rewound(postgres: PostgresServer) -> None:
    with contextlib.closing(postgres.superuser()) as superuser, superuser.cursor() as cursor:
        cursor.execute("CREATE ROLE standby REPLICATION LOGIN")
        databases.close_to_services(superuser)
        cursor.execute("SELECT has_database_privilege('standby', 'postgres', 'CONNECT')")
        assert cursor.fetchone() == (True,)


def test_a_database_of_the_time_before_there_were_owners_is_handed_over(
    postgres: PostgresServer,
) -> None:
    owners_url = postgres.create_database("orders")
    url, name = as_service(owners_url), owners_url.rsplit("/", 1)[1]
    with contextlib.closing(postgres.superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} OWNER TO {name}")
    migrate(url, ORDERS)
    service = create_engine(url, poolclass=NullPool)
    with service.begin() as before:
        before.execute(text("DROP INDEX orders_placed"))
        before.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    password = postgres.superuser_password
    with contextlib.closing(postgres.superuser()) as superuser:
        own = str(make_url(url).password)
        databases.ensure_database(superuser, name, own, own)
    host, port = postgres.switch.host, postgres.port
    with contextlib.closing(databases.connect(port, password, host, name)) as superuser:
        databases.hand_over(superuser, name)
    with service.begin() as meanwhile:
        meanwhile.execute(text("DELETE FROM orders"))
    assert_refused(url, "ALTER TABLE orders ADD COLUMN mine int")
    migrate(owners_url, ORDERS)
    with service.begin() as after:
        assert after.execute(text("SELECT count(*) FROM orders")).scalar() == 0
    assert_refused(url, "DELETE FROM orders")
    assert_refused(url, "ALTER TABLE orders ADD COLUMN mine int")
