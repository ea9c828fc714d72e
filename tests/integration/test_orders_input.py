"""What the real process makes of bad, hostile and merely unusual baskets."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.orders_process import Orders, a_basket, customer, fresh_orders
from tests.servers import BrokerServer, PostgresServer


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


def a_line(**changes: Any) -> dict[str, Any]:
    return {"items": [{"dish_id": "egg", "quantity": 1} | changes]}


def a_customer(**changes: Any) -> dict[str, Any]:
    return {"customer": {"name": "Ada", "address": "", "telephone": "1"} | changes}


INVALID: list[dict[str, Any]] = [
    {"items": []},
    {"items": None},
    {"items": {}},
    {"items": [17]},
    {"items": [{"dish_id": "egg", "quantity": 1}] * 51},
    {"items": [{"dish_id": "egg", "quantity": 1}] * 10_000},
    *(a_line(quantity=number) for number in (0, -1, 100, 10**9, 10**40, 1.0, 1.5, True, "1", None)),
    *(a_line(dish_id=dish) for dish in ("", "x" * 81, 7, None, "a\u0000b")),
    *(a_line(note=note) for note in ("x" * 201, 7, "\u0000", "tab\there", "\ud800")),
    *(a_customer(name=name) for name in ("", "   ", "x" * 81, None, "\u0000", "a\nb", "\udfff")),
    *(a_customer(address=text) for text in ("x" * 201, None, "a\u0007b", "\u2028")),
    *(a_customer(telephone=text) for text in ("", "\u00a0", "1" * 33, 5550100, "\u0085")),
    {"customer": None},
    {"customer": []},
    {"note": "x" * 201},
    {"note": "\u001b[31m"},
    {"shop_id": ""},
    {"shop_id": 7},
    {"shop_id": "shop\u0000"},
    {"shop_id": "\ud800"},
    {"expected_total": -1},
    {"expected_total": "300"},
    {"expected_total": 300.0},
    {"expected_total": 2**70},
]


@pytest.mark.parametrize("change", INVALID, ids=lambda change: json.dumps(change)[:60])
def test_bad_input_is_told_by_its_field(orders: Orders, change: dict[str, Any]) -> None:
    shop = orders.a_shop()
    # httpx would refuse to encode lone surrogates; a hostile client sends them escaped.
    answer = orders.client.post(
        "/api/orders",
        content=json.dumps(a_basket(shop.id) | change),
        headers={"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"},
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid_request"
    assert all(mistake["field"].startswith("body.") for mistake in answer.json()["mistakes"])
    assert orders.placed(shop)["number"] == "1"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid_request"),
        (b"{", 422, "invalid_request"),
        (b"null", 422, "invalid_request"),
        (b"[]", 422, "invalid_request"),
        (b'"text"', 422, "invalid_request"),
        (b"\xff\xfe\x00", 422, "invalid_request"),
        (b"\x00", 422, "invalid_request"),
        (b'{"shop_id": ' + b"9" * 5000 + b"}", 422, "invalid_request"),
        (b"[" * 100_000, 422, "invalid_request"),
        (b'{"x":' * 20_000 + b"1" + b"}" * 20_000, 422, "invalid_request"),
        (b"x" * 10_000_000, 413, "too_large"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_bodies_that_are_no_baskets(orders: Orders, body: bytes, status: int, code: str) -> None:
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    for content in (body, iter([body])):
        answer = orders.client.post("/api/orders", content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_deep_unknown_members_do_no_harm(orders: Orders) -> None:
    shop = orders.a_shop()
    for depth in (100, *range(900, 1000), 5_000):
        deep = json.dumps(a_basket(shop.id))[:-1] + ', "x": ' + "[" * depth + "]" * depth + "}"
        answer = orders.client.post(
            "/api/orders",
            content=deep,
            headers={"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"},
        )
        assert answer.status_code in {201, 422}, answer.text


def test_texts_of_all_the_world_are_kept_as_they_are(orders: Orders) -> None:
    shop = orders.a_shop()
    texts = {"name": "  阿达 👩‍🍳 ", "address": "\u202bشارع طويل\u202c", "telephone": "+86 ١٢٣"}
    note = "😀" * 200
    order = orders.placed(shop, customer=texts, note=note, items=a_line(note=note)["items"])
    stored = orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json()
    assert stored["customer"] == texts
    assert stored["note"] == stored["items"][0]["note"] == note


def test_the_largest_basket_fits_however_it_is_escaped(orders: Orders) -> None:
    shop = orders.a_shop()
    items = [{"dish_id": "egg", "quantity": 99, "note": "😀" * 200}] * 50
    answer = orders.client.post(
        "/api/orders",
        content=json.dumps(a_basket(shop.id, items=items)),
        headers={"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["order"]["total"]) == (201, 50 * 99 * 300)


def test_unknown_members_are_ignored(orders: Orders) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop, total=1, price=1, items=a_line(price=1, name="gold")["items"])
    assert (order["total"], order["items"][0]["name"]) == (300, "egg")
