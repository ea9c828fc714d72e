"""Rule 7, deadlines: an order that no kitchen accepts in its time ends by itself, soon after."""

from collections.abc import Mapping, Sequence
from typing import Any

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import NEVER, end_of
from chaos.rules.excuses import Concern, Excuses
from chaos.rules.violation import Violation, epoch_seconds

RULE = 7
WAITING = frozenset({"order.placed", "order.received"})


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return the orders that waited for a kitchen longer than they may."""
    excuses = Excuses(Concern.DEADLINES, faults, limits).of()
    end = end_of(records)
    found = []
    for order_id, order in final.orders.items():
        accept_by = epoch_seconds(order["accept_by"])
        decided_at = _decided_at(final.histories.get(order_id, ()))
        deadline = excuses.deadline(accept_by, limits.sweep_seconds)
        if min(decided_at, end) <= deadline:
            continue
        late = "still waits" if decided_at == NEVER else f"waited {decided_at - accept_by:.1f} s"
        text = (
            f"it {late} after the time to accept it was over; "
            f"{deadline - accept_by:.1f} s were allowed"
        )
        found.append(Violation(RULE, text, order_id, None, accept_by))
    return found


def _decided_at(history: Sequence[Mapping[str, Any]]) -> float:
    for entry in history:
        if entry["event"] not in WAITING:
            return epoch_seconds(entry["at"])
    return NEVER
