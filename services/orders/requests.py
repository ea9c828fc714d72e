"""What clients send, and how far each text and number may go.

Fields that are not known are ignored. Types are taken strictly: `"2"` and `2.0` are no quantity.
Texts are kept as they were sent, untrimmed; emoji and marks for right-to-left text are fine.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from services.orders.lifecycle import PROMISE_MINUTES_MAX
from shared.contracts import ClosedReason, OrderStatus

ID_MAX = 80
NAME_MAX = 80
ADDRESS_MAX = 200
TELEPHONE_MAX = 32
NOTE_MAX = 200
LINES_MAX = 50
QUANTITY_MAX = 99
TOTAL_MAX = 2**53 - 1  # the largest integer that JavaScript holds exactly
RECEIPTS_MAX = 1000

# Cc of Unicode, and its two characters that end a line or a paragraph.
_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_LINE = rf"^[^{_CONTROL}]*$"
_FILLED_LINE = rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"
_LINES = r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f]*$"


def _text(pattern: str, longest: int, shortest: int = 0) -> StringConstraints:
    return StringConstraints(strict=True, min_length=shortest, max_length=longest, pattern=pattern)


Id = Annotated[str, _text(_LINE, ID_MAX, 1)]
Name = Annotated[str, _text(_FILLED_LINE, NAME_MAX, 1)]
Telephone = Annotated[str, _text(_FILLED_LINE, TELEPHONE_MAX, 1)]
Address = Annotated[str, _text(_LINE, ADDRESS_MAX)]
Note = Annotated[str, _text(_LINES, NOTE_MAX)]

# A business day, as days.py reads it.
Day = Annotated[str, StringConstraints(pattern=r"^(today|[0-9]{4}-[0-9]{2}-[0-9]{2})$")]


class WantedItem(BaseModel):
    """A line of a basket."""

    dish_id: Id
    quantity: Annotated[int, Field(strict=True, ge=1, le=QUANTITY_MAX)]
    note: Note | None = None


class WantedCustomer(BaseModel):
    """Who orders; where there is nothing to deliver, the address may be empty."""

    name: Name
    address: Address
    telephone: Telephone


class PlaceOrder(BaseModel):
    """A basket, for whom, and what its sender believes that it costs."""

    shop_id: Id
    items: Annotated[tuple[WantedItem, ...], Field(min_length=1, max_length=LINES_MAX)]
    customer: WantedCustomer
    note: Note | None = None
    expected_total: Annotated[int, Field(strict=True, ge=0, le=TOTAL_MAX)] | None = None


class Accept(BaseModel):
    """How many minutes until the order is ready, if the kitchen says."""

    minutes: Annotated[int, Field(strict=True, ge=1, le=PROMISE_MINUTES_MAX)] | None = None


class Reject(BaseModel):
    """Why the kitchen turns the order down; the other reasons are not a kitchen's to give."""

    reason: Literal[
        ClosedReason.TOO_BUSY,
        ClosedReason.SOLD_OUT,
        ClosedReason.CLOSING,
        ClosedReason.NO_SHOW,
        ClosedReason.OTHER,
    ] = ClosedReason.OTHER
    note: Note | None = None


class Recall(BaseModel):
    """Where the step back leads; with it, a repeat changes nothing."""

    to: Literal[OrderStatus.ACCEPTED, OrderStatus.READY] | None = None


class Received(BaseModel):
    """Orders that a screen of the shop has shown; ids that are none are ignored."""

    shop_id: Id
    orders: Annotated[tuple[str, ...], Field(max_length=RECEIPTS_MAX)]


def parse_id(text: object) -> UUID | None:
    """Return the id that a text spells, or None."""
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
