"""Who comes at once with a deadline, or with somebody at another replica: one wins, once.

The loser gets 409 with the order as it truly is, and the order's history has one step for each
version.
"""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import httpx
import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from services.orders.settings import OrdersSettings
from services.orders.sweep import BATCH_ORDERS_MAX, complete_some, republish_some, time_out_some
from tests.integration.orders_process import (
    Orders,
    an_orders,
    at_once,
    customer,
    fresh_orders,
    kitchen,
)
from tests.servers import BrokerServer, PostgresServer, wait_until

TURNS = 40
TRIES = 3
HEAD_START_SECONDS_MAX = 0.01
# The tests sweep themselves, when they want to.
NEVER = {"SWEEP_SECONDS": "86400"}


class Replicas(NamedTuple):
    """Two processes on one database."""

    one: Orders
    two: Orders


@pytest.fixture(scope="module")
def replicas(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Replicas]:
    with (
        fresh_orders(postgres, broker, **NEVER) as one,
        an_orders(one.environment["DATABASE_URL"], broker.url("orders"), **NEVER) as two,
    ):
        wait_until(two.ready, "readiness")
        yield Replicas(one, two)


def settings(orders: Orders) -> OrdersSettings:
    values: dict[str, Any] = {name.lower(): each for name, each in orders.environment.items()}
    return OrdersSettings(**values)


def sweep(orders: Orders) -> None:
    """Do a replica's sweep for orders that time out."""
    with orders.engine.begin() as connection:
        time_out_some(connection, settings(orders))


def overdue(orders: Orders) -> tuple[dict[str, Any], str]:
    """Return an order whose time is over, and its kitchen's token."""
    shop = orders.a_shop()
    order = orders.placed(shop)
    orders.sql("UPDATE orders SET accept_by = now() WHERE id = :id", id=order["id"])
    return order, kitchen(shop.id)


def truth(orders: Orders, order: dict[str, Any]) -> dict[str, Any]:
    """Return the order as it is, after seeing that its history is whole."""
    path, token = f"/api/orders/{order['id']}", customer(order["id"])
    found: dict[str, Any] = orders.get(path, token).json()
    history = orders.get(f"{path}/history", token).json()["history"]
    assert [each["version"] for each in history] == list(range(1, found["version"] + 1))
    return found


def late(function: Callable[[], Any]) -> Any:
    time.sleep(random.uniform(0, HEAD_START_SECONDS_MAX))
    return function()


def assert_lost(answer: httpx.Response, order: dict[str, Any]) -> None:
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid_transition")
    assert answer.json()["order"] == order


def test_of_accept_and_time_out_one_wins(replicas: Replicas) -> None:
    winners: list[str] = []
    while len(winners) < TURNS or len(set(winners)) < 2:
        order, token = overdue(replicas.one)
        accept = partial(replicas.one.act, "accept", order, token)
        sweeps = [partial(late, partial(sweep, each)) for each in replicas]
        answer, *_ = at_once(partial(late, accept), *sweeps)
        final = truth(replicas.two, order)
        assert final["version"] == 2
        if answer.status_code == 200:
            assert answer.json() == final
            assert (final["status"], final["closed_reason"]) == ("accepted", None)
        else:
            assert_lost(answer, final)
            assert (final["status"], final["closed_reason"]) == ("cancelled", "kitchen_timeout")
        winners.append(final["status"])
        assert len(winners) < 20 * TURNS, "one of them always wins: no race"


def test_who_waits_for_a_time_out_to_be_written_loses(replicas: Replicas) -> None:
    for action, token_of in (("accept", kitchen), ("reject", kitchen), ("cancel", customer)):
        for _ in range(TRIES):
            answer, final = acted_during_a_time_out(replicas.one, action, token_of)
            assert (final["version"], final["closed_reason"]) == (2, "kitchen_timeout")
            # A lock is waited for only so long, on a machine that stands still as well.
            if answer.status_code != 503:
                break
        if action == "cancel":
            assert answer.json() == final
        else:
            assert_lost(answer, final)


def acted_during_a_time_out(
    orders: Orders, action: str, token_of: Callable[[str], str]
) -> tuple[httpx.Response, dict[str, Any]]:
    """Return what who waits for a time-out to be written is answered, and the order then."""
    order, _ = overdue(orders)
    token = token_of(order["id"] if token_of is customer else order["shop_id"])
    with orders.engine.connect() as sweeping, ThreadPoolExecutor(1) as thread:
        assert len(time_out_some(sweeping, settings(orders)).orders) == 1
        answer = thread.submit(orders.act, action, order, token)
        wait_until(lambda: answer.done() or waits_for_a_lock(orders), "the one who waits")
        sweeping.commit()
        return answer.result(), truth(orders, order)


def waits_for_a_lock(orders: Orders) -> bool:
    statement = text(
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    # A role sees what its own sessions wait for.
    engine = create_engine(orders.environment["DATABASE_URL"], poolclass=NullPool)
    with engine.connect() as connection:
        return bool(connection.execute(statement).all())


@pytest.mark.parametrize(
    ("actions", "sweep_some", "make_due"),
    [
        ((), time_out_some, "accept_by = now()"),
        ((), republish_some, "placed_at = now() - interval '1 hour'"),
        (("accept",), complete_some, "updated_at = now() - interval '13 hours'"),
    ],
)
def test_the_sweep_passes_over_what_somebody_holds(
    replicas: Replicas,
    actions: tuple[str, ...],
    sweep_some: Callable[[Connection, OrdersSettings], Any],
    make_due: str,
) -> None:
    orders = replicas.one
    shop = orders.a_shop()
    held, free = orders.placed(shop), orders.placed(shop)
    for action in actions:
        for order in (held, free):
            assert orders.act(action, order, kitchen(shop.id)).status_code == 200
    wait_until(lambda: orders.sql("SELECT count(*) FROM outbox") == [(0,)], "an empty outbox")
    orders.sql(f"UPDATE orders SET {make_due} WHERE shop_id = :shop_id", shop_id=shop.id)
    with orders.engine.connect() as holding, orders.engine.begin() as sweeping:
        statement = f"SELECT 1 FROM orders WHERE id = '{held['id']}' FOR UPDATE"
        holding.exec_driver_sql(statement)
        swept = sweep_some(sweeping, settings(orders)).orders
        assert [str(order.id) for order in swept] == [free["id"]]
        holding.rollback()
    with orders.engine.begin() as sweeping:
        swept = sweep_some(sweeping, settings(orders)).orders
        assert [str(order.id) for order in swept] == [held["id"]]
        assert sweep_some(sweeping, settings(orders)).orders == []


def test_a_rush_of_late_receipts_is_published_again_a_few_orders_at_a_time(
    replicas: Replicas,
) -> None:
    orders = replicas.one
    shop = orders.a_shop()
    for _ in range(BATCH_ORDERS_MAX + 5):
        orders.placed(shop)
    orders.sql(
        "UPDATE orders SET placed_at = now() - interval '1 hour' WHERE shop_id = :shop_id",
        shop_id=shop.id,
    )
    wait_until(lambda: orders.sql("SELECT count(*) FROM outbox") == [(0,)], "an empty outbox")
    rounds = []
    for _ in range(3):
        with orders.engine.begin() as connection:
            swept = republish_some(connection, settings(orders))
        rounds.append(len(swept.orders))
        assert not swept.more
    assert rounds == [BATCH_ORDERS_MAX, 5, 0]


def test_of_accept_and_cancel_at_two_replicas_one_wins(replicas: Replicas) -> None:
    winners: list[str] = []
    while len(winners) < TURNS or len(set(winners)) < 2:
        shop = replicas.one.a_shop()
        order = replicas.one.placed(shop)
        answers = at_once(
            partial(late, partial(replicas.one.act, "accept", order, kitchen(shop.id))),
            partial(late, partial(replicas.two.act, "cancel", order, customer(order["id"]))),
        )
        final = truth(replicas.one, order)
        assert final["version"] == 2
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, won.json()) == (200, final)
        assert_lost(lost, final)
        winners.append(final["status"])
        assert len(winners) < 20 * TURNS, "one of them always wins: no race"


def test_of_two_screens_that_promise_something_else_one_wins(replicas: Replicas) -> None:
    for _ in range(TURNS):
        shop = replicas.one.a_shop()
        order = replicas.one.placed(shop)
        answers = at_once(
            *(
                partial(replica.act, "accept", order, kitchen(shop.id), {"minutes": minutes})
                for replica, minutes in zip(replicas, (10, 30), strict=True)
            )
        )
        final = truth(replicas.one, order)
        # Accepted it is, as both wanted: both see by whom, and there is one promise.
        assert final["version"] == 2
        assert [(answer.status_code, answer.json()) for answer in answers] == [(200, final)] * 2
