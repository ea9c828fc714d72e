"""What old ordering pages send is read however they send it."""

import asyncio
import json
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.template.requests import Unreadable, Wanted
from tests.unit.template_pages import FORM, JSON, MULTIPART, PERSON, parts, read

WANTED = Wanted("Ada", "1 Long Lane", "555 0100", "shop1", ("egg",))


@pytest.mark.parametrize("content_type", [JSON, FORM, "text/plain;charset=UTF-8", "", None])
async def test_json_is_read_whatever_it_calls_itself(content_type: str | None) -> None:
    body = json.dumps(PERSON | {"dish": "egg"})
    assert await read(body, content_type) == WANTED
    assert await read(b"\xef\xbb\xbf" + body.encode(), content_type) == WANTED


@pytest.mark.parametrize(
    ("dish", "dishes"),
    [
        ("egg", ("egg",)),
        (" egg ", ("egg",)),
        ("egg,rice", ("egg,rice",)),
        (["egg", "rice"], ("egg", "rice")),
        ({"dish": "egg", "price": 3}, ("egg",)),
        ([{"dish": "egg", "price": 3.0}, {"dish": "rice"}], ("egg", "rice")),
        (["egg", {"dish": "rice"}], ("egg", "rice")),
        (["egg", "", None, " "], ("egg",)),
        ([{"dish": None}, {"price": 3}], ()),
        (7, ("7",)),
        ("", ()),
        (None, ()),
        ([], ()),
        ({}, ()),
    ],
)
@pytest.mark.parametrize("name", ["dish", "dishList"])
async def test_dishes_are_a_text_a_list_or_objects(
    name: str, dish: object, dishes: tuple[str, ...]
) -> None:
    assert (await read(json.dumps(PERSON | {name: dish}))).dishes == dishes
    # As a member that a script turned into text before it sent a form.
    if isinstance(dish, list | dict):
        fields = urlencode(PERSON | {name: json.dumps(dish)})
        assert (await read(fields, FORM)).dishes == dishes


async def test_the_remake_s_list_goes_before_the_template_s_text() -> None:
    assert (await read('{"dishList":[{"dish":"egg"}],"dish":"rice"}')).dishes == ("egg",)
    assert (await read('{"dishList":[],"dish":"rice"}')).dishes == ("rice",)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13800138000, "13800138000"),
        (5550100, "5550100"),
        (0, "0"),
        (-1, "-1"),
        (1.5, "1.5"),
        (" 555 0100\n", "555 0100"),
        (None, ""),
        ("", ""),
        ("☎ 五五五", "☎ 五五五"),
    ],
)
async def test_a_telephone_may_be_a_number_or_missing(value: object, text: str) -> None:
    assert (await read(json.dumps(PERSON | {"telephone": value}))).telephone == text


async def test_what_is_missing_is_empty() -> None:
    assert await read("{}") == Wanted("", "", "", "", ())
    assert await read("", FORM) == Wanted("", "", "", "", ())


@pytest.mark.parametrize(
    "fields",
    [
        [("dish", "egg"), ("dish", "rice")],
        [("dish[]", "egg"), ("dish[]", "rice")],
        [("dish[0]", "egg"), ("dish[1]", "rice")],
        [("dishList", "egg"), ("dishList", "rice")],
        [("dishList[]", "egg"), ("dishList[]", "rice")],
        [
            ("dishList[0][dish]", "egg"),
            ("dishList[0][price]", "3"),
            ("dishList[1][dish]", "rice"),
            ("dishList[1][price]", "1"),
        ],
        [("dishList[0].dish", "egg"), ("dishList[0].price", "3"), ("dishList[1].dish", "rice")],
        [("dishList[][dish]", "egg"), ("dishList[][price]", "3"), ("dishList[][dish]", "rice")],
        [("dishList", '[{"dish":"egg","price":3},{"dish":"rice","price":1}]')],
        [("dish", '["egg","rice"]')],
        [("dish", "egg"), ("dish", ""), ("dishes", "fish"), ("Dish", "fish"), ("dish", "rice")],
    ],
)
async def test_forms_spell_dishes_in_many_ways(fields: list[tuple[str, str]]) -> None:
    wanted = Wanted("Ada", "1 Long Lane", "555 0100", "shop1", ("egg", "rice"))
    all_fields = [*PERSON.items(), *fields]
    assert await read(urlencode(all_fields), FORM) == wanted
    assert await read(urlencode(all_fields, quote_via=quote), None) == wanted
    assert await read(parts(*all_fields), MULTIPART) == wanted
    assert await read(parts(*all_fields), 'Multipart/Form-Data; boundary="edge"') == wanted


async def test_forms_are_read_in_any_language() -> None:
    fields = [("user", "王"), ("addr", "长巷 1+1 号 & 2"), ("dish", "米饭,鸡蛋")]
    wanted = Wanted("王", "长巷 1+1 号 & 2", "", "", ("米饭,鸡蛋",))
    assert await read(urlencode(fields), FORM) == wanted
    assert await read(parts(*fields), MULTIPART) == wanted


async def test_a_basket_s_every_line_fits_a_form() -> None:
    members = ("shop_name", "dish", "is_online", "price")
    lines = [(f"dishList[{n}][{member}]", "x") for n in range(50) for member in members]
    fields = [*PERSON.items(), *lines]
    assert len((await read(urlencode(fields), FORM)).dishes) == 50
    assert len((await read(parts(*fields), MULTIPART)).dishes) == 50


@pytest.mark.parametrize(
    "content",
    [
        {"user": ["Ada"]},
        {"addr": {"street": "Long Lane"}},
        {"telephone": True},
        {"shop_name": ["shop1"]},
        {"dish": {"dish": ["egg"]}},
        {"dish": [["egg"]]},
        {"dish": [{"dish": {"dish": "egg"}}]},
        {"dish": False},
        {"dishList": [True]},
    ],
)
async def test_what_is_no_text_is_unreadable(content: object) -> None:
    with pytest.raises(Unreadable, match="is no text"):
        await read(json.dumps(content))


@given(st.fixed_dictionaries({name: st.text() for name in (*PERSON, "dish")}))
def test_each_way_of_sending_says_the_same(content: dict[str, str]) -> None:
    wanted = asyncio.run(read(json.dumps(content)))
    assert wanted.user.split() == content["user"].split()
    assert not set(wanted.user) & set("\t\r\n")
    if not content["dish"].strip().startswith(("[", "{")):
        assert asyncio.run(read(urlencode(content), FORM)) == wanted
