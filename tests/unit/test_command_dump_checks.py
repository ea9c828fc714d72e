"""What a dump may say: names, prices to the last hundredth, and ids for shops."""

from decimal import Decimal

import pytest

from command.dump_checks import SHOPS_MAX, Menus, hundredths, menus_of, shop_ids
from command.dump_rows import Row
from command.failure import MISTAKES_SHOWN_MAX, Failure, refuse
from services.shops.menu import DISHES_MAX
from services.shops.requests import NAME_MAX, PRICE_MAX

INJECTION = "'); DROP TABLE shops; --"


def check(*rows: tuple[object, object, object]) -> tuple[Menus, list[str]]:
    return menus_of(Row(f"row {number}", *row) for number, row in enumerate(rows, 1))


@pytest.mark.parametrize(
    ("price", "wanted"),
    [
        ("3.00", 300),
        ("3", 300),
        ("0", 0),
        ("0.1", 10),
        (" 18.50 ", 1850),
        ("19.99", 1999),
        ("1.150", 115),
        ("100000.00", PRICE_MAX),
        (Decimal("3.0"), 300),
        (Decimal("1.15"), 115),
        (Decimal("3e1"), 3000),
        (Decimal("-0"), 0),
    ],
)
def test_a_price_is_taken_exactly(price: object, wanted: int) -> None:
    assert hundredths(price) == wanted


@pytest.mark.parametrize(
    "price",
    [
        *("", " ", "free", "¥3", "3,00", "1_000", "３", "-1", "+1", "1e2", ".5", "5.", "0x10"),
        *("NaN", "Infinity", "3.001", "100000.01", "9" * 10_000, f"3.{'0' * 40}1", INJECTION),
        *map(Decimal, ("-0.01", "3.001", "1e999999", "1e-999999", "100000.01", f"3.{'0' * 40}1")),
        *(True, 3.0, 3, None, [], {}),
    ],
)
def test_what_is_no_price_is_none(price: object) -> None:
    assert hundredths(price) is None


def test_dishes_are_sorted_by_shop_and_keep_their_order() -> None:
    menus, mistakes = check(
        ("shop2", "egg", "3"), ("shop1", "rice", "1.00"), ("shop1", "egg", Decimal("3.0"))
    )
    assert mistakes == []
    assert menus == {"shop2": {"egg": 300}, "shop1": {"rice": 100, "egg": 300}}
    assert list(menus["shop1"]) == ["rice", "egg"]


def test_the_same_row_twice_is_one_and_another_price_is_a_mistake() -> None:
    menus, mistakes = check(("a", "egg", "3"), ("a", "egg", "3.00"), ("a", "egg", "4"))
    assert menus == {"a": {"egg": 300}}
    assert mistakes == ["row 3: 'egg' has another price in row 1"]


def test_padding_of_texts_of_fixed_length_is_no_part_of_a_name() -> None:
    assert check(("shop1   ", "egg  ", "3")) == ({"shop1": {"egg": 300}}, [])


@pytest.mark.parametrize(
    "name", ["", "  ", "a\nb", "a\0", "\x1b[2J", "x" * (NAME_MAX + 1), "\ud800", 3, True, ["egg"]]
)
def test_a_name_that_no_page_could_show_is_a_mistake(name: object) -> None:
    for row in ((name, "egg", "3"), ("shop1", name, "3")):
        menus, mistakes = check(row)
        assert menus == {}
        assert len(mistakes) == 1
        assert "is no name" in mistakes[0]
        assert mistakes[0].isprintable()


def test_what_looks_like_sql_is_a_name_like_others() -> None:
    assert check((INJECTION, INJECTION, "3")) == ({INJECTION: {INJECTION: 300}}, [])


def test_all_that_is_wrong_with_a_row_is_told() -> None:
    _, mistakes = check(("a", "b", "1"), (None, None, None), ("a", "", INJECTION))
    assert mistakes == [
        "row 2: names no shop; names no dish; has no price",
        f"row 3: '' is no name of a dish: 1 to {NAME_MAX} characters in one line; "
        f'"{INJECTION}" is no price: 0 to 100000.00 with two decimals at most',
    ]


def test_menus_and_shops_have_bounds() -> None:
    assert check(*(("a", f"dish {number}", "1") for number in range(DISHES_MAX)))[1] == []
    _, mistakes = check(*(("a", f"dish {number}", "1") for number in range(DISHES_MAX + 1)))
    assert mistakes == [f"'a' has {DISHES_MAX + 1} dishes, a menu holds {DISHES_MAX} at most"]
    _, mistakes = check(*((f"shop{number}", "egg", "1") for number in range(SHOPS_MAX + 1)))
    assert mistakes == [
        f"there are {SHOPS_MAX + 1} shops in it, {SHOPS_MAX} at most are taken over"
    ]


def test_a_name_that_is_an_id_is_the_id() -> None:
    assert shop_ids(["shop1", "Shop2"], {}) == ({"shop1": "shop1", "Shop2": "shop2"}, [])


def test_another_name_needs_an_id() -> None:
    ids, mistakes = shop_ids(["shop1", "兰州拉面", "a shop"], {"兰州拉面": "lanzhou"})
    assert ids["兰州拉面"] == "lanzhou"
    assert mistakes == ["'a shop' is no id: say which with --id 'a shop'=ID"]


def test_an_id_that_is_given_goes_before_the_name() -> None:
    assert shop_ids(["shop1"], {"shop1": "one"}) == ({"shop1": "one"}, [])


@pytest.mark.parametrize(
    ("names", "given", "said"),
    [
        (["shop1", "Shop1"], {}, "'Shop1' and another would be shop1"),
        (["a", "b"], {"b": "a"}, "'b' and another would be a"),
        (["a"], {"b": "c"}, "no shop in it is named 'b'"),
        (["a"], {"a": "No Id"}, "'No Id' is no id"),
        (["a"], {"a": ""}, "'' is no id"),
        (["a"], {"a": "x" * 41}, "is no id"),
        ([INJECTION], {}, "is no id"),
    ],
)
def test_ids_that_will_not_do_are_mistakes(
    names: list[str], given: dict[str, str], said: str
) -> None:
    _, mistakes = shop_ids(names, given)
    assert len(mistakes) == 1
    assert said in mistakes[0]


def test_very_many_mistakes_are_counted() -> None:
    refuse([])
    with pytest.raises(Failure) as refused:
        refuse([f"row {number}" for number in range(MISTAKES_SHOWN_MAX + 7)])
    lines = str(refused.value).splitlines()
    assert lines[1].strip() == "row 0"
    assert lines[-1].strip() == "and 7 more"
    assert len(lines) == MISTAKES_SHOWN_MAX + 2
