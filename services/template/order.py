"""An order as the public contract tells of it: what an old kitchen needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ENDED = frozenset({"completed", "rejected", "cancelled"})


@dataclass(frozen=True)
class Item:
    """A line of an order."""

    name: str
    quantity: int
    note: str | None


@dataclass(frozen=True)
class Order:
    """An order at one of its versions."""

    id: str
    version: int
    status: str
    received: bool
    updated_at: datetime
    accept_by: datetime | None
    items: tuple[Item, ...]
    note: str | None
    address: str
    telephone: str

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to be done with it."""
        return self.status in ENDED


def parse_order(content: Mapping[str, Any]) -> Order:
    """Return the order that an answer or a frame holds; raises KeyError for a missing member."""
    accept_by = content["accept_by"]
    return Order(
        id=content["id"],
        version=content["version"],
        status=content["status"],
        received=content["received_at"] is not None,
        updated_at=datetime.fromisoformat(content["updated_at"]),
        accept_by=datetime.fromisoformat(accept_by) if accept_by else None,
        items=tuple(
            Item(item["name"], item["quantity"], item["note"]) for item in content["items"]
        ),
        note=content["note"],
        address=content["customer"]["address"],
        telephone=content["customer"]["telephone"],
    )
