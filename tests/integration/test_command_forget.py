"""`orderbell forget` on real servers, beside a running `orders`: nothing personal is left."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.events import ClientMessage, OrderPlaced
from tests.integration.operating import Done, Orderbell, servers_of, set_aside, wait_for_letters
from tests.integration.orders_process import Orders, customer, fresh_orders, kitchen
from tests.samples import an_order
from tests.servers import BrokerServer, PostgresServer

TELEPHONE = "+49 178 4242-17"
CUSTOMER = {"name": "Zaphod Wurst", "address": "Kurze Gasse 99", "telephone": TELEPHONE}
Environment = dict[str, str]


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


@pytest.fixture
def servers(orders: Orders, broker: BrokerServer) -> Environment:
    """Return where they are, with every queue empty and no order of before."""
    orders.sql("UPDATE orders SET customer_telephone = ''")
    return servers_of(orders, broker)


def placed(orders: Orders) -> dict[str, Any]:
    return orders.placed(orders.a_shop(), customer=CUSTOMER)


def ended(orders: Orders) -> dict[str, Any]:
    order = placed(orders)
    answer = orders.act("reject", order, kitchen(order["shop_id"]))
    assert answer.status_code == 200
    return order


def name(orders: Orders, order: dict[str, Any]) -> Any:
    answer = orders.get(f"/api/orders/{order['id']}", customer(order["id"]))
    return answer.json()["customer"]["name"]


def letter_of(broker: BrokerServer, order: dict[str, Any], telephone: str = TELEPHONE) -> None:
    letter = an_order(id=UUID(order["id"]))
    who = letter.customer.model_copy(update={"telephone": telephone})
    event = OrderPlaced.of(letter.model_copy(update={"customer": who}))
    set_aside(broker, event.encode(), "notifier.orders")


def names(letters: Any) -> list[str]:
    """Return what each of the listed letters is of, or else why it is one."""
    return [each["subject"] or each["reason"] for each in letters]


def assert_silent(done: Done) -> None:
    assert [each for each in CUSTOMER.values() if each in done.output + done.errors] == []


def test_one_order_is_forgotten_with_its_letters(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer, orders: Orders
) -> None:
    order, other = ended(orders), ended(orders)
    letter_of(broker, order)
    letter_of(broker, other)
    done = orderbell(servers, "forget", "--order", order["id"], "--json")
    assert (done.status, done.told["erased"], done.told["active"]) == (0, [order["id"]], [])
    assert_silent(done)
    assert (name(orders, order), name(orders, other)) == ("", CUSTOMER["name"])
    wait_for_letters(orderbell, servers, [other["id"]], names)
    again = orderbell(servers, "forget", "--order", order["id"])
    assert (again.status, again.errors) == (0, "")


def test_an_order_that_has_not_ended_is_kept(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer, orders: Orders
) -> None:
    order = placed(orders)
    letter_of(broker, order)
    done = orderbell(servers, "forget", "--order", order["id"])
    assert done.status == 1
    assert "not ended" in done.output + done.errors
    assert name(orders, order) == CUSTOMER["name"]
    wait_for_letters(orderbell, servers, [order["id"]], names)


def test_an_order_that_is_none_is_said(orderbell: Orderbell, servers: Environment) -> None:
    unknown = str(uuid4())
    done = orderbell(servers, "forget", "--order", unknown)
    assert (done.status, done.output) == (1, "")
    assert unknown in done.errors
    assert done.errors.count("\n") == 1


def test_a_telephone_is_forgotten_however_it_is_written(
    orderbell: Orderbell, servers: Environment, broker: BrokerServer, orders: Orders
) -> None:
    first, second, active = ended(orders), ended(orders), placed(orders)
    stranger = ended(orders)
    orders.sql("UPDATE orders SET customer_telephone = '1' WHERE id = :id", id=stranger["id"])
    letter_of(broker, first)
    letter_of(broker, active)
    letter_of(broker, stranger, "1")
    set_aside(broker, f"no event, but {TELEPHONE}".encode(), "notifier.orders", "unreadable")
    receipt = ClientMessage.of("shop:x", "kitchen", {"received": [first["id"]]})
    set_aside(broker, receipt.encode(), "orders.receipts")
    done = orderbell(servers, "forget", "--telephone", "-", "--json", typed="+49(178) 42 42 17\n")
    assert done.status == 1
    assert done.told["erased"] == sorted([first["id"], second["id"]])
    assert done.told["active"] == [active["id"]]
    assert_silent(done)
    assert name(orders, first) == name(orders, second) == ""
    assert name(orders, active) == name(orders, stranger) == CUSTOMER["name"]
    wait_for_letters(orderbell, servers, [active["id"], stranger["id"], "shop:x"], names)


@pytest.mark.parametrize("telephone", ["", "+-/", "-"])
def test_what_is_no_number_forgets_nobody(
    orderbell: Orderbell, servers: Environment, orders: Orders, telephone: str
) -> None:
    order = ended(orders)
    done = orderbell(servers, "forget", "--telephone", telephone, typed="\n")
    assert (done.status, done.output) == (1, "")
    assert "no telephone number" in done.errors
    assert name(orders, order) == CUSTOMER["name"]


def test_nothing_is_erased_half_without_a_word(
    orderbell: Orderbell, servers: Environment, orders: Orders
) -> None:
    """Where the broker cannot be asked, the operator learns what is left to do."""
    order = ended(orders)
    nowhere = servers | {"OPERATOR_BROKER_URL": "amqp://operator:x@127.0.0.1:1/orderbell"}
    done = orderbell(nowhere, "forget", "--order", order["id"])
    assert done.status == 1
    assert "erased 1 orders, but no dead letters" in done.errors
    assert name(orders, order) == ""
