"""Receipts at the real process, over HTTP and over the broker: who confirms what, and how often."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.orders.receipts import Receipt, confirm, shared_transactions
from shared.events import ClientMessage
from tests.integration.orders_events import Heard, metric, order_of, publish, publish_body, take
from tests.integration.orders_process import Orders, at_once, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer, wait_until


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    broker.purge()
    with fresh_orders(postgres, broker) as process:
        yield process


def receive(orders: Orders, shop_id: str, ids: Any, token: str | None) -> tuple[int, str | None]:
    answer = orders.post(
        "/api/orders/received", {"shop_id": shop_id, "orders": ids}, authorization=token
    )
    return answer.status_code, answer.json()["code"] if answer.content else None


def now(orders: Orders, order: dict[str, Any]) -> Any:
    return orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json()


def test_a_receipt_is_stamped_once_and_told(orders: Orders, broker: BrokerServer) -> None:
    shop = orders.a_shop()
    token = kitchen(shop.id)
    first, second = orders.placed(shop), orders.placed(shop)
    assert receive(orders, shop.id, [first["id"]], token) == (204, None)
    received = now(orders, first)
    assert received == first | {
        "version": 2,
        "received_at": received["updated_at"],
        "updated_at": received["updated_at"],
    }
    assert received["received_at"] > first["placed_at"]
    assert receive(orders, shop.id, [first["id"], second["id"]], token) == (204, None)
    assert now(orders, first) == received
    assert now(orders, second)["version"] == 2

    heard = Heard(broker)
    told = [("OrderPlaced", 1), ("OrderReceived", 2)]
    wait_until(lambda: heard.of(first["id"]) == told == heard.of(second["id"]), "the receipts")
    event = next(each for each in heard.events if each.subject == first["id"] and "R" in each.type)
    assert order_of(event) == received


def test_a_receipt_touches_only_what_waits_for_one(orders: Orders) -> None:
    shop, other = orders.a_shop(), orders.a_shop()
    token = kitchen(shop.id)
    waiting, foreign = orders.placed(shop), orders.placed(other)
    accepted = orders.act("accept", orders.placed(shop), token).json()
    cancelled = orders.placed(shop)
    cancelled = orders.act("cancel", cancelled, customer(cancelled["id"])).json()
    ids = [foreign["id"], str(uuid4()), "no-uuid", "", "\u0000", accepted["id"], cancelled["id"]]
    assert receive(orders, shop.id, [*ids, waiting["id"]], token) == (204, None)
    assert now(orders, waiting)["version"] == 2
    assert [now(orders, each) for each in (foreign, accepted, cancelled)] == [
        foreign,
        accepted,
        cancelled,
    ]


def test_another_shops_receipt_takes_nothing_from_one_that_is_written_with_it(
    orders: Orders,
) -> None:
    shop, other = orders.a_shop(), orders.a_shop()
    for first, second in ((shop, other), (other, shop)):
        order_id = UUID(orders.placed(shop)["id"])
        receipts = [Receipt(each.id, [order_id]) for each in (first, second)]
        with orders.engine.begin() as connection:
            events = confirm(connection, receipts)
        assert [event.subject for event in events] == [str(order_id)]


def test_receipts_share_transactions_that_hold_no_more_orders_than_one_should() -> None:
    receipts = [Receipt("shop1", [uuid4()] * count) for count in (1, 499, 1, 1000, 500)]
    assert [[len(each.orders) for each in some] for some in shared_transactions(receipts)] == [
        [1, 499],
        [1],
        [1000],
        [500],
    ]


def test_who_may_confirm(orders: Orders) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    attempt = partial(receive, orders, shop.id, [order["id"]])
    assert attempt(None) == (401, "unauthorized")
    assert attempt(customer(order["id"])) == (403, "forbidden")
    assert attempt(kitchen(shop.id, send=False)) == (403, "forbidden")
    assert attempt(kitchen(orders.a_shop().id)) == (403, "forbidden")
    old = kitchen(shop.id)
    orders.keep(shop, version=2, sessions_since=datetime.now(UTC))
    assert attempt(old) == (401, "unauthorized")
    assert now(orders, order) == order


@pytest.mark.parametrize("ids", [None, "", {}, 7, [7], [None], ["x"] * 1001])
def test_bad_lists_are_refused(orders: Orders, ids: Any) -> None:
    shop = orders.a_shop()
    assert receive(orders, shop.id, ids, kitchen(shop.id)) == (422, "invalid_request")


def test_many_screens_confirm_the_same_orders(orders: Orders) -> None:
    shop = orders.a_shop()
    token = kitchen(shop.id)
    placed = [orders.placed(shop) for _ in range(20)]
    ids = [order["id"] for order in placed]
    calls = [
        partial(receive, orders, shop.id, each, token) for each in (ids, ids[::-1], ids[10:] + ids)
    ]
    assert at_once(*calls * 3) == [(204, None)] * 9
    assert {now(orders, order)["version"] for order in placed} == {2}


def message(shop_id: str, data: Any, prefix: str = "shop:") -> ClientMessage:
    return ClientMessage.of(f"{prefix}{shop_id}", "kitchen", data)


def test_a_receipt_comes_over_the_broker(orders: Orders, broker: BrokerServer) -> None:
    shop, other = orders.a_shop(), orders.a_shop()
    mine, foreign = orders.placed(shop), orders.placed(other)
    ids = [foreign["id"], mine["id"], "no-uuid", str(uuid4()), 7, None, {"id": mine["id"]}]
    publish(broker, message(shop.id, {"received": ids, "more": "to come"}))
    wait_until(lambda: now(orders, mine)["received_at"], "the receipt")
    assert now(orders, mine)["version"] == 2
    assert now(orders, foreign) == foreign


def test_a_receipt_of_a_session_that_ended_is_not_believed(
    orders: Orders, broker: BrokerServer
) -> None:
    shop = orders.a_shop()
    unseen, seen = orders.placed(shop), orders.placed(shop)
    since = datetime.now(UTC)
    orders.keep(shop, version=2, sessions_since=since)

    def receipt(order: Any, issued_at: float) -> ClientMessage:
        data = {"received": [order["id"]]}
        return ClientMessage.of(f"shop:{shop.id}", "kitchen", data, issued_at)

    name = "orders_client_messages_ignored_total"
    before = metric(orders, name)
    publish(broker, receipt(unseen, since.timestamp() - 1), receipt(seen, since.timestamp() + 1))
    wait_until(lambda: now(orders, seen)["received_at"], "the receipt")
    wait_until(lambda: metric(orders, name) == before + 1, "the one that is not believed")
    assert now(orders, unseen) == unseen


def test_what_is_no_receipt_is_ignored(orders: Orders, broker: BrokerServer) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    shapes: list[Any] = [None, [], "received", 7, {}, {"received": order["id"]}]
    strange = [message(shop.id, data) for data in [*shapes, {"seen": [order["id"]]}]]
    strange += [
        message(order["id"], {"received": [order["id"]]}, prefix="order:"),
        message(shop.id, {"received": [order["id"]]}, prefix="public:shop:"),
        message("", {"received": [order["id"]]}, prefix=""),
        message("nul\u0000", {"received": [order["id"]]}),
    ]
    name = "orders_client_messages_ignored_total"
    before = metric(orders, name)
    publish(broker, *strange)
    wait_until(lambda: metric(orders, name) == before + len(strange), "the strange messages")
    publish(broker, message(shop.id, {"received": []}))
    assert now(orders, order) == order
    # What comes from outside is no bad message, and the next good one works.
    publish(broker, message(shop.id, {"received": [order["id"]]}))
    wait_until(lambda: now(orders, order)["received_at"], "the receipt")
    assert take(broker, "dead-letters") == []


def test_a_message_that_is_no_event_is_set_aside(orders: Orders, broker: BrokerServer) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    publish_body(broker, "clients", "client.message", b"{not an event}")
    publish(broker, message(shop.id, {"received": [order["id"]]}))
    wait_until(lambda: now(orders, order)["received_at"], "the receipt")
    wait_until(lambda: b"{not an event}" in take(broker, "dead-letters"), "the dead letter")
