"""When clients are told that they may have missed something, or that nothing comes."""

import pytest

from services.gateway.continuity import (
    SESSION_GONE_SECONDS,
    SILENCE_SECONDS,
    Continuity,
    Notice,
)

RESYNC, INTERRUPTED = Notice.RESYNC, Notice.INTERRUPTED


def heard(
    state: Continuity, number: int, now: float, notifier: str = "n", *, goodbye: bool = False
) -> Notice | None:
    return state.heard(notifier, number, now, goodbye=goodbye)


@pytest.fixture
def state() -> Continuity:
    """A gateway that has been hearing notifier `n`, at number 7, for 100 s."""
    state = Continuity(0)
    state.bound(0)
    for number, now in ((1, 0.5), (6, 4), (7, 100)):
        heard(state, number, now)
    state.passed(100)
    heard(state, 8, 100)
    return state


def test_a_session_made_in_time_is_a_resync_at_once() -> None:
    state = Continuity(0)
    assert state.passed(SESSION_GONE_SECONDS - 0.1) is None
    assert state.bound(SESSION_GONE_SECONDS) is RESYNC
    assert state.passed(2) is None


def test_a_session_that_stays_away_is_an_interruption_told_once() -> None:
    state = Continuity(0)
    assert state.passed(SESSION_GONE_SECONDS + 0.1) is INTERRUPTED
    assert state.passed(SESSION_GONE_SECONDS + 1) is None
    assert state.interrupted


def test_an_interruption_ends_with_the_first_batch_and_not_with_the_session() -> None:
    state = Continuity(0)
    state.passed(2)
    assert state.bound(3) is None
    assert state.interrupted
    assert heard(state, 40, 4) is RESYNC
    assert not state.interrupted
    assert heard(state, 41, 5) is None


def test_consecutive_numbers_say_nothing(state: Continuity) -> None:
    assert [heard(state, number, number) for number in range(9, 200)] == [None] * 191


def test_a_skipped_number_is_a_resync_once(state: Continuity) -> None:
    assert heard(state, 10, 101) is RESYNC
    assert heard(state, 11, 101) is None


def test_an_old_number_again_neither_tells_nor_turns_back(state: Continuity) -> None:
    assert heard(state, 3, 101) is None
    assert heard(state, 9, 101) is None


def test_notifiers_are_numbered_apart(state: Continuity) -> None:
    assert heard(state, 1, 101, "other") is None
    assert heard(state, 9, 101) is None
    assert heard(state, 2, 101, "other") is None
    assert heard(state, 4, 101, "other") is RESYNC


def test_a_notifier_that_ran_before_the_queue_was_bound_may_be_at_any_number() -> None:
    state = Continuity(0)
    state.bound(1)
    assert heard(state, 40, 4) is None
    assert heard(state, 90, 5, "other") is None


def test_an_unknown_notifier_that_comes_later_with_batches_behind_it_was_missed(
    state: Continuity,
) -> None:
    assert heard(state, 2, 101, "other") is RESYNC


def test_one_silent_notifier_is_a_resync_once(state: Continuity) -> None:
    heard(state, 1, 100, "other")
    late = 100 + SILENCE_SECONDS + 0.1
    heard(state, 9, late)
    assert state.passed(late) is RESYNC
    assert state.passed(late) is None


def test_a_notifier_that_said_goodbye_may_be_silent(state: Continuity) -> None:
    heard(state, 1, 100, "other")
    assert heard(state, 2, 101, "other", goodbye=True) is None
    late = 101 + SILENCE_SECONDS + 0.1
    heard(state, 9, late)
    assert state.passed(late) is None


def test_a_goodbye_can_reveal_a_gap(state: Continuity) -> None:
    assert heard(state, 12, 101, goodbye=True) is RESYNC


def test_silence_of_all_is_an_interruption_until_one_is_heard(state: Continuity) -> None:
    assert state.passed(100 + SILENCE_SECONDS - 0.1) is None
    late = 100 + SILENCE_SECONDS + 0.1
    assert state.passed(late) is INTERRUPTED
    assert state.passed(late + 20) is None
    assert heard(state, 9, late + 21) is RESYNC
    assert not state.interrupted


def test_a_session_that_is_made_again_is_a_resync_and_forgets_the_numbers(
    state: Continuity,
) -> None:
    state.lost(101)
    assert state.bound(102) is RESYNC
    assert heard(state, 20, 103) is None


def test_the_first_batch_may_overtake_the_news_that_the_queue_is_bound(state: Continuity) -> None:
    state.lost(101)
    assert heard(state, 20, 102) is RESYNC
    assert state.bound(102) is None
    assert heard(state, 22, 103) is RESYNC
