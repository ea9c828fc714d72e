"""Rule 7, receipts: an order that a screen shows or confirms is received in time.

What counts is the end: that a receipt got lost is nobody's business if another one followed.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import NEVER, departures, end_of, is_screen
from chaos.rules.excuses import Concern, Excuses
from chaos.rules.violation import Violation, epoch_seconds

RULE = 7


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return the orders that stayed unreceived for too long at a screen that stayed."""
    excuses = Excuses(Concern.RECEIPTS, faults, limits)
    # The second version is that it was received, accepted or ended.
    answered = {
        order_id: epoch_seconds(history[1]["at"]) if len(history) > 1 else NEVER
        for order_id, history in final.histories.items()
    }
    left = departures(records)
    end = end_of(records)
    found: dict[str, Violation] = {}
    for record in records:
        for order_id in _told(record):
            answered_at = answered.get(order_id, 0.0)
            if order_id in found or record.at >= answered_at:
                continue
            deadline = excuses.of(record.who).deadline(record.at, limits.receipt_seconds)
            if deadline > end or answered_at <= deadline or _leaves(left, record, deadline):
                continue
            late = "never" if answered_at == NEVER else f"{answered_at - record.at:.1f} s later"
            text = (
                f"it was {'shown' if record.kind == 'shown' else 'confirmed'}, and received "
                f"{late}; {deadline - record.at:.1f} s were allowed"
            )
            found[order_id] = Violation(RULE, text, order_id, record.who, record.at)
    return list(found.values())


def _told(record: Record) -> Iterator[str]:
    """Yield the orders that a screen, by this record, must have confirmed."""
    if record.kind == "receipt":
        yield from record.data["order_ids"]
    elif record.kind == "shown" and is_screen(record.who):
        is_unreceived = record.data["status"] == "placed" and not record.data["received"]
        # A screen that is not sure of an order does not confirm it.
        if is_unreceived and record.data.get("verified", True):
            yield record.data["order_id"]


def _leaves(left: dict[str, list[float]], record: Record, before: float) -> bool:
    times = left.get(record.who, [])
    place = bisect_right(times, record.at)
    return place < len(times) and times[place] <= before
