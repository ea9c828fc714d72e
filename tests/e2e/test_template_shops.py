"""The old lists of shops, and what browsers ask before pages of any origin may call."""

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.contracts import Dish
from tests.e2e.client import Client
from tests.e2e.kitchens import a_shop, closed_kitchen, make_shops, wait_until_orders_know
from tests.e2e.old_pages import REMAKE, TEMPLATE, Wire, on_both_wires, order
from tests.e2e.running import Running
from tests.servers import wait_until

ORIGINS = ["null", "http://pages.example", "https://example.org:8443", "file://"]
MENU = (
    Dish(id="a", name="egg", price=300, available=True),
    Dish(id="b", name="兰州拉面", price=1850, available=True),
    Dish(id="c", name="duck", price=9900, available=False),
)
of_any_origin = pytest.mark.parametrize("origin", ORIGINS)


def listed(client: Client, wire: Wire, **headers: str) -> Any:
    answer = client.http.get(wire.shops, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def rows(client: Client, shop_id: str) -> list[dict[str, Any]]:
    """Return the remake's rows of a shop."""
    content = listed(client, REMAKE)
    assert content.keys() == {"code", "data"}
    assert content["code"] == 0
    return [row for row in content["data"] if row["shop_name"] == shop_id]


def test_the_demo_shops_are_listed_as_the_template_listed_them(client: Client) -> None:
    text = client.http.get("/get_shop_info").text
    assert '"shop1":[{"dish":"egg","price":3.0},{"dish":"rice","price":1.0}]' in text
    assert '"shop2":[{"dish":"egg","price":3.0}]' in text


def test_the_template_lists_what_can_be_ordered_with_prices_that_are_numbers(
    system: Running, client: Client
) -> None:
    shop = a_shop(menu=MENU)
    make_shops(system, shop)
    assert listed(client, TEMPLATE)[shop.id] == [
        {"dish": "egg", "price": 3.0},
        {"dish": "兰州拉面", "price": 18.5},
    ]


def test_a_currency_without_decimals_is_listed_without_them(
    system: Running, client: Client
) -> None:
    shop = replace(a_shop(menu=MENU), currency="JPY")
    make_shops(system, shop)
    assert [row["price"] for row in rows(client, shop.id)] == [300, 1850]


def test_the_remakes_list_follows_the_kitchen(system: Running, client: Client) -> None:
    kitchen = closed_kitchen(system, client, MENU)

    def is_online() -> bool:
        found = rows(client, kitchen.shop_id)
        assert [(row["dish"], row["price"]) for row in found] == [("egg", 3.0), ("兰州拉面", 18.5)]
        online = {row["is_online"] for row in found}
        assert online in ({True}, {False})
        return online == {True}

    assert not is_online()
    kitchen.change_shop(open=True)
    assert not is_online()
    with client.socket(kitchen.token):
        wait_until(is_online, "the kitchen")
    wait_until(lambda: not is_online(), "the end of the grace period")


def test_a_dish_and_a_price_are_listed_as_they_are_now(system: Running, client: Client) -> None:
    kitchen = closed_kitchen(system, client, MENU)
    menu = f"/api/shops/{kitchen.shop_id}/menu"
    assert [row["price"] for row in rows(client, kitchen.shop_id)] == [3.0, 18.5]
    kitchen.call("PATCH", f"{menu}/a", json={"price": 325})
    assert [row["price"] for row in rows(client, kitchen.shop_id)] == [3.25, 18.5]
    kitchen.call("PATCH", f"{menu}/b", json={"available": False})
    assert [row["dish"] for row in rows(client, kitchen.shop_id)] == ["egg"]
    kitchen.call("DELETE", f"{menu}/a")
    assert rows(client, kitchen.shop_id) == []
    assert listed(client, TEMPLATE)[kitchen.shop_id] == []


@on_both_wires
@of_any_origin
def test_pages_of_any_origin_may_read_every_answer(client: Client, wire: Wire, origin: str) -> None:
    headers = {"Origin": origin}
    for answer, status in (
        (client.http.get(wire.shops, headers=headers), 200),
        (client.http.post(wire.order, json={}, headers=headers), 200),
        (client.http.post(wire.order, content=b"\xff", headers=headers), 200),
        (client.http.post(wire.order, content=b"x" * 100_000, headers=headers), 200),
        (client.http.post(wire.order, content=b"x" * 1_100_000, headers=headers), 400),
        (client.http.get(wire.order, headers=headers), 405),
        (client.http.delete(wire.shops, headers=headers), 405),
    ):
        assert answer.status_code == status, answer.request
        assert answer.headers.get_list("Access-Control-Allow-Origin") == ["*"], answer.request
        assert answer.headers["Content-Type"] == "application/json"
        answer.json()


@on_both_wires
@of_any_origin
def test_a_browser_may_send_json(client: Client, wire: Wire, origin: str) -> None:
    for path, method in ((wire.order, "POST"), (wire.shops, "GET")):
        answer = client.http.options(
            path,
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": method,
                "Access-Control-Request-Headers": "content-type,x-requested-with",
            },
        )
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
        allowed = answer.headers["Access-Control-Allow-Headers"].lower()
        assert {"content-type", "x-requested-with"} <= {*allowed.replace(" ", "").split(",")}


@on_both_wires
def test_an_order_that_browsers_send_at_once_is_read(
    system: Running, client: Client, wire: Wire
) -> None:
    kitchen = closed_kitchen(system, client)
    kitchen.change_shop(open=True)
    kitchen.attend()
    wait_until_orders_know(client, kitchen.shop_id, accepting=True)
    client.http.headers["Origin"] = "null"
    assert order(client, wire, kitchen.shop_id).status_code == 200
    assert len(kitchen.orders().json()["orders"]) == 1


def test_the_lists_are_json_in_utf_8_that_an_old_page_parses(client: Client) -> None:
    answer = client.http.get("/get_shop_info")
    assert json.loads(answer.content.decode())["lanzhou"][0]["price"] > 0
    assert answer.headers["Cache-Control"] == "no-cache"
