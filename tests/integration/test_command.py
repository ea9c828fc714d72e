"""The operator's command line on a real database."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import create_engine

from command.__main__ import main
from services.shops import passcodes, store
from services.shops.migrate import REVISIONS
from services.shops.shop import Shop
from shared.migrations import migrate
from tests.servers import PostgresServer


@pytest.fixture(scope="module")
def database_url(postgres: PostgresServer) -> str:
    url = postgres.create_database("command")
    migrate(url, REVISIONS)
    return url


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    status: object
    output: str
    errors: str


Orderbell = Callable[..., Done]


@pytest.fixture
def orderbell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Orderbell:
    """Return what runs a command on a database, with `typed` as its standard input."""

    def run(database_url: str, *arguments: str, typed: str = "") -> Done:
        monkeypatch.setenv("DATABASE_URL", database_url)
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status: object = 0
        try:
            main(arguments)
        except SystemExit as ended:
            status = ended.code
        return Done(status, *capsys.readouterr())

    return run


def read(database_url: str, shop_id: str) -> Shop:
    with create_engine(database_url).begin() as connection:
        return store.read(connection, shop_id)


def test_a_shop_is_made_closed_with_a_passcode_that_is_shown_once(
    orderbell: Orderbell, database_url: str
) -> None:
    done = orderbell(database_url, "shops", "create", "noodles", "--name", "兰州拉面")
    assert (done.status, done.errors) == (0, "")
    passcode = done.output.splitlines()[-1].rpartition(" ")[2]
    shop = read(database_url, "noodles")
    assert passcodes.matches(shop.passcode_hash, passcode)
    assert (shop.name, shop.currency, shop.timezone) == ("兰州拉面", "CNY", "Asia/Shanghai")
    assert (shop.accept_minutes, shop.open, shop.version, shop.menu) == (10, False, 1, ())


def test_a_shop_is_made_as_its_options_say(orderbell: Orderbell, database_url: str) -> None:
    done = orderbell(
        database_url,
        *("shops", "create", "diner", "--name", "Diner", "--timezone", "America/New_York"),
        *("--currency", "USD", "--accept-minutes", "5", "--ask-passcode", "--json"),
        typed="typed passcode\n",
    )
    assert done.status == 0, done.errors
    told = json.loads(done.output)
    assert told["passcode"] == "typed passcode"
    assert (told["id"], told["timezone"], told["accept_minutes"]) == (
        "diner",
        "America/New_York",
        5,
    )
    shop = read(database_url, "diner")
    assert passcodes.matches(shop.passcode_hash, "typed passcode")
    assert shop.currency == "USD"
    with create_engine(database_url).begin() as connection:
        subjects = connection.exec_driver_sql(
            "SELECT routing_key FROM outbox WHERE subject='diner'"
        )
        assert subjects.scalars().all() == ["shop.updated"]


def test_a_shop_that_is_there_is_not_made_again(orderbell: Orderbell, database_url: str) -> None:
    assert orderbell(database_url, "shops", "create", "twice", "--name", "One").status == 0
    again = orderbell(database_url, "shops", "create", "twice", "--name", "Two")
    assert (again.status, again.output) == (1, "")
    assert "twice" in again.errors
    assert read(database_url, "twice").name == "One"


@pytest.mark.parametrize(
    "arguments",
    [
        ("Upper Case", "--name", "x"),
        ("mars", "--name", "x", "--timezone", "Mars/Base"),
        ("coin", "--name", "x", "--currency", "coins"),
        ("slow", "--name", "x", "--accept-minutes", "0"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_one_line(
    orderbell: Orderbell, database_url: str, arguments: tuple[str, ...]
) -> None:
    done = orderbell(database_url, "shops", "create", *arguments)
    assert (done.status, done.output) == (1, "")
    assert done.errors.startswith("orderbell: ")
    assert done.errors.count("\n") == 1


def test_shops_are_listed(orderbell: Orderbell, database_url: str) -> None:
    orderbell(database_url, "shops", "create", "listed", "--name", "Listed 店")
    done = orderbell(database_url, "shops", "list")
    assert any(
        line.split() == ["listed", "closed", "Listed", "店"] for line in done.output.splitlines()
    )
    told = {
        shop["id"]: shop
        for shop in json.loads(orderbell(database_url, "shops", "list", "--json").output)
    }
    assert told["listed"]["name"] == "Listed 店"
    assert "passcode_hash" not in told["listed"]


def test_another_passcode_ends_the_sessions_of_before(
    orderbell: Orderbell, database_url: str
) -> None:
    orderbell(database_url, "shops", "create", "changing", "--name", "x")
    before = read(database_url, "changing")
    done = orderbell(database_url, "shops", "set-passcode", "changing", "--json")
    told = json.loads(done.output)
    after = read(database_url, "changing")
    assert passcodes.matches(after.passcode_hash, told["passcode"])
    assert after.sessions_since > before.sessions_since
    assert datetime.fromisoformat(told["sessions_since"]) == after.sessions_since
    assert after.version == 2


def test_a_shop_that_is_not_there_gets_no_passcode(orderbell: Orderbell, database_url: str) -> None:
    done = orderbell(database_url, "shops", "set-passcode", "nobody")
    assert (done.status, done.output) == (1, "")
    assert "nobody" in done.errors


def test_a_database_that_is_not_migrated_is_said_in_one_line(
    orderbell: Orderbell, postgres: PostgresServer
) -> None:
    done = orderbell(postgres.create_database("empty"), "shops", "list")
    assert done.status == 1
    assert "not migrated" in done.errors
    assert done.errors.count("\n") == 1


def test_it_runs_as_a_program(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "command", "shops", "set-passcode", "no-such-shop"],
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"orderbell: there is no shop no-such-shop\n"
