"""Rule 7: an order that a screen has is received in time, and none waits longer than it may."""

from dataclasses import replace

import pytest

from tests.chaos.telling import Telling, a_good_run, fault, instant, of

LATE_SECONDS = 6.0


@pytest.fixture
def run() -> Telling:
    return a_good_run()


def leave_unreceived(run: Telling, at: float = 40.0) -> None:
    run.order("unheard", at, ("accepted",), step=LATE_SECONDS)


def test_a_receipt_that_nothing_followed(run: Telling) -> None:
    leave_unreceived(run)
    assert run.broken() == {7: {"unheard"}}


def test_a_receipt_that_was_followed_in_time(run: Telling) -> None:
    run.order("heard", 40, ("accepted",), step=4.9)
    assert run.found() == []


def test_an_order_that_is_shown_and_never_confirmed(run: Telling) -> None:
    leave_unreceived(run)
    run.drop(lambda record: "unheard" in record.data.get("order_ids", ()))
    assert run.broken() == {7: {"unheard"}}


def test_an_order_that_is_shown_unverified_is_not_confirmed(run: Telling) -> None:
    leave_unreceived(run)
    run.drop(lambda record: "unheard" in record.data.get("order_ids", ()))
    run.records = [
        replace(record, data={**record.data, "verified": False})
        if record.kind == "shown" and record.who in run.screens and record.data["version"] == 1
        else record
        for record in run.records
    ]
    assert run.found() == []


def test_screens_that_leave_take_their_receipts_with_them(run: Telling) -> None:
    leave_unreceived(run)
    run.say(41, "screen-1", "left")
    assert run.broken() == {7: {"unheard"}}
    run.say(41, "kitchen-page-1", "left")
    assert 7 not in run.broken() or run.broken()[7] != {"unheard"}


def test_a_receipt_over_http_counts_alike(run: Telling) -> None:
    leave_unreceived(run)
    run.drop(lambda record: "unheard" in record.data.get("order_ids", ()))
    run.drop(of("screen-1", "shown", order_id="unheard", version=1))
    run.drop(of("kitchen-page-1", "shown", order_id="unheard", version=1))
    assert run.found() == []
    run.say(40.5, "screen-1", "receipt", shop_id="noodles", order_ids=["unheard"], by="http")
    assert run.broken() == {7: {"unheard"}}


@pytest.mark.parametrize(
    ("kind", "target", "is_excused"),
    [
        ("kill", "gateway-1", True),
        ("kill", "orders-2", True),
        ("kill", "notifier-1", False),
        ("flood", "orders.receipts", True),
        ("cable", "screen-1", False),
    ],
)
def test_a_fault_excuses_a_receipt(run: Telling, kind: str, target: str, is_excused: bool) -> None:
    leave_unreceived(run)
    run.faults.append(fault(kind, target, 39.5, 39.5))
    assert run.broken() == ({} if is_excused else {7: {"unheard"}})


@pytest.mark.parametrize(("seconds", "is_excused"), [(13.8, True), (14.1, False)])
def test_receipts_that_were_lost_are_asked_for_again_later(
    run: Telling, seconds: float, is_excused: bool
) -> None:
    """Lost for 3 s: they may come as much later, and 5 s for recovery and 5 s as always."""
    run.order("lost", 40, ("accepted",), step=seconds)
    run.faults.append(fault("lose-receipts", "orders.receipts", 38, 41))
    assert run.broken() == ({} if is_excused else {7: {"lost"}})


def test_a_lost_receipt_that_was_repeated_is_nobodys_business(run: Telling) -> None:
    run.order("repeated", 40, ("received", "accepted"), step=4)
    receipt = {"shop_id": "noodles", "order_ids": ["repeated"], "by": "socket"}
    run.say(43, "screen-1", "receipt", **receipt)
    run.say(60, "screen-1", "receipt", **receipt)
    assert run.found() == []


# Deadlines


def test_an_order_that_nobody_accepts_and_nobody_ends(run: Telling) -> None:
    run.order("forgotten", 30, ("received",))
    assert run.broken() == {7: {"forgotten"}}


@pytest.mark.parametrize(("at", "broken"), [(93, {}), (97, {7: {"slow"}})])
def test_an_order_that_ends_after_its_time(
    run: Telling, at: float, broken: dict[int, set[str | None]]
) -> None:
    run.order("slow", 30, ("received",))
    run.change("slow", at, "cancelled")
    run.orders["slow"]["closed_reason"] = "kitchen_timeout"
    assert run.broken() == broken
    run.faults.append(fault("freeze", "postgres", 88, 89))
    assert run.found() == []


def test_an_order_that_is_accepted_in_time_may_take_its_time(run: Telling) -> None:
    run.orders["cooking"]["accept_by"] = instant(21)
    assert run.found() == []


def test_a_broker_that_is_away_is_no_reason_not_to_end_orders(run: Telling) -> None:
    run.order("slow", 30, ("received",))
    run.change("slow", 97, "cancelled")
    run.faults.append(fault("broker-away", "rabbitmq", 80, 100))
    assert "slow" in run.broken()[7]
