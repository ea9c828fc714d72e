"""Rules 3 and 5: nothing twice, nothing older after newer, no step but those of the life cycle."""

from typing import Any

import pytest

from tests.chaos.telling import LIFE, Telling, a_good_run, of


@pytest.fixture
def run() -> Telling:
    return a_good_run()


def show(run: Telling, at: float, who: str, order_id: str, version: int, **data: Any) -> None:
    status = {3: "accepted", 4: "ready"}.get(version, "placed")
    told = {"order_id": order_id, "version": version, "status": status, "received": True}
    run.say(at, who, "shown", **told, **data)


# Rule 3


@pytest.mark.parametrize("who", ["screen-1", "kitchen-page-1", "customer-done"])
def test_an_older_version_after_a_newer_one(run: Telling, who: str) -> None:
    show(run, 13.5, who, "done", 2)
    assert run.broken() == {3: {"done"}}


def test_an_older_version_after_the_page_was_opened_again(run: Telling) -> None:
    run.say(13.4, "customer-done", "opened_page")
    show(run, 13.5, "customer-done", "done", 2)
    assert 3 in run.broken()


def test_the_same_version_once_more_is_nothing(run: Telling) -> None:
    show(run, 13.5, "screen-1", "done", 4)
    assert run.found() == []


def test_a_ticket_that_comes_back_without_a_recall(run: Telling) -> None:
    show(run, 14.5, "screen-1", "done", 4)
    run.say(14.6, "screen-1", "hidden", order_id="done")
    assert run.broken() == {3: {"done"}}


def test_a_ticket_that_comes_back_newer_without_a_recall(run: Telling) -> None:
    run.say(12.5, "screen-1", "hidden", order_id="done")
    assert run.broken() == {3: {"done"}}


def test_a_ticket_that_went_before_its_recall_may_come_back(run: Telling) -> None:
    run.order("twice-back", 40, (*LIFE, "recalled", "completed", "recalled"))
    assert run.found() == []


def test_a_recall_excuses_one_return_and_not_the_next(run: Telling) -> None:
    run.say(50, "screen-1", "hidden", order_id="back")
    told = {"order_id": "back", "version": 6, "status": "ready", "received": True}
    run.say(51, "screen-1", "shown", **told)
    assert run.broken() == {3: {"back"}}


def test_a_page_that_is_opened_again_shows_and_rings_again(run: Telling) -> None:
    run.order("waiting", 40, ("received",), step=5)
    run.say(42, "kitchen-page-1", "opened_page", shop_id="noodles")
    run.opened(42.1, "kitchen-page-1", "shop:noodles", socket="2")
    run.say(42.2, "kitchen-page-1", "rang", order_id="waiting")
    for order_id, version in (("waiting", 1), ("back", 6), ("cooking", 2)):
        order = run.orders[order_id]
        told = {"order_id": order_id, "version": version, "received": True}
        status = "placed" if version == 1 else order["status"]
        run.say(42.2, "kitchen-page-1", "shown", **told, status=status)
    assert 3 not in run.broken()
    run.say(42.3, "kitchen-page-1", "rang", order_id="waiting")
    assert run.broken()[3] == {"waiting"}


def test_a_screen_that_rings_twice(run: Telling) -> None:
    run.say(11.5, "screen-1", "rang", order_id="done")
    assert run.broken() == {3: {"done"}}


def test_two_tickets_at_the_same_time(run: Telling) -> None:
    run.say(11.5, "kitchen-page-1", "twice", order_id="done")
    assert run.broken() == {3: {"done"}}


def test_what_is_marked_as_unverified_may_be_an_old_one(run: Telling) -> None:
    show(run, 15.5, "screen-1", "done", 1, verified=False)
    run.say(16.5, "screen-1", "hidden", order_id="done")
    assert run.found() == []


def test_a_customer_may_look_away_and_back(run: Telling) -> None:
    run.say(30, "customer-done", "hidden", order_id="done")
    told = {"order_id": "done", "version": 5, "status": "completed", "received": True}
    run.say(31, "customer-done", "shown", **told)
    assert run.found() == []


# Rule 5


def rewrite(run: Telling, order_id: str, *events: str) -> None:
    """Have an order's history say that these happened."""
    own = run.histories[order_id]
    run.histories[order_id] = [
        {**own[min(number, len(own) - 1)], "version": number + 1, "event": f"order.{event}"}
        for number, event in enumerate(events)
    ]


@pytest.mark.parametrize(
    "events",
    [
        ("received", "accepted", "ready", "completed"),
        ("placed", "received", "received", "ready", "completed"),
        ("placed", "accepted", "received", "ready", "completed"),
        ("placed", "received", "ready", "ready", "completed"),
        ("placed", "received", "accepted", "cancelled", "completed"),
        ("placed", "rejected", "accepted", "ready", "completed"),
        ("placed", "received", "accepted", "placed", "completed"),
        ("placed", "received", "accepted", "recalled", "completed"),
        ("placed", "received", "accepted", "ready", "delivered"),
        ("placed", "completed"),
        (),
    ],
)
def test_a_step_that_no_order_takes(run: Telling, events: tuple[str, ...]) -> None:
    rewrite(run, "done", *events)
    assert "done" in run.broken()[5]


@pytest.mark.parametrize("version", [4, 6])
def test_versions_with_a_gap_or_twice(run: Telling, version: int) -> None:
    run.histories["done"][-1] = {**run.histories["done"][-1], "version": version}
    assert run.broken()[5] == {"done"}


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 6},
        {"status": "ready"},
        {"received_at": None},
        {"accepted_at": None},
        {"ready_at": None},
        {"completed_at": None},
        {"closed_reason": "customer"},
        {"closed_reason": "kitchen_timeout"},
    ],
)
def test_an_order_that_does_not_fit_its_history(run: Telling, changes: dict[str, Any]) -> None:
    run.orders["done"].update(changes)
    assert run.broken()[5] == {"done"}


def test_a_time_that_is_set_and_was_not_reached(run: Telling) -> None:
    run.orders["cooking"]["ready_at"] = run.orders["cooking"]["accepted_at"]
    assert run.broken() == {5: {"cooking"}}


@pytest.mark.parametrize("reason", [None, "unattended", "too_busy"])
def test_a_cancellation_for_no_reason_of_its_own(run: Telling, reason: str | None) -> None:
    run.orders["cancelled"]["closed_reason"] = reason
    assert run.broken() == {5: {"cancelled"}}


def test_a_time_out_before_its_time(run: Telling) -> None:
    order = run.orders["cancelled"]
    order["closed_reason"] = "kitchen_timeout"
    assert run.broken() == {5: {"cancelled"}}
    order["accept_by"] = order["updated_at"]
    assert run.found() == []


def test_an_order_that_completes_by_itself_says_so(run: Telling) -> None:
    run.order("forgotten", 40, ("received", "accepted", "completed"))
    assert run.broken() == {5: {"forgotten"}}
    run.orders["forgotten"]["closed_reason"] = "unattended"
    assert run.found() == []


def test_a_version_that_was_told_as_something_else(run: Telling) -> None:
    told = {"order_id": "done", "version": 3, "status": "ready", "received": True}
    run.say(14.9, "screen-1", "event", socket="1", channel="shop:noodles", event="x", **told)
    assert run.broken() == {5: {"done"}}


def test_a_version_that_was_told_and_never_was(run: Telling) -> None:
    orders = [["done", 6, "completed"]]
    run.say(30, "screen-1", "snapshot", shop_id="noodles", as_of=0.0, orders=orders)
    assert run.broken() == {5: {"done"}}


def test_an_answer_that_does_not_know_the_order_is_nothing(run: Telling) -> None:
    answer = {"action": "accept", "http_status": 503, "version": None, "status": None}
    run.say(30, "screen-1", "acted", order_id="done", **answer)
    assert run.found() == []


def test_a_history_that_is_missing(run: Telling) -> None:
    run.drop(of("screen-1", "rang", order_id="done"))
    del run.histories["done"]
    assert run.broken()[5] == {"done"}
