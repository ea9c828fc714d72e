"""What changes a shop's version, what its menu holds, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from services.shops import menu, requests
from services.shops.shop import Refused, Shop, checked, next_version, page, state
from shared.contracts import Dish, Section

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EGG = Dish(id="egg", name="egg", price=300, available=True)
RICE = Dish(id="rice", name="rice", price=100, available=True)


def a_shop(**changes: Any) -> Shop:
    shop = Shop(
        id="shop1",
        name="Shop 1",
        currency="CNY",
        timezone="Asia/Shanghai",
        accept_minutes=10,
        passcode_hash="hash",
        sessions_since=NOON,
        version=7,
        menu=(EGG, RICE),
    )
    return replace(shop, **changes)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other"},
        {"open": True},
        {"kitchen_online": True},
        {"accept_minutes": 11},
        {"sessions_since": NOON + timedelta(microseconds=1)},
        {"menu": (RICE, EGG)},
        {"menu": (EGG,)},
        {"menu": (EGG, RICE.model_copy(update={"available": False}))},
        {"menu": (EGG, RICE.model_copy(update={"names": {"en": "Rice"}}))},
        {"menu": (EGG, RICE.model_copy(update={"section": "sides"}))},
        {"menu": (EGG, RICE.model_copy(update={"back_at": NOON}))},
        {"names": {"en": "Shop"}},
        {"paused_until": NOON},
        {"sections": (Section(name="sides"),)},
        {"soon_minutes": 7},
        {"late_minutes": 16},
    ],
)
def test_what_others_see_raises_the_version_by_one(change: dict[str, Any]) -> None:
    assert next_version(a_shop(), a_shop(**change)).version == 8


@pytest.mark.parametrize("change", [{}, {"name": "Shop 1"}, {"grace_until": NOON}])
def test_what_nobody_sees_changes_no_version(change: dict[str, Any]) -> None:
    """A closed shop's grace is nobody's business: it does not accept either way."""
    assert next_version(a_shop(), a_shop(**change)).version == 7


def test_a_change_keeps_the_version_of_the_shop_it_began_with() -> None:
    assert next_version(a_shop(), a_shop(name="Other", version=99)).version == 8


@pytest.mark.parametrize(
    ("opened", "online", "grace", "accepting"),
    [
        (True, True, None, True),
        (True, False, NOON, True),
        (True, False, None, False),
        (False, True, None, False),
        (False, False, NOON, False),
    ],
)
def test_accepting_is_open_and_a_kitchen_there_or_just_gone(
    *, opened: bool, online: bool, grace: datetime | None, accepting: bool
) -> None:
    shop = a_shop(open=opened, kitchen_online=online, grace_until=grace)
    assert page(shop).accepting is accepting
    assert state(shop).accepting is accepting


def test_a_paused_shop_does_not_accept_and_is_open() -> None:
    shop = a_shop(open=True, kitchen_online=True, paused_until=NOON)
    assert (page(shop).open, page(shop).accepting) == (True, False)


def test_dishes_are_shown_with_their_places() -> None:
    assert [(dish.id, dish.position) for dish in page(a_shop()).menu] == [("egg", 0), ("rice", 1)]
    assert [dish.position for dish in state(a_shop(menu=(RICE, EGG))).menu] == [0, 1]


def test_the_page_shows_no_more_than_the_contract_says() -> None:
    assert set(page(a_shop()).model_dump()) == {
        "id",
        "name",
        "open",
        "kitchen_online",
        "accepting",
        "currency",
        "timezone",
        "version",
        "names",
        "paused_until",
        "menu",
        "sections",
        "soon_minutes",
        "late_minutes",
    }


def test_a_new_dish_is_the_last_of_the_menu() -> None:
    tea = Dish(id="tea", name="tea", price=0, available=False)
    assert menu.with_dish(a_shop(), tea).menu == (EGG, RICE, tea)


def test_a_dish_changes_in_its_place() -> None:
    shop = menu.with_dish_changed(a_shop(), "egg", {"price": 1}, NOON)
    assert shop.menu == (EGG.model_copy(update={"price": 1}), RICE)


@pytest.mark.parametrize(
    ("dish_id", "place", "order"),
    [
        ("egg", 0, ["egg", "rice", "tea"]),
        ("egg", 1, ["rice", "egg", "tea"]),
        ("egg", 2, ["rice", "tea", "egg"]),
        ("egg", 99, ["rice", "tea", "egg"]),
        ("tea", 0, ["tea", "egg", "rice"]),
        ("tea", 1, ["egg", "tea", "rice"]),
    ],
)
def test_a_dish_moves_to_its_place(dish_id: str, place: int, order: list[str]) -> None:
    shop = a_shop(menu=(EGG, RICE, EGG.model_copy(update={"id": "tea"})))
    moved = menu.with_dish_changed(shop, dish_id, {"position": place, "price": 1}, NOON)
    assert [dish.id for dish in moved.menu] == order
    assert menu.dish_of(moved.menu, dish_id).price == 1


def test_a_dish_is_back_when_it_is_time_and_not_before() -> None:
    wanted = {"available": False, "back_minutes": 30}
    shop = menu.with_dish_changed(a_shop(), "egg", wanted, NOON)
    back_at = NOON + timedelta(minutes=30)
    assert (shop.menu[0].available, shop.menu[0].back_at) == (False, back_at)
    assert menu.with_dishes_back(shop, now=back_at - timedelta(microseconds=1)) == shop
    assert menu.with_dishes_back(shop, now=back_at) == a_shop()


@pytest.mark.parametrize("available", [True, False])
def test_saying_whether_a_dish_is_available_forgets_when_it_comes_back(*, available: bool) -> None:
    sold_out = EGG.model_copy(update={"available": False, "back_at": NOON})
    shop = menu.with_dish_changed(a_shop(menu=(sold_out,)), "egg", {"available": available}, NOON)
    assert (shop.menu[0].available, shop.menu[0].back_at) == (available, None)


def test_other_changes_of_a_dish_leave_when_it_comes_back() -> None:
    sold_out = EGG.model_copy(update={"available": False, "back_at": NOON})
    shop = menu.with_dish_changed(a_shop(menu=(sold_out,)), "egg", {"price": 1}, NOON)
    assert shop.menu[0].back_at == NOON


def test_a_dish_goes() -> None:
    assert menu.without_dish(a_shop(), "egg").menu == (RICE,)


def test_unknown_dishes_are_said_to_be_unknown() -> None:
    with pytest.raises(menu.UnknownDish):
        menu.with_dish_changed(a_shop(), "tea", {"price": 1}, NOON)
    with pytest.raises(menu.UnknownDish):
        menu.without_dish(a_shop(), "tea")


def test_a_menu_has_a_limit() -> None:
    dishes = tuple(EGG.model_copy(update={"id": str(number)}) for number in range(menu.DISHES_MAX))
    with pytest.raises(menu.MenuFull):
        menu.with_dish(a_shop(menu=dishes), EGG)
    assert len(menu.with_dish(a_shop(menu=dishes[1:]), EGG).menu) == menu.DISHES_MAX


@pytest.mark.parametrize("shop_id", ["a", "7", "shop1", "my-noodle-shop", "a" * 40])
def test_good_ids(shop_id: str) -> None:
    assert checked(a_shop(id=shop_id)).id == shop_id


@pytest.mark.parametrize(
    "change",
    [
        *({"id": bad} for bad in ("", "Shop", "-a", "a-", "a" * 41, "a_b", "a:b", "店", "a\n")),
        {"timezone": "Mars/Base"},
        {"timezone": "../etc/passwd"},
        {"currency": "cny"},
        {"currency": "CNYX"},
        {"accept_minutes": 0},
        {"accept_minutes": 181},
    ],
)
def test_new_shops_that_break_a_rule_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        checked(a_shop(**change))


@pytest.mark.parametrize("name", ["x", "x" * 80, "🍜 牛肉面", "\u200fשלום\u200e", "a  b", " a"])
def test_good_names(name: str) -> None:
    assert requests.NewDish.model_validate({"name": name, "price": 1}).name == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "x" * 81, "a\0", "a\n", "\ta", "a\x7f", "a\x85b", "a\u2028b", "\ud800", 7, None],
)
def test_bad_names(name: object) -> None:
    with pytest.raises(ValidationError):
        requests.NewDish.model_validate({"name": name, "price": 1})


@pytest.mark.parametrize("price", [0, 1, 10_000_000])
def test_good_prices(price: int) -> None:
    assert requests.NewDish.model_validate({"name": "a", "price": price}).price == price


@pytest.mark.parametrize("price", [-1, 10_000_001, 10**30, 1.0, "1", True, None, float("nan"), [1]])
def test_bad_prices(price: object) -> None:
    with pytest.raises(ValidationError):
        requests.NewDish.model_validate({"name": "a", "price": price})


def test_what_is_left_out_of_a_change_stays() -> None:
    assert requests.ShopChange.model_validate({"unknown": 1}).model_dump() == {}
    assert requests.DishChange.model_validate({"price": 2}).model_dump() == {"price": 2}


@pytest.mark.parametrize("change", [{"open": None}, {"open": "yes"}, {"open": 1}, {"name": None}])
def test_null_and_other_types_are_no_change(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        requests.ShopChange.model_validate(change)
