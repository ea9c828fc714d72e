"""Who sees an order, who acts on it, and what a client's message confirms."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.orders.access import check_acts, check_sees, check_session, check_shop_token
from services.orders.lifecycle import ACTIONS, Actor
from services.orders.receipts import Receipt, order_ids, shop_receipt
from services.orders.requests import RECEIPTS_MAX
from shared.events import ClientMessage
from shared.problems import Problem
from shared.tokens import Claims
from tests.samples import an_order

SINCE = datetime(2026, 11, 23, tzinfo=UTC)


def a_token(channel: str, *, send: bool = True, issued_at: datetime = SINCE) -> Claims:
    issued = issued_at.timestamp()
    return Claims(channel, "x", send, presence=False, issued_at=issued, expires_at=issued + 60)


def refusal(check: Any, *arguments: object) -> str | None:
    try:
        check(*arguments)
    except Problem as problem:
        return problem.code
    return None


def test_an_order_is_seen_by_its_customer_and_its_kitchen() -> None:
    order = an_order()
    assert check_sees(a_token(f"order:{order.id}"), order, SINCE) is Actor.CUSTOMER
    assert check_sees(a_token("shop:shop1"), order, SINCE) is Actor.KITCHEN
    assert check_sees(a_token("shop:shop1"), order, None) is Actor.KITCHEN
    strangers = [f"order:{uuid4()}", "shop:shop2", "shop:shop11", "shop:", "", f"shop:{order.id}"]
    for channel in strangers:
        assert refusal(check_sees, a_token(channel), order, SINCE) == "unknown_order"


def test_sessions_end_to_the_microsecond() -> None:
    before = SINCE - timedelta(microseconds=10)
    order = an_order()
    old = a_token("shop:shop1", issued_at=before)
    assert refusal(check_session, old, SINCE) == "unauthorized"
    assert refusal(check_sees, old, order, SINCE) == "unauthorized"
    assert refusal(check_session, a_token("shop:shop1"), SINCE) is None
    assert check_sees(a_token(f"order:{order.id}", issued_at=before), order, SINCE)


@pytest.mark.parametrize("action", ACTIONS)
def test_acting_needs_the_right_actor_and_token(action: str) -> None:
    kitchen, watching = a_token("shop:shop1"), a_token("shop:shop1", send=False)
    customer = a_token("order:1", send=False)
    customers = action == "cancel"
    assert refusal(check_acts, kitchen, Actor.KITCHEN, action) == (
        "forbidden" if customers else None
    )
    assert refusal(check_acts, watching, Actor.KITCHEN, action) == "forbidden"
    assert refusal(check_acts, customer, Actor.CUSTOMER, action) == (
        None if customers else "forbidden"
    )


def test_a_shop_is_opened_by_its_own_token_alone() -> None:
    assert refusal(check_shop_token, a_token("shop:shop1"), "shop1") is None
    for channel in ("shop:shop2", "shop:shop", "order:shop1", "shop1"):
        assert refusal(check_shop_token, a_token(channel), "shop1") == "forbidden"


def test_a_receipt_names_the_shop_and_its_orders() -> None:
    first, second = uuid4(), uuid4()
    ids = [str(first), "no id", 7, None, str(second).upper(), str(first), [str(first)], "\ud800"]
    message = ClientMessage.of("shop:shop1", "kitchen", {"received": ids, "other": 1})
    assert shop_receipt(message) == Receipt("shop1", [first, second])


@pytest.mark.parametrize(
    ("channel", "data"),
    [
        ("order:shop1", {"received": []}),
        ("public:shop:shop1", {"received": []}),
        ("shop:\0", {"received": []}),
        ("shop:shop1", {"received": "x"}),
        ("shop:shop1", {"received": {"a": 1}}),
        ("shop:shop1", {}),
        ("shop:shop1", []),
        ("shop:shop1", None),
        ("shop:shop1", "received"),
    ],
)
def test_what_is_no_receipt(channel: str, data: object) -> None:
    assert shop_receipt(ClientMessage.of(channel, "x", data)) is None


def test_a_receipt_is_bounded() -> None:
    assert len(order_ids(str(uuid4()) for _ in range(RECEIPTS_MAX + 1))) == RECEIPTS_MAX
