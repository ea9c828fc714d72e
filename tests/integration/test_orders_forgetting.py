"""Forgetting for whom orders were, in the real database: what is erased, when, and what stays."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.orders.forgetting import (
    Forgotten,
    OrderActive,
    forget_old,
    forget_order,
    forget_telephone,
)
from services.orders.republishing import publish_again
from services.orders.retention import BATCH_ROWS_MAX
from shared.events import OrderPlaced, decode
from tests.integration.orders_events import Heard, metric, order_of
from tests.integration.orders_process import Orders, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer, wait_until

DAYS = 30
SECONDS_PER_DAY = 86400
CUSTOMER = {"name": "Zaphod Wurst", "address": "Kurze Gasse 99", "telephone": "+49 (178) 42-42"}
SECRETS = (*CUSTOMER.values(), "whisper", "no onions", "dear Zaphod")


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    broker.purge()
    with fresh_orders(postgres, broker) as process:
        yield process


def secretive(orders: Orders, telephone: str = CUSTOMER["telephone"]) -> dict[str, Any]:
    """Return an order that is full of personal data."""
    items = [
        {"dish_id": "egg", "quantity": 1, "note": "no onions"},
        {"dish_id": "rice", "quantity": 2},
    ]
    return orders.placed(
        orders.a_shop(),
        customer=CUSTOMER | {"telephone": telephone},
        note="whisper",
        items=items,
    )


def ended(orders: Orders, days_ago: float = 0, **more: str) -> dict[str, Any]:
    """Return such an order after its kitchen has rejected it."""
    order = secretive(orders, **more)
    rejection = {"reason": "other", "note": "dear Zaphod"}
    answer = orders.act("reject", order, kitchen(order["shop_id"]), rejection)
    orders.sql(
        "UPDATE orders SET ended_at = ended_at - make_interval(secs => :seconds) WHERE id = :id",
        seconds=days_ago * SECONDS_PER_DAY,
        id=order["id"],
    )
    rejected: dict[str, Any] = answer.json()
    return rejected


def now(orders: Orders, order: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json()
    return answer


def history(orders: Orders, order: dict[str, Any]) -> Any:
    return orders.get(f"/api/orders/{order['id']}/history", customer(order["id"])).json()


def erased(order: dict[str, Any]) -> dict[str, Any]:
    """Return what is left of the order when it is forgotten for whom it was."""
    return order | {
        "customer": {"name": "", "address": "", "telephone": ""},
        "note": "",
        "closed_note": "",
        "items": [order["items"][0] | {"note": ""}, order["items"][1]],
    }


def forget(orders: Orders, order: dict[str, Any]) -> bool:
    with orders.engine.begin() as connection:
        return forget_order(connection, UUID(order["id"]))


def forget_some(orders: Orders, rows_max: int = BATCH_ROWS_MAX) -> int:
    with orders.engine.begin() as connection:
        return forget_old(connection, rows_max, DAYS)


def assert_nothing_personal(orders: Orders, order: dict[str, Any]) -> None:
    """See that no table says anything any more of whom the order was for."""
    for table, key in (("orders", "id"), ("outbox", "subject"), ("order_history", "order_id")):
        rows = orders.sql(f"SELECT {table}::text FROM {table} WHERE {key}::text = '{order['id']}'")
        bodies = orders.sql("SELECT convert_from(body, 'UTF8') FROM outbox")
        text = str(rows) + str([body for (body,) in bodies if order["id"] in body])
        assert not [secret for secret in SECRETS if secret in text]


def test_an_order_is_forgotten_when_somebody_asks(orders: Orders) -> None:
    order, other = ended(orders), ended(orders)
    before = history(orders, order)
    assert forget(orders, order)
    assert now(orders, order) == erased(order)
    assert history(orders, order) == before
    assert_nothing_personal(orders, order)
    assert now(orders, other) == other
    assert forget(orders, order)
    assert not forget(orders, order | {"id": str(uuid4())})
    assert now(orders, order) == erased(order)


def test_what_never_had_a_note_has_none_afterwards(orders: Orders) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    order = orders.act("cancel", order, customer(order["id"])).json()
    assert forget(orders, order)
    nobody = {"name": "", "address": "", "telephone": ""}
    assert now(orders, order) == order | {"customer": nobody}


def test_an_order_that_has_not_ended_keeps_what_its_kitchen_needs(orders: Orders) -> None:
    order = secretive(orders)
    for action in (None, "accept", "ready"):
        if action:
            order = orders.act(action, order, kitchen(order["shop_id"])).json()
        with pytest.raises(OrderActive):
            forget(orders, order)
        assert now(orders, order) == order
    orders.act("complete", order, kitchen(order["shop_id"]))
    assert forget(orders, order)


def test_a_telephone_is_forgotten_however_it_was_written(orders: Orders) -> None:
    first, second, other = (
        ended(orders, telephone=telephone) for telephone in ("+1 (555) 7-1", "1555.71", "1555 72")
    )
    active = secretive(orders, telephone="1-555-71")
    with orders.engine.begin() as connection:
        forgotten = forget_telephone(connection, "+1 555 71")
        assert sorted(map(str, forgotten.erased)) == sorted([first["id"], second["id"]])
        assert list(map(str, forgotten.active)) == [active["id"]]
        for nobodys in ("+1 555", "", " ", "()-"):
            assert forget_telephone(connection, nobodys) == Forgotten([], [])
    assert now(orders, second) == erased(second)
    assert (now(orders, other), now(orders, active)) == (other, active)
    # Erased ones are nobody's, and are not found again.
    with orders.engine.begin() as connection:
        assert forget_telephone(connection, "155571").erased == []


def test_what_ended_long_ago_is_forgotten_a_few_orders_at_a_time(orders: Orders) -> None:
    forget_some(orders)
    oldest, old = ended(orders, days_ago=DAYS + 9), ended(orders, days_ago=DAYS + 0.01)
    young, active = ended(orders, days_ago=DAYS - 0.01), secretive(orders)
    # It counts from an order's end.
    orders.sql(
        "UPDATE orders SET placed_at = now() - interval '1 year' WHERE id IN (:young, :active)",
        young=young["id"],
        active=active["id"],
    )
    histories = [history(orders, order) for order in (oldest, old)]
    assert forget_some(orders, rows_max=1) == 1
    assert now(orders, oldest)["customer"]["name"] == ""
    assert now(orders, old)["customer"]["name"] == CUSTOMER["name"]
    assert forget_some(orders) == 1
    assert forget_some(orders) == 0
    for order in (oldest, old):
        assert_nothing_personal(orders, order)
        assert now(orders, order)["version"] == order["version"]
    assert [history(orders, order) for order in (oldest, old)] == histories
    for order in (young, active):
        assert now(orders, order)["customer"] == CUSTOMER


def test_the_job_waits_for_nobody(orders: Orders) -> None:
    forget_some(orders)
    held, free = ended(orders, days_ago=DAYS + 2), ended(orders, days_ago=DAYS + 1)
    with orders.engine.connect() as holding:
        holding.exec_driver_sql(f"SELECT 1 FROM orders WHERE id = '{held['id']}' FOR UPDATE")
        assert forget_some(orders) == 1
        assert now(orders, free)["customer"]["name"] == ""
        holding.rollback()
    assert forget_some(orders) == 1


def test_two_jobs_share_the_work(orders: Orders) -> None:
    forget_some(orders)
    old = [ended(orders, days_ago=DAYS + 1) for _ in range(4)]
    with orders.engine.begin() as one, orders.engine.begin() as two:
        assert forget_old(one, 2, DAYS) == 2
        assert forget_old(two, BATCH_ROWS_MAX, DAYS) == 2
    assert {now(orders, order)["customer"]["name"] for order in old} == {""}


def test_what_waits_for_the_broker_is_told_as_it_is_afterwards(
    orders: Orders, broker: BrokerServer
) -> None:
    broker.stop()
    order, other = ended(orders), ended(orders)
    assert forget(orders, order)
    assert_nothing_personal(orders, order)
    count = "SELECT count(*) FROM outbox WHERE subject = :id"
    assert orders.sql(count, id=order["id"]) == [(1,)]
    assert orders.sql(count, id=other["id"]) == [(2,)]
    broker.start()
    heard = Heard(broker)
    wait_until(lambda: heard.counted()[order["id"], 2] > 0, "the event")
    told = [event for event in heard.events if event.subject == order["id"]]
    assert {event.type for event in told} == {"OrderRejected"}
    assert order_of(told[0]) == erased(order)


def test_publishing_a_forgotten_order_again_tells_nothing_personal(orders: Orders) -> None:
    order = ended(orders)
    assert forget(orders, order)
    with orders.engine.connect() as connection:
        assert publish_again(connection, UUID(order["id"]))
        statement = f"SELECT body FROM outbox WHERE subject = '{order['id']}'"
        events = [decode(bytes(body)) for body in connection.exec_driver_sql(statement).scalars()]
    assert events
    for event in events:
        assert not isinstance(event, OrderPlaced)
        assert not [secret for secret in SECRETS if secret in event.encode().decode()]


def test_what_is_said_after_it_was_forgotten_is_forgotten_too(orders: Orders) -> None:
    order = secretive(orders)
    token = kitchen(order["shop_id"])
    for action in ("accept", "ready", "complete"):
        assert orders.act(action, order, token).status_code == 200
    assert forget(orders, order)
    assert orders.act("recall", order, token).status_code == 200
    rejected = orders.act("reject", order, token, {"note": "dear Zaphod"}).json()
    assert (rejected["customer"]["name"], rejected["closed_note"]) == ("", "dear Zaphod")
    orders.sql(
        "UPDATE orders SET ended_at = now() - interval '31 days' WHERE id = :id", id=order["id"]
    )
    forget_some(orders)
    assert_nothing_personal(orders, order)


def test_the_process_forgets_by_itself(
    postgres: PostgresServer, broker: BrokerServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with fresh_orders(postgres, broker, PERSONAL_DATA_DAYS="7") as orders:
        old, young = ended(orders, days_ago=8), ended(orders, days_ago=6)
        orders.stop()
        orders.start()
        wait_until(lambda: orders.ready() and now(orders, old) == erased(old), "the forgetting")
        assert now(orders, young) == young
        assert metric(orders, "orders_forgotten_rows_total", what="personal_data") == 1
        logs = capfd.readouterr().out
        assert '"event": "forgotten"' in logs
        assert not [secret for secret in SECRETS if secret in logs]
