"""Receipts: a kitchen's screen tells which orders it has shown, by its socket or over HTTP."""

import math
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from uuid import UUID

from prometheus_client import Counter, Histogram
from sqlalchemy import Connection

from services.orders import store
from services.orders.access import SHOP_PREFIX, is_ended
from services.orders.lifecycle import receive
from services.orders.requests import RECEIPTS_MAX, parse_id
from shared.events import ClientMessage, Event

ignored = Counter("orders_client_messages_ignored_total", "Client messages that are no receipts")
until_shown = Histogram(
    "orders_until_shown_seconds",
    "How long after it was placed an order was shown by a kitchen's screen",
    # From what is felt as at once to the minutes in which a kitchen has to accept.
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600),
)


def confirm(
    connection: Connection, shop_id: str, ids: Iterable[UUID], issued_at: float = math.inf
) -> None:
    """Stamp those of these orders that the shop has not confirmed.

    Ids that are unknown, another shop's or confirmed already change nothing. Neither does a token
    that was issued (epoch seconds) before the shop ended its older sessions: a gateway that was
    started lately may not know of that yet.
    """
    for found in store.lock_unconfirmed(connection, shop_id, ids):
        if is_ended(issued_at, found.sessions_since):
            ignored.inc()
        elif change := receive(found.order, found.now):
            store.save(connection, change)
            until_shown.observe((found.now - found.order.placed_at).total_seconds())


def order_ids(texts: Iterable[object]) -> list[UUID]:
    """Return the ids among what a client sent, each once, at most RECEIPTS_MAX of them.

    What is left out is asked about again: a page confirms whatever it holds unconfirmed.
    """
    ids = (parse_id(text) for text in texts)
    return list(dict.fromkeys(id_ for id_ in ids if id_))[:RECEIPTS_MAX]


def shop_receipt(message: ClientMessage) -> tuple[str, list[UUID]] | None:
    """Return the shop and the orders that a client's message confirms; None when it is no receipt.

    Whoever may send on a shop's channel is its kitchen: the gateway has checked the token.
    """
    channel, data = message.data.channel, message.data.data
    received: Any = data.get("received") if isinstance(data, dict) else None
    # PostgreSQL takes no NUL in a text.
    if not channel.startswith(SHOP_PREFIX) or "\0" in channel or not isinstance(received, list):
        return None
    return channel.removeprefix(SHOP_PREFIX), order_ids(received)


Confirm = Callable[[str, list[UUID], float], Awaitable[None]]


async def on_client_message(event: Event, confirm_orders: Confirm) -> None:
    """Confirm what the event's message confirms; what clients send otherwise is ignored."""
    if not isinstance(event, ClientMessage) or (receipt := shop_receipt(event)) is None:
        ignored.inc()
        return
    shop_id, ids = receipt
    if ids:
        issued_at = event.data.issued_at
        await confirm_orders(shop_id, ids, math.inf if issued_at is None else issued_at)
