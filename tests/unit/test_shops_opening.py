"""When a kitchen counts as there: leases, the grace period, and what outages must not do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shops.opening import Hearing, heard, may_expire, with_grace_ended, with_kitchen
from services.shops.shop import Shop

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=15)
GRACE = timedelta(seconds=90)
SWEEP = timedelta(seconds=2)
SHOP = Shop(
    id="shop1",
    name="Shop 1",
    currency="CNY",
    timezone="Asia/Shanghai",
    accept_minutes=10,
    passcode_hash="hash",
    sessions_since=NOON,
    open=True,
)
ONLINE = replace(SHOP, kitchen_online=True)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_a_lease_brings_the_kitchen_online() -> None:
    shop = with_kitchen(SHOP, leased=True, now=NOON, grace=GRACE)
    assert shop.kitchen_online
    assert shop.accepting


def test_a_shop_that_never_had_a_kitchen_does_not_accept() -> None:
    assert not with_kitchen(SHOP, leased=False, now=NOON, grace=GRACE).accepting


def test_the_grace_period_begins_when_the_last_lease_went() -> None:
    shop = with_kitchen(ONLINE, leased=False, now=NOON, grace=GRACE)
    assert not shop.kitchen_online
    assert shop.grace_until == NOON + GRACE
    assert shop.accepting


def test_the_grace_period_does_not_begin_again_while_it_runs() -> None:
    gone = with_kitchen(ONLINE, leased=False, now=NOON, grace=GRACE)
    assert with_kitchen(gone, leased=False, now=NOON + seconds(60), grace=GRACE) == gone


def test_a_kitchen_that_comes_back_ends_the_grace_period() -> None:
    gone = with_kitchen(ONLINE, leased=False, now=NOON, grace=GRACE)
    assert with_kitchen(gone, leased=True, now=NOON + seconds(1), grace=GRACE) == ONLINE


def test_grace_ends_when_it_is_over_and_not_before() -> None:
    gone = with_kitchen(ONLINE, leased=False, now=NOON, grace=GRACE)
    just_before = NOON + GRACE - timedelta(microseconds=1)
    assert with_grace_ended(gone, now=just_before).accepting
    assert not with_grace_ended(gone, now=NOON + GRACE).accepting


def test_nothing_ends_for_a_shop_without_grace() -> None:
    assert with_grace_ended(SHOP, now=NOON) == SHOP
    assert with_grace_ended(ONLINE, now=NOON) == ONLINE


def test_opening_again_after_the_grace_ended_brings_no_kitchen_back() -> None:
    gone = with_kitchen(ONLINE, leased=False, now=NOON, grace=GRACE)
    over = with_grace_ended(gone, now=NOON + GRACE)
    assert not replace(replace(over, open=False), open=True).accepting


def sweeps(
    looks: list[tuple[float, bool, int]], last: Hearing | None = None
) -> list[tuple[Hearing, bool]]:
    """Return what each sweep knew, given (seconds since noon, session up, breaks) of each."""
    known = []
    for at, up, breaks in looks:
        last = heard(last, up=up, breaks=breaks, now=NOON + seconds(at), pause_limit=LEASE / 2)
        known.append((last, may_expire(last, LEASE)))
    return known


def test_nothing_expires_before_a_whole_lease_has_been_heard() -> None:
    known = sweeps([(at, True, 0) for at in range(0, 20, 2)])
    assert [expires for _, expires in known] == [at >= 15 for at in range(0, 20, 2)]


def test_nothing_expires_while_the_session_is_down() -> None:
    up = [(at, True, 0) for at in range(0, 20, 2)]
    down = [(at, False, 1) for at in range(20, 200, 2)]
    assert not any(expires for _, expires in sweeps([*up, *down])[len(up) :])


@pytest.mark.parametrize("outage_seconds", [2, 30, 1000])
def test_after_an_outage_everybody_has_a_whole_lease_to_come_back(outage_seconds: int) -> None:
    up = [(float(at), True, 0) for at in range(0, 20, 2)]
    down = [(20.0 + at, False, 1) for at in range(0, outage_seconds, 2)]
    back = 20.0 + outage_seconds
    again = [(back + at, True, 1) for at in range(0, 20, 2)]
    known = sweeps([*up, *down, *again])[-len(again) :]
    assert [expires for _, expires in known] == [at >= 15 for at in range(0, 20, 2)]


def test_a_session_that_was_made_again_between_two_sweeps_is_a_break() -> None:
    (_, before), (_, after) = sweeps(
        [(0, True, 3), *((at, True, 3) for at in range(2, 20, 2)), (20, True, 4)]
    )[-2:]
    assert before
    assert not after


@pytest.mark.parametrize("pause_seconds", [8, 3600])
def test_a_long_pause_between_sweeps_is_a_break(pause_seconds: int) -> None:
    """The database was down, the process frozen or the machine asleep: nothing was heard."""
    known = sweeps([(at, True, 0) for at in range(0, 20, 2)])
    last = known[-1][0]
    assert known[-1][1]
    ((_, expires),) = sweeps([(18 + pause_seconds, True, 0)], last)
    assert not expires


def test_a_short_pause_is_none() -> None:
    last = sweeps([(at, True, 0) for at in range(0, 20, 2)])[-1][0]
    ((_, expires),) = sweeps([(18 + 7, True, 0)], last)
    assert expires


@given(
    st.lists(
        st.tuples(
            st.floats(min_value=0, max_value=30),
            st.booleans(),
            st.integers(min_value=0, max_value=1),
        ),
        max_size=40,
    )
)
def test_whatever_happened_expiry_needs_an_unbroken_lease_of_hearing(
    steps: list[tuple[float, bool, int]],
) -> None:
    looks: list[tuple[float, bool, int]] = []
    at, breaks = 0.0, 0
    for pause, up, broken in steps:
        at, breaks = at + pause, breaks + broken
        looks.append((at, up, breaks))
    for index, (_, expires) in enumerate(sweeps(looks)):
        # Walk back over the looks that hang together; together they must span a lease.
        start = index
        while start and looks[start - 1][1] and looks[start - 1][2] == looks[index][2]:
            if seconds(looks[start][0] - looks[start - 1][0]) > LEASE / 2:
                break
            start -= 1
        unbroken = looks[index][0] - looks[start][0]
        assert expires == (looks[index][1] and seconds(unbroken) >= LEASE)
