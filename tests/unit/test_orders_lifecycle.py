"""The life cycle: which action takes which status to which, and what never happens to an order."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders.deadlines import complete_unattended, time_out
from services.orders.lifecycle import (
    ACTIONS,
    RECALL_LIMIT,
    Actor,
    Change,
    Details,
    InvalidTransition,
    decide,
    receive,
)
from shared.contracts import ACTIVE_STATUSES, ClosedReason, Order, OrderStatus
from tests.samples import NOON, an_order

LATER = NOON + timedelta(minutes=1)
UNATTENDED = timedelta(hours=2)
EVENTS = {
    "accept": "order.accepted",
    "reject": "order.rejected",
    "ready": "order.ready",
    "complete": "order.completed",
    "recall": "order.recalled",
    "cancel": "order.cancelled",
}
# The contract's table, written down again. What is not here is refused, or changes nothing.
MOVES = {
    ("placed", "accept"): "accepted",
    ("placed", "reject"): "rejected",
    ("accepted", "reject"): "rejected",
    ("ready", "reject"): "rejected",
    ("accepted", "ready"): "ready",
    ("ready", "complete"): "completed",
    ("ready", "recall"): "accepted",
    ("completed", "recall"): "ready",
    ("placed", "cancel"): "cancelled",
}
REPEATS = {
    ("accepted", "accept"),
    ("rejected", "reject"),
    ("ready", "ready"),
    ("completed", "complete"),
    ("cancelled", "cancel"),
}


@pytest.mark.parametrize(("status", "name"), list(product(OrderStatus, ACTIONS)))
def test_every_action_in_every_status(status: OrderStatus, name: str) -> None:
    order = an_order(status=status, version=4)
    if (status, name) in MOVES:
        change = decide(order, name, Details(), LATER)
        assert change is not None
        assert change.order.status == MOVES[status, name]
        assert (change.order.version, change.order.updated_at) == (5, LATER)
        assert change.event.routing_key() == EVENTS[name]
    elif (status, name) in REPEATS:
        assert decide(order, name, Details(), LATER) is None
    else:
        with pytest.raises(InvalidTransition):
            decide(order, name, Details(), LATER)


def test_only_cancelling_is_the_customers() -> None:
    customers = {name for name, action in ACTIONS.items() if action.by is Actor.CUSTOMER}
    assert customers == {"cancel"}


@pytest.mark.parametrize(
    ("status", "to", "outcome"),
    [
        ("ready", "accepted", "accepted"),
        ("accepted", "accepted", "unchanged"),
        ("completed", "ready", "ready"),
        ("ready", "ready", "unchanged"),
        ("completed", "accepted", "refused"),
        ("placed", "accepted", "refused"),
        ("accepted", "ready", "refused"),
        ("rejected", "ready", "refused"),
    ],
)
def test_recall_with_its_aim(status: str, to: str, outcome: str) -> None:
    order = an_order(status=OrderStatus(status))
    try:
        change = decide(order, "recall", Details(to=OrderStatus(to)), LATER)
    except InvalidTransition:
        assert outcome == "refused"
    else:
        assert outcome == (change.order.status if change else "unchanged")


def test_recall_has_its_time_to_the_second() -> None:
    order = an_order(status=OrderStatus.COMPLETED, completed_at=NOON)
    assert decide(order, "recall", Details(), NOON + RECALL_LIMIT)
    with pytest.raises(InvalidTransition):
        decide(order, "recall", Details(), NOON + RECALL_LIMIT + timedelta(seconds=1))
    late_repeat = Details(to=OrderStatus.READY)
    ready = an_order(status=OrderStatus.READY)
    assert decide(ready, "recall", late_repeat, NOON + timedelta(days=1)) is None


def test_an_order_that_completed_by_itself_can_be_taken_back() -> None:
    completed = an_order(
        status=OrderStatus.COMPLETED, completed_at=NOON, closed_reason=ClosedReason.UNATTENDED
    )
    never_ready = decide(completed, "recall", Details(), LATER)
    assert never_ready is not None
    order = never_ready.order
    assert (order.status, order.ready_at) == (OrderStatus.READY, LATER)
    assert (order.completed_at, order.closed_reason) == (None, None)
    was_ready = completed.model_copy(update={"ready_at": NOON - timedelta(hours=12)})
    change = decide(was_ready, "recall", Details(to=OrderStatus.READY), LATER)
    assert change is not None
    assert change.order.ready_at == was_ready.ready_at


def test_what_accepting_stamps() -> None:
    change = decide(an_order(), "accept", Details(minutes=20), LATER)
    assert change is not None
    order = change.order
    assert (order.accepted_at, order.received_at) == (LATER, LATER)
    assert order.promised_at == LATER + timedelta(minutes=20)
    confirmed = decide(an_order(received_at=NOON), "accept", Details(), LATER)
    assert confirmed is not None
    assert (confirmed.order.received_at, confirmed.order.promised_at) == (NOON, None)


def test_receiving_is_for_what_waits() -> None:
    change = receive(an_order(), LATER)
    assert change is not None
    assert (change.order.received_at, change.order.version) == (LATER, 2)
    assert change.event.routing_key() == "order.received"
    assert receive(change.order, LATER) is None
    for status in set(OrderStatus) - {OrderStatus.PLACED}:
        assert receive(an_order(status=status), LATER) is None


DETAILS = st.builds(
    Details,
    minutes=st.none() | st.integers(1, 180),
    reason=st.sampled_from(ClosedReason),
    note=st.none() | st.text(max_size=5),
    to=st.none() | st.sampled_from([OrderStatus.ACCEPTED, OrderStatus.READY]),
)
STEP = st.tuples(
    st.sampled_from([*ACTIONS, "receive", "time out", "complete unattended"]),
    DETAILS,
    st.timedeltas(timedelta(0), timedelta(hours=1)),
)


def step(order: Order, name: str, details: Details, now: datetime) -> Change | None:
    """Return what this does to the order, whoever does it."""
    if name == "receive":
        return receive(order, now)
    if name == "time out":
        return time_out(order, now)
    if name == "complete unattended":
        return complete_unattended(order, now, UNATTENDED)
    return decide(order, name, details, now)


@given(st.lists(STEP, max_size=30))
def test_whatever_is_tried_an_order_stays_whole(
    tried: list[tuple[str, Details, timedelta]],
) -> None:
    order, now = an_order(accept_by=NOON + timedelta(minutes=10)), NOON
    for name, details, waited in tried:
        now += waited
        before = order
        try:
            change = step(order, name, details, now)
        except InvalidTransition:
            continue
        if change is not None:
            order = change.order
            assert order.version == before.version + 1
            assert (order.id, order.items, order.total) == (before.id, before.items, before.total)
            # A lost answer may be asked for again; a recall needs its aim for that.
            if name != "recall" or details.to:
                assert step(order, name, details, now) is None
        assert_whole(order)


def assert_whole(order: Order) -> None:
    stamped = {
        OrderStatus.PLACED: set(),
        OrderStatus.ACCEPTED: {"accepted_at", "received_at"},
        OrderStatus.READY: {"accepted_at", "received_at", "ready_at"},
        OrderStatus.COMPLETED: {"accepted_at", "received_at", "completed_at"},
        OrderStatus.REJECTED: {"closed_reason"},
        OrderStatus.CANCELLED: {"closed_reason"},
    }[order.status]
    assert all(getattr(order, name) is not None for name in stamped)
    if order.status is OrderStatus.COMPLETED:
        # What nobody ended may never have been ready.
        assert (order.closed_reason is None) or order.closed_reason is ClosedReason.UNATTENDED
        assert order.ready_at or order.closed_reason
    assert (order.completed_at is None) == (order.status is not OrderStatus.COMPLETED)
    if order.status in ACTIVE_STATUSES:
        assert order.closed_reason is None
    if order.status in {OrderStatus.PLACED, OrderStatus.ACCEPTED}:
        assert order.ready_at is None
