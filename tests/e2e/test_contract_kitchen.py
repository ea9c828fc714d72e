"""The contract's calls on orders that were placed: acting, receipts, snapshots, history."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.e2e.client import Client, by, place, placed
from tests.e2e.kitchens import Kitchen

UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
Order = dict[str, Any]
# The ways to each status that an order may stand in.
WAYS: dict[str, Sequence[str]] = {
    "placed": (),
    "accepted": ("accept",),
    "ready": ("accept", "ready"),
    "completed": ("accept", "ready", "complete"),
    "rejected": ("reject",),
}
# What each action makes of each status; what is not here is 409.
OUTCOMES = {
    "accept": {"placed": "accepted", "accepted": "accepted"},
    "reject": dict.fromkeys(("placed", "accepted", "ready", "rejected"), "rejected"),
    "ready": {"accepted": "ready", "ready": "ready"},
    "complete": {"ready": "completed", "completed": "completed"},
    "recall": {"ready": "accepted", "completed": "ready"},
}


def brought_to(kitchen: Kitchen, status: str) -> Order:
    order, _ = placed(kitchen.client, kitchen.shop_id)
    for action in WAYS[status]:
        answer = kitchen.act(order, action)
        assert answer.status_code == 200
        order = answer.json()
    assert order["status"] == status
    return order


def stamped(order: Order) -> set[str]:
    return {name for name in order if name.endswith("_at") and order[name] is not None}


@pytest.mark.answers("invalid_transition")
@pytest.mark.parametrize("action", OUTCOMES)
def test_an_action_leads_on_repeats_or_does_not_fit(kitchen: Kitchen, action: str) -> None:
    for status in WAYS:
        before = brought_to(kitchen, status)
        answer = kitchen.act(before, action)
        outcome = OUTCOMES[action].get(status)
        if outcome is None:
            assert (answer.status_code, answer.json()["code"]) == (409, "invalid_transition")
            assert answer.json()["order"] == before
        elif outcome == status:
            assert (answer.status_code, answer.json()) == (200, before)
        else:
            assert (answer.status_code, answer.json()["status"]) == (200, outcome)
            assert answer.json()["version"] == before["version"] + 1
            assert answer.json()["updated_at"] > before["updated_at"]


def test_accepting_promises_a_time_and_counts_as_received(kitchen: Kitchen) -> None:
    order = kitchen.act(brought_to(kitchen, "placed"), "accept", {"minutes": 25}).json()
    assert stamped(order) == {
        *("placed_at", "updated_at", "received_at", "accepted_at", "promised_at")
    }
    accepted, promised = (datetime.fromisoformat(order[n]) for n in ("accepted_at", "promised_at"))
    assert (promised - accepted).total_seconds() == 25 * 60
    order = kitchen.act(order, "ready").json()
    assert order["ready_at"] == order["updated_at"]
    order = kitchen.act(order, "complete").json()
    assert order["completed_at"] == order["updated_at"]
    assert all(UTC_TIME.fullmatch(order[name]) for name in stamped(order))


@pytest.mark.parametrize(("minutes", "status"), [(0, 422), (1, 200), (180, 200), (181, 422)])
def test_minutes_are_one_to_180(kitchen: Kitchen, minutes: int, status: int) -> None:
    answer = kitchen.act(brought_to(kitchen, "placed"), "accept", {"minutes": minutes})
    assert answer.status_code == status


@pytest.mark.parametrize("reason", ["too_busy", "sold_out", "closing", "no_show", "other", None])
def test_rejecting_says_why(kitchen: Kitchen, reason: str | None) -> None:
    body = {"reason": reason, "note": "sorry 🙏"} if reason else None
    order = kitchen.act(brought_to(kitchen, "ready"), "reject", body).json()
    assert order["closed_reason"] == (reason or "other")
    assert order["closed_note"] == ("sorry 🙏" if reason else None)


@pytest.mark.parametrize("reason", ["customer", "kitchen_timeout", "unattended", "bored"])
def test_other_reasons_are_not_the_kitchens(kitchen: Kitchen, reason: str) -> None:
    answer = kitchen.act(brought_to(kitchen, "placed"), "reject", {"reason": reason})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_recalling_with_to_goes_one_step_however_often(kitchen: Kitchen) -> None:
    completed = brought_to(kitchen, "completed")
    ready = kitchen.act(completed, "recall", {"to": "ready"}).json()
    assert (ready["status"], ready["completed_at"]) == ("ready", None)
    assert kitchen.act(ready, "recall", {"to": "ready"}).json() == ready
    accepted = kitchen.act(ready, "recall", {"to": "accepted"}).json()
    assert (accepted["status"], accepted["ready_at"]) == ("accepted", None)
    assert kitchen.act(accepted, "recall", {"to": "accepted"}).json() == accepted
    assert kitchen.act(accepted, "recall", {"to": "ready"}).status_code == 409
    assert kitchen.act(accepted, "recall", {"to": "placed"}).status_code == 422


def test_a_customer_cancels_what_is_not_accepted(client: Client, kitchen: Kitchen) -> None:
    order, token = placed(client, kitchen.shop_id)
    path = f"/api/orders/{order['id']}/cancel"
    cancelled = client.http.post(path, headers=by(token))
    assert cancelled.status_code == 200
    assert cancelled.json() == {
        **order,
        "status": "cancelled",
        "version": 2,
        "closed_reason": "customer",
        "updated_at": cancelled.json()["updated_at"],
    }
    assert client.http.post(path, headers=by(token)).json() == cancelled.json()
    order, token = placed(client, kitchen.shop_id)
    accepted = kitchen.act(order, "accept").json()
    answer = client.http.post(f"/api/orders/{order['id']}/cancel", headers=by(token))
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid_transition")
    assert answer.json()["order"] == accepted


def test_a_receipt_over_http_stamps_once_what_is_this_shops(
    client: Client, kitchen: Kitchen
) -> None:
    order, _ = placed(client, kitchen.shop_id)
    nonsense = ["no id", "00000000-0000-0000-0000-000000000000", ""]
    answer = kitchen.confirm(order["id"], *nonsense)
    assert (answer.status_code, answer.content) == (204, b"")
    received = kitchen.call("GET", f"/api/orders/{order['id']}").json()
    assert (received["version"], received["status"]) == (2, "placed")
    assert received["received_at"] == received["updated_at"]
    assert kitchen.confirm(order["id"]).status_code == 204
    assert kitchen.call("GET", f"/api/orders/{order['id']}").json() == received


def test_the_history_names_every_version(client: Client, kitchen: Kitchen) -> None:
    order, token = placed(client, kitchen.shop_id)
    kitchen.confirm(order["id"])
    for action in ("accept", "ready", "complete", "recall", "reject"):
        kitchen.act(order, action)
    path = f"/api/orders/{order['id']}/history"
    answer = client.http.get(path, headers=by(token))
    assert answer.status_code == 200
    assert answer.json().keys() == {"history"}
    history = answer.json()["history"]
    assert [(entry["version"], entry["event"]) for entry in history] == [
        (1, "order.placed"),
        (2, "order.received"),
        (3, "order.accepted"),
        (4, "order.ready"),
        (5, "order.completed"),
        (6, "order.recalled"),
        (7, "order.rejected"),
    ]
    assert all(entry.keys() == {"version", "event", "at"} for entry in history)
    assert all(UTC_TIME.fullmatch(entry["at"]) for entry in history)
    assert kitchen.call("GET", path).json() == answer.json()


def assert_unchanged(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.content) == (304, b"")
    assert UTC_TIME.fullmatch(answer.headers["As-Of"])
    assert answer.headers["ETag"]


def test_the_snapshot_is_revalidated_weakly(client: Client, kitchen: Kitchen) -> None:
    orders = [placed(client, kitchen.shop_id)[0] for _ in range(3)]
    plain = kitchen.orders(headers={"Accept-Encoding": "identity"})
    assert plain.status_code == 200
    assert plain.json()["orders"] == orders
    assert plain.json()["as_of"] == plain.headers["As-Of"]
    assert UTC_TIME.fullmatch(plain.headers["As-Of"])
    assert plain.headers["As-Of"] > orders[-1]["updated_at"]
    zipped = kitchen.orders(headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] == f"W/{plain.headers['ETag']}"
    for tag in (plain.headers["ETag"], zipped.headers["ETag"], f'"x", {zipped.headers["ETag"]}'):
        assert_unchanged(kitchen.orders(headers={"If-None-Match": tag}))
    kitchen.confirm(orders[0]["id"])
    changed = kitchen.orders(headers={"If-None-Match": zipped.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["As-Of"] > zipped.headers["As-Of"]


def test_ended_orders_come_newest_first_in_pages(kitchen: Kitchen) -> None:
    ended = [kitchen.act(brought_to(kitchen, "placed"), "reject").json() for _ in range(5)]
    brought_to(kitchen, "ready")
    first = kitchen.orders(active=False, limit=2).json()
    assert first.keys() == {"orders", "next", "as_of"}
    assert first["orders"] == [ended[4], ended[3]]
    second = kitchen.orders(active=False, limit=3, after=first["next"]).json()
    assert second["orders"] == [ended[2], ended[1], ended[0]]
    assert second["next"] is None


@pytest.mark.answers("invalid_request")
def test_a_day_holds_its_orders_oldest_first_in_pages(kitchen: Kitchen) -> None:
    placed = [brought_to(kitchen, status) for status in WAYS]
    first = kitchen.orders(day="today", limit=3).json()
    assert first.keys() == {"orders", "next", "as_of"}
    second = kitchen.orders(day="today", limit=3, after=first["next"]).json()
    assert [*first["orders"], *second["orders"]] == placed
    assert second["next"] is None
    assert UTC_TIME.fullmatch(second["as_of"])
    assert kitchen.orders(day="2025-06-15").json()["orders"] == []
    for day in ("yesterday", "1999-12-31"):
        answer = kitchen.orders(day=day)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def statistics(kitchen: Kitchen, shop_id: str, day: str) -> httpx.Response:
    params = {"shop_id": shop_id, "day": day}
    return kitchen.call("GET", "/api/orders/statistics", params=params)


@pytest.mark.answers("invalid_request")
def test_statistics_sum_up_a_day(kitchen: Kitchen) -> None:
    placed = {status: brought_to(kitchen, status) for status in WAYS}
    answer = statistics(kitchen, kitchen.shop_id, "today")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    day = answer.json()
    sold = [placed[status]["total"] for status in ("accepted", "ready", "completed")]
    counts = {name: day[name] for name in ("orders", "accepted", "completed", "revenue")}
    assert counts == {"orders": 5, "accepted": 3, "completed": 1, "revenue": sum(sold)}
    assert (day["rejected"], day["cancelled"]) == ({"other": 1}, {})
    assert day["begins_at"] <= placed["placed"]["placed_at"] < day["as_of"] < day["ends_at"]
    assert all(UTC_TIME.fullmatch(day[name]) for name in ("begins_at", "ends_at", "as_of"))
    for name in ("accept_seconds", "ready_seconds"):
        assert 0 <= day[name]["median"] <= day[name]["p90"]
    assert sum(hour["orders"] for hour in day["hours"]) == 5
    assert sum(hour["revenue"] for hour in day["hours"]) == day["revenue"]
    assert sum(dish["revenue"] for dish in day["dishes"]) == day["revenue"]
    assert statistics(kitchen, kitchen.shop_id, "2025-06-15").json()["orders"] == 0
    assert statistics(kitchen, kitchen.shop_id, "someday").json()["code"] == "invalid_request"


@pytest.mark.answers("forbidden")
def test_another_shops_day_is_forbidden(kitchen: Kitchen) -> None:
    other = {"shop_id": "shop2", "day": "today"}
    for answer in (statistics(kitchen, **other), kitchen.orders(**other)):
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.answers("unknown_order")
def test_another_order_is_404_to_everybody_else(client: Client, kitchen: Kitchen) -> None:
    order, own = placed(client, kitchen.shop_id)
    _, other = placed(client, kitchen.shop_id)
    shop2 = client.http.post("/api/shops/shop2/sessions", json={"passcode": "shop2"}).json()
    assert client.http.get(f"/api/orders/{order['id']}", headers=by(own)).json() == order
    paths = [f"/api/orders/{order['id']}{end}" for end in ("", "/history")]
    actions = [f"/api/orders/{order['id']}/{action}" for action in (*OUTCOMES, "cancel")]
    for token in (other, shop2["token"]):
        answers = [client.http.get(path, headers=by(token)) for path in paths]
        answers += [client.http.post(path, headers=by(token)) for path in actions]
        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (404, "unknown_order")
    for action in OUTCOMES:
        path = f"/api/orders/{order['id']}/{action}"
        assert client.http.post(path, headers=by(own)).status_code == 403
    assert kitchen.act(order, "cancel").status_code == 403
    assert kitchen.call("GET", f"/api/orders/{order['id']}").json() == order
    assert place(client, {}).status_code == 422
