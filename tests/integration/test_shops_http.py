"""Shops and menus at the real process: what is shown, what changes, what is refused."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from services.shops.menu import DISHES_MAX
from shared.contracts import Dish
from tests.integration.shops_process import Shops, at_once, fresh_shops, kitchen
from tests.servers import BrokerServer, PostgresServer, wait_until

# What a dish does not tell unless it is told.
UNTOLD = {"names": None, "section": None, "back_at": None}


@pytest.fixture(scope="module")
def shops(
    postgres: PostgresServer, broker: BrokerServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shops]:
    output = tmp_path_factory.mktemp("shops") / "output.log"
    with fresh_shops(postgres, broker, output) as process:
        yield process


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["status"] == status


def test_a_shop_is_shown_with_its_menu(shops: Shops) -> None:
    shop_id = shops.a_shop(name="兰州拉面")
    assert shops.shop(shop_id) == {
        "id": shop_id,
        "name": "兰州拉面",
        "open": True,
        "kitchen_online": False,
        "accepting": False,
        "currency": "CNY",
        "timezone": "Asia/Shanghai",
        "version": 1,
        "names": None,
        "paused_until": None,
        "menu": [
            {"id": "egg", "name": "egg", "price": 300, "available": True, "position": 0, **UNTOLD},
            {"id": "rice", "name": "rice", "price": 100, "available": True, "position": 1} | UNTOLD,
        ],
        "sections": [],
        "soon_minutes": 8,
        "late_minutes": 15,
    }


def test_nothing_between_keeps_what_was_answered(shops: Shops) -> None:
    shop_id = shops.a_shop()
    for answer in (shops.call("GET", ""), shops.call("GET", f"/{shop_id}"), shops.log_in(shop_id)):
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_list_shows_every_shop_once_in_pages(shops: Shops) -> None:
    made = {shops.a_shop(id=f"page-{number:03}", menu=()) for number in range(120)}
    first = shops.call("GET", "?after=page-").json()
    assert [shop["id"] for shop in first["shops"]] == sorted(made)[:100]
    assert not first["shops"][0].keys() & {"menu", "sections", "soon_minutes", "late_minutes"}
    assert first["shops"][0].keys() >= {"accepting", "names", "paused_until"}
    assert first["next"] == "page-099"
    second = shops.call("GET", f"?after={first['next']}").json()
    assert [shop["id"] for shop in second["shops"]][:20] == sorted(made)[100:]


def test_the_last_page_has_no_next(shops: Shops) -> None:
    assert shops.call("GET", "?after=zzzz").json() == {"shops": [], "next": None}


@pytest.mark.parametrize("shop_id", ["nobody", "x" * 500, "%F0%9F%8D%9C", "%2e%2e", "'--"])
def test_unknown_shops_are_404(shops: Shops, shop_id: str) -> None:
    assert_problem(shops.call("GET", f"/{shop_id}"), 404, "unknown_shop")
    assert_problem(shops.log_in(shop_id), 404, "unknown_shop")


def test_a_token_for_a_shop_that_is_not_there_finds_nothing(shops: Shops) -> None:
    answer = shops.call("PATCH", "/nobody", {"open": True}, kitchen("nobody"))
    assert_problem(answer, 404, "unknown_shop")


@pytest.mark.parametrize("path", ["/%00", "?after=%00", "?after=" + "x" * 81])
def test_control_characters_in_addresses_are_refused(shops: Shops, path: str) -> None:
    assert_problem(shops.call("GET", path), 422, "invalid_request")


def test_opening_closing_and_renaming_raise_the_version(shops: Shops) -> None:
    shop_id = shops.a_shop()
    token = kitchen(shop_id)
    closed = shops.call("PATCH", f"/{shop_id}", {"open": False}, token)
    assert closed.status_code == 200
    assert (closed.json()["open"], closed.json()["version"]) == (False, 2)
    renamed = shops.call("PATCH", f"/{shop_id}", {"name": "🍜 מסעדה", "open": True}, token)
    assert (renamed.json()["name"], renamed.json()["version"]) == ("🍜 מסעדה", 3)
    assert renamed.json() == shops.shop(shop_id)


def test_a_change_that_changes_nothing_raises_no_version_and_tells_nobody(shops: Shops) -> None:
    shop_id = shops.a_shop()
    told = "SELECT 1 FROM outbox WHERE subject = :shop_id"
    wait_until(lambda: not shops.sql(told, shop_id=shop_id), "the news of the new shop")
    for body in ({}, {"open": True}, {"name": "Shop 1"}, {"unknown": 1}):
        answer = shops.call("PATCH", f"/{shop_id}", body, kitchen(shop_id))
        assert (answer.status_code, answer.json()["version"]) == (200, 1)
        assert shops.sql(told, shop_id=shop_id) == []


def test_dishes_come_change_and_go(shops: Shops) -> None:
    shop_id = shops.a_shop()
    token = kitchen(shop_id)
    made = shops.call("POST", f"/{shop_id}/menu", {"name": "tea ☕", "price": 800}, token)
    assert made.status_code == 201
    tea = made.json()
    assert tea == {
        "id": tea["id"],
        "name": "tea ☕",
        "price": 800,
        "available": True,
        "position": 2,
        **UNTOLD,
    }
    assert shops.shop(shop_id)["menu"][-1] == tea
    changed = shops.call("PATCH", f"/{shop_id}/menu/{tea['id']}", {"available": False}, token)
    assert (changed.status_code, changed.json()) == (200, {**tea, "available": False})
    gone = shops.call("DELETE", f"/{shop_id}/menu/egg", None, token)
    assert (gone.status_code, gone.content) == (204, b"")
    shop = shops.shop(shop_id)
    assert [dish["id"] for dish in shop["menu"]] == ["rice", tea["id"]]
    assert shop["version"] == 4


def test_a_dish_that_is_not_there_is_404(shops: Shops) -> None:
    shop_id = shops.a_shop()
    other = shops.a_shop(menu=(Dish(id="tea", name="tea", price=1, available=True),))
    for dish in ("tea", "nothing", "x" * 500):
        path = f"/{shop_id}/menu/{dish}"
        assert_problem(shops.call("DELETE", path, None, kitchen(shop_id)), 404, "unknown_dish")
        answer = shops.call("PATCH", path, {"price": 1}, kitchen(shop_id))
        assert_problem(answer, 404, "unknown_dish")
    assert shops.shop(other)["menu"][0]["price"] == 1


def test_a_full_menu_takes_no_more(shops: Shops) -> None:
    shop_id = shops.a_shop(menu=())
    shops.sql(
        "INSERT INTO dishes (shop_id, id, name, price, available)"
        " SELECT :shop_id, number::text, 'a', 1, true FROM generate_series(1, :number) number",
        shop_id=shop_id,
        number=DISHES_MAX,
    )
    answer = shops.call("POST", f"/{shop_id}/menu", {"name": "b", "price": 1}, kitchen(shop_id))
    assert_problem(answer, 422, "invalid_request")
    assert len(shops.shop(shop_id)["menu"]) == DISHES_MAX


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"open"',
        b"\xff\xfe",
        b'{"open": "yes"}',
        b'{"open": null}',
        b'{"name": ""}',
        b'{"name": "a\\u0000b"}',
        b'{"name": "\\ud800"}',
        b'{"name": 7}',
        json.dumps({"name": "x" * 81}).encode(),
        b"[" * 100_000,
    ],
)
def test_bodies_that_are_no_change_are_refused_and_change_nothing(
    shops: Shops, body: bytes
) -> None:
    shop_id = shops.a_shop()
    answer = shops.call(
        "PATCH",
        f"/{shop_id}",
        token=kitchen(shop_id),
        content=body,
        headers={"Content-Type": "application/json"},
    )
    assert_problem(answer, 422, "invalid_request")
    assert shops.shop(shop_id)["version"] == 1


@pytest.mark.parametrize(
    "dish",
    [
        {"name": "a"},
        {"price": 1},
        {"name": "a", "price": -1},
        {"name": "a", "price": 10**9},
        {"name": "a", "price": 10**400},
        {"name": "a", "price": 1.5},
        {"name": "a", "price": "1"},
        {"name": "a\0", "price": 1},
        {"name": "a", "price": 1, "available": "true"},
    ],
)
def test_dishes_that_are_none_are_refused(shops: Shops, dish: dict[str, Any]) -> None:
    shop_id = shops.a_shop()
    answer = shops.call("POST", f"/{shop_id}/menu", dish, kitchen(shop_id))
    assert_problem(answer, 422, "invalid_request")
    assert len(shops.shop(shop_id)["menu"]) == 2


def test_ten_megabytes_are_too_large(shops: Shops) -> None:
    shop_id = shops.a_shop()
    body = {"name": "x" * 10_000_000}
    answer = shops.call("PATCH", f"/{shop_id}", body, kitchen(shop_id))
    assert_problem(answer, 413, "too_large")

    def chunks() -> Iterator[bytes]:
        yield from [b"x" * 100_000] * 100

    answer = shops.call(
        "PATCH",
        f"/{shop_id}",
        token=kitchen(shop_id),
        content=chunks(),
        headers={"Content-Type": "application/json"},
    )
    assert_problem(answer, 413, "too_large")


def test_other_methods_and_places_are_problems_too(shops: Shops) -> None:
    assert_problem(shops.call("PUT", ""), 405, "method_not_allowed")
    assert_problem(shops.client.get("/api/nothing"), 404, "not_found")


def test_changes_at_once_are_all_kept_and_counted(shops: Shops) -> None:
    shop_id = shops.a_shop(menu=())
    add = partial(shops.call, "POST", f"/{shop_id}/menu", token=kitchen(shop_id))
    answers = at_once(*(partial(add, {"name": f"dish {n}", "price": n}) for n in range(12)))
    assert {answer.status_code for answer in answers} == {201}
    shop = shops.shop(shop_id)
    assert sorted(dish["price"] for dish in shop["menu"]) == list(range(12))
    assert shop["version"] == 13


def test_reading_is_not_held_up_by_a_change_under_way(shops: Shops) -> None:
    shop_id = shops.a_shop()
    with shops.engine.begin() as connection:
        connection.execute(text(f"UPDATE shops SET name = 'x' WHERE id = '{shop_id}'"))
        assert shops.shop(shop_id)["name"] == "Shop 1"


def test_the_openapi_document_tells_every_call_and_its_errors(shops: Shops) -> None:
    document = shops.client.get("/api/openapi/shops.json").json()
    calls = {
        (method, path): set(call["responses"])
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    }
    acting = {"401", "403", "404", "413", "422", "503"}
    assert calls == {
        ("get", "/api/shops"): {"200", "413", "422", "503"},
        ("get", "/api/shops/{shop_id}"): {"200", "404", "413", "422", "503"},
        ("patch", "/api/shops/{shop_id}"): {"200"} | acting,
        ("post", "/api/shops/{shop_id}/menu"): {"201"} | acting,
        ("patch", "/api/shops/{shop_id}/menu/{dish_id}"): {"200"} | acting,
        ("delete", "/api/shops/{shop_id}/menu/{dish_id}"): {"204"} | acting,
        ("post", "/api/shops/{shop_id}/sessions"): {"201", "429"} | acting,
        ("put", "/api/shops/{shop_id}/presence"): {"200"} | acting,
    }
    removal = document["paths"]["/api/shops/{shop_id}/menu/{dish_id}"]["delete"]["responses"]
    problem = removal["404"]["content"]["application/problem+json"]["schema"]
    assert problem["properties"]["code"]["enum"] == ["unknown_shop", "unknown_dish"]
