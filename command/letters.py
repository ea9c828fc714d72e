"""Dead letters: what could not be handled, and what replaying each of them means. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from shared.broker_map import OPERATOR, QUEUES
from shared.events import Event, OrderEvent, ShopEvent, Unreadable, decode

# 40 bits: among as many letters as the queue holds, two of the same id are hardly ever found.
ID_CHARACTERS = 10
QUEUES_OF_SERVICES = frozenset(queue.name for queue in QUEUES if queue.reader != OPERATOR)


@dataclass(frozen=True)
class Letter:
    """A message that could not be handled, and how its handling failed.

    `reason` and `stack` may repeat what the body holds, which may be a customer's data.
    """

    body: bytes
    content_type: str
    message_id: str | None
    reason: str
    stack: str
    first_failed_at: str
    queue: str
    exchange: str
    routing_key: str

    @cached_property
    def id(self) -> str:
        """Return what it is called: short, and the same whenever it is looked at."""
        digest = hashlib.sha256(f"{self.queue} {self.first_failed_at} ".encode() + self.body)
        return digest.hexdigest()[:ID_CHARACTERS]

    @cached_property
    def event(self) -> Event | None:
        """Return the event that it holds; None for what is none of ours."""
        try:
            return decode(self.body)
        except Unreadable:
            return None

    @property
    def order_id(self) -> str | None:
        """Return the order that it tells of, if it is one's event."""
        return self.event.subject if isinstance(self.event, OrderEvent) else None


def letter(
    body: bytes, headers: Mapping[str, Any], content_type: str | None, message_id: str | None
) -> Letter:
    """Return the letter that a consumer set aside; what it did not say is ""."""

    def said(name: str) -> str:
        return str(headers.get(name, ""))

    return Letter(
        body=body,
        content_type=content_type or "",
        message_id=message_id,
        reason=said("reason"),
        stack=said("stack"),
        first_failed_at=said("first-failed-at"),
        queue=said("queue"),
        exchange=said("exchange"),
        routing_key=said("routing-key"),
    )


def summary(letter: Letter) -> dict[str, str | None]:
    """Return what a list shows of it: nothing of its body but ids."""
    event = letter.event
    return {
        "id": letter.id,
        "first_failed_at": letter.first_failed_at,
        "queue": letter.queue,
        "event": event.type if event else None,
        "subject": event.subject if event else None,
        "order_id": letter.order_id,
        "reason": letter.reason,
    }


def content(letter: Letter) -> Any:
    """Return the body as JSON if it is that, and else as text. It may hold personal data."""
    try:
        return json.loads(letter.body)
    except ValueError:
        return letter.body.decode(errors="replace")


@dataclass(frozen=True)
class PublishOrder:
    """Publish the order as it is now."""

    order_id: UUID


@dataclass(frozen=True)
class PublishShop:
    """Publish the shop as it is now."""

    shop_id: str


@dataclass(frozen=True)
class PutBack:
    """Give the message once more to the queue whose reader failed on it, and to no other."""

    queue: str


@dataclass(frozen=True)
class Impossible:
    """Nothing can be replayed; why."""

    why: str


Replay = PublishOrder | PublishShop | PutBack | Impossible


def replay(letter: Letter) -> Replay:
    """Return what replaying the letter means.

    State travels with its version, so of an order or a shop the current state is published: readers
    that have it, or had it long ago, ignore it. What a client or a gateway said has no newer state.
    """
    event = letter.event
    if isinstance(event, OrderEvent):
        return PublishOrder(event.data.order.id)
    if isinstance(event, ShopEvent):
        return PublishShop(event.data.shop.id)
    if event is None:
        return Impossible("it is no event that this version can read")
    if letter.queue not in QUEUES_OF_SERVICES:
        return Impossible(f"there is no queue {letter.queue!r} to give it back to")
    return PutBack(letter.queue)
