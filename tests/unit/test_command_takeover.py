"""What taking over a menu makes of a shop, and how it is told."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest

from command.takeover import Difference, Takeover, taken_over
from command.takeover_report import DRY_RUN, SAME, content, lines, money
from services.shops.menu import DISHES_MAX, MenuFull
from services.shops.shop import Shop
from shared.contracts import Dish

EGG = Dish(id="egg", name="egg", price=300, available=False, section="Extras")
RICE = Dish(id="rice", name="rice", price=100, available=True)
SHOP = Shop(
    id="shop1",
    name="Shop 1",
    currency="CNY",
    timezone="Asia/Shanghai",
    accept_minutes=10,
    passcode_hash="hash",
    sessions_since=datetime(2026, 11, 23, tzinfo=UTC),
    open=True,
    menu=(RICE, EGG),
)


def take(
    shop: Shop, prices: dict[str, int], *, made: bool = False, update: bool = False
) -> Takeover:
    numbers = count(1)
    return taken_over(shop, prices, lambda: f"new{next(numbers)}", made=made, update_prices=update)


def test_missing_dishes_come_last_and_the_rest_stays() -> None:
    takeover = take(SHOP, {"tea": 800, "egg": 300, "soup": 900})
    tea = Dish(id="new1", name="tea", price=800, available=True)
    soup = Dish(id="new2", name="soup", price=900, available=True)
    assert takeover.shop == replace(SHOP, menu=(RICE, EGG, tea, soup))
    assert (takeover.added, takeover.differing, takeover.same) == ((tea, soup), (), 1)
    assert takeover.changes


def test_what_was_taken_over_once_is_not_again() -> None:
    prices = {"tea": 800, "egg": 300}
    once = take(SHOP, prices)
    again = take(once.shop, prices)
    assert again.shop == once.shop
    assert (again.changes, again.added, again.same) == (False, (), 2)


def test_another_price_is_told_and_stays() -> None:
    takeover = take(SHOP, {"egg": 350})
    assert takeover.shop == SHOP
    assert takeover.differing == (Difference("egg", 300, 350, set=False),)
    assert not takeover.changes


def test_another_price_is_set_where_that_is_wanted() -> None:
    takeover = take(SHOP, {"egg": 350, "rice": 100}, update=True)
    dearer = EGG.model_copy(update={"price": 350})
    assert takeover.shop == replace(SHOP, menu=(RICE, dearer))
    assert takeover.differing == (Difference("egg", 300, 350, set=True),)
    assert takeover.changes
    assert not take(takeover.shop, {"egg": 350, "rice": 100}, update=True).changes


def test_of_dishes_with_one_name_the_first_is_meant() -> None:
    second = EGG.model_copy(update={"id": "egg2", "price": 400})
    shop = replace(SHOP, menu=(EGG, second))
    takeover = take(shop, {"egg": 350}, update=True)
    assert [dish.price for dish in takeover.shop.menu] == [350, 400]


def test_a_menu_holds_only_so_many() -> None:
    full = {f"dish {number}": 100 for number in range(DISHES_MAX - len(SHOP.menu))}
    assert len(take(SHOP, full).shop.menu) == DISHES_MAX
    with pytest.raises(MenuFull):
        take(SHOP, {**full, "one more": 100})


def test_money_has_two_decimals() -> None:
    assert [money(price) for price in (0, 5, 300, 1850, 10_000_000)] == [
        "0.00",
        "0.05",
        "3.00",
        "18.50",
        "100000.00",
    ]


def test_a_dry_run_says_what_would_be_done_and_how_to_do_it() -> None:
    told = list(lines([take(SHOP, {"tea": 800, "egg": 350})], {}, ["bills"], applied=False))
    assert told == [
        "shop1 (Shop 1): is there",
        "  + tea 8.00",
        "  ! egg stays 3.00; --update-prices makes it 3.50 as in the dump",
        "",
        "Ignored, as they hold no menus: 'bills'.",
        f"New shops: 0; new dishes: 1; other prices: 0. {DRY_RUN}",
    ]


def test_a_new_shops_passcode_is_told_with_it() -> None:
    takeover = take(replace(SHOP, menu=()), {"egg": 300}, made=True)
    told = list(lines([takeover], {"shop1": "abc"}, [], applied=True))
    assert told[0] == "shop1 (Shop 1): new, closed until its kitchen opens it"
    assert told[2] == "  Its passcode, shown this once: abc"
    assert told[-1] == "Done. New shops: 1; new dishes: 1; other prices: 0."
    shop = content([takeover], {"shop1": "abc"}, [], applied=True)["shops"][0]
    assert (shop["passcode"], shop["made"]) == ("abc", True)
    assert shop["added"] == [{"name": "egg", "price": 300}]


def test_where_nothing_changes_that_is_said() -> None:
    for applied in (False, True):
        told = list(lines([take(SHOP, {"egg": 300, "rice": 100})], {}, [], applied=applied))
        assert told == [
            "shop1 (Shop 1): is there",
            "  = as in the dump: 2",
            "",
            SAME,
        ]
