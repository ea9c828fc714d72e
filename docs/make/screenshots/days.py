"""When an order that looks old would have been placed, accepted, ready and handed over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from docs.make.screenshots.orders import Wanted

FETCHED_AFTER_MINUTES = 4


def times(wanted: Wanted, now: datetime, to_accept: timedelta) -> Mapping[str, datetime]:
    """Return the instants of an order by their names, also those that it has not reached yet."""
    placed = now - timedelta(minutes=wanted.minutes_ago)
    accepted = placed + timedelta(minutes=wanted.accepted_after)
    ready = accepted + timedelta(minutes=wanted.cooking)
    completed = ready + timedelta(minutes=FETCHED_AFTER_MINUTES)
    return {
        "placed_at": placed,
        "accept_by": placed + to_accept,
        "received_at": min(placed + timedelta(seconds=2), now),
        "accepted_at": accepted,
        "promised_at": accepted + timedelta(minutes=wanted.promised),
        "ready_at": min(ready, now),
        "completed_at": completed,
        "ended_at": completed,
    }
