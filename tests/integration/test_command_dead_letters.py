"""`orderbell dead-letters` on real servers, beside a running `orders`."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import aio_pika
import pytest

from command import letter_queue
from shared.events import ClientMessage, OrderPlaced
from tests.integration.operating import (
    FIRST_FAILED_AT,
    REASON,
    Orderbell,
    letters,
    servers_of,
    set_aside,
    wait_for_letters,
)
from tests.integration.orders_events import Heard
from tests.integration.orders_process import Orders, customer, fresh_orders, kitchen
from tests.samples import an_order
from tests.servers import BrokerServer, PostgresServer, wait_until

Environment = dict[str, str]


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


@pytest.fixture
def servers(orders: Orders, broker: BrokerServer) -> Environment:
    """Return where they are, with every queue empty."""
    return servers_of(orders, broker)


def now(orders: Orders, order: dict[str, Any]) -> Any:
    return orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json()


def test_letters_are_listed_in_order_and_stay(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer
) -> None:
    none = orderbell(servers, "dead-letters", "list")
    assert (none.status, none.output) == (0, "There are no dead letters.\n")
    order = an_order()
    set_aside(broker, OrderPlaced.of(order).encode(), "notifier.orders")
    set_aside(broker, b"\xff not an event", "orders.receipts", "Unreadable: no JSON")
    first, second = letters(orderbell, servers)
    assert first == {
        "id": first["id"],
        "first_failed_at": FIRST_FAILED_AT,
        "queue": "notifier.orders",
        "event": "OrderPlaced",
        "subject": str(order.id),
        "order_id": str(order.id),
        "reason": REASON,
    }
    assert (second["event"], second["reason"]) == (None, "Unreadable: no JSON")
    listed = orderbell(servers, "dead-letters", "list").output
    assert listed.index(first["id"]) < listed.index(second["id"])
    assert order.customer.name not in listed
    wait_for_letters(orderbell, servers, [first, second])


def test_a_letter_is_shown_with_its_body_only_when_asked(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer
) -> None:
    order = an_order()
    body = OrderPlaced.of(order).encode()
    set_aside(broker, body, "notifier.orders")
    (letter,) = letters(orderbell, servers)
    shown = orderbell(servers, "dead-letters", "show", letter["id"]).output
    assert "handler.py" in shown
    assert order.customer.telephone not in shown
    whole = orderbell(servers, "dead-letters", "show", letter["id"], "--body", "--json").told
    assert whole["body"] == json.loads(body)
    unknown = orderbell(servers, "dead-letters", "show", "no-such-id")
    assert (unknown.status, unknown.output) == (1, "")
    assert unknown.errors == "orderbell: there is no dead letter no-such-id\n"


def test_replaying_an_order_publishes_it_as_it_is_now(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer, orders: Orders
) -> None:
    heard = Heard(broker)
    order = orders.placed(orders.a_shop())
    wait_until(lambda: heard.of(order["id"]), "the event")
    old = heard.events[-1].encode()
    rejected = orders.act("reject", order, kitchen(order["shop_id"])).json()
    wait_until(lambda: len(heard.of(order["id"])) == 2, "the second event")
    set_aside(broker, old, "notifier.orders")
    (letter,) = letters(orderbell, servers)
    done = orderbell(servers, "dead-letters", "replay", letter["id"])
    assert (done.status, done.output) == (0, "Replayed 1, kept 0 dead letters.\n")
    newest = ("OrderRejected", rejected["version"])
    wait_until(lambda: heard.of(order["id"]).count(newest) == 2, "the repeat")
    assert now(orders, order) == rejected
    assert letters(orderbell, servers) == []


def test_what_a_client_sent_is_handled_after_all(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer, orders: Orders
) -> None:
    order = orders.placed(orders.a_shop())
    receipt = ClientMessage.of(f"shop:{order['shop_id']}", "kitchen", {"received": [order["id"]]})
    set_aside(broker, receipt.encode(), "orders.receipts")
    assert now(orders, order)["received_at"] is None
    assert orderbell(servers, "dead-letters", "replay", "--all").status == 0
    wait_until(lambda: now(orders, order)["received_at"], "the receipt")
    assert letters(orderbell, servers) == []


def test_what_cannot_be_replayed_is_kept_and_says_why(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer, orders: Orders
) -> None:
    set_aside(broker, b"not an event", "notifier.orders")
    set_aside(broker, OrderPlaced.of(an_order()).encode(), "notifier.orders")
    receipt = ClientMessage.of("shop:x", "kitchen", {"received": []})
    set_aside(broker, receipt.encode(), "queue.of.old")
    known = orders.placed(orders.a_shop())
    good = OrderPlaced.of(an_order(id=UUID(known["id"]))).encode()
    set_aside(broker, good, "notifier.orders")
    before = letters(orderbell, servers)
    done = orderbell(servers, "dead-letters", "replay", "--all", "--json")
    assert done.status == 1
    assert done.told["replayed"] == [before[3]["id"]]
    why = [done.told["kept"][letter["id"]] for letter in before[:3]]
    assert "no event" in why[0]
    assert "no order" in why[1]
    assert "queue.of.old" in why[2]
    wait_for_letters(orderbell, servers, before[:3])


def test_letters_are_dropped_when_the_operator_says_so(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer
) -> None:
    for number in range(3):
        set_aside(broker, b"bad %d" % number, "notifier.orders")
    before = letters(orderbell, servers)
    unasked = orderbell(servers, "dead-letters", "drop", "--all")
    assert (unasked.status, unasked.output) == (1, "")
    assert "--yes" in unasked.errors
    wait_for_letters(orderbell, servers, before)
    one = orderbell(servers, "dead-letters", "drop", before[1]["id"], "--yes", "--json")
    assert one.told == {"dropped": [before[1]["id"]]}
    again = orderbell(servers, "dead-letters", "drop", before[1]["id"], "--yes")
    assert (again.status, again.output) == (1, "")
    wait_for_letters(orderbell, servers, [before[0], before[2]])
    assert orderbell(servers, "dead-letters", "drop", "--all", "--yes").status == 0
    assert letters(orderbell, servers) == []


def test_one_command_at_a_time_holds_the_letters(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer
) -> None:
    async def while_held() -> None:
        async with await aio_pika.connect(broker.url("operator")) as connection:
            channel = await connection.channel()
            await channel.declare_queue(letter_queue.LOCK, exclusive=True)
            done = await asyncio.to_thread(orderbell, servers, "dead-letters", "list")
            assert done.status == 1
            assert "another command" in done.errors

    asyncio.run(while_held())
    assert orderbell(servers, "dead-letters", "list").status == 0


def test_more_letters_than_can_be_held_are_never_taken_for_all(
    orderbell: Orderbell,
    servers: Environment,
    broker: BrokerServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(letter_queue, "HELD_MAX", 2)
    monkeypatch.setattr(letter_queue, "ANSWER_LIMIT_SECONDS", 2)
    for number in range(3):
        set_aside(broker, b"bad %d" % number, "notifier.orders")
    done = orderbell(servers, "dead-letters", "list")
    assert (done.status, done.output) == (1, "")
    assert "only the oldest 2" in done.errors
    assert orderbell(servers, "dead-letters", "drop", "--all", "--yes").status == 0
    assert letters(orderbell, servers) == []


def test_a_letter_stays_when_the_database_cannot_be_asked(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer
) -> None:
    set_aside(broker, OrderPlaced.of(an_order()).encode(), "notifier.orders")
    before = letters(orderbell, servers)
    nowhere = servers | {"ORDERS_DATABASE_URL": "postgresql+psycopg2://orders@127.0.0.1:1/orders"}
    done = orderbell(nowhere, "dead-letters", "replay", "--all")
    assert (done.status, done.output) == (1, "")
    assert "the database of orders (127.0.0.1:1/orders) says" in done.errors
    assert done.errors.count("\n") == 1
    wait_for_letters(orderbell, servers, before)


def test_a_broker_that_is_down_is_said_in_one_line(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer
) -> None:
    broker.stop()
    done = orderbell(servers, "dead-letters", "list")
    assert (done.status, done.output) == (1, "")
    assert done.errors.startswith("orderbell: the broker says")
    assert done.errors.count("\n") == 1
