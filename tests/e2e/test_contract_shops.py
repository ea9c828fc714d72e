"""The contract's "HTTP: shops", as an outside client sees it through the edge."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.client import Client, by, place, placed
from tests.e2e.client import basket as a_basket
from tests.e2e.kitchens import (
    Kitchen,
    a_shop,
    closed_kitchen,
    make_shops,
    wait_until_orders_know,
)
from tests.e2e.running import Running
from tests.servers import wait_until

SHOP = {
    "id", "name", "open", "kitchen_online", "accepting", "currency", "timezone", "version", "names",
    "paused_until",
}  # fmt: skip
PAGE_OF_A_SHOP = SHOP | {"menu", "sections", "soon_minutes", "late_minutes"}
# What a dish does not tell unless it is told.
UNTOLD = {"names": None, "section": None, "back_at": None}
PAGE = 100


def shown(client: Client, shop_id: str) -> dict[str, Any]:
    answer = client.http.get(f"/api/shops/{shop_id}")
    assert answer.status_code == 200
    content: dict[str, Any] = answer.json()
    return content


def test_the_demo_shops_are_there_and_open(client: Client) -> None:
    for shop_id, dishes in (
        ("shop1", {"egg": 300, "rice": 100}),
        ("shop2", {"egg": 300}),
    ):
        shop = shown(client, shop_id)
        assert {dish["id"]: dish["price"] for dish in shop["menu"]} == dishes
        assert (shop["open"], shop["currency"]) == (True, "CNY")
    lanzhou = shown(client, "lanzhou")
    assert len(lanzhou["menu"]) >= 12
    assert lanzhou["names"].keys() == {"zh", "en"}
    sections = {section["name"] for section in lanzhou["sections"]}
    for dish in lanzhou["menu"]:
        assert (dish["names"].keys(), dish["section"] in sections) == ({"zh", "en"}, True)


def test_the_list_shows_each_shop_without_its_menu(client: Client, kitchen: Kitchen) -> None:
    answer = client.http.get("/api/shops", params={"after": kitchen.shop_id[:-1]})
    assert answer.status_code == 200
    assert answer.json().keys() == {"shops", "next"}
    shop = next(shop for shop in answer.json()["shops"] if shop["id"] == kitchen.shop_id)
    assert shop.keys() == SHOP
    assert shop == {
        "id": kitchen.shop_id,
        "name": "Test kitchen",
        "open": True,
        "kitchen_online": True,
        "accepting": True,
        "currency": "CNY",
        "timezone": "Asia/Shanghai",
        "version": shop["version"],
        "names": None,
        "paused_until": None,
    }


def test_a_hundred_shops_are_a_page(system: Running, client: Client) -> None:
    prefix = f"page-{secrets.token_hex(4)}-"
    wanted = [f"{prefix}{number:03}" for number in range(PAGE + 5)]
    make_shops(system, *map(a_shop, wanted))
    first = client.http.get("/api/shops", params={"after": prefix}).json()
    assert [shop["id"] for shop in first["shops"]] == wanted[:PAGE]
    assert first["next"]
    second = client.http.get("/api/shops", params={"after": first["next"]}).json()
    assert [shop["id"] for shop in second["shops"]][:5] == wanted[PAGE:]
    last = client.http.get("/api/shops", params={"after": "~"}).json()
    assert last == {"shops": [], "next": None}


def test_a_shop_shows_its_menu(client: Client, kitchen: Kitchen) -> None:
    shop = shown(client, kitchen.shop_id)
    assert shop.keys() == PAGE_OF_A_SHOP
    assert shop["menu"] == [
        {"id": "egg", "name": "egg", "price": 300, "available": True, "position": 0, **UNTOLD},
        {"id": "rice", "name": "rice", "price": 100, "available": True, "position": 1, **UNTOLD},
    ]
    assert (shop["sections"], shop["soon_minutes"], shop["late_minutes"]) == ([], 8, 15)


@pytest.mark.answers("unknown_shop")
def test_an_unknown_shop_is_404(client: Client) -> None:
    for answer in (
        client.http.get("/api/shops/nowhere"),
        client.http.post("/api/shops/nowhere/sessions", json={"passcode": "nowhere"}),
        place(client, a_basket("nowhere")),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_shop")


def test_a_kitchen_opens_closes_and_renames_its_shop(client: Client, kitchen: Kitchen) -> None:
    before = shown(client, kitchen.shop_id)
    closed = kitchen.change_shop(open=False, name="面 🍜")
    assert closed.status_code == 200
    assert closed.json() == {
        **before,
        "name": "面 🍜",
        "open": False,
        "accepting": False,
        "version": before["version"] + 1,
    }
    assert shown(client, kitchen.shop_id) == closed.json()
    assert kitchen.change_shop(open=False).json() == closed.json()
    wait_until_orders_know(client, kitchen.shop_id, accepting=False)
    assert kitchen.change_shop(open=True).json()["accepting"] is True
    wait_until_orders_know(client, kitchen.shop_id, accepting=True)


def test_a_kitchen_changes_its_menu(client: Client, kitchen: Kitchen) -> None:
    menu = f"/api/shops/{kitchen.shop_id}/menu"
    added = kitchen.call("POST", menu, json={"name": "tea", "price": 50})
    assert added.status_code == 201
    dish = added.json()
    assert dish == {
        "id": dish["id"],
        "name": "tea",
        "price": 50,
        "available": True,
        "position": 2,
        **UNTOLD,
    }
    changed = kitchen.call("PATCH", f"{menu}/{dish['id']}", json={"price": 70})
    assert changed.status_code == 200
    assert changed.json() == {**dish, "price": 70}
    assert shown(client, kitchen.shop_id)["menu"][-1] == changed.json()
    basket = a_basket(kitchen.shop_id, items=[{"dish_id": dish["id"], "quantity": 2}])
    wait_until(lambda: place(client, {**basket, "expected_total": 140}).status_code == 201, "price")
    gone = kitchen.call("DELETE", f"{menu}/{dish['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert {dish["id"] for dish in shown(client, kitchen.shop_id)["menu"]} == {"egg", "rice"}
    wait_until(lambda: place(client, basket).json().get("code") == "unknown_dish", "the dish's end")
    assert kitchen.call("DELETE", f"{menu}/{dish['id']}").status_code == 404


def test_a_paused_shop_takes_no_orders_until_its_kitchen_ends_the_pause(
    client: Client, kitchen: Kitchen
) -> None:
    with client.socket("public:shops") as socket:
        paused = kitchen.change_shop(pause_minutes=20).json()
        assert (paused["open"], paused["accepting"]) == (True, False)
        pause = datetime.fromisoformat(paused["paused_until"]) - datetime.now(UTC)
        assert timedelta(minutes=19) < pause <= timedelta(minutes=20)
        # The others' are told on this channel too.
        listed = {name: paused[name] for name in SHOP}
        assert socket.wait_for(shop=listed)["event"] == "shop.updated"
    wait_until_orders_know(client, kitchen.shop_id, accepting=False)
    resumed = kitchen.change_shop(pause_minutes=0).json()
    assert (resumed["paused_until"], resumed["accepting"]) == (None, True)
    wait_until_orders_know(client, kitchen.shop_id, accepting=True)


def test_a_kitchen_arranges_its_menu(client: Client, kitchen: Kitchen) -> None:
    menu = f"/api/shops/{kitchen.shop_id}/menu"
    names = {"zh": "卤蛋", "en": "Marinated egg"}
    section = {"name": "sides", "names": {"zh": "小菜"}}
    with client.socket(f"public:shop:{kitchen.shop_id}") as socket:
        kitchen.change_shop(sections=[section], soon_minutes=5, late_minutes=9)
        egg = kitchen.call(
            "PATCH", f"{menu}/egg", json={"names": names, "section": "sides", "position": 1}
        ).json()
        shop = shown(client, kitchen.shop_id)
        heard = socket.wait_for(event="shop.updated")["shop"]
        while heard["version"] < shop["version"]:
            heard = socket.wait_for(event="shop.updated")["shop"]
        assert heard == shop
    assert (shop["sections"], shop["soon_minutes"], shop["late_minutes"]) == ([section], 5, 9)
    assert shop["menu"][1] == egg
    assert (egg["names"], egg["section"], egg["position"]) == (names, "sides", 1)

    def ordered() -> bool:
        items = place(client, a_basket(kitchen.shop_id)).json()["order"]["items"]
        return all(item["names"] == names for item in items if item["dish_id"] == "egg")

    wait_until(ordered, "orders with the names of their dishes")


def test_presence_over_http_makes_a_shop_accept(system: Running, client: Client) -> None:
    kitchen = closed_kitchen(system, client)
    shop = kitchen.change_shop(open=True).json()
    assert (shop["open"], shop["kitchen_online"], shop["accepting"]) == (True, False, False)
    wait_until_orders_know(client, kitchen.shop_id, accepting=False)
    answer = kitchen.attend("any id of this screen")
    assert answer.status_code == 200
    assert answer.json().keys() == {"expires_at"}
    lease = datetime.fromisoformat(answer.json()["expires_at"]) - datetime.now(UTC)
    # Renewed every 15 s: one renewal may be lost.
    assert lease > timedelta(seconds=30)
    shop = shown(client, kitchen.shop_id)
    assert (shop["kitchen_online"], shop["accepting"]) == (True, True)
    wait_until_orders_know(client, kitchen.shop_id, accepting=True)
    placed(client, kitchen.shop_id)


def test_a_socket_makes_a_shop_accept_until_the_grace_period_is_over(
    system: Running, client: Client
) -> None:
    kitchen = closed_kitchen(system, client)
    kitchen.change_shop(open=True)
    with client.socket(kitchen.token):
        wait_until(lambda: shown(client, kitchen.shop_id)["accepting"], "the kitchen's presence")
    shop: dict[str, Any] = {}

    def has_gone() -> bool:
        shop.update(shown(client, kitchen.shop_id))
        return not shop["kitchen_online"]

    wait_until(has_gone, "the kitchen's end")
    assert shop["accepting"]
    wait_until(lambda: not shown(client, kitchen.shop_id)["accepting"], "the grace period's end")
    wait_until_orders_know(client, kitchen.shop_id, accepting=False)


def foreign_calls(shop_id: str) -> list[tuple[str, str, Any]]:
    """Every call that takes a kitchen's token."""
    shop = f"/api/shops/{shop_id}"
    return [
        ("POST", f"{shop}/sessions", None),
        ("PUT", f"{shop}/presence", {"screen": "wall"}),
        ("PATCH", shop, {"open": False}),
        ("POST", f"{shop}/menu", {"name": "x", "price": 1}),
        ("PATCH", f"{shop}/menu/egg", {"price": 1}),
        ("DELETE", f"{shop}/menu/egg", None),
        ("GET", f"/api/orders?shop_id={shop_id}&active=true", None),
        ("GET", f"/api/orders?shop_id={shop_id}&active=false", None),
        ("POST", "/api/orders/received", {"shop_id": shop_id, "orders": []}),
    ]


@pytest.mark.answers("forbidden")
def test_another_shops_token_is_403_and_changes_nothing(client: Client, kitchen: Kitchen) -> None:
    before = shown(client, "shop2")
    for method, path, body in foreign_calls("shop2"):
        answer = kitchen.call(method, path, json=body) if body else kitchen.call(method, path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path
    assert shown(client, "shop2") == before


@pytest.mark.answers("unauthorized")
def test_without_a_token_it_is_401(client: Client, kitchen: Kitchen) -> None:
    for method, path, body in foreign_calls(kitchen.shop_id)[1:]:
        basic = {"Authorization": f"Basic {kitchen.token}"}
        for headers in ({}, by("nonsense"), {"Authorization": "Bearer"}, basic):
            answer = client.http.request(method, path, json=body, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), path
