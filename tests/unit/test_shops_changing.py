"""What a kitchen changes of its shop, and how far what it sends may go."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from services.shops import requests
from services.shops.changing import changed
from services.shops.opening import with_pause_ended
from services.shops.shop import Refused, Shop
from shared.contracts import Section

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=20)
SHOP = Shop(
    id="shop1",
    name="Shop 1",
    currency="CNY",
    timezone="Asia/Shanghai",
    accept_minutes=10,
    passcode_hash="hash",
    sessions_since=NOON,
    open=True,
    kitchen_online=True,
)
PAUSED = changed(SHOP, {"pause_minutes": 20}, NOON)
LANGUAGES = ["zh", "en", "de", "fr", "es", "pt-BR", "zh-Hant-TW", "yue"]


def wanted(model: type[BaseModel], **fields: Any) -> dict[str, Any]:
    return model.model_validate(fields).model_dump()


def test_a_pause_begins_now_and_nothing_is_accepted_while_it_lasts() -> None:
    assert (PAUSED.paused_until, PAUSED.open, PAUSED.accepting) == (LATER, True, False)


def test_another_pause_takes_the_place_of_the_one_before() -> None:
    shop = changed(PAUSED, {"pause_minutes": 5}, NOON)
    assert shop.paused_until == NOON + timedelta(minutes=5)


@pytest.mark.parametrize("change", [{"pause_minutes": 0}, {"open": True}])
def test_a_pause_is_ended_by_hand(change: dict[str, Any]) -> None:
    assert changed(PAUSED, change, NOON) == SHOP


def test_closing_ends_a_pause() -> None:
    shop = changed(PAUSED, {"open": False}, NOON)
    assert (shop.open, shop.paused_until) == (False, None)


def test_a_shop_may_open_with_a_pause() -> None:
    shop = changed(SHOP, {"open": True, "pause_minutes": 20}, NOON)
    assert shop == PAUSED


def test_other_changes_leave_a_pause() -> None:
    assert changed(PAUSED, {"name": "Other"}, LATER).paused_until == LATER


def test_a_pause_ends_when_it_is_over_and_not_before() -> None:
    assert with_pause_ended(PAUSED, now=LATER - timedelta(microseconds=1)) == PAUSED
    assert with_pause_ended(PAUSED, now=LATER) == SHOP
    assert with_pause_ended(SHOP, now=LATER) == SHOP


def test_sections_are_kept_in_their_order() -> None:
    told = wanted(requests.ShopChange, sections=[{"name": "b", "names": {}}, {"name": "a"}])
    assert changed(SHOP, told, NOON).sections == (Section(name="b"), Section(name="a"))


@pytest.mark.parametrize(
    "change",
    [{"soon_minutes": 14}, {"late_minutes": 9}, {"soon_minutes": 1, "late_minutes": 2}],
)
def test_what_is_soon_late_is_so_before_what_is_late(change: dict[str, Any]) -> None:
    shop = changed(SHOP, wanted(requests.ShopChange, **change), NOON)
    assert shop.soon_minutes < shop.late_minutes


@pytest.mark.parametrize(
    "change",
    [{"soon_minutes": 15}, {"late_minutes": 8}, {"soon_minutes": 3, "late_minutes": 2}],
)
def test_what_is_late_before_it_is_soon_late_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="soon_minutes"):
        changed(SHOP, wanted(requests.ShopChange, **change), NOON)


@pytest.mark.parametrize("names", [dict.fromkeys(LANGUAGES, "x" * 80), {"zh": "米饭"}])
def test_good_names_by_language(names: dict[str, str]) -> None:
    assert wanted(requests.ShopChange, names=names) == {"names": names}
    assert wanted(requests.DishChange, names=names) == {"names": names}


@pytest.mark.parametrize("names", [None, {}])
def test_no_names_are_null(names: object) -> None:
    assert wanted(requests.ShopChange, names=names) == {"names": None}
    assert wanted(requests.NewDish, name="a", price=1, names=names)["names"] is None


@pytest.mark.parametrize(
    "names",
    [
        [],
        "zh",
        {"": "a"},
        {"e": "a"},
        {"ZH": "a"},
        {"zh_CN": "a"},
        {"zh\n": "a"},
        {"zh" + "-abcdefgh" * 4: "a"},
        {"en": ""},
        {"en": "a\n"},
        {"en": "x" * 81},
        {"en": None},
        {"en": 7},
        dict.fromkeys([*LANGUAGES, "it"], "x"),
    ],
)
def test_bad_names_by_language(names: object) -> None:
    for model in (requests.ShopChange, requests.DishChange):
        with pytest.raises(ValidationError):
            wanted(model, names=names)


@pytest.mark.parametrize(
    "sections",
    [
        None,
        [{"name": ""}],
        [{"names": {"en": "a"}}],
        [{"name": "a"}, {"name": "a"}],
        [{"name": "a", "names": {"EN": "a"}}],
        [{"name": str(number)} for number in range(requests.SECTIONS_MAX + 1)],
    ],
)
def test_bad_sections(sections: object) -> None:
    with pytest.raises(ValidationError):
        wanted(requests.ShopChange, sections=sections)


@pytest.mark.parametrize(
    "change",
    [
        {"pause_minutes": -1},
        {"pause_minutes": 721},
        {"pause_minutes": None},
        {"pause_minutes": 1.0},
        {"pause_minutes": True},
        {"soon_minutes": 0},
        {"late_minutes": 181},
        {"late_minutes": "9"},
    ],
)
def test_bad_minutes_of_a_shop(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        wanted(requests.ShopChange, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"section": ""},
        {"section": "a\n"},
        {"position": -1},
        {"position": 500},
        {"position": None},
        {"position": True},
        {"available": False, "back_minutes": 0},
        {"available": False, "back_minutes": 10_081},
        {"available": True, "back_minutes": 5},
        {"back_minutes": 5},
    ],
)
def test_bad_changes_of_a_dish(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        wanted(requests.DishChange, **change)


def test_a_dish_leaves_its_section_by_null() -> None:
    assert wanted(requests.DishChange, section=None) == {"section": None}
