"""What becomes of an order that somebody should have done something about by now.

The time is always the database's, so that replicas agree and a restart changes nothing.
"""

from datetime import datetime, timedelta

from services.orders.lifecycle import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    PLACED,
    READY,
    Change,
    next_version,
)
from shared.contracts import ClosedReason, Order
from shared.events import OrderCancelled, OrderCompleted

REPUBLISH_WAIT_MAX = timedelta(seconds=60)


def time_out(order: Order, now: datetime) -> Change | None:
    """Return the cancellation of an order that no kitchen accepted in time, None before that."""
    if order.status is not PLACED or now < order.accept_by:
        return None
    reason = ClosedReason.KITCHEN_TIMEOUT
    return next_version(order, OrderCancelled, now, status=CANCELLED, closed_reason=reason)


def complete_unattended(order: Order, now: datetime, after: timedelta) -> Change | None:
    """Return the completion of an order that nobody has touched for so long, None before that."""
    if order.status not in {ACCEPTED, READY} or now - order.updated_at < after:
        return None
    return next_version(
        order,
        OrderCompleted,
        now,
        status=COMPLETED,
        completed_at=now,
        closed_reason=ClosedReason.UNATTENDED,
    )


def republish_at(order: Order, now: datetime, first: timedelta) -> datetime:
    """Return when an order that no screen has shown by now is published again after this time.

    The first wait is `first`, and each one is twice as long as the one before, up to
    REPUBLISH_WAIT_MAX: as long as all of them together, and the first one once more.
    """
    return now + min(now - order.placed_at + first, max(first, REPUBLISH_WAIT_MAX))
