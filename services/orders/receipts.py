"""Receipts: a kitchen's screen tells which orders it has shown, by its socket or over HTTP."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy import Connection

from services.orders import store
from services.orders.access import SHOP_PREFIX, is_ended
from services.orders.lifecycle import receive
from services.orders.requests import RECEIPTS_MAX, parse_id
from services.orders.shops import sessions_since
from shared.events import ClientMessage, Event

ignored = Counter("orders_client_messages_ignored_total", "Client messages that are no receipts")


def confirm(connection: Connection, shop_id: str, ids: Iterable[UUID]) -> int:
    """Stamp those of these orders that the shop has not confirmed; return how many they were.

    Ids that are unknown, another shop's or confirmed already change nothing.
    """
    unconfirmed, now = store.lock_unconfirmed(connection, shop_id, ids)
    changes = [change for order in unconfirmed if (change := receive(order, now))]
    for change in changes:
        store.save(connection, change)
    return len(changes)


def confirm_by_socket(
    connection: Connection, shop_id: str, ids: Iterable[UUID], issued_at: float | None
) -> int:
    """Confirm, unless the shop has ended the session of the socket's token.

    A gateway that was started lately may not know yet which sessions have ended.
    """
    if issued_at is not None and is_ended(issued_at, sessions_since(connection, shop_id)):
        ignored.inc()
        return 0
    return confirm(connection, shop_id, ids)


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


Confirm = Callable[[str, list[UUID], float | None], Awaitable[None]]


async def on_client_message(event: Event, confirm_orders: Confirm) -> None:
    """Confirm what the event's message confirms; what clients send otherwise is ignored."""
    if not isinstance(event, ClientMessage) or (receipt := shop_receipt(event)) is None:
        ignored.inc()
        return
    shop_id, ids = receipt
    if ids:
        await confirm_orders(shop_id, ids, event.data.issued_at)
