"""From the names on an old page to the lines of an order."""

import contextlib
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.template.menu import NoSuchDish, items


def dish(dish_id: str, name: str, available: bool = True) -> dict[str, Any]:
    return {"id": dish_id, "name": name, "price": 100, "available": available}


MENU = [
    dish("e", "egg"),
    dish("r", "rice"),
    dish("n", "米饭"),
    dish("s", "Noodles, spicy"),
    dish("t", "Tofu, fried, with rice"),
    dish("b", " bun "),
]


def ordered(*texts: str) -> list[tuple[str, int]]:
    return [(line["dish_id"], line["quantity"]) for line in items(MENU, texts)]


@pytest.mark.parametrize(
    ("texts", "lines"),
    [
        (["egg"], [("e", 1)]),
        (["egg", "rice"], [("e", 1), ("r", 1)]),
        (["egg,rice"], [("e", 1), ("r", 1)]),
        (["rice,egg"], [("r", 1), ("e", 1)]),
        (["egg，rice"], [("e", 1), ("r", 1)]),
        (["egg、米饭"], [("e", 1), ("n", 1)]),
        (["egg；rice;米饭"], [("e", 1), ("r", 1), ("n", 1)]),
        (["egg\nrice"], [("e", 1), ("r", 1)]),
        ([" egg , rice ,"], [("e", 1), ("r", 1)]),
        ([",,egg,,"], [("e", 1)]),
        (["egg,egg"], [("e", 2)]),
        (["egg", "rice", "egg"], [("e", 2), ("r", 1)]),
        (["egg,rice", "rice"], [("e", 1), ("r", 2)]),
        (["bun"], [("b", 1)]),
        (["Noodles, spicy"], [("s", 1)]),
        (["Noodles, spicy,egg"], [("s", 1), ("e", 1)]),
        (["egg,Noodles, spicy,rice"], [("e", 1), ("s", 1), ("r", 1)]),
        (["Tofu, fried, with rice,rice"], [("t", 1), ("r", 1)]),
        (["Noodles, spicy,Noodles, spicy"], [("s", 2)]),
        ([","], []),
        ([], []),
    ],
)
def test_names_become_lines(texts: list[str], lines: list[tuple[str, int]]) -> None:
    assert ordered(*texts) == lines


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["fish"], "fish"),
        (["egg,fish,rice"], "fish"),
        (["egg", "Egg"], "Egg"),
        (["Noodles"], "Noodles"),
        (["Noodles,egg"], "Noodles"),
        (["egg rice"], "egg rice"),
        ([" fish , egg"], "fish"),
    ],
)
def test_a_name_that_no_dish_has_is_told(texts: list[str], name: str) -> None:
    with pytest.raises(NoSuchDish) as none:
        items(MENU, texts)
    assert str(none.value) == name


def test_where_dishes_share_a_name_one_that_is_to_be_had_is_taken() -> None:
    twins = [dish("gone", "egg", available=False), dish("here", "egg"), dish("third", "egg")]
    assert items(twins, ["egg"]) == [{"dish_id": "here", "quantity": 1}]
    assert items(twins[:1], ["egg"]) == [{"dish_id": "gone", "quantity": 1}]


def test_a_name_that_holds_others_is_taken_before_them() -> None:
    menu = [*MENU, dish("both", "egg,rice")]
    assert items(menu, ["egg,rice"]) == [{"dish_id": "both", "quantity": 1}]
    assert items(menu, ["rice,egg"]) == [
        {"dish_id": "r", "quantity": 1},
        {"dish_id": "e", "quantity": 1},
    ]


def test_a_shop_without_dishes_has_none() -> None:
    with pytest.raises(NoSuchDish, match="egg"):
        items([], ["egg"])


@given(st.lists(st.text("egricn ,，、；\n米饭Nodls")))
def test_no_text_breaks_the_reader_of_names(texts: list[str]) -> None:
    with contextlib.suppress(NoSuchDish):
        assert all(line["quantity"] > 0 for line in items(MENU, texts))


@given(st.lists(st.sampled_from([each["name"].strip() for each in MENU]), min_size=1))
def test_ticked_dishes_are_the_same_joined_as_listed(names: list[str]) -> None:
    assert ordered(",".join(names)) == ordered(*names)


def test_a_text_of_nothing_but_commas_is_soon_read() -> None:
    began = time.monotonic()
    assert ordered("," * 60_000) == []
    assert time.monotonic() - began < 2
