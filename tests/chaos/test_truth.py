"""How a client keeps the truth: a trace for each rule, by the order of things alone.

Orders are written as `a1` (id and version); `S` in comments is a snapshot. Seconds stand for times.
"""

from datetime import UTC, datetime, timedelta

import pytest

from chaos.clients.truth import Effects, Flight, Order, Truth, parse_order

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def order(
    name: str, status: str = "placed", *, seconds: float = 0, received: bool = False
) -> Order:
    return Order(name[0], int(name[1:]), status, received, at(seconds))


def ask(truth: Truth) -> Flight:
    flight = truth.take_off()
    assert flight is not None
    return flight


def answer(truth: Truth, *orders: Order, seconds: float) -> Effects:
    """Ask for a snapshot, and merge it at once."""
    truth.poll()
    return truth.answer(ask(truth).id, orders, f"tag {orders}", at(seconds))


def loaded(*orders: Order, seconds: float = 10) -> Truth:
    truth = Truth()
    truth.discontinuity()
    answer(truth, *orders, seconds=seconds)
    return truth


def shown(truth: Truth) -> list[str]:
    return sorted(f"{each.id}{each.version}" for each in truth.shown().values())


def test_a_new_order_is_shown_confirmed_and_rung() -> None:
    truth = loaded()
    effects = truth.event(order("a1", seconds=11))
    assert shown(truth) == ["a1"]
    assert effects == Effects(confirm=["a"], ring=["a"])


def test_the_first_snapshot_rings_for_what_is_placed_alone() -> None:
    truth = Truth()
    effects = answer(truth, order("a1"), order("b3", "accepted", received=True), seconds=10)
    assert effects == Effects(confirm=["a"], ring=["a"])
    assert shown(truth) == ["a1", "b3"]


def test_a_repeat_changes_nothing_and_is_confirmed_again() -> None:
    truth = loaded(order("a2"))
    assert truth.event(order("a2")) == truth.event(order("a1")) == Effects(confirm=["a"])
    assert shown(truth) == ["a2"]


def test_what_was_received_needs_no_receipt() -> None:
    truth = loaded(order("a1"))
    assert truth.event(order("a2", received=True)) == Effects()
    assert answer(truth, order("a2", received=True), seconds=12) == Effects()


def test_one_request_is_under_way_at_a_time() -> None:
    truth = loaded()
    truth.poll()
    flight = ask(truth)
    truth.poll()
    assert truth.take_off() is None
    truth.answer(flight.id, [], None, at(11))
    assert truth.take_off() is not None


def test_an_answer_that_was_given_up_is_ignored() -> None:
    truth = loaded()
    truth.poll()
    late = ask(truth)
    truth.fail(late.id)
    second = ask(truth)
    truth.answer(late.id, [order("a1")], None, at(11))
    truth.fail(late.id)
    assert truth.flight is second
    assert shown(truth) == []


def test_what_a_snapshot_removed_may_come_back() -> None:
    # S0 read nothing, v1 committed, its event came; only the next S knows better.
    truth = loaded(order("a1"))
    answer(truth, seconds=11)
    assert shown(truth) == []
    answer(truth, order("a1"), seconds=12)
    assert shown(truth) == ["a1"]


def test_a_break_during_a_request_is_asked_about_again() -> None:
    truth = loaded()
    truth.poll()
    flight = ask(truth)
    truth.discontinuity()
    truth.answer(flight.id, [], None, at(11))
    assert truth.suspect
    assert truth.take_off() is not None


def test_an_order_that_ended_during_the_request_does_not_ring() -> None:
    truth = loaded()
    truth.poll()
    flight = ask(truth)
    truth.event(order("a3", "cancelled", seconds=12))
    assert truth.answer(flight.id, [order("a1", seconds=11)], None, at(11.5)) == Effects()
    assert shown(truth) == []


def test_an_end_is_forgotten_by_a_snapshot_that_was_asked_for_after_it_alone() -> None:
    truth = loaded()
    truth.poll()
    flight = ask(truth)
    truth.event(order("a3", "cancelled", seconds=12))
    truth.answer(flight.id, [], None, at(11))
    assert truth.event(order("a1", seconds=11.5)) == Effects()
    answer(truth, seconds=13)
    assert truth.ended == {}


def test_an_event_as_old_as_the_snapshot_is_doubted() -> None:
    truth = loaded(seconds=10)
    assert truth.event(order("a1", seconds=10)) == Effects(doubt=["a"], ask=True)
    assert shown(truth) == []
    assert answer(truth, order("a1", seconds=10), seconds=11) == Effects(confirm=["a"], ring=["a"])


@pytest.mark.parametrize("snapshots", [0, 1])
def test_after_a_break_an_unknown_order_is_doubted(snapshots: int) -> None:
    truth = loaded() if snapshots else Truth()
    truth.discontinuity()
    assert truth.event(order("a1", seconds=99)).doubt == ["a"]
    assert shown(truth) == []


def test_a_repeat_during_the_request_keeps_no_ghost() -> None:
    # The end was lost, and v1 is heard once more.
    truth = loaded(order("a1"))
    truth.poll()
    flight = ask(truth)
    truth.event(order("a1"))
    truth.answer(flight.id, [], None, at(11))
    assert shown(truth) == []


@pytest.mark.parametrize(("seconds", "asks"), [(10.5, True), (11.5, False)])
def test_a_newer_version_during_the_request_is_kept(seconds: float, *, asks: bool) -> None:
    truth = loaded(order("a1"))
    truth.poll()
    flight = ask(truth)
    truth.event(order("a2", "accepted", seconds=seconds))
    effects = truth.answer(flight.id, [], None, at(11))
    assert shown(truth) == ["a2"]
    # Had the snapshot been taken after the version, it would list it: the question is put again.
    assert effects.ask == truth.want == asks


def test_not_modified_is_merged_like_any_answer() -> None:
    truth = loaded(order("a1"))
    truth.event(order("b1", seconds=10.5))
    truth.poll()
    flight = ask(truth)
    assert flight.etag is not None
    effects = truth.answer(flight.id, None, None, at(11))
    assert effects.confirm == ["a"]
    assert shown(truth) == ["a1"]


def test_an_order_that_comes_back_is_shown_and_does_not_ring_twice() -> None:
    truth = loaded(order("a1"))
    truth.event(order("a4", "completed", seconds=11))
    assert shown(truth) == []
    assert truth.event(order("a5", "ready", seconds=12)) == Effects()
    assert shown(truth) == ["a5"]


def test_what_nobody_can_tell_for_long_is_shown_unverified() -> None:
    truth = loaded()
    truth.discontinuity()
    truth.event(order("a1", seconds=11))
    assert truth.reveal("a") == Effects(ring=["a"])
    assert shown(truth) == ["a1"]
    assert not truth.is_verified("a")
    truth.event(order("a2", received=True, seconds=12))
    truth.event(order("a1", seconds=11))
    assert shown(truth) == ["a2"]


def test_the_snapshot_settles_a_doubt_that_arose_before_it_was_asked_for() -> None:
    truth = loaded()
    truth.discontinuity()
    flight = ask(truth)
    truth.event(order("a1", seconds=11))
    truth.reveal("a")
    truth.answer(flight.id, [], None, at(11))
    assert shown(truth) == ["a1"]
    answer(truth, seconds=12)
    assert shown(truth) == []
    assert truth.reveal("a") == Effects()


def test_an_end_settles_a_doubt() -> None:
    truth = loaded()
    truth.discontinuity()
    truth.event(order("a1", seconds=11))
    truth.event(order("a2", "cancelled", seconds=12))
    truth.reveal("a")
    assert shown(truth) == []


def test_a_customer_keeps_an_order_that_has_ended() -> None:
    truth = Truth(leaving=())
    truth.discontinuity()
    answer(truth, order("a1"), seconds=10)
    truth.event(order("a2", "rejected", seconds=11))
    truth.event(order("a1"))
    assert shown(truth) == ["a2"]
    answer(truth, order("a2", "rejected", seconds=11), seconds=12)
    assert shown(truth) == ["a2"]


def test_what_the_contract_says_of_an_order_is_read() -> None:
    content = {
        "id": "a",
        "version": 2,
        "status": "placed",
        "received_at": "2026-01-01T12:00:01.000000Z",
        "updated_at": "2026-01-01T12:00:01.000000Z",
        "number": "7",
    }
    assert parse_order(content) == order("a2", seconds=1, received=True)
