"""Acting on orders at the real process: the life cycle, who may act, and who wins a race."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import jwt
import pytest

from tests.integration.orders_process import (
    KITCHENS,
    ORDERS_KEY,
    SHOPS_KEY,
    Orders,
    at_once,
    customer,
    fresh_orders,
    kitchen,
)
from tests.servers import BrokerServer, PostgresServer

ACTIONS = ("accept", "reject", "ready", "complete", "recall", "cancel")


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


def steps(orders: Orders, *actions: str) -> tuple[dict[str, Any], str]:
    """Return an order after these actions of its kitchen, and the kitchen's token."""
    shop = orders.a_shop()
    token = kitchen(shop.id)
    order = orders.placed(shop)
    for action in actions:
        answer = orders.act(action, order, token)
        assert answer.status_code == 200, answer.text
        order = answer.json()
    return order, token


def test_an_order_is_accepted_cooked_and_handed_over(orders: Orders) -> None:
    order, token = steps(orders)
    accepted = orders.act("accept", order, token, {"minutes": 15}).json()
    assert accepted["status"] == "accepted"
    # Who accepted it has seen it.
    assert accepted["received_at"] == accepted["accepted_at"] == accepted["updated_at"]
    promised = datetime.fromisoformat(accepted["promised_at"])
    assert promised - datetime.fromisoformat(accepted["accepted_at"]) == timedelta(minutes=15)

    ready = orders.act("ready", accepted, token).json()
    assert (ready["status"], ready["ready_at"]) == ("ready", ready["updated_at"])
    completed = orders.act("complete", ready, token).json()
    assert (completed["status"], completed["completed_at"]) == (
        "completed",
        completed["updated_at"],
    )
    assert [each["version"] for each in (order, accepted, ready, completed)] == [1, 2, 3, 4]
    assert completed["updated_at"] > ready["updated_at"] > accepted["updated_at"]
    assert orders.get(f"/api/orders/{order['id']}", token).json() == completed

    history = orders.get(f"/api/orders/{order['id']}/history", token).json()
    assert history == {
        "history": [
            {"version": 1, "event": "order.placed", "at": order["placed_at"]},
            {"version": 2, "event": "order.accepted", "at": accepted["updated_at"]},
            {"version": 3, "event": "order.ready", "at": ready["updated_at"]},
            {"version": 4, "event": "order.completed", "at": completed["updated_at"]},
        ]
    }


def test_no_minutes_are_no_promise(orders: Orders) -> None:
    for body in (None, {}, {"minutes": None}):
        order, token = steps(orders)
        accepted = orders.act("accept", order, token, body)
        assert (accepted.status_code, accepted.json()["promised_at"]) == (200, None)


def test_an_order_is_rejected_with_a_reason(orders: Orders) -> None:
    for before in ((), ("accept",), ("accept", "ready")):
        order, token = steps(orders, *before)
        body = {"reason": "sold_out", "note": "no more\neggs"}
        rejected = orders.act("reject", order, token, body).json()
        assert rejected["status"] == "rejected"
        assert (rejected["closed_reason"], rejected["closed_note"]) == ("sold_out", "no more\neggs")
    order, token = steps(orders)
    assert orders.act("reject", order, token).json()["closed_reason"] == "other"


def test_a_customer_cancels_while_the_order_is_placed(orders: Orders) -> None:
    order, token = steps(orders)
    cancelled = orders.act("cancel", order, customer(order["id"]))
    assert cancelled.status_code == 200
    assert cancelled.headers["Cache-Control"] == "no-store"
    assert cancelled.json()["status"] == "cancelled"
    assert cancelled.json()["closed_reason"] == "customer"

    accepted, token = steps(orders, "accept")
    refused = orders.act("cancel", accepted, customer(accepted["id"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")
    assert refused.json()["order"] == orders.get(f"/api/orders/{accepted['id']}", token).json()


def test_recall_goes_one_step_back(orders: Orders) -> None:
    order, token = steps(orders, "accept", "ready", "complete")
    ready = orders.act("recall", order, token).json()
    assert (ready["status"], ready["completed_at"], ready["version"]) == ("ready", None, 5)
    accepted = orders.act("recall", ready, token).json()
    assert (accepted["status"], accepted["ready_at"], accepted["version"]) == ("accepted", None, 6)
    refused = orders.act("recall", accepted, token)
    assert (refused.status_code, refused.json()["order"]) == (409, accepted)


def test_recall_with_its_aim_may_be_repeated(orders: Orders) -> None:
    order, token = steps(orders, "accept", "ready", "complete")
    assert orders.act("recall", order, token, {"to": "accepted"}).status_code == 409
    ready = orders.act("recall", order, token, {"to": "ready"}).json()
    again = orders.act("recall", order, token, {"to": "ready"})
    assert (again.status_code, again.json()) == (200, ready)
    assert orders.act("recall", order, token, {"to": "accepted"}).json()["status"] == "accepted"


def test_recall_of_a_completed_order_has_its_time(orders: Orders) -> None:
    order, token = steps(orders, "accept", "ready", "complete")
    age = "UPDATE orders SET completed_at = completed_at - interval '29 minutes' WHERE id = :id"
    orders.sql(age, id=order["id"])
    recalled = orders.act("recall", order, token).json()
    completed = orders.act("complete", recalled, token).json()
    orders.sql(age.replace("29", "31"), id=order["id"])
    refused = orders.act("recall", completed, token, {"to": "ready"})
    assert (refused.status_code, refused.json()["order"]["status"]) == (409, "completed")


@pytest.mark.parametrize(
    ("before", "action"),
    [
        (("accept",), "accept"),
        (("reject",), "reject"),
        (("accept", "ready"), "ready"),
        (("accept", "ready", "complete"), "complete"),
    ],
)
def test_a_repeat_changes_nothing(orders: Orders, before: tuple[str, ...], action: str) -> None:
    order, token = steps(orders, *before)
    again = orders.act(action, order, token)
    assert (again.status_code, again.json()) == (200, order)
    assert orders.sql(
        "SELECT count(*) FROM order_history WHERE order_id = :id", id=order["id"]
    ) == [(order["version"],)]


@pytest.mark.parametrize(
    ("before", "action"),
    [
        ((), "ready"),
        ((), "complete"),
        ((), "recall"),
        (("accept",), "complete"),
        (("accept", "ready"), "accept"),
        (("accept", "ready", "complete"), "reject"),
        (("reject",), "accept"),
        (("reject",), "recall"),
    ],
)
def test_what_does_not_fit_gets_the_order_as_it_is(
    orders: Orders, before: tuple[str, ...], action: str
) -> None:
    order, token = steps(orders, *before)
    refused = orders.act(action, order, token)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")
    assert refused.json()["order"] == order


@pytest.mark.parametrize(
    ("action", "body"),
    [
        *(("accept", {"minutes": minutes}) for minutes in (0, 181, -1, 1.5, "15", True, 10**30)),
        *(("reject", {"reason": reason}) for reason in ("customer", "kitchen_timeout", "", 7)),
        *(("reject", {"note": note}) for note in ("x" * 201, "\u0000", 7)),
        *(("recall", {"to": to}) for to in ("placed", "completed", "", 7)),
        ("accept", []),
        ("accept", "now"),
    ],
)
def test_bad_details_are_refused(orders: Orders, action: str, body: Any) -> None:
    order, token = steps(orders)
    answer = orders.act(action, order, token, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert orders.get(f"/api/orders/{order['id']}", token).json() == order


def claims_of(channel: str) -> dict[str, Any]:
    return {"channel": channel, "sub": "x", "send": True, "iat": 1.0, "exp": 4_000_000_000}


def unsigned(channel: str) -> str:
    return f"Bearer {jwt.encode(claims_of(channel), '', 'none', {'kid': SHOPS_KEY['kid']})}"


def signed_with_a_customers_key(channel: str) -> str:
    """Return a token that is sound but for its key, which may name customers' channels alone."""
    key = jwt.PyJWK(ORDERS_KEY)
    return f"Bearer {jwt.encode(claims_of(channel), key, 'EdDSA', {'kid': ORDERS_KEY['kid']})}"


@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_act(orders: Orders, action: str) -> None:
    order, own_kitchen = steps(orders)
    other_shop, other_order = orders.a_shop(), orders.placed(orders.a_shop())
    watching = kitchen(order["shop_id"], send=False)
    own = customer(order["id"])

    def attempt(token: str | None) -> tuple[int, str]:
        answer = orders.act(action, order, token)
        return answer.status_code, answer.json()["code"]

    assert attempt(None) == (401, "unauthorized")
    assert attempt("Bearer nonsense") == (401, "unauthorized")
    assert attempt(own_kitchen[:-4] + "AAAA") == (401, "unauthorized")
    assert attempt(customer(order["id"], lifetime_seconds=-1)) == (401, "unauthorized")
    assert attempt(unsigned(f"shop:{order['shop_id']}")) == (401, "unauthorized")
    assert attempt(signed_with_a_customers_key(f"shop:{order['shop_id']}")) == (401, "unauthorized")
    assert attempt(kitchen(other_shop.id)) == (404, "unknown_order")
    assert attempt(customer(other_order["id"])) == (404, "unknown_order")
    assert attempt(watching) == (403, "forbidden")
    assert attempt(own_kitchen if action == "cancel" else own) == (403, "forbidden")
    assert orders.get(f"/api/orders/{order['id']}", own).json() == order


@pytest.mark.parametrize(
    "order_id",
    ["00000000-0000-4000-8000-000000000000", "17", "no-uuid", "%00", "%F0%9F%98%80", "' OR 1=1"],
)
def test_unknown_orders(orders: Orders, order_id: str) -> None:
    token = kitchen(orders.a_shop().id)
    for action in ACTIONS:
        answer = orders.post(f"/api/orders/{order_id}/{action}", authorization=token)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_order")
    for path in (f"/api/orders/{order_id}", f"/api/orders/{order_id}/history"):
        answer = orders.get(path, token)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_order")


def test_an_ended_session_acts_no_more(orders: Orders) -> None:
    shop = orders.a_shop()
    order, old = orders.placed(shop), kitchen(shop.id)
    since = KITCHENS.mint("shop:", "", send=False, presence=False, lifetime_seconds=1)[1]
    orders.keep(shop, version=2, sessions_since=since + timedelta(seconds=30))
    assert orders.act("accept", order, old).status_code == 401
    renewed = kitchen(shop.id, issued_at=since.timestamp() + 31)
    assert orders.act("accept", order, renewed).status_code == 200


def test_two_screens_that_do_the_same_are_both_right(orders: Orders) -> None:
    for _ in range(5):
        order, token = steps(orders)
        answers = at_once(*[partial(orders.act, "accept", order, token)] * 6)
        assert [answer.status_code for answer in answers] == [200] * 6
        assert {answer.json()["version"] for answer in answers} == {2}


def test_of_accept_and_cancel_one_wins(orders: Orders) -> None:
    winners = set()
    for turn in range(12):
        order, token = steps(orders)
        calls = [
            partial(orders.act, "accept", order, token),
            partial(orders.act, "cancel", order, customer(order["id"])),
        ]
        answers = at_once(*(calls if turn % 2 else reversed(calls)))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        won = next(answer.json() for answer in answers if answer.status_code == 200)
        lost = next(answer.json() for answer in answers if answer.status_code == 409)
        assert lost["order"] == won == orders.get(f"/api/orders/{order['id']}", token).json()
        winners.add(won["status"])
    assert winners <= {"accepted", "cancelled"}


def test_every_action_and_receipt_at_once_keeps_versions_whole(orders: Orders) -> None:
    for _ in range(5):
        order, token = steps(orders)
        body = {"shop_id": order["shop_id"], "orders": [order["id"]]}
        at_once(
            *(partial(orders.act, name, order, token) for name in ACTIONS),
            partial(orders.act, "cancel", order, customer(order["id"])),
            partial(orders.post, "/api/orders/received", body, authorization=token),
        )
        final = orders.get(f"/api/orders/{order['id']}", token).json()
        history = orders.get(f"/api/orders/{order['id']}/history", token).json()["history"]
        assert [entry["version"] for entry in history] == list(range(1, final["version"] + 1))
