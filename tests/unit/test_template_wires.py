"""What old kitchens are sent, to the byte, and how they log in."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.template import wires
from services.template.order import Item, Order
from services.template.wires import REMAKE, TEMPLATE, Login, parse_login

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def an_order(*items: Item, note: str | None = None) -> Order:
    return Order(
        id="1",
        version=1,
        status="placed",
        received=False,
        updated_at=NOON,
        accept_by=NOON,
        items=items,
        note=note,
        address="1 Long Lane",
        telephone="555 0100",
    )


def bill(*items: Item, note: str | None = None) -> str:
    return wires.bill("shop1", an_order(*items, note=note))


def item(name: str, quantity: int = 1, note: str | None = None) -> Item:
    return Item(name, quantity, note)


def test_a_bill_is_the_template_s_line_to_the_byte() -> None:
    assert bill(item("egg"), item("rice")) == (
        "Hi shop1 , you get a new bill ---  egg,rice, addr 1 Long Lane , telephone 555 0100 -_- "
    )


def test_a_bill_that_was_called_off_has_a_line_like_it() -> None:
    assert wires.cancelled("shop1", an_order(item("egg"))) == (
        "Hi shop1 , this bill was cancelled ---  egg, addr 1 Long Lane , telephone 555 0100 -_- "
    )


def test_online_has_the_template_s_two_blanks() -> None:
    assert wires.online("牛肉面") == "牛肉面  Online !!!"


@pytest.mark.parametrize(
    ("items", "note", "dishes"),
    [
        ((item("egg", 2), item("rice")), None, "egg x2,rice"),
        ((item("egg", 99),), None, "egg x99"),
        ((item("egg", 2, "soft"),), None, "egg x2 (soft)"),
        ((item("egg", 1, "soft"), item("egg")), None, "egg (soft),egg"),
        ((item("egg"), item("rice")), "no onions", "egg,rice (no onions)"),
        ((item("egg", 1, "soft"),), "ring twice", "egg (soft) (ring twice)"),
        ((item("egg", 1, ""),), "", "egg"),
        ((item("egg", 1, " \n "),), "\n", "egg"),
        ((item("鸡蛋", 3, "不要葱"),), None, "鸡蛋 x3 (不要葱)"),
    ],
)
def test_quantities_and_notes_stand_with_their_dishes(
    items: tuple[Item, ...], note: str | None, dishes: str
) -> None:
    assert bill(*items, note=note) == (
        f"Hi shop1 , you get a new bill ---  {dishes}, addr 1 Long Lane , telephone 555 0100 -_- "
    )


@given(st.text(), st.text())
def test_no_note_begins_another_line(first: str, second: str) -> None:
    line = bill(item("egg", 1, first), note=second)
    assert len(line.splitlines()) == 1


def test_a_note_of_several_lines_is_put_into_one() -> None:
    assert "egg (soft please thanks)," in bill(item("egg", 1, "soft\n  please\r\nthanks "))


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("shop1:secret", Login("shop1", "secret")),
        ("shop1：secret", Login("shop1", "secret")),
        (" shop1 : secret \n", Login("shop1", "secret")),
        ("shop1:with:colons：too", Login("shop1", "with:colons：too")),
        ("shop1：with:colons", Login("shop1", "with:colons")),
        ("shop1:with blanks within", Login("shop1", "with blanks within")),
        ("兰州 拉面：密码", Login("兰州 拉面", "密码")),
        ("shop1", None),
        ("shop1:", None),
        ("shop1: ", None),
        ("shop1：", None),
        (":secret", None),
        (" ：secret", None),
        ("", None),
        (":", None),
    ],
)
def test_a_login_is_a_shop_and_a_passcode(text: str, login: Login | None) -> None:
    assert parse_login(text) == login


@given(st.text())
def test_no_text_breaks_the_reader_of_logins(text: str) -> None:
    login = parse_login(text)
    assert login is None or (login.shop and login.passcode)


@pytest.mark.parametrize("logged_in", [False, True])
@pytest.mark.parametrize("text", ["shop1:secret", "shop1", "ping", "shop1:x;online", ""])
def test_every_text_on_the_template_s_wire_logs_in(text: str, logged_in: bool) -> None:
    assert TEMPLATE.login(text, logged_in) == text


@pytest.mark.parametrize(
    ("text", "at_first", "later"),
    [
        ("shop1:secret;online", "shop1:secret", "shop1:secret"),
        ("shop1:secret;online;online", "shop1:secret;online", "shop1:secret;online"),
        ("shop1;online", "shop1", "shop1"),
        (";online", "", ""),
        ("ping", None, None),
        ("shop1:secret", "shop1:secret", None),
        ("shop1:secret;offline", "shop1:secret;offline", None),
    ],
)
def test_on_the_remake_s_wire_online_logs_in_and_a_ping_says_nothing(
    text: str, at_first: str | None, later: str | None
) -> None:
    assert (REMAKE.login(text, False), REMAKE.login(text, True)) == (at_first, later)


def test_frames_are_the_text_or_an_object_that_holds_it() -> None:
    text = wires.online("牛肉面")
    assert TEMPLATE.frame(text) == text
    assert REMAKE.frame(text) == '{"data": "牛肉面  Online !!!"}'


@given(st.text())
def test_the_remake_s_frame_is_json_whatever_is_said(text: str) -> None:
    assert json.loads(REMAKE.frame(text)) == {"data": text}


def test_the_wires_stand_where_their_pages_look_for_them() -> None:
    assert wires.WIRES == {"/pgws": TEMPLATE, "/remake/ws": REMAKE}


def test_an_address_that_guesses_is_told_when_to_come_back() -> None:
    assert wires.too_many_tries(30) == "Too many wrong passcodes: try again in 30 s"
