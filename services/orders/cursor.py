"""Where a page of orders goes on: after the last order of the page before."""

from datetime import datetime
from uuid import UUID

from shared.contracts import print_instant

SEPARATOR = "_"

Place = tuple[datetime, UUID]


def encode(place: Place) -> str:
    """Return the place as a text that clients hand back unread."""
    instant, order_id = place
    return f"{print_instant(instant)}{SEPARATOR}{order_id}"


def decode(text: str) -> Place:
    """Return the place that the text says; raises ValueError when it says none."""
    written, _, order_id = text.partition(SEPARATOR)
    instant = datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError("a time without its zone")
    return instant, UUID(order_id)
