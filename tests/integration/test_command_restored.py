"""`orderbell restored`: what was restored is believed by those who have seen more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import NullPool, create_engine, text

from command.restored import LIFT_VERSIONS
from services.shops.migrate import REVISIONS
from shared.events import ShopUpdated, decode
from shared.migrations import migrate
from tests.integration.operating import Orderbell, servers_of
from tests.integration.orders_events import Heard
from tests.integration.orders_process import Orders, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer, wait_until

Environment = dict[str, str]


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


@pytest.fixture
def servers(orders: Orders, postgres: PostgresServer, broker: BrokerServer) -> Environment:
    shops_url = postgres.create_database("shops")
    migrate(shops_url, REVISIONS)
    return servers_of(orders, broker) | {"SHOPS_DATABASE_URL": shops_url}


def test_orders_that_live_get_higher_versions_and_are_told_again(
    orders: Orders, broker: BrokerServer, servers: Environment, orderbell: Orderbell
) -> None:
    order, ended = (orders.placed(orders.a_shop()) for _ in range(2))
    orders.act("accept", order, kitchen(order["shop_id"]))
    orders.act("reject", ended, kitchen(ended["shop_id"]))
    heard = Heard(broker)
    wait_until(lambda: len(heard.look()) == 4, "what happened before")

    assert orderbell(servers, "restored", "--json").told["orders"] == 1

    lifted = 2 + LIFT_VERSIONS
    wait_until(lambda: len(heard.look()) == 5, "the order's event again")
    assert heard.of(order["id"])[-1] == ("OrderAccepted", lifted)
    now = orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json()
    assert (now["version"], now["status"]) == (lifted, "accepted")
    path = f"/api/orders/{order['id']}/history"
    history = orders.get(path, customer(order["id"])).json()["history"]
    assert [step["version"] for step in history] == [lifted - 1, lifted]
    ready = orders.act("ready", order, kitchen(order["shop_id"]))
    assert ready.json()["version"] == lifted + 1
    assert orders.get(f"/api/orders/{ended['id']}", customer(ended["id"])).json()["version"] == 2


def test_shops_get_higher_versions_and_are_told_again_each_time(
    servers: Environment, orderbell: Orderbell
) -> None:
    assert orderbell(servers, "shops", "create", "noodles", "--name", "Noodles").status == 0
    engine = create_engine(servers["SHOPS_DATABASE_URL"], poolclass=NullPool)
    with engine.begin() as connection:
        [first] = connection.scalars(text("SELECT version FROM shops"))
        connection.execute(text("DELETE FROM outbox"))
    for time in (1, 2):
        assert orderbell(servers, "restored", "--json").told["shops"] == 1
        with engine.begin() as connection:
            [body] = connection.scalars(text("DELETE FROM outbox RETURNING body"))
        event = decode(bytes(body))
        assert isinstance(event, ShopUpdated)
        assert event.data.shop.version == first + time * LIFT_VERSIONS
