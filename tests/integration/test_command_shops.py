"""`orderbell shops` on a real database."""

import json
import os
import subprocess
import sys
from datetime import datetime

import pytest
from sqlalchemy import create_engine

from services.shops import passcodes, store
from services.shops.migrate import REVISIONS
from services.shops.shop import Shop
from shared.migrations import migrate
from tests.integration.operating import Orderbell
from tests.servers import PostgresServer

Environment = dict[str, str]


@pytest.fixture(scope="module")
def shops(postgres: PostgresServer) -> Environment:
    url = postgres.create_database("command")
    migrate(url, REVISIONS)
    return {"SHOPS_DATABASE_URL": url}


def read(shops: Environment, shop_id: str) -> Shop:
    with create_engine(shops["SHOPS_DATABASE_URL"]).begin() as connection:
        return store.read(connection, shop_id)


def test_a_shop_is_made_closed_with_a_passcode_that_is_shown_once(
    orderbell: Orderbell, shops: Environment
) -> None:
    done = orderbell(shops, "shops", "create", "noodles", "--name", "兰州拉面")
    assert (done.status, done.errors) == (0, "")
    passcode = done.output.splitlines()[-1].rpartition(" ")[2]
    shop = read(shops, "noodles")
    assert passcodes.matches(shop.passcode_hash, passcode)
    assert (shop.name, shop.currency, shop.timezone) == ("兰州拉面", "CNY", "Asia/Shanghai")
    assert (shop.accept_minutes, shop.open, shop.version, shop.menu) == (10, False, 1, ())


def test_a_shop_is_made_as_its_options_say(orderbell: Orderbell, shops: Environment) -> None:
    done = orderbell(
        shops,
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
    shop = read(shops, "diner")
    assert passcodes.matches(shop.passcode_hash, "typed passcode")
    assert shop.currency == "USD"
    with create_engine(shops["SHOPS_DATABASE_URL"]).begin() as connection:
        subjects = connection.exec_driver_sql(
            "SELECT routing_key FROM outbox WHERE subject='diner'"
        )
        assert subjects.scalars().all() == ["shop.updated"]


def test_a_shop_that_is_there_is_not_made_again(orderbell: Orderbell, shops: Environment) -> None:
    assert orderbell(shops, "shops", "create", "twice", "--name", "One").status == 0
    again = orderbell(shops, "shops", "create", "twice", "--name", "Two")
    assert (again.status, again.output) == (1, "")
    assert "twice" in again.errors
    assert read(shops, "twice").name == "One"


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
    orderbell: Orderbell, shops: Environment, arguments: tuple[str, ...]
) -> None:
    done = orderbell(shops, "shops", "create", *arguments)
    assert (done.status, done.output) == (1, "")
    assert done.errors.startswith("orderbell: ")
    assert done.errors.count("\n") == 1


def test_shops_are_listed(orderbell: Orderbell, shops: Environment) -> None:
    orderbell(shops, "shops", "create", "listed", "--name", "Listed 店")
    done = orderbell(shops, "shops", "list")
    assert any(
        line.split() == ["listed", "closed", "Listed", "店"] for line in done.output.splitlines()
    )
    told = {
        shop["id"]: shop for shop in json.loads(orderbell(shops, "shops", "list", "--json").output)
    }
    assert told["listed"]["name"] == "Listed 店"
    assert "passcode_hash" not in told["listed"]


def test_another_passcode_ends_the_sessions_of_before(
    orderbell: Orderbell, shops: Environment
) -> None:
    orderbell(shops, "shops", "create", "changing", "--name", "x")
    before = read(shops, "changing")
    done = orderbell(shops, "shops", "set-passcode", "changing", "--json")
    told = json.loads(done.output)
    after = read(shops, "changing")
    assert passcodes.matches(after.passcode_hash, told["passcode"])
    assert after.sessions_since > before.sessions_since
    assert datetime.fromisoformat(told["sessions_since"]) == after.sessions_since
    assert after.version == 2


def test_a_shop_that_is_none_gets_no_passcode(orderbell: Orderbell, shops: Environment) -> None:
    done = orderbell(shops, "shops", "set-passcode", "nobody")
    assert (done.status, done.output) == (1, "")
    assert "nobody" in done.errors


def test_a_kitchen_gets_another_limit(orderbell: Orderbell, shops: Environment) -> None:
    orderbell(shops, "shops", "create", "hurried", "--name", "x")
    done = orderbell(shops, "shops", "set-limit", "hurried", "3", "--json")
    assert (done.status, done.told["accept_minutes"], done.told["version"]) == (0, 3, 2)
    assert read(shops, "hurried").accept_minutes == 3
    for minutes in ("0", "181"):
        refused = orderbell(shops, "shops", "set-limit", "hurried", minutes)
        assert (refused.status, refused.output) == (1, "")
    assert read(shops, "hurried").accept_minutes == 3
    nobody = orderbell(shops, "shops", "set-limit", "nobody", "3")
    assert (nobody.status, nobody.errors) == (1, "orderbell: there is no shop nobody\n")


def test_a_database_that_is_not_migrated_is_said_in_one_line(
    orderbell: Orderbell, postgres: PostgresServer
) -> None:
    done = orderbell({"SHOPS_DATABASE_URL": postgres.create_database("empty")}, "shops", "list")
    assert done.status == 1
    assert "not migrated" in done.errors
    assert done.errors.count("\n") == 1


def test_it_runs_as_a_program(shops: Environment) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "command", "shops", "set-passcode", "no-such-shop"],
        env={**os.environ, **shops},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"orderbell: there is no shop no-such-shop\n"
