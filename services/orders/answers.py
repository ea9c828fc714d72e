"""What the routes answer, beyond the order itself."""

from typing import Any

from pydantic import BaseModel

from shared.contracts import Instant, Order

# Orders hold personal data, and a snapshot that comes out of a cache is a lie: nothing is stored.
# A page that revalidates keeps the answer and its ETag itself.
UNCACHED = {"Cache-Control": "no-store"}


class PlacedOrder(BaseModel):
    """An order, and the token with which its customer follows it."""

    order: Order
    token: str


class OrderList(BaseModel):
    """Orders as they were at `as_of`; `next` goes on where a page of ended orders stops."""

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
