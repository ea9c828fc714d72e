"""The public JSON of orders and shops: the same models over HTTP, in events and on sockets.

Money is an integer in minor units (fen), times are UTC. Fields may be added, never removed or
renamed: clients of others rely on them.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema


def print_instant(instant: datetime) -> str:
    """Return the instant as ISO 8601 in UTC with six decimals, so that texts sort like times."""
    # Every order has a dozen of them: strftime takes five times as long.
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


Instant = Annotated[
    datetime,
    PlainSerializer(print_instant, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
# A name by language, such as {"zh": "米饭", "en": "Rice"}.
Names = dict[str, str]

# Minutes after which a ticket counts as soon to be late, and as late, where its shop says nothing.
SOON_MINUTES = 8
LATE_MINUTES = 15


class Contract(BaseModel):
    """Base of what is public: immutable; fields that a newer writer added are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class OrderStatus(StrEnum):
    """Where an order stands in its life cycle."""

    PLACED = "placed"
    ACCEPTED = "accepted"
    READY = "ready"
    COMPLETED = "completed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


ACTIVE_STATUSES = frozenset({OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.READY})


class ClosedReason(StrEnum):
    """Why an order ended otherwise than by being handed over."""

    KITCHEN_TIMEOUT = "kitchen_timeout"
    CUSTOMER = "customer"
    UNATTENDED = "unattended"
    TOO_BUSY = "too_busy"
    SOLD_OUT = "sold_out"
    CLOSING = "closing"
    NO_SHOW = "no_show"
    OTHER = "other"


class Customer(Contract):
    """Who ordered: personal data, never logged."""

    name: str
    address: str
    telephone: str


class OrderItem(Contract):
    """A line of an order, with the dish's names and price as they were when it was placed."""

    dish_id: str
    name: str
    price: int
    quantity: int
    note: str | None = None
    names: Names | None = None


class Order(Contract):
    """An order as its customer and its kitchen see it; what has not happened is null."""

    id: UUID
    number: str
    shop_id: str
    shop_name: str
    status: OrderStatus
    version: int
    items: tuple[OrderItem, ...]
    total: int
    currency: str
    customer: Customer
    note: str | None = None
    placed_at: Instant
    updated_at: Instant
    accept_by: Instant
    received_at: Instant | None = None
    accepted_at: Instant | None = None
    promised_at: Instant | None = None
    ready_at: Instant | None = None
    completed_at: Instant | None = None
    closed_reason: ClosedReason | None = None
    closed_note: str | None = None


class Section(Contract):
    """A part of a shop's menu: dishes name it by its `name`."""

    name: str
    names: Names | None = None


class Dish(Contract):
    """A dish on a shop's menu; one that is sold out comes back by itself at `back_at`."""

    id: str
    name: str
    price: int
    available: bool
    names: Names | None = None
    section: str | None = None
    position: int = 0
    back_at: Instant | None = None


class Shop(Contract):
    """A shop as the list of shops shows it; while it is paused it does not accept."""

    id: str
    name: str
    open: bool
    kitchen_online: bool
    accepting: bool
    currency: str
    timezone: str
    version: int
    names: Names | None = None
    paused_until: Instant | None = None


class ShopWithMenu(Shop):
    """A shop as its own page shows it, with the ages in minutes that colour a ticket."""

    menu: tuple[Dish, ...]
    sections: tuple[Section, ...] = ()
    soon_minutes: int = SOON_MINUTES
    late_minutes: int = LATE_MINUTES


class ShopState(ShopWithMenu):
    """A shop as its events carry it between services; not shown to browsers."""

    accept_minutes: int
    sessions_since: Instant
