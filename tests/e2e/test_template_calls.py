"""The old calls: every code and message to the byte, and what is stored of them."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from shared.contracts import Dish
from tests.e2e.client import Client
from tests.e2e.kitchens import (
    Kitchen,
    open_kitchen,
    staying,
    wait_until_orders_know,
)
from tests.e2e.old_pages import REMAKE, TEMPLATE, Wire, on_both_wires, order, wanted
from tests.e2e.running import Running

SOLD_OUT = Dish(id="duck", name="duck", price=9900, available=False)
MENU = (
    Dish(id="egg", name="egg", price=300, available=True),
    Dish(id="rice", name="rice", price=150, available=True),
    SOLD_OUT,
)
TAKEN = {
    TEMPLATE: b'{"error_code":0,"error_msg":"success"}',
    REMAKE: b'{"code":0,"message":"success"}',
}
EMPTY = {
    TEMPLATE: b'{"error_code":-1,"error_msg":"telephone, user or shop name is empty"}',
    REMAKE: b'{"code":2,"message":"a field is empty"}',
}
NOT_WORKING = {
    TEMPLATE: b'{"error_code":-2,"error_msg":"the shop is not working now"}',
    REMAKE: b'{"code":3,"message":"the shop is not working now"}',
}


def failed(wire: Wire, said: str) -> bytes:
    """Return the answer that has no words of its own."""
    if wire is TEMPLATE:
        return f'{{"error_code":-3,"error_msg":"{said}"}}'.encode()
    return f'{{"code":3,"message":"{said}"}}'.encode()


@pytest.fixture(scope="module")
def cook(system: Running) -> Iterator[Kitchen]:
    """Return the kitchen of an open shop with a dish that is sold out."""
    client = Client(system.url)
    with client.http, staying(open_kitchen(system, client, MENU)) as kitchen:
        yield kitchen


def snapshot(kitchen: Kitchen) -> list[dict[str, Any]]:
    """Return what the public contract tells the shop's kitchen of its orders."""
    answer = kitchen.orders()
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["orders"]
    return found


def said(answer: httpx.Response) -> tuple[int, bytes]:
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.content


@on_both_wires
def test_an_order_is_taken_stored_and_priced_by_the_menu(
    client: Client, cook: Kitchen, wire: Wire
) -> None:
    before = len(snapshot(cook))
    answer = order(client, wire, cook.shop_id, "egg", "rice", "egg", price=0.01, total=1)
    assert said(answer) == (200, TAKEN[wire])
    stored = snapshot(cook)
    assert len(stored) == before + 1
    lines = [(item["name"], item["price"], item["quantity"]) for item in stored[-1]["items"]]
    assert lines == [("egg", 300, 2), ("rice", 150, 1)]
    assert (stored[-1]["total"], stored[-1]["status"]) == (750, "placed")
    assert stored[-1]["customer"] == {
        "name": "Ada",
        "address": "1 Long Lane",
        "telephone": "555 0100",
    }


@on_both_wires
@pytest.mark.parametrize("value", ["", "  ", None])
@pytest.mark.parametrize("field", ["telephone", "user", "shop_name"])
def test_an_empty_field_is_said_to_be_empty(
    client: Client, cook: Kitchen, wire: Wire, field: str, value: str | None
) -> None:
    before = snapshot(cook)
    content = wanted(wire, cook.shop_id) | {field: value}
    assert said(client.http.post(wire.order, json=content)) == (200, EMPTY[wire])
    del content[field]
    assert said(client.http.post(wire.order, json=content)) == (200, EMPTY[wire])
    assert snapshot(cook) == before


def test_the_remake_wants_an_address_and_dishes_too(client: Client, cook: Kitchen) -> None:
    before = snapshot(cook)
    lacking: list[dict[str, Any]] = [{"addr": ""}, {"dishList": []}, {"dishList": [{}]}]
    for changes in (*lacking, {"dishList": None}):
        answer = order(client, REMAKE, cook.shop_id, **changes)
        assert said(answer) == (200, EMPTY[REMAKE]), changes
    assert snapshot(cook) == before


def test_the_template_takes_an_order_that_is_fetched(client: Client, cook: Kitchen) -> None:
    assert said(order(client, TEMPLATE, cook.shop_id, addr="")) == (200, TAKEN[TEMPLATE])
    assert snapshot(cook)[-1]["customer"]["address"] == ""


@on_both_wires
def test_a_shop_that_does_not_work_takes_nothing(client: Client, shop: Kitchen, wire: Wire) -> None:
    assert said(order(client, wire, "no such shop")) == (200, NOT_WORKING[wire])
    assert said(order(client, wire, shop.shop_id)) == (200, NOT_WORKING[wire])
    # Open, and nobody is there.
    assert shop.change_shop(open=True).status_code == 200
    assert said(order(client, wire, shop.shop_id)) == (200, NOT_WORKING[wire])
    # There, and shop.
    assert shop.attend().status_code == 200
    wait_until_orders_know(client, shop.shop_id, accepting=True)
    assert shop.change_shop(open=False).status_code == 200
    wait_until_orders_know(client, shop.shop_id, accepting=False)
    assert said(order(client, wire, shop.shop_id)) == (200, NOT_WORKING[wire])
    assert snapshot(shop) == []


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown dish": ({"dish": "cake"}, "no such dish: cake"),
    "a part of a dish's name": ({"dish": "eg"}, "no such dish: eg"),
    "one unknown dish of two": ({"dish": ["egg", "cake"]}, "no such dish: cake"),
    "a dish that is sold out": (
        {"dish": "duck"},
        "a dish has just been sold out: load the menu again",
    ),
    "too long a name": ({"user": "x" * 81}, "user is too long, or no line of text"),
    "too long an address": ({"addr": "x" * 201}, "addr is too long, or no line of text"),
    "too long a number": ({"telephone": "5" * 33}, "telephone is too long, or no line of text"),
    "a name that rings": ({"user": "A\aB"}, "user is too long, or no line of text"),
    "a list as a name": ({"user": ["Ada"]}, "user is no text"),
    "a list as a shop": ({"shop_name": ["shop1"]}, "shop_name is no text"),
    "a truth as a number": ({"telephone": True}, "telephone is no text"),
    "a hundred eggs": ({"dish": ["egg"] * 100}, "dish is empty, or has too many lines"),
}


@on_both_wires
@pytest.mark.parametrize(("changes", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_ordered_is_said_in_words(
    client: Client, cook: Kitchen, wire: Wire, changes: dict[str, Any], words: str
) -> None:
    before = snapshot(cook)
    content = wanted(wire, cook.shop_id, **changes)
    if "dish" in changes:
        content.pop("dishList", None)
    assert said(client.http.post(wire.order, json=content)) == (200, failed(wire, words))
    assert snapshot(cook) == before


def test_an_order_of_no_dish_is_refused(client: Client, cook: Kitchen) -> None:
    before = snapshot(cook)
    answer = order(client, TEMPLATE, cook.shop_id, dish="")
    assert said(answer) == (200, failed(TEMPLATE, "dish is empty, or has too many lines"))
    assert snapshot(cook) == before


@on_both_wires
def test_a_body_that_cannot_be_read_is_said_to_be_none(client: Client, wire: Wire) -> None:
    answer = client.http.post(wire.order, content=b"\xff\xfe")
    assert said(answer) == (200, failed(wire, "the body is neither JSON nor a form"))


SPELT: dict[str, tuple[Wire, str, str]] = {
    "JSON under a form's name": (
        TEMPLATE,
        "application/x-www-form-urlencoded",
        '{"user":"Ada","addr":"","telephone":5550100,"shop_name":"SHOP","dish":"egg,rice"}',
    ),
    "JSON as text": (
        REMAKE,
        "text/plain;charset=UTF-8",
        json.dumps(wanted(REMAKE, "SHOP", "egg", "rice")),
    ),
    "a form": (
        TEMPLATE,
        "application/x-www-form-urlencoded; charset=UTF-8",
        urlencode(wanted(TEMPLATE, "SHOP", "egg", "rice")),
    ),
    "a form with a list": (
        REMAKE,
        "application/x-www-form-urlencoded",
        "user=Ada&addr=1+Long+Lane&telephone=555+0100&shop_name=SHOP"
        "&dishList[0][dish]=egg&dishList[0][price]=0.01&dishList[1][dish]=rice",
    ),
    "a form with JSON": (
        REMAKE,
        "application/x-www-form-urlencoded",
        urlencode(
            wanted(REMAKE, "SHOP") | {"dishList": json.dumps([{"dish": "egg"}, {"dish": "rice"}])}
        ),
    ),
}


@pytest.mark.parametrize(("wire", "kind", "text"), SPELT.values(), ids=SPELT)
def test_an_order_may_be_spelt_in_any_of_these_ways(
    client: Client, cook: Kitchen, wire: Wire, kind: str, text: str
) -> None:
    before = len(snapshot(cook))
    answer = client.http.post(
        wire.order,
        content=text.replace("SHOP", cook.shop_id).encode(),
        headers={"Content-Type": kind},
    )
    assert said(answer) == (200, TAKEN[wire])
    stored = snapshot(cook)
    assert len(stored) == before + 1
    assert [item["name"] for item in stored[-1]["items"]] == ["egg", "rice"]
    assert stored[-1]["customer"]["name"] == "Ada"


@on_both_wires
def test_a_form_in_parts_is_read_as_well(client: Client, cook: Kitchen, wire: Wire) -> None:
    fields = wanted(TEMPLATE, cook.shop_id, "egg", "rice")
    answer = client.http.post(
        wire.order, files={name: (None, text) for name, text in fields.items()}
    )
    assert said(answer) == (200, TAKEN[wire])
    assert snapshot(cook)[-1]["total"] == 450
