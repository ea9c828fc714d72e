"""Deadlines: when an order is cancelled, completed or published again without anybody's doing."""

from datetime import timedelta

import pytest

from services.orders.deadlines import (
    REPUBLISH_WAIT_MAX,
    complete_unattended,
    republish_at,
    time_out,
)
from shared.contracts import ClosedReason, OrderStatus
from tests.samples import NOON, an_order

MOMENT = timedelta(microseconds=1)
HOURS = timedelta(hours=12)
SECONDS = timedelta(seconds=5)


def test_an_order_that_nobody_accepts_in_time_is_cancelled() -> None:
    for received_at in (None, NOON - timedelta(minutes=1)):
        order = an_order(version=4, received_at=received_at)
        assert time_out(order, order.accept_by - MOMENT) is None
        change = time_out(order, order.accept_by)
        assert change is not None
        assert change.event.routing_key() == "order.cancelled"
        assert change.order == order.model_copy(
            update={
                "status": OrderStatus.CANCELLED,
                "closed_reason": ClosedReason.KITCHEN_TIMEOUT,
                "version": 5,
                "updated_at": order.accept_by,
            }
        )


@pytest.mark.parametrize("status", sorted(set(OrderStatus) - {OrderStatus.PLACED}))
def test_what_is_accepted_or_over_is_never_timed_out(status: OrderStatus) -> None:
    assert time_out(an_order(status=status), NOON + timedelta(days=9)) is None


@pytest.mark.parametrize("status", [OrderStatus.ACCEPTED, OrderStatus.READY])
def test_what_nobody_ends_is_completed_so_long_after_its_last_change(status: OrderStatus) -> None:
    order = an_order(status=status, version=4, placed_at=NOON - HOURS)
    assert complete_unattended(order, NOON + HOURS - MOMENT, HOURS) is None
    change = complete_unattended(order, NOON + HOURS, HOURS)
    assert change is not None
    assert change.event.routing_key() == "order.completed"
    assert change.order == order.model_copy(
        update={
            "status": OrderStatus.COMPLETED,
            "closed_reason": ClosedReason.UNATTENDED,
            "completed_at": NOON + HOURS,
            "version": 5,
            "updated_at": NOON + HOURS,
        }
    )


@pytest.mark.parametrize(
    "status", sorted(set(OrderStatus) - {OrderStatus.ACCEPTED, OrderStatus.READY})
)
def test_nothing_else_completes_by_itself(status: OrderStatus) -> None:
    assert complete_unattended(an_order(status=status), NOON + 9 * HOURS, HOURS) is None


def test_the_waits_before_an_order_is_published_again_double_up_to_a_bound() -> None:
    order, now = an_order(), NOON + SECONDS
    waits = []
    for _ in range(7):
        again = republish_at(order, now, SECONDS)
        waits.append((again - now).total_seconds())
        now = again
    assert waits == [10, 20, 40, 60, 60, 60, 60]


def test_a_first_wait_beyond_the_bound_is_kept() -> None:
    first = 3 * REPUBLISH_WAIT_MAX
    assert republish_at(an_order(), NOON + first, first) == NOON + 2 * first
