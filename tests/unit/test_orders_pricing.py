"""Prices come from the menu alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders.pricing import DishUnavailable, UnknownDish, price
from services.orders.requests import WantedItem
from shared.contracts import Dish

PRICES = st.integers(0, 10_000_000)


def a_menu(*prices: int, sold_out: frozenset[int] = frozenset()) -> list[Dish]:
    return [
        Dish(id=str(place), name=f"dish {place}", price=each, available=place not in sold_out)
        for place, each in enumerate(prices)
    ]


@given(
    st.lists(PRICES, min_size=1, max_size=8).flatmap(
        lambda prices: st.tuples(
            st.just(prices),
            st.lists(
                st.tuples(st.integers(0, len(prices) - 1), st.integers(1, 99)),
                min_size=1,
                max_size=50,
            ),
        )
    )
)
def test_the_total_is_the_sum_of_the_lines(
    basket: tuple[list[int], list[tuple[int, int]]],
) -> None:
    prices, wanted = basket
    lines = [WantedItem(dish_id=str(place), quantity=quantity) for place, quantity in wanted]
    items, total = price(lines, a_menu(*prices))
    assert total == sum(prices[place] * quantity for place, quantity in wanted)
    assert [(item.dish_id, item.quantity) for item in items] == [
        (line.dish_id, line.quantity) for line in lines
    ]
    assert all(item.name == f"dish {item.dish_id}" for item in items)
    assert all(item.price == prices[int(item.dish_id)] for item in items)


def test_notes_stay_with_their_lines() -> None:
    lines = [WantedItem(dish_id="0", quantity=1, note=note) for note in ("hot", None, "cold")]
    items, _ = price(lines, a_menu(5))
    assert [item.note for item in items] == ["hot", None, "cold"]


def test_lines_have_the_names_of_their_dishes_by_language() -> None:
    (unnamed,) = a_menu(5)
    named = unnamed.model_copy(update={"names": {"zh": "米饭", "en": "Rice"}})
    for dish in (unnamed, named):
        ((item,), _) = price([WantedItem(dish_id="0", quantity=1)], [dish])
        assert item.names == dish.names


def test_what_cannot_be_served_is_named() -> None:
    menu = a_menu(1, 2, sold_out=frozenset({1}))
    known, sold_out, unknown = (WantedItem(dish_id=each, quantity=1) for each in ("0", "1", "7"))
    with pytest.raises(DishUnavailable, match=r"^1$"):
        price([known, sold_out], menu)
    with pytest.raises(UnknownDish, match=r"^7$"):
        price([known, sold_out, unknown], menu)
