"""What the routes answer, beyond the order itself."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from shared.contracts import ClosedReason, Instant, Names, Order

JSON = "application/json"
# Orders hold personal data, and a snapshot that comes out of a cache is a lie: nothing is stored.
# A page that revalidates keeps the answer and its ETag itself.
UNCACHED = {"Cache-Control": "no-store"}


class PlacedOrder(BaseModel):
    """An order, and the token with which its customer follows it."""

    order: Order
    token: str


class OrderList(BaseModel):
    """Orders as they were at `as_of`; `next` goes on where a page stops, but for the snapshot."""

    orders: list[Order]
    as_of: Instant
    next: str | None = None


class HistoryEntry(BaseModel):
    """A version of an order: the event that made it, and when."""

    version: int
    event: str
    at: Instant


class History(BaseModel):
    """All versions of an order, oldest first."""

    history: list[HistoryEntry]


class Durations(BaseModel):
    """How long it took, in seconds: half of the time, and nine times in ten; null of nothing."""

    median: float | None
    p90: float | None


class Hour(BaseModel):
    """How much was placed in an hour, and its revenue as the day's is summed, in minor units."""

    begins_at: Instant
    orders: int
    revenue: int


class SoldDish(BaseModel):
    """How much of a dish was sold; its name is the one that it was last sold by."""

    dish_id: str
    name: str
    names: Names | None
    quantity: int
    revenue: int


class DayStatistics(BaseModel):
    """How a shop's business day went, of the orders placed from `begins_at` until `ends_at`.

    `accepted` counts those that ever were, and `revenue` sums in minor units those that are
    accepted, ready or completed. What a kitchen or a customer ended is counted by its reason. The
    dishes are those sold most, most first.
    """

    day: date
    timezone: str
    currency: str
    begins_at: Instant
    ends_at: Instant
    as_of: Instant
    orders: int
    accepted: int
    completed: int
    revenue: int
    rejected: dict[ClosedReason, int]
    cancelled: dict[ClosedReason, int]
    accept_seconds: Durations
    ready_seconds: Durations
    hours: list[Hour]
    dishes: list[SoldDish]


_TEXT = {"schema": {"type": "string"}}
_SNAPSHOT_HEADERS = {
    "ETag": {"description": "Covers the id and version of every order.", **_TEXT},
    "As-Of": {"description": "The time after the read, as in `as_of`.", **_TEXT},
}

# OpenAPI of answers that may be 304.
SNAPSHOT: dict[int | str, dict[str, Any]] = {
    200: {"headers": _SNAPSHOT_HEADERS},
    304: {"description": "Nothing has changed", "headers": _SNAPSHOT_HEADERS},
}
