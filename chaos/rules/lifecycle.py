"""The life cycle of an order as the outside contract has it: written down once more on purpose.

The checker shares nothing with the product, or the same mistake would be in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chaos.rules.violation import epoch_seconds

ACTIVE = frozenset({"placed", "accepted", "ready"})
# Before an order is placed it has no status.
NOTHING = ""

# Which event takes which status to which.
STEPS: Mapping[str, Mapping[str, str]] = {
    "order.placed": {NOTHING: "placed"},
    "order.received": {"placed": "placed"},
    "order.accepted": {"placed": "accepted"},
    "order.rejected": dict.fromkeys(("placed", "accepted", "ready"), "rejected"),
    "order.ready": {"accepted": "ready"},
    "order.recalled": {"ready": "accepted", "completed": "ready"},
    # Out of `accepted` only by itself, when nobody has ended it for hours.
    "order.completed": {"ready": "completed", "accepted": "completed"},
    "order.cancelled": {"placed": "cancelled"},
}
CLOSED_REASONS: Mapping[str, frozenset[str | None]] = {
    "cancelled": frozenset({"customer", "kitchen_timeout"}),
    "rejected": frozenset({"too_busy", "sold_out", "closing", "no_show", "other"}),
    "completed": frozenset({None, "unattended"}),
}
STAMPS = ("received_at", "accepted_at", "ready_at", "completed_at")


class NotALife(Exception):
    """A sequence of events that no order can have; the text says which step is wrong."""


@dataclass(frozen=True)
class Life:
    """What a history tells: the status at each version, from 1 on, and which times are stamped."""

    statuses: Sequence[str]
    stamped: frozenset[str]


def follow(history: Sequence[Mapping[str, Any]]) -> Life:
    """Return the life that a history tells; raises NotALife at the first wrong step."""
    status, statuses = NOTHING, []
    stamped: set[str] = set()
    for number, entry in enumerate(history, start=1):
        event = entry["event"]
        if entry["version"] != number:
            raise NotALife(f"version {entry['version']} ({event}) stands where {number} belongs")
        reached = STEPS.get(event, {}).get(status)
        received_again = event == "order.received" and "received_at" in stamped
        if reached is None or received_again:
            state = f"{status or 'nothing'}{', received' if 'received_at' in stamped else ''}"
            raise NotALife(f"{event} (version {number}) happened to an order that was {state}")
        _stamp(stamped, event, status)
        status = reached
        statuses.append(status)
    if not statuses:
        raise NotALife("it has no history")
    return Life(statuses, frozenset(stamped))


def _stamp(stamped: set[str], event: str, status: str) -> None:
    match event:
        case "order.received":
            stamped.add("received_at")
        case "order.accepted":
            # Who accepts an order has seen it.
            stamped.update({"accepted_at", "received_at"})
        case "order.ready":
            stamped.add("ready_at")
        case "order.completed":
            stamped.add("completed_at")
        case "order.recalled" if status == "ready":
            stamped.discard("ready_at")
        case "order.recalled":
            stamped.discard("completed_at")
            stamped.add("ready_at")


def misfits(life: Life, order: Mapping[str, Any]) -> list[str]:
    """Return what of an order does not fit its life, one line each."""
    found = []
    version, status = len(life.statuses), life.statuses[-1]
    if order["version"] != version:
        found.append(f"it has version {order['version']}, and its history ends with {version}")
    if order["status"] != status:
        found.append(f"it is {order['status']}, and its history says {status}")
    found += [
        f"{stamp} is {'missing' if stamp in life.stamped else 'set'}, against its history"
        for stamp in STAMPS
        if (order[stamp] is not None) != (stamp in life.stamped)
    ]
    return found + _reason_misfits(life, order)


def _reason_misfits(life: Life, order: Mapping[str, Any]) -> list[str]:
    status, reason = life.statuses[-1], order["closed_reason"]
    allowed = CLOSED_REASONS.get(status, frozenset({None}))
    if status == "completed" and life.statuses[-2] == "accepted":
        allowed = frozenset({"unattended"})
    found = []
    if reason not in allowed:
        found.append(f"it is {status} with the reason {reason}")
    if reason == "kitchen_timeout":
        early = epoch_seconds(order["accept_by"]) - epoch_seconds(order["updated_at"])
        if early > 0:
            found.append(f"it timed out {early:.1f} s before its time")
    return found
