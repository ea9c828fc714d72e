"""`orderbell migrate` and `orderbell seed-demo` on empty databases."""

import pytest
from sqlalchemy import create_engine, text

from tests.integration.operating import Orderbell
from tests.servers import PostgresServer

Environment = dict[str, str]


@pytest.fixture
def databases(postgres: PostgresServer) -> Environment:
    return {
        "SHOPS_DATABASE_URL": postgres.create_database("setup_shops"),
        "ORDERS_DATABASE_URL": postgres.create_database("setup_orders"),
    }


def count(url: str, table: str) -> int:
    with create_engine(url).begin() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_databases_are_migrated_and_seeded_and_both_may_be_repeated(
    orderbell: Orderbell, databases: Environment
) -> None:
    unready = orderbell(databases, "seed-demo")
    assert unready.status == 1
    assert "orderbell migrate" in unready.errors
    for _ in range(2):
        done = orderbell(databases, "migrate", "--json")
        assert (done.status, done.told) == (0, {"migrated": ["shops", "orders"]})
    assert count(databases["ORDERS_DATABASE_URL"], "orders") == 0
    assert orderbell(databases, "seed-demo", "--json").told == {
        "made": ["shop1", "shop2", "lanzhou"]
    }
    assert orderbell(databases, "seed-demo", "--json").told == {"made": []}
    listed = orderbell(databases, "shops", "list", "--json").told
    assert [shop["id"] for shop in listed] == ["lanzhou", "shop1", "shop2"]


def test_production_gets_no_shop_whose_passcode_everybody_knows(
    orderbell: Orderbell, databases: Environment
) -> None:
    assert orderbell(databases, "migrate").status == 0
    done = orderbell(databases | {"ENVIRONMENT": "production"}, "seed-demo")
    assert (done.status, done.output) == (1, "")
    assert count(databases["SHOPS_DATABASE_URL"], "shops") == 0


def test_a_database_that_refuses_is_said_in_one_line(
    orderbell: Orderbell, databases: Environment
) -> None:
    wrong = databases["SHOPS_DATABASE_URL"].replace("://", "://nobody-")
    done = orderbell(databases | {"SHOPS_DATABASE_URL": wrong}, "migrate")
    assert (done.status, done.output) == (1, "")
    assert "orderbell: " in done.errors
    assert "Traceback" not in done.errors
