"""`orderbell import-template` on a real database."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine

from services.shops import passcodes, store
from services.shops.menu import DISHES_MAX
from services.shops.migrate import REVISIONS
from services.shops.shop import Shop
from shared.contracts import Dish
from shared.migrations import migrate
from tests.integration.operating import Orderbell
from tests.servers import PostgresServer

Environment = dict[str, str]

ANSWER = '{"shop1":[{"dish":"egg","price":3.0},{"dish":"rice","price":1.0}]}'
INJECTION = "'; DROP TABLE shops; --"


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    url = postgres.create_database("import_template")
    migrate(url, REVISIONS)
    return url


@pytest.fixture
def shops(url: str) -> Environment:
    """Return the environment that names a database without shops."""
    with create_engine(url).begin() as connection:
        connection.exec_driver_sql("TRUNCATE shops, outbox CASCADE")
    return {"SHOPS_DATABASE_URL": url}


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
        yield connection


def number(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def everything(connection: Connection) -> tuple[Any, ...]:
    """Return all that an import could change."""
    tables = ("shops", "dishes", "outbox")
    return tuple(
        connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").all() for table in tables
    )


def prices(shop: Shop) -> list[tuple[str, int]]:
    return [(dish.name, dish.price) for dish in shop.menu]


def test_a_dry_run_changes_nothing(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    done = orderbell(shops, "import-template", "-", typed=ANSWER)
    assert (done.status, done.errors) == (0, "")
    assert "shop1 (shop1): new" in done.output
    assert "+ egg 3.00" in done.output
    assert "--apply" in done.output
    assert "passcode" not in done.output
    assert everything(connection) == ([], [], [])


def test_shops_are_made_closed_with_passcodes_that_are_shown_once(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    done = orderbell(shops, "import-template", "-", "--apply", typed=ANSWER)
    assert (done.status, done.errors) == (0, "")
    passcode = done.output.partition("shown this once: ")[2].split()[0]
    shop = store.read(connection, "shop1")
    assert passcodes.matches(shop.passcode_hash, passcode)
    assert (shop.name, shop.currency, shop.timezone) == ("shop1", "CNY", "Asia/Shanghai")
    assert (shop.accept_minutes, shop.open, shop.version) == (10, False, 1)
    assert prices(shop) == [("egg", 300), ("rice", 100)]
    events = connection.exec_driver_sql("SELECT subject, routing_key FROM outbox").all()
    assert events == [("shop1", "shop.updated")]


def test_a_dump_of_tables_in_a_file_is_taken_over(
    orderbell: Orderbell, shops: Environment, connection: Connection, tmp_path: Path
) -> None:
    dump = tmp_path / "shops.csv"
    dump.write_text("shop_name,dish,price\nshop1,egg,3.00\n兰州拉面,牛肉面,18.50\n", "gb18030")
    arguments = ("import-template", str(dump), "--encoding", "gb18030", "--apply", "--json")
    refused = orderbell(shops, *arguments)
    assert (refused.status, refused.output) == (1, "")
    assert "--id '兰州拉面'=ID" in refused.errors
    assert number(connection, "shops") == 0
    terms = ("--timezone", "Asia/Urumqi", "--currency", "USD", "--accept-minutes", "5")
    told = orderbell(shops, *arguments, "--id", "兰州拉面=lanzhou", *terms).told
    assert told["applied"] is True
    assert [shop["id"] for shop in told["shops"]] == ["shop1", "lanzhou"]
    lanzhou = store.read(connection, "lanzhou")
    assert passcodes.matches(lanzhou.passcode_hash, told["shops"][1]["passcode"])
    assert (lanzhou.name, lanzhou.timezone, lanzhou.currency, lanzhou.accept_minutes) == (
        "兰州拉面",
        "Asia/Urumqi",
        "USD",
        5,
    )
    assert prices(lanzhou) == [("牛肉面", 1850)]


def test_the_second_time_changes_nothing(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    orderbell(shops, "import-template", "-", "--apply", typed=ANSWER)
    before = everything(connection)
    again = orderbell(shops, "import-template", "-", "--apply", "--update-prices", typed=ANSWER)
    assert (again.status, again.errors) == (0, "")
    assert "nothing to change" in again.output
    assert "passcode" not in again.output
    assert everything(connection) == before


def kept(connection: Connection) -> Shop:
    """Return a shop that was there before, which a kitchen has opened and sorted."""
    shop = Shop(
        id="shop1",
        name="The Shop",
        currency="CNY",
        timezone="Europe/Berlin",
        accept_minutes=5,
        passcode_hash="hash",
        sessions_since=store.clock(connection),
        open=True,
        menu=(
            Dish(id="soup", name="soup", price=900, available=True),
            Dish(id="egg", name="egg", price=350, available=False, section="Extras"),
        ),
    )
    assert store.create(connection, shop)
    return shop


def test_a_shop_that_is_there_stays_and_gets_what_is_missing(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    before = kept(connection)
    done = orderbell(shops, "import-template", "-", "--apply", typed=ANSWER)
    assert done.status == 0
    assert "egg stays 3.50; --update-prices makes it 3.00" in done.output
    assert "passcode" not in done.output
    after = store.read(connection, "shop1")
    assert after == replace(before, version=2, menu=(*before.menu, after.menu[-1]))
    assert (after.menu[-1].name, after.menu[-1].price) == ("rice", 100)
    assert number(connection, "outbox") == 2


def test_prices_that_differ_are_set_when_that_is_wanted(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    before = kept(connection)
    arguments = ("import-template", "-", "--update-prices", "--json")
    dry = orderbell(shops, *arguments, typed=ANSWER).told
    assert dry["shops"][0]["differing"] == [
        {"name": "egg", "price": 350, "price_in_dump": 300, "set": True}
    ]
    assert store.read(connection, "shop1") == before
    assert orderbell(shops, *arguments, "--apply", typed=ANSWER).status == 0
    after = store.read(connection, "shop1")
    assert prices(after) == [("soup", 900), ("egg", 300), ("rice", 100)]
    assert after.menu[1] == before.menu[1].model_copy(update={"price": 300})
    assert after.version == 2


def test_another_currency_than_a_shop_counts_in_is_refused(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    kept(connection)
    done = orderbell(shops, "import-template", "-", "--currency", "USD", "--apply", typed=ANSWER)
    assert (done.status, done.output) == (1, "")
    assert "shop1 counts in CNY" in done.errors
    yen = orderbell(shops, "import-template", "-", "--currency", "JPY", typed=ANSWER)
    assert (yen.status, yen.output) == (1, "")
    assert "JPY has no hundredths" in yen.errors


def test_a_menu_that_would_be_too_long_stops_all_of_it(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    kept(connection)
    before = everything(connection)
    dishes = [
        {"shop": shop, "dish": f"dish {count}", "price": 1}
        for shop in ("shop0", "shop1")
        for count in range(DISHES_MAX - 1)
    ]
    done = orderbell(shops, "import-template", "-", "--apply", typed=json.dumps(dishes))
    assert (done.status, done.output) == (1, "")
    assert f"shop1: a menu holds {DISHES_MAX} dishes at most" in done.errors
    assert everything(connection) == before


def test_all_mistakes_are_told_and_nothing_is_done(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    dump = f"shop,dish,price\nshop1,egg,3\nshop1,egg,4\nshop1,tea,-1\n{INJECTION},x,1\n"
    done = orderbell(shops, "import-template", "-", "--apply", typed=dump)
    assert (done.status, done.output) == (1, "")
    first, *mistakes = done.errors.splitlines()
    assert first == "orderbell: nothing was done, as there are mistakes:"
    assert [mistake.split(":")[0].strip() for mistake in mistakes[:2]] == ["line 3", "line 4"]
    assert "is no id" in mistakes[2]
    assert number(connection, "shops") == 0


@pytest.mark.parametrize("timezone", ["Mars/Base", INJECTION])
def test_terms_that_break_a_rule_are_refused(
    orderbell: Orderbell, shops: Environment, timezone: str
) -> None:
    done = orderbell(shops, "import-template", "-", "--timezone", timezone, typed=ANSWER)
    assert (done.status, done.output) == (1, "")
    assert "no time zone" in done.errors
    assert done.errors.count("\n") == 1


def test_sql_in_a_dump_is_text(
    orderbell: Orderbell, shops: Environment, connection: Connection
) -> None:
    dump = json.dumps([{"shop_name": INJECTION, "dish": INJECTION, "price": "1.00"}])
    done = orderbell(
        shops, "import-template", "-", "--apply", "--id", f"{INJECTION}=odd", typed=dump
    )
    assert done.status == 0, done.errors
    shop = store.read(connection, "odd")
    assert (shop.name, prices(shop)) == (INJECTION, [(INJECTION, 100)])
    for dump in (
        json.dumps([{"shop_name": "odd", "dish": "egg", "price": INJECTION}]),
        f"shop,dish,price\nodd,egg,{INJECTION}\n",
    ):
        refused = orderbell(shops, "import-template", "-", "--apply", typed=dump)
        assert (refused.status, refused.output) == (1, "")
    assert number(connection, "dishes") == 1


@pytest.mark.parametrize("file", ["nowhere.json", "."])
def test_a_file_that_cannot_be_read_is_said_in_one_line(
    orderbell: Orderbell, shops: Environment, file: str
) -> None:
    done = orderbell(shops, "import-template", file)
    assert (done.status, done.output) == (1, "")
    assert f"cannot read {file}" in done.errors
    assert done.errors.count("\n") == 1


def test_an_id_that_names_no_shop_is_not_understood(
    orderbell: Orderbell, shops: Environment
) -> None:
    done = orderbell(shops, "import-template", "-", "--id", "lanzhou", typed=ANSWER)
    assert (done.status, done.output) == (2, "")
    assert "lanzhou is not NAME=ID" in done.errors
