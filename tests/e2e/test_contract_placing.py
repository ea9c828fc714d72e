"""The contract's `POST /api/orders`: what is taken, what is refused, what may be asked again."""

import json
import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from tests.e2e.client import Client, basket, by, place, placed
from tests.e2e.kitchens import Kitchen, wait_until_orders_know
from tests.e2e.running import Running

ORDER = {
    *("id", "number", "shop_id", "shop_name", "status", "version", "items", "total", "currency"),
    *("customer", "note", "placed_at", "updated_at", "accept_by", "received_at", "accepted_at"),
    *("promised_at", "ready_at", "completed_at", "closed_reason", "closed_note"),
}
NOT_YET = {
    *("received_at", "accepted_at", "promised_at", "ready_at", "completed_at"),
    *("closed_reason", "closed_note"),
}
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ORDERS_PER_SECOND = 20
ORDERS_BURST = 100


def test_an_order_has_every_field_and_null_for_what_has_not_happened(
    client: Client, kitchen: Kitchen
) -> None:
    wanted = basket(
        kitchen.shop_id,
        items=[
            {"dish_id": "egg", "quantity": 2, "note": "soft"},
            {"dish_id": "rice", "quantity": 1},
        ],
        note="no hurry",
        expected_total=700,
    )
    answer = place(client, wanted)
    assert answer.status_code == 201
    assert answer.json().keys() == {"order", "token"}
    order = answer.json()["order"]
    assert order.keys() == ORDER
    assert uuid.UUID(order["id"])
    assert {name for name in ORDER if order[name] is None} == NOT_YET
    for name in ("placed_at", "updated_at", "accept_by"):
        assert UTC_TIME.fullmatch(order[name]), name
    accept_by = datetime.fromisoformat(order["accept_by"])
    assert (accept_by - datetime.fromisoformat(order["placed_at"])).total_seconds() == 600
    assert order == {
        **order,
        "number": "1",
        "shop_id": kitchen.shop_id,
        "shop_name": "Test kitchen",
        "status": "placed",
        "version": 1,
        "items": [
            {
                "dish_id": "egg",
                "name": "egg",
                "price": 300,
                "quantity": 2,
                "note": "soft",
                "names": None,
            },
            {
                "dish_id": "rice",
                "name": "rice",
                "price": 100,
                "quantity": 1,
                "note": None,
                "names": None,
            },
        ],
        "total": 700,
        "currency": "CNY",
        "customer": wanted["customer"],
        "note": "no hurry",
    }
    assert placed(client, kitchen.shop_id)[0]["number"] == "2"


def test_the_same_key_and_body_is_the_same_order(client: Client, kitchen: Kitchen) -> None:
    key, wanted = str(uuid.uuid4()), basket(kitchen.shop_id)
    first = place(client, wanted, key)
    assert first.status_code == 201
    accepted = kitchen.act(first.json()["order"], "accept").json()
    assert kitchen.change_shop(open=False).status_code == 200
    wait_until_orders_know(client, kitchen.shop_id, accepting=False)
    # The same JSON in other words: members in another order, an escape, white space.
    text = json.dumps(dict(reversed(wanted.items())), indent=2).replace("Ada", r"\u0041da")
    headers = {"Idempotency-Key": key.upper(), "Content-Type": "application/json"}
    again = client.http.post("/api/orders", content=text, headers=headers)
    assert again.status_code == 200
    assert again.json()["order"] == accepted
    path = f"/api/orders/{accepted['id']}"
    assert client.http.get(path, headers=by(again.json()["token"])).json() == accepted


def test_the_same_key_at_the_same_time_is_one_order(client: Client, kitchen: Kitchen) -> None:
    key, wanted = str(uuid.uuid4()), basket(kitchen.shop_id)
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: place(client, wanted, key), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["order"]["id"] for answer in answers}) == 1
    assert len(kitchen.orders().json()["orders"]) == 1


@pytest.mark.answers("idempotency_key_reused")
def test_a_key_belongs_to_its_body(client: Client, kitchen: Kitchen) -> None:
    key = str(uuid.uuid4())
    assert place(client, basket(kitchen.shop_id), key).status_code == 201
    for other in (basket(kitchen.shop_id, note="more"), basket("nowhere"), {"shop_id": 5}):
        answer = place(client, other, key)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.answers("price_changed")
def test_a_refused_request_leaves_its_key_free(client: Client, kitchen: Kitchen) -> None:
    key = str(uuid.uuid4())
    refused = place(client, basket(kitchen.shop_id, expected_total=299), key)
    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
    assert refused.json()["total"] == 300
    assert place(client, basket(kitchen.shop_id, expected_total=300), key).status_code == 201
    assert len(kitchen.orders().json()["orders"]) == 1


@pytest.mark.answers("invalid_request")
@pytest.mark.parametrize("key", [None, "", "no-uuid", "00000000-0000-0000-0000-00000000000g"])
def test_a_key_is_a_uuid(client: Client, kitchen: Kitchen, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = client.http.post("/api/orders", json=basket(kitchen.shop_id), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.answers("unknown_dish", "dish_unavailable", "shop_closed")
def test_what_cannot_be_had_is_refused_by_its_code(client: Client, kitchen: Kitchen) -> None:
    tea = [{"dish_id": "tea", "quantity": 1}]
    answer = place(client, basket(kitchen.shop_id, items=tea))
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_dish")
    menu = f"/api/shops/{kitchen.shop_id}/menu"
    kitchen.call("PATCH", f"{menu}/egg", json={"available": False})
    kitchen.change_shop(open=False)
    wait_until_orders_know(client, kitchen.shop_id, accepting=False)
    answer = place(client, basket(kitchen.shop_id))
    assert (answer.status_code, answer.json()["code"]) == (409, "shop_closed")
    kitchen.change_shop(open=True)
    wait_until_orders_know(client, kitchen.shop_id, accepting=True)
    answer = place(client, basket(kitchen.shop_id))
    assert (answer.status_code, answer.json()["code"]) == (409, "dish_unavailable")
    assert kitchen.orders().json()["orders"] == []


def changed(field: str, value: Any) -> dict[str, Any]:
    """Return what a basket is to have instead, as `basket` takes it."""
    customer = {"name": "Ada", "address": "1 Long Lane", "telephone": "555 0100"}
    if field in customer:
        return {"customer": {**customer, field: value}}
    if field in {"quantity", "item_note"}:
        line = {"dish_id": "egg", "quantity": 1, "note": None}
        return {"items": [{**line, field.removeprefix("item_"): value}]}
    if field == "lines":
        return {"items": [{"dish_id": "egg", "quantity": 1}] * value}
    return {field: value}


LIMITS = [
    ("lines", 50, 51),
    ("quantity", 99, 100),
    ("quantity", 1, 0),
    ("name", "名" * 80, "n" * 81),
    ("address", "址" * 200, "a" * 201),
    ("telephone", "5" * 32, "5" * 33),
    ("note", "🍜" * 200, "n" * 201),
    ("item_note", "n" * 200, "n" * 201),
]


@pytest.mark.parametrize(("field", "most", "too_much"), LIMITS)
def test_the_limits_are_where_the_contract_says(
    client: Client, kitchen: Kitchen, field: str, most: Any, too_much: Any
) -> None:
    taken = place(client, basket(kitchen.shop_id, **changed(field, most)))
    assert taken.status_code == 201, taken.text
    refused = place(client, basket(kitchen.shop_id, **changed(field, too_much)))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert len(kitchen.orders().json()["orders"]) == 1


@pytest.mark.answers("rate_limited")
def test_an_address_may_place_so_many(system: Running, client: Client, kitchen: Kitchen) -> None:
    unknown = basket(kitchen.shop_id, items=[{"dish_id": "no-such-dish", "quantity": 1}])
    began = time.monotonic()
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: place(client, unknown), range(ORDERS_BURST * 4)))
    allowed = ORDERS_BURST + ORDERS_PER_SECOND * (time.monotonic() - began)
    taken = sum(answer.status_code == 422 for answer in answers)
    assert ORDERS_BURST <= taken <= allowed + 2
    assert taken + sum(answer.status_code == 429 for answer in answers) == len(answers)
    other = Client(system.url)
    with other.http:
        placed(other, kitchen.shop_id)


@pytest.mark.answers("too_large")
def test_a_body_of_ten_megabytes_is_413(client: Client, kitchen: Kitchen) -> None:
    answer = place(client, basket(kitchen.shop_id, note="x" * 10_000_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    placed(client, kitchen.shop_id)


@pytest.mark.answers("not_found", "method_not_allowed")
def test_what_is_not_there_is_a_problem_too(client: Client) -> None:
    for path in ("/api/", "/api/nothing", "/api/orders/x/y/z", "/api/shops/shop1/nothing"):
        answer = client.http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
    answer = client.http.delete("/api/orders")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
