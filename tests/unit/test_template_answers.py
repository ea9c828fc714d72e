"""What old ordering pages are answered, on both wires."""

import json
from typing import Any

import pytest

from services.template import answers
from services.template.answers import Outcome, Result


def a_shop(shop_id: str = "shop1", **changes: Any) -> dict[str, Any]:
    return {
        "id": shop_id,
        "name": "Shop 1",
        "accepting": True,
        "currency": "CNY",
        "menu": [dish("egg", 300), dish("rice", 100)],
    } | changes


def dish(name: str, price: int, available: bool = True) -> dict[str, Any]:
    return {"id": name, "name": name, "price": price, "available": available}


@pytest.mark.parametrize(
    ("result", "template", "remake"),
    [
        (Result(Outcome.TAKEN), (0, "success"), (0, "success")),
        (
            Result(Outcome.EMPTY),
            (-1, "telephone, user or shop name is empty"),
            (2, "a field is empty"),
        ),
        (
            Result(Outcome.NOT_WORKING),
            (-2, "the shop is not working now"),
            (3, "the shop is not working now"),
        ),
        (
            Result(Outcome.FAILED, "no such dish: fish"),
            (-3, "no such dish: fish"),
            (3, "no such dish: fish"),
        ),
    ],
)
def test_an_order_s_outcome_has_each_wire_s_number_and_words(
    result: Result, template: tuple[int, str], remake: tuple[int, str]
) -> None:
    assert answers.template(result) == {"error_code": template[0], "error_msg": template[1]}
    assert answers.remake(result) == {"code": remake[0], "message": remake[1]}


def test_every_outcome_has_an_answer_and_only_a_taken_order_has_0() -> None:
    for outcome in Outcome:
        result = Result(outcome)
        numbers = {answers.template(result)["error_code"] == 0, answers.remake(result)["code"] == 0}
        assert numbers == {outcome is Outcome.TAKEN}


def test_the_template_s_list_is_that_of_its_article_to_the_byte() -> None:
    shops = [a_shop(), a_shop("shop2", menu=[dish("egg", 300)])]
    assert json.dumps(answers.template_shops(shops), separators=(",", ":")) == (
        '{"shop1":[{"dish":"egg","price":3.0},{"dish":"rice","price":1.0}],'
        '"shop2":[{"dish":"egg","price":3.0}]}'
    )


def test_the_remake_s_list_has_a_row_for_each_dish() -> None:
    shops = [a_shop(), a_shop("shop2", accepting=False, menu=[dish("egg", 250)])]
    assert answers.remake_shops(shops) == {
        "code": 0,
        "data": [
            {"shop_name": "shop1", "dish": "egg", "is_online": True, "price": 3.0},
            {"shop_name": "shop1", "dish": "rice", "is_online": True, "price": 1.0},
            {"shop_name": "shop2", "dish": "egg", "is_online": False, "price": 2.5},
        ],
    }


def test_what_is_sold_out_is_on_no_list() -> None:
    shops = [a_shop(menu=[dish("egg", 300, available=False), dish("rice", 100)])]
    assert answers.template_shops(shops) == {"shop1": [{"dish": "rice", "price": 1.0}]}
    assert [row["dish"] for row in answers.remake_shops(shops)["data"]] == ["rice"]


def test_a_shop_without_dishes_stands_in_the_template_s_list_alone() -> None:
    assert answers.template_shops([a_shop(menu=[])]) == {"shop1": []}
    assert answers.remake_shops([a_shop(menu=[])]) == {"code": 0, "data": []}
    assert answers.template_shops([]) == {}


@pytest.mark.parametrize(
    ("currency", "minor", "price"),
    [
        ("CNY", 1, 0.01),
        ("CNY", 0, 0.0),
        ("EUR", 1999, 19.99),
        ("JPY", 500, 500.0),
        ("KRW", 12_000, 12_000.0),
        ("KWD", 1_250, 1.25),
        ("TND", 1, 0.001),
        ("CNY", 2**53 - 1, (2**53 - 1) / 100),
    ],
)
def test_prices_are_in_major_units_of_their_currency(
    currency: str, minor: int, price: float
) -> None:
    shops = [a_shop(currency=currency, menu=[dish("egg", minor)])]
    told = answers.template_shops(shops)["shop1"][0]["price"]
    assert (told, type(told)) == (price, float)
    assert answers.remake_shops(shops)["data"][0]["price"] == price


def test_a_name_without_latin_letters_stands_for_the_id_where_it_is_nobody_elses() -> None:
    named = {
        "lanzhou": "兰州拉面",
        "noodles": "Lanzhou 拉面",
        "east": "老王",
        "west": "老王",
        "88": "八八",
        "other": "88",
    }
    shops = [{"id": shop_id, "name": name} for shop_id, name in named.items()]
    assert answers.old_names(shops) == {
        **{shop_id: shop_id for shop_id in named},
        "lanzhou": "兰州拉面",
        "88": "八八",
    }
