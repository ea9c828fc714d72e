"""The life of the `shops` process, and of its database's schema."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from services.shops import demo
from services.shops.migrate import REVISIONS
from services.shops.schema import metadata
from shared import migrations
from tests.integration.shops_process import Shops, a_shops, environment, migrate
from tests.servers import BrokerServer, PostgresServer, as_owner, wait_until


@pytest.fixture
def unmigrated(postgres: PostgresServer, broker: BrokerServer, tmp_path: Path) -> Iterator[Shops]:
    """Return a process whose database has no tables yet."""
    database_url = postgres.create_database("shops")
    with a_shops(database_url, broker.url("shops"), tmp_path / "output.log") as process:
        yield process


def test_it_waits_for_its_tables_says_so_and_goes_on_by_itself(unmigrated: Shops) -> None:
    assert unmigrated.alive()
    assert unmigrated.client.get("/readyz").status_code == 503
    assert "migrated" in unmigrated.client.get("/readyz").text
    answer = unmigrated.call("GET", "")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    wait_until(lambda: any(line["event"] == "waiting" for line in unmigrated.log()), "a log line")
    migrate(as_owner(unmigrated.environment["DATABASE_URL"]))
    wait_until(unmigrated.ready, "a ready shops")
    assert unmigrated.call("GET", "").json() == {"shops": [], "next": None}


def test_a_schema_newer_than_the_code_counts_as_migrated(
    unmigrated: Shops,
) -> None:
    url = as_owner(unmigrated.environment["DATABASE_URL"])
    migrations.migrate(url, REVISIONS)
    unmigrated.sql("UPDATE alembic_version SET version_num = 'from the future'")
    assert unmigrated.ready()
    migrations.migrate(url, REVISIONS)
    assert unmigrated.sql("SELECT version_num FROM alembic_version") == [("from the future",)]


def test_the_migrations_make_the_tables_that_the_code_speaks_of(postgres: PostgresServer) -> None:
    url = postgres.create_database("shops")
    migrations.migrate(url, REVISIONS)
    with create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_at_once_is_safe(postgres: PostgresServer) -> None:
    url = postgres.create_database("shops")
    with ThreadPoolExecutor(2) as threads:
        outputs = [done.stdout.decode() for done in threads.map(migrate, [url] * 2)]
    assert sum('"event": "migrated"' in output for output in outputs) == 1


def test_migrating_waits_for_the_database(postgres: PostgresServer) -> None:
    url = postgres.create_database("shops")
    postgres.stop()
    with subprocess.Popen(
        [sys.executable, "-m", "services.shops.migrate"],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert b"waiting_for_database" in process.stdout.readline()
        postgres.start()
        assert b'"migrated"' in process.stdout.read()
    assert process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to(
    postgres: PostgresServer, broker: BrokerServer, tmp_path: Path, number: signal.Signals
) -> None:
    url = postgres.create_database("shops")
    migrations.migrate(url, REVISIONS)
    with a_shops(url, broker.url("shops"), tmp_path / "output.log") as shops:
        wait_until(shops.ready, "a ready shops")
        wait_until(
            lambda: sum(line["event"] == "broker_session_begun" for line in shops.log()) == 2,
            "its sessions with the broker",
        )
        assert shops.stop(number) == 0
        assert shops.log()[-1]["event"] == "stopped"
        assert not [line for line in shops.log() if line["level"] in {"error", "critical"}]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", ""),
        ("HTTP_PORT", "many"),
        ("SESSION_HOURS", "0"),
        ("PASSCODE_FAILURES", "none"),
        ("TOKEN_PRIVATE_KEY", "{}"),
        ("TOKEN_PUBLIC_KEYS", '{"keys": []}'),
    ],
)
def test_settings_that_are_wrong_are_refused_in_one_line(name: str, value: str) -> None:
    settings = {**environment("postgresql+psycopg2://u:p@h/d", "amqp://h/"), "HTTP_PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "services.shops"],
        env={**os.environ, **settings, name: value},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert name in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_the_demo_shops_are_seeded_once(unmigrated: Shops) -> None:
    url = as_owner(unmigrated.environment["DATABASE_URL"])
    migrations.migrate(url, REVISIONS)
    seed = partial(
        subprocess.run,
        [sys.executable, "-m", "services.shops.demo"],
        env={**os.environ, "DATABASE_URL": url, "DEMO": "true"},
        timeout=60,
        check=True,
    )
    seed()
    wait_until(unmigrated.ready, "a ready shops")
    menus = {name: unmigrated.shop(name)["menu"] for name in ("shop1", "shop2", "lanzhou")}
    prices = {name: {dish["id"]: dish["price"] for dish in menu} for name, menu in menus.items()}
    assert prices["shop1"] == {"egg": 300, "rice": 100}
    assert prices["shop2"] == {"egg": 300}
    assert len(prices["lanzhou"]) >= 12
    shop = unmigrated.shop("lanzhou")
    assert (shop["open"], shop["accepting"], shop["currency"]) == (True, False, "CNY")
    token = unmigrated.log_in("shop1", "shop1").json()["token"]
    unmigrated.call("PATCH", "/shop1", {"name": "Renamed"}, token)
    seed()
    assert unmigrated.shop("shop1")["name"] == "Renamed"


@pytest.mark.parametrize(
    "settings", [{}, {"DEMO": "false"}, {"DEMO": "true", "ENVIRONMENT": "production"}]
)
def test_demo_shops_are_refused_where_they_were_not_asked_for(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DEMO", "ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "DATABASE_URL": "postgresql+psycopg2://u@127.0.0.1:1/d",
        **settings,
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match="DEMO"):
        demo.main()
