"""Placing orders at the real process: what is stored, what is refused, what a repeat gets."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.integration.orders_process import (
    Orders,
    a_basket,
    at_once,
    fresh_orders,
    kitchen,
)
from tests.samples import a_shop
from tests.servers import BrokerServer, PostgresServer

INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


def test_an_order_is_priced_numbered_and_stored(orders: Orders) -> None:
    shop = orders.a_shop(accept_minutes=7)
    answer = orders.place(
        shop,
        items=[
            {"dish_id": "egg", "quantity": 2, "note": "soft"},
            {"dish_id": "rice", "quantity": 3},
        ],
        note="ring twice\nplease",
        expected_total=900,
    )
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    order = answer.json()["order"]
    assert UUID(order.pop("id")).version == 7
    placed_at = order.pop("placed_at")
    assert INSTANT.match(placed_at)
    assert order.pop("updated_at") == placed_at
    deadline = datetime.fromisoformat(order.pop("accept_by")) - datetime.fromisoformat(placed_at)
    assert deadline == timedelta(minutes=7)
    assert order == {
        "number": "1",
        "shop_id": shop.id,
        "shop_name": "Shop 1",
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
                "quantity": 3,
                "note": None,
                "names": None,
            },
        ],
        "total": 900,
        "currency": "CNY",
        "customer": {"name": "Ada", "address": "1 Long Lane", "telephone": "555 0100"},
        "note": "ring twice\nplease",
        "received_at": None,
        "accepted_at": None,
        "promised_at": None,
        "ready_at": None,
        "completed_at": None,
        "closed_reason": None,
        "closed_note": None,
    }


def test_the_token_opens_the_order_and_nothing_else(orders: Orders) -> None:
    shop = orders.a_shop()
    mine, other = orders.place(shop).json(), orders.place(shop).json()
    token = f"Bearer {mine['token']}"
    assert orders.get(f"/api/orders/{mine['order']['id']}", token).json() == mine["order"]
    foreign = orders.get(f"/api/orders/{other['order']['id']}", token)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown_order")


def test_numbers_count_per_shop(orders: Orders) -> None:
    first, second = orders.a_shop(), orders.a_shop()
    numbers = [orders.placed(shop)["number"] for shop in (first, second, first, second, first)]
    assert numbers == ["1", "1", "2", "2", "3"]


def test_a_crowd_gets_every_number_once(orders: Orders) -> None:
    shop = orders.a_shop()
    numbers = at_once(*[lambda: orders.placed(shop)["number"]] * 24)
    assert sorted(map(int, numbers)) == list(range(1, 25))


def test_a_repeat_gets_the_order_as_it_is_now(orders: Orders) -> None:
    shop = orders.a_shop()
    key = str(uuid4())
    first = orders.place(shop, key=key)
    accepted = orders.act("accept", first.json()["order"], kitchen(shop.id)).json()
    orders.keep(shop, version=2, accepting=False, menu=())

    again = orders.place(shop, key=key)
    assert again.status_code == 200
    assert again.json()["order"] == accepted
    token = f"Bearer {again.json()['token']}"
    assert orders.get(f"/api/orders/{accepted['id']}", token).status_code == 200
    assert orders.place(shop).json()["code"] == "shop_closed"


def test_the_body_is_compared_as_json_and_not_as_text(orders: Orders) -> None:
    shop = orders.a_shop()
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    basket = a_basket(shop.id)
    texts = (
        json.dumps(basket),
        json.dumps(dict(reversed(basket.items())), indent=4),
        json.dumps(basket).replace("Ada", "\\u0041da"),
    )
    answers = [orders.client.post("/api/orders", content=body, headers=headers) for body in texts]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["order"]["id"] for answer in answers}) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"note": "no onions"},
        {"items": [{"dish_id": "egg", "quantity": 2}]},
        {"items": []},
        {"items": "no list"},
        {"shop_id": "nowhere"},
        {"unheard": "of"},
    ],
)
def test_a_key_is_compared_before_anything_else(orders: Orders, other: dict[str, Any]) -> None:
    shop = orders.a_shop()
    key = str(uuid4())
    assert orders.place(shop, key=key).status_code == 201
    basket = a_basket(shop.id) | other
    reused = orders.post("/api/orders", basket, idempotency_key=key)
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    assert orders.place(shop, key=key).status_code == 200


def test_the_same_key_at_once_places_one_order(orders: Orders) -> None:
    shop = orders.a_shop()
    for _ in range(5):
        key = str(uuid4())
        answers = at_once(*[partial(orders.place, shop, key=key)] * 8)
        assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
        assert len({answer.json()["order"]["id"] for answer in answers}) == 1
    assert orders.sql("SELECT count(*) FROM orders WHERE shop_id = :id", id=shop.id) == [(5,)]
    assert orders.sql("SELECT count FROM counters WHERE shop_id = :id", id=shop.id) == [(5,)]


def test_the_same_key_with_two_bodies_at_once_places_one_order(orders: Orders) -> None:
    shop = orders.a_shop()
    key = str(uuid4())
    answers = at_once(*(partial(orders.place, shop, key=key, note=note) for note in "abcdef"))
    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 5


@pytest.mark.parametrize("key", [None, "", "17", "not-a-uuid", "\u00e9"])
def test_a_key_is_needed_and_a_uuid(orders: Orders, key: str | None) -> None:
    shop = orders.a_shop()
    headers = [] if key is None else [(b"Idempotency-Key", key.encode())]
    answer = orders.client.post("/api/orders", json=a_basket(shop.id), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert "field" in answer.json()["mistakes"][0]


def test_what_is_refused_leaves_nothing_and_frees_its_key(orders: Orders) -> None:
    shop = orders.a_shop(accepting=False)
    key = str(uuid4())
    assert orders.place(shop, key=key).json()["code"] == "shop_closed"
    orders.keep(shop, version=2, accepting=True)
    wrong = orders.place(shop, key=key, expected_total=1)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["total"]) == (
        409,
        "price_changed",
        300,
    )
    placed = orders.place(shop, key=key, expected_total=300)
    assert (placed.status_code, placed.json()["order"]["number"]) == (201, "1")


def test_refusals_say_why(orders: Orders) -> None:
    sold_out = a_shop().menu[1].model_copy(update={"available": False})
    shop = orders.a_shop(menu=(a_shop().menu[0], sold_out))
    closed = orders.a_shop(accepting=False)

    def refusal(**body: Any) -> tuple[int, str, str | None]:
        answer = orders.place(body.pop("shop", shop), **body)
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        return answer.status_code, problem["code"], problem.get("dish_id")

    rice, ghost = {"dish_id": "rice", "quantity": 1}, {"dish_id": "ghost", "quantity": 1}
    assert refusal(shop="nowhere") == (404, "unknown_shop", None)
    assert refusal(shop=closed, items=[ghost]) == (409, "shop_closed", None)
    assert refusal(items=[rice]) == (409, "dish_unavailable", "rice")
    assert refusal(items=[rice, ghost]) == (422, "unknown_dish", "ghost")
    assert orders.sql("SELECT count(*) FROM orders WHERE shop_id = :id", id=shop.id) == [(0,)]
