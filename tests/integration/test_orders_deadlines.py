"""Deadlines at the real process: what nobody accepts is cancelled, what nobody ends completes."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.orders_events import Heard, metric, order_of
from tests.integration.orders_process import Orders, an_orders, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer, wait_until

SWEEP = {"SWEEP_SECONDS": "0.1"}
MANY = 120


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker, **SWEEP) as process:
        yield process


@pytest.fixture
def heard(broker: BrokerServer) -> Heard:
    broker.purge()
    return Heard(broker)


def now(orders: Orders, order: dict[str, Any]) -> dict[str, Any]:
    """Return the order as its customer reads it."""
    found: dict[str, Any] = orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json()
    return found


def events(orders: Orders, order: dict[str, Any]) -> list[str]:
    """Return the events of the order's history, and see that each is one version."""
    path = f"/api/orders/{order['id']}/history"
    history = orders.get(path, customer(order["id"])).json()["history"]
    assert [entry["version"] for entry in history] == list(range(1, len(history) + 1))
    return [entry["event"] for entry in history]


def move(orders: Orders, order: dict[str, Any], column: str, seconds: float) -> None:
    """Set one of the order's times to so many seconds from now, by the database's clock."""
    orders.sql(
        f"UPDATE orders SET {column} = now() + make_interval(secs => :seconds) WHERE id = :id",
        seconds=seconds,
        id=order["id"],
    )


def becomes(orders: Orders, order: dict[str, Any], status: str) -> dict[str, Any]:
    """Return the order when it has this status."""
    wait_until(lambda: now(orders, order)["status"] == status, status)
    return now(orders, order)


def heard_last(heard: Heard, order: dict[str, Any]) -> Any:
    """Return the order as the event of its newest version told it."""
    id_and_version = (order["id"], order["version"])
    wait_until(lambda: heard.counted()[id_and_version], "the event")
    told = [each for each in heard.events if each.subject == order["id"]]
    return order_of(max(told, key=lambda event: event.data.order.version))


def swept(orders: Orders) -> None:
    """Return when a whole sweep has been done that began after this call."""
    for _ in range(2):
        marker = orders.placed(orders.a_shop())
        move(orders, marker, "accept_by", -1)
        becomes(orders, marker, "cancelled")


def test_what_no_kitchen_accepts_in_time_is_cancelled_and_told(
    orders: Orders, heard: Heard
) -> None:
    shop = orders.a_shop(accept_minutes=1)
    seen, unseen, later = (orders.placed(shop) for _ in range(3))
    body = {"shop_id": shop.id, "orders": [seen["id"]]}
    assert orders.post("/api/orders/received", body, authorization=kitchen(shop.id)).is_success
    count = metric(orders, "orders_timed_out_total")
    for order in (seen, unseen):
        before = now(orders, order)
        move(orders, order, "accept_by", -1)
        cancelled = becomes(orders, order, "cancelled")
        assert cancelled == before | {
            "status": "cancelled",
            "closed_reason": "kitchen_timeout",
            "version": before["version"] + 1,
            "accept_by": cancelled["accept_by"],
            "updated_at": cancelled["updated_at"],
        }
        assert cancelled["updated_at"] >= cancelled["accept_by"]
        assert heard_last(heard, cancelled) == cancelled
    assert events(orders, seen) == ["order.placed", "order.received", "order.cancelled"]
    assert events(orders, unseen) == ["order.placed", "order.cancelled"]
    assert now(orders, later) == later
    assert [order["id"] for order in orders.snapshot(shop).json()["orders"]] == [later["id"]]
    assert metric(orders, "orders_timed_out_total") == count + 2


def test_whoever_comes_too_late_sees_what_became_of_the_order(orders: Orders) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    move(orders, order, "accept_by", -1)
    becomes(orders, order, "cancelled")
    for action in ("accept", "reject"):
        refused = orders.act(action, order, kitchen(shop.id))
        assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")
        assert refused.json()["order"] == now(orders, order)
    # Its customer wanted nothing else.
    cancelled = orders.act("cancel", order, customer(order["id"]))
    assert (cancelled.status_code, cancelled.json()) == (200, now(orders, order))


def test_what_a_kitchen_has_accepted_has_no_such_deadline(orders: Orders) -> None:
    shop = orders.a_shop()
    accepted = orders.act("accept", orders.placed(shop), kitchen(shop.id)).json()
    move(orders, accepted, "accept_by", -3600)
    swept(orders)
    assert events(orders, accepted) == ["order.placed", "order.accepted"]


def test_the_shops_limit_is_the_orders_deadline(orders: Orders) -> None:
    for minutes in (1, 180):
        order = orders.placed(orders.a_shop(accept_minutes=minutes))
        limit = "SELECT accept_by - placed_at = make_interval(mins => :minutes) FROM orders"
        assert orders.sql(f"{limit} WHERE id = :id", minutes=minutes, id=order["id"]) == [(True,)]


@pytest.mark.parametrize("actions", [("accept",), ("accept", "ready")])
def test_what_nobody_ends_completes_by_itself_and_can_be_taken_back(
    orders: Orders, heard: Heard, actions: tuple[str, ...]
) -> None:
    shop = orders.a_shop()
    order, other = orders.placed(shop), orders.placed(shop)
    for action in actions:
        order = orders.act(action, order, kitchen(shop.id)).json()
        other = orders.act(action, other, kitchen(shop.id)).json()
    count = metric(orders, "orders_unattended_total")
    move(orders, order, "updated_at", -12 * 3600 - 1)
    move(orders, other, "updated_at", -12 * 3600 + 60)
    completed = becomes(orders, order, "completed")
    assert completed == order | {
        "status": "completed",
        "closed_reason": "unattended",
        "version": order["version"] + 1,
        "completed_at": completed["updated_at"],
        "updated_at": completed["updated_at"],
    }
    assert completed["updated_at"] > order["updated_at"]
    assert events(orders, order)[-1] == "order.completed"
    assert heard_last(heard, completed) == completed
    assert now(orders, other)["status"] == other["status"]
    assert metric(orders, "orders_unattended_total") == count + 1

    again = orders.act("complete", completed, kitchen(shop.id))
    assert (again.status_code, again.json()) == (200, completed)
    recalled = orders.act("recall", completed, kitchen(shop.id), {"to": "ready"}).json()
    assert (recalled["status"], recalled["closed_reason"]) == ("ready", None)
    assert recalled["ready_at"] == (order["ready_at"] or recalled["updated_at"])
    swept(orders)
    assert now(orders, order) == recalled


def test_a_deadline_that_ends_while_nobody_runs_is_kept_afterwards(
    postgres: PostgresServer, broker: BrokerServer
) -> None:
    with fresh_orders(postgres, broker, **SWEEP) as orders:
        shop = orders.a_shop()
        over, running = orders.placed(shop), orders.placed(shop)
        assert orders.stop(signal.SIGKILL) == -signal.SIGKILL
        move(orders, over, "accept_by", 0)
        orders.start()
        wait_until(orders.ready, "readiness")
        becomes(orders, over, "cancelled")
        assert now(orders, running) == running


def test_two_replicas_cancel_everything_once(
    postgres: PostgresServer, broker: BrokerServer, heard: Heard
) -> None:
    often = {"SWEEP_SECONDS": "0.01"}
    with (
        fresh_orders(postgres, broker, **often) as one,
        an_orders(one.environment["DATABASE_URL"], broker.url("orders"), **often) as two,
    ):
        wait_until(two.ready, "readiness")
        shop = one.a_shop()
        placed = [one.placed(shop) for _ in range(MANY)]
        one.sql("UPDATE orders SET accept_by = now()")
        wait_until(lambda: one.snapshot(shop).json()["orders"] == [], "the end of all")
        assert {now(two, order)["closed_reason"] for order in placed} == {"kitchen_timeout"}
        for order in placed:
            assert events(two, order) == ["order.placed", "order.cancelled"]
        told = {(order["id"], version) for order in placed for version in (1, 2)}
        wait_until(lambda: heard.counted().keys() >= told, "the events")
        wait_until(lambda: one.sql("SELECT count(*) FROM outbox") == [(0,)], "an empty outbox")
        assert set(heard.counted().values()) == {1}
        name = "orders_timed_out_total"
        wait_until(lambda: metric(one, name) + metric(two, name) == MANY, "the counters")


def test_the_sweep_outlives_an_outage_of_the_database(
    postgres: PostgresServer, broker: BrokerServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with fresh_orders(postgres, broker, **SWEEP) as orders:
        shop = orders.a_shop()
        over, accepted = orders.placed(shop), orders.placed(shop)
        assert orders.act("accept", accepted, kitchen(shop.id)).status_code == 200
        for order in (over, accepted):
            move(orders, order, "accept_by", 2)
        postgres.stop()
        logs: list[str] = []

        def paused() -> int:
            logs.append(capfd.readouterr().out)
            return "".join(logs).count('"event": "sweep_paused"')

        wait_until(lambda: paused() >= 3, "its log lines")
        postgres.start()
        wait_until(orders.ready, "readiness")
        becomes(orders, over, "cancelled")
        assert now(orders, accepted)["status"] == "accepted"
        assert "Traceback" not in "".join(logs)
