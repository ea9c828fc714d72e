"""The life cycle of an order: which action takes which status to which, and who may do it.

A new status is a member of `shared.contracts.OrderStatus`, an event of `shared.events` and a row
of `ACTIONS`. The rules are those of the contract, section "HTTP: orders".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.contracts import ClosedReason, Order, OrderStatus
from shared.events import (
    OrderAccepted,
    OrderCancelled,
    OrderCompleted,
    OrderEvent,
    OrderReady,
    OrderRecalled,
    OrderReceived,
    OrderRejected,
)

PROMISE_MINUTES_MAX = 180
RECALL_LIMIT = timedelta(minutes=30)

PLACED, ACCEPTED, READY = OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.READY
COMPLETED, REJECTED = OrderStatus.COMPLETED, OrderStatus.REJECTED
CANCELLED = OrderStatus.CANCELLED


class InvalidTransition(Exception):
    """The action does not fit the state that the order is in."""


class Actor(StrEnum):
    """Who acts on an order."""

    KITCHEN = "kitchen"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Details:
    """What an action may say besides its name; each action reads its own."""

    minutes: int | None = None
    reason: ClosedReason = ClosedReason.OTHER
    note: str | None = None
    to: OrderStatus | None = None


Fields = dict[str, Any]


def _accepted(order: Order, now: datetime, details: Details) -> Fields:
    promised = now + timedelta(minutes=details.minutes) if details.minutes else None
    # Who accepted an order has seen it.
    received = order.received_at or now
    return {"accepted_at": now, "promised_at": promised, "received_at": received}


def _rejected(order: Order, now: datetime, details: Details) -> Fields:
    del order, now
    return {"closed_reason": details.reason, "closed_note": details.note}


def _ready(order: Order, now: datetime, details: Details) -> Fields:
    del order, details
    return {"ready_at": now}


def _completed(order: Order, now: datetime, details: Details) -> Fields:
    del order, details
    return {"completed_at": now}


def _recalled(order: Order, now: datetime, details: Details) -> Fields:
    del details
    if order.status is READY:
        return {"ready_at": None}
    # What completed by itself may never have been ready: who takes it back says that it is.
    ready = order.ready_at or now
    return {"ready_at": ready, "completed_at": None, "closed_reason": None, "closed_note": None}


def _cancelled(order: Order, now: datetime, details: Details) -> Fields:
    del order, now, details
    return {"closed_reason": ClosedReason.CUSTOMER}


@dataclass(frozen=True)
class Action:
    """Who may do it, where it leads from each status it takes, its event and what it stamps."""

    by: Actor
    moves: Mapping[OrderStatus, OrderStatus]
    event: type[OrderEvent]
    stamps: Callable[[Order, datetime, Details], Fields]


_to_rejected = dict.fromkeys((PLACED, ACCEPTED, READY), REJECTED)

ACTIONS: Mapping[str, Action] = {
    "accept": Action(Actor.KITCHEN, {PLACED: ACCEPTED}, OrderAccepted, _accepted),
    "reject": Action(Actor.KITCHEN, _to_rejected, OrderRejected, _rejected),
    "ready": Action(Actor.KITCHEN, {ACCEPTED: READY}, OrderReady, _ready),
    "complete": Action(Actor.KITCHEN, {READY: COMPLETED}, OrderCompleted, _completed),
    "recall": Action(Actor.KITCHEN, {READY: ACCEPTED, COMPLETED: READY}, OrderRecalled, _recalled),
    "cancel": Action(Actor.CUSTOMER, {PLACED: CANCELLED}, OrderCancelled, _cancelled),
}


@dataclass(frozen=True)
class Change:
    """The next version of an order, and the event that tells of it.

    The event belongs to the span of `traceparent`, or else to the one around whoever writes it.
    """

    order: Order
    event: type[OrderEvent]
    traceparent: str | None = None

    def told(self) -> OrderEvent:
        """Return the event."""
        event = self.event.of(self.order)
        if self.traceparent is None:
            return event
        return event.model_copy(update={"traceparent": self.traceparent})


def decide(order: Order, name: str, details: Details, now: datetime) -> Change | None:
    """Return what the action `name` makes of the order at `now`.

    None means that the order shows the action's outcome already: a lost answer, a second screen.
    Raises InvalidTransition when the action does not fit the order's state.
    """
    action = ACTIONS[name]
    outcomes = {details.to} if details.to else set(action.moves.values())
    if outcomes == {order.status}:
        return None
    reached = action.moves.get(order.status)
    if reached not in outcomes or _too_late(order, now):
        raise InvalidTransition
    return next_version(
        order, action.event, now, status=reached, **action.stamps(order, now, details)
    )


def receive(order: Order, now: datetime) -> Change | None:
    """Return what a kitchen's receipt makes of the order; None when it needs none (any more)."""
    if order.status is not PLACED or order.received_at is not None:
        return None
    return next_version(order, OrderReceived, now, received_at=now)


def next_version(order: Order, event: type[OrderEvent], now: datetime, **fields: Any) -> Change:
    """Return the change that sets these fields and is told by this event."""
    version = order.version + 1
    return Change(order.model_copy(update={**fields, "version": version, "updated_at": now}), event)


def _too_late(order: Order, now: datetime) -> bool:
    return order.completed_at is not None and now - order.completed_at > RECALL_LIMIT
