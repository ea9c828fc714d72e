"""The adapter keeps a kitchen's truth by the rules of the pages, which have the reasons."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.template.merge import Effects, Merge
from services.template.order import Order

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def at(tick: int) -> datetime:
    return NOON + timedelta(milliseconds=tick)


def an_order(
    version: int, status: str = "placed", *, tick: int, received: bool = False, name: str = "a"
) -> Order:
    return Order(
        id=name,
        version=version,
        status=status,
        received=received,
        updated_at=at(tick),
        accept_by=None,
        items=(),
        note=None,
        address="",
        telephone="",
    )


def loaded(*orders: Order, tick: int = 10) -> Merge:
    """Return what a kitchen knows after its first snapshot."""
    merge = Merge()
    merge.discontinuity()
    ask_and_hear(merge, orders, tick)
    assert not merge.suspect
    return merge


def ask(merge: Merge) -> int:
    merge.poll()
    flight = merge.take_off()
    assert flight is not None
    return flight.id


def ask_and_hear(merge: Merge, orders: Sequence[Order] | None, tick: int) -> Effects:
    return merge.answer(ask(merge), orders, '"tag"', at(tick))


def test_what_is_new_is_shown_and_to_be_confirmed_until_it_is() -> None:
    merge = loaded()
    assert merge.event(an_order(1, tick=11)) == Effects(confirm=["a"])
    assert merge.event(an_order(1, tick=11)) == Effects(confirm=["a"])
    assert merge.event(an_order(2, tick=12, received=True)) == Effects()
    assert merge.event(an_order(1, tick=11)) == Effects()
    assert {name: order.version for name, order in merge.held.items()} == {"a": 2}


def test_what_may_be_old_is_neither_shown_nor_confirmed_but_asked_for() -> None:
    for merge, tick in ((Merge(), 11), (loaded(tick=10), 10), (loaded(tick=10), 9)):
        assert merge.event(an_order(1, tick=tick)) == Effects(doubt=["a"])
        assert (merge.shown(), merge.want) == ({}, True)
        assert merge.event(an_order(1, tick=tick)) == Effects(doubt=["a"])
        assert merge.event(an_order(2, tick=tick)) == Effects(doubt=["a"])
        assert merge.event(an_order(1, tick=tick)) == Effects()


def test_after_a_break_nothing_is_new_until_a_snapshot_that_was_asked_for_since() -> None:
    merge = loaded()
    asked = ask(merge)
    merge.discontinuity()
    merge.answer(asked, [], None, at(20))
    assert (merge.suspect, merge.want) == (True, True)
    assert merge.event(an_order(1, tick=30)).doubt == ["a"]
    ask_and_hear(merge, [], 31)
    assert not merge.suspect
    assert merge.event(an_order(1, tick=32)).confirm == ["a"]


def test_an_end_takes_an_order_away_and_no_older_version_brings_it_back() -> None:
    merge = loaded(an_order(1, tick=5))
    asked = ask(merge)
    merge.event(an_order(3, "cancelled", tick=20))
    assert merge.event(an_order(2, tick=19)) == Effects()
    assert merge.answer(asked, [an_order(1, tick=5)], None, at(19)) == Effects()
    assert merge.shown() == {}
    assert merge.event(an_order(4, "ready", tick=40)) == Effects()
    assert list(merge.held) == ["a"]


def test_an_end_is_forgotten_only_by_an_answer_that_was_asked_for_after_it() -> None:
    merge = loaded(an_order(1, tick=5))
    asked = ask(merge)
    merge.event(an_order(2, "rejected", tick=20))
    merge.answer(asked, [], None, at(19))
    assert merge.ended == {"a": 2}
    ask_and_hear(merge, [], 21)
    assert merge.ended == {}


def test_an_end_that_is_older_than_the_order_says_nothing() -> None:
    merge = loaded(an_order(3, "ready", tick=5))
    merge.event(an_order(2, "completed", tick=4))
    assert (list(merge.held), merge.ended) == (["a"], {})


def test_what_a_snapshot_does_not_list_is_gone_but_no_end() -> None:
    merge = loaded(an_order(1, tick=5))
    ask_and_hear(merge, [], 20)
    assert (merge.shown(), merge.ended) == ({}, {})
    assert merge.event(an_order(2, tick=30)).confirm == ["a"]


def test_what_came_while_it_was_asked_stays_and_is_asked_for_again_where_in_doubt() -> None:
    for tick, again in ((19, True), (20, True), (21, False)):
        merge = loaded()
        asked = ask(merge)
        merge.event(an_order(1, tick=tick))
        merge.answer(asked, [], None, at(20))
        assert (list(merge.held), merge.want) == (["a"], again)


def test_what_was_wanted_while_it_was_asked_is_still_wanted() -> None:
    merge = loaded()
    asked = ask(merge)
    merge.poll()
    merge.event(an_order(1, tick=21))
    merge.answer(asked, [], None, at(20))
    assert merge.want


def test_a_repeat_while_it_was_asked_keeps_nothing() -> None:
    merge = loaded(an_order(1, tick=5))
    asked = ask(merge)
    merge.event(an_order(1, tick=5))
    merge.answer(asked, [], None, at(20))
    assert merge.held == {}


def test_a_304_is_merged_like_its_answer() -> None:
    merge = loaded(an_order(1, tick=5))
    assert ask_and_hear(merge, None, 20) == Effects(confirm=["a"])
    merge.event(an_order(2, "cancelled", tick=21))
    assert ask_and_hear(merge, None, 22) == Effects()
    assert merge.shown() == {}


def test_there_is_one_request_and_a_late_answer_is_ignored() -> None:
    merge = Merge()
    assert merge.take_off() is None
    first = ask(merge)
    merge.poll()
    assert merge.take_off() is None
    merge.failure(first)
    second = merge.take_off()
    assert second is not None
    merge.failure(first)
    assert merge.answer(first, [an_order(1, tick=5)], None, at(10)) == Effects()
    assert (merge.flight, merge.held, merge.as_of) == (second, {}, None)


def test_a_tag_is_that_of_the_last_whole_answer() -> None:
    merge = loaded()
    merge.poll()
    flight = merge.take_off()
    assert flight is not None
    merge.answer(flight.id, None, '"other"', at(20))
    merge.poll()
    again = merge.take_off()
    assert again is not None
    assert (flight.etag, again.etag) == ('"tag"', '"tag"')


def test_a_doubtful_order_is_revealed_until_an_answer_settles_it() -> None:
    merge = Merge()
    merge.reveal("a")
    assert merge.shown() == {}
    merge.event(an_order(1, tick=5))
    merge.reveal("a")
    assert (list(merge.shown()), merge.held) == (["a"], {})
    asked = ask(merge)
    merge.event(an_order(2, tick=6))
    merge.answer(asked, [], None, at(5))
    assert {name: order.version for name, order in merge.shown().items()} == {"a": 2}
    ask_and_hear(merge, [], 7)
    assert merge.shown() == {}
