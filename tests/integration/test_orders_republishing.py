"""Publishing orders again: what no screen has shown, ever more rarely, and any order on request."""

import signal
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.orders.republishing import publish_again
from tests.integration.orders_events import Heard, metric, order_of
from tests.integration.orders_process import Orders, an_orders, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer, wait_until

RECEIVE_SECONDS = 0.4
OFTEN = {"SWEEP_SECONDS": "0.05", "RECEIVE_SECONDS": str(RECEIVE_SECONDS)}


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker, **OFTEN) as process:
        yield process


@pytest.fixture(autouse=True)
def heard(broker: BrokerServer) -> Heard:
    broker.purge()
    return Heard(broker)


def now(orders: Orders, order: dict[str, Any]) -> Any:
    return orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json()


def history(orders: Orders, order: dict[str, Any]) -> list[str]:
    path = f"/api/orders/{order['id']}/history"
    entries = orders.get(path, customer(order["id"])).json()["history"]
    return [entry["event"] for entry in entries]


def receive(orders: Orders, *received: dict[str, Any]) -> None:
    shop_id = received[0]["shop_id"]
    body = {"shop_id": shop_id, "orders": [order["id"] for order in received]}
    assert orders.post("/api/orders/received", body, authorization=kitchen(shop_id)).is_success


def times_told(heard: Heard, order: dict[str, Any]) -> list[float]:
    """Return how many seconds after it was placed the order's first version was told."""
    placed_at = datetime.fromisoformat(order["placed_at"])
    return sorted(
        (event.time - placed_at).total_seconds()
        for event in heard.look()
        if event.subject == order["id"] and event.data.order.version == 1
    )


def in_outbox(orders: Orders, order: dict[str, Any]) -> int:
    ((rows,),) = orders.sql("SELECT count(*) FROM outbox WHERE subject = :id", id=order["id"])
    return int(rows)


def test_what_no_screen_shows_is_told_again_more_and_more_rarely(
    postgres: PostgresServer, broker: BrokerServer, heard: Heard
) -> None:
    with (
        fresh_orders(postgres, broker, **OFTEN) as one,
        an_orders(one.environment["DATABASE_URL"], broker.url("orders"), **OFTEN) as two,
    ):
        wait_until(two.ready, "readiness")
        order = one.placed(one.a_shop())
        wait_until(lambda: len(times_told(heard, order)) > 2, "two repeats")
        assert metric(one, "orders_oldest_unreceived_age_seconds") > RECEIVE_SECONDS
        # Neither replica remembers anything: the back-off goes on where it was.
        wait_until(lambda: in_outbox(one, order) == 0, "the end of the relay's work")
        one.stop(signal.SIGKILL)
        one.start()
        wait_until(lambda: len(times_told(heard, order)) > 4, "two more")
        for number, seconds in enumerate(times_told(heard, order)):
            assert seconds >= RECEIVE_SECONDS * (2**number - 1)
        told = [order_of(event) for event in heard.events if event.subject == order["id"]]
        assert {event.type for event in heard.events} == {"OrderPlaced"}
        assert all(each == order for each in told)
        # It is no change.
        assert now(one, order) == order
        assert history(one, order) == ["order.placed"]
        assert metric(two, "orders_republished_total") > 0


def test_what_a_screen_has_shown_or_the_kitchen_accepted_is_told_no_more(
    orders: Orders, heard: Heard
) -> None:
    shop = orders.a_shop()
    received, accepted, cancelled, waiting = (orders.placed(shop) for _ in range(4))
    wait_until(lambda: len(times_told(heard, received)) > 1, "a repeat")
    receive(orders, received)
    assert orders.act("accept", accepted, kitchen(shop.id)).status_code == 200
    assert orders.act("cancel", cancelled, customer(cancelled["id"])).status_code == 200
    ended = [received, accepted, cancelled]
    wait_until(lambda: orders.sql("SELECT count(*) FROM outbox") == [(0,)], "an empty outbox")
    before = [len(times_told(heard, order)) for order in ended]
    repeats = len(times_told(heard, waiting))
    wait_until(lambda: len(times_told(heard, waiting)) > repeats + 1, "two more of the other")
    assert [len(times_told(heard, order)) for order in ended] == before
    receive(orders, waiting)
    name = "orders_oldest_unreceived_age_seconds"
    wait_until(lambda: metric(orders, name) == 0, "nothing that waits for a receipt")


def test_an_outage_of_the_broker_fills_no_outbox_and_ends_no_accepted_order(
    broker: BrokerServer, orders: Orders, heard: Heard
) -> None:
    shop = orders.a_shop()
    broker.stop()
    accepted, over, waiting = (orders.placed(shop) for _ in range(3))
    assert orders.act("accept", accepted, kitchen(shop.id)).status_code == 200
    orders.sql(
        "UPDATE orders SET accept_by = now() WHERE id IN (:accepted, :over)",
        accepted=accepted["id"],
        over=over["id"],
    )
    # Deadlines go on without the broker: of accepting, and again and again of being shown.
    wait_until(lambda: now(orders, over)["status"] == "cancelled", "the end")
    put_off_to: set[object] = set()

    def put_off() -> int:
        found = orders.sql("SELECT republish_at FROM orders WHERE id = :id", id=waiting["id"])
        put_off_to.update(at for (at,) in found if at)
        return len(put_off_to)

    wait_until(lambda: put_off() > 3, "several due times")
    assert [in_outbox(orders, order) for order in (accepted, over, waiting)] == [2, 2, 1]
    assert now(orders, accepted)["status"] == "accepted"

    broker.start()
    changes = {(order["id"], version) for order in (accepted, over) for version in (1, 2)}
    changes.add((waiting["id"], 1))
    wait_until(lambda: heard.counted().keys() >= changes, "the events")
    wait_until(lambda: heard.counted()[waiting["id"], 1] > 1, "a repeat")
    assert {heard.counted()[change] for change in changes - {(waiting["id"], 1)}} == {1}
    assert now(orders, accepted)["status"] == "accepted"
    receive(orders, waiting)


@pytest.mark.parametrize(
    ("actions", "event"),
    [((), "OrderPlaced"), (("accept",), "OrderAccepted"), (("accept", "ready"), "OrderReady")],
)
def test_any_order_can_be_published_again_as_it_is(
    orders: Orders, heard: Heard, actions: tuple[str, ...], event: str
) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    for action in actions:
        order = orders.act(action, order, kitchen(shop.id)).json()
    before = history(orders, order)
    with orders.engine.begin() as connection:
        assert publish_again(connection, UUID(order["id"]))
        assert not publish_again(connection, uuid4())
    newest = (order["id"], order["version"])
    wait_until(lambda: heard.counted()[newest] > 1, "the repeat")
    told = [each for each in heard.events if (each.subject, each.data.order.version) == newest]
    assert {each.type for each in told} == {event}
    assert all(order_of(each) == order for each in told)
    assert len({each.id for each in told}) == len(told)
    assert now(orders, order) == order
    assert history(orders, order) == before
