"""The copy of the shops that `orders` keeps: by version, and checked as an order is placed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.orders import store
from services.orders.new_orders import new_order
from services.orders.pricing import Priced
from services.orders.requests import PlaceOrder
from services.orders.shops import keep_shop
from services.orders.statements import ADD_ORDERS
from shared.contracts import Dish, ShopState
from shared.events import ShopRefreshed, ShopUpdated
from tests.integration.orders_events import metric, publish
from tests.integration.orders_process import Orders, a_basket, fresh_orders, kitchen
from tests.samples import a_shop
from tests.servers import BrokerServer, PostgresServer, wait_until


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    broker.purge()
    with fresh_orders(postgres, broker) as process:
        yield process


def hear(orders: Orders, broker: BrokerServer, *events: ShopUpdated | ShopRefreshed) -> None:
    """Publish the events, one after another has been handled."""
    for event in events:
        count = handled(orders) + 1
        publish(broker, event)
        wait_until(partial(has_handled, orders, count), "the event")


def has_handled(orders: Orders, count: float) -> bool:
    return handled(orders) == count


def handled(orders: Orders) -> float:
    return metric(orders, "consumer_messages_total", queue="orders.shops", outcome="handled")


def a_new_shop(**changes: object) -> ShopState:
    return a_shop(**{"id": f"shop-{uuid4().hex[:12]}", **changes})


def test_a_shop_is_known_from_its_first_event(orders: Orders, broker: BrokerServer) -> None:
    shop = a_new_shop()
    assert orders.place(shop).json()["code"] == "unknown_shop"
    hear(orders, broker, ShopUpdated.of(shop))
    assert orders.place(shop).status_code == 201


def test_older_versions_change_nothing(orders: Orders, broker: BrokerServer) -> None:
    shop = a_new_shop(version=3, menu=(Dish(id="egg", name="egg", price=333, available=True),))
    old = shop.model_copy(update={"version": 2, "accepting": False})
    same = shop.model_copy(update={"accepting": False})
    hear(orders, broker, *map(ShopUpdated.of, (shop, old, same)), ShopRefreshed.of(old))
    assert orders.placed(shop)["total"] == 333
    newer = shop.model_copy(update={"version": 4, "name": "New name", "accept_minutes": 1})
    hear(orders, broker, ShopUpdated.of(newer))
    order = orders.placed(shop)
    assert order["shop_name"] == "New name"
    assert (
        datetime.fromisoformat(order["accept_by"]) - datetime.fromisoformat(order["placed_at"])
    ).total_seconds() == 60


def test_what_is_told_again_writes_nothing(orders: Orders) -> None:
    shop = orders.keep(a_new_shop(version=2))
    for version, kept, written in ((1, False, False), (2, False, False), (3, True, True)):
        with orders.engine.begin() as connection:
            told = shop.model_copy(update={"version": version})
            assert keep_shop(connection, told) is kept
            transaction = connection.scalar(select(func.pg_current_xact_id_if_assigned()))
            assert (transaction is not None) is written


def test_a_lost_copy_heals(orders: Orders, broker: BrokerServer) -> None:
    shop = a_new_shop(version=5)
    hear(orders, broker, ShopUpdated.of(shop))
    orders.sql("DELETE FROM shops WHERE id = :id", id=shop.id)
    assert orders.place(shop).json()["code"] == "unknown_shop"
    hear(orders, broker, ShopRefreshed.of(shop))
    assert orders.place(shop).status_code == 201


def test_a_closed_shop_and_its_ended_sessions(orders: Orders, broker: BrokerServer) -> None:
    shop = a_new_shop()
    old = kitchen(shop.id)
    hear(orders, broker, ShopUpdated.of(shop))
    path = f"/api/orders?shop_id={shop.id}"
    assert orders.get(path, old).status_code == 200
    update = {"version": 2, "accepting": False, "sessions_since": datetime.now(UTC)}
    hear(orders, broker, ShopUpdated.of(shop.model_copy(update=update)))
    assert orders.place(shop).json()["code"] == "shop_closed"
    assert orders.get(path, old).status_code == 401
    assert orders.get(path, kitchen(shop.id)).status_code == 200


def test_an_order_priced_by_an_old_copy_is_not_written(orders: Orders) -> None:
    shop = orders.a_shop(version=7)

    wanted = PlaceOrder.model_validate(a_basket(shop.id))

    def write(version: int) -> int:
        copy = shop.model_copy(update={"version": version})
        order = new_order(uuid4(), b"", wanted, Priced(copy, (), 0))
        with orders.engine.begin() as connection:
            return len(ADD_ORDERS.execute(connection, store.add_orders([order]), 0))

    def rows() -> list[tuple[int]]:
        counts = " UNION ALL ".join(
            f"SELECT count(*) FROM {table}"
            for table in ("orders", "order_history", "idempotency_keys", "counters", "outbox")
        )
        return list(orders.sql(counts))

    # What was published of earlier orders is deleted a moment later.
    wait_until(lambda: orders.sql("SELECT count(*) FROM outbox") == [(0,)], "an empty outbox")
    before = rows()
    assert write(version=6) == 0
    assert rows() == before
    assert write(version=7) == 1
