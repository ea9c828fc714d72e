"""Receipts: a kitchen's screen tells which orders it has shown, by its socket or over HTTP."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from prometheus_client import Counter, Histogram
from sqlalchemy import Connection

from services.orders import store
from services.orders.access import SHOP_PREFIX, is_ended
from services.orders.lifecycle import receive
from services.orders.requests import RECEIPTS_MAX, parse_id
from shared import tracing
from shared.batching import Batching
from shared.database import Database
from shared.events import ClientMessage, Event
from shared.outbox import OutboxRow
from shared.relay import FED_SECONDS, Relay

ignored = Counter("orders_client_messages_ignored_total", "Client messages that are no receipts")
until_shown = Histogram(
    "orders_until_shown_seconds",
    "How long after it was placed an order was shown by a kitchen's screen",
    # From what is felt as at once to the minutes in which a kitchen has to accept.
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600),
)

# Nobody waits for a receipt: the customer reads of it so much later, and a rush costs half.
LINGER_SECONDS = 0.02
TRANSACTION_ORDERS_MAX = 500


@dataclass(frozen=True)
class Receipt:
    """Orders that a screen of a shop has shown, with a token of that time (epoch seconds)."""

    shop_id: str
    orders: Sequence[UUID]
    issued_at: float = math.inf
    traceparent: str | None = None


class Receipts:
    """The receipts that are being written: together, for they come in a rush as orders do."""

    def __init__(self, database: Database, relay: Relay) -> None:
        """Take where orders are stamped, and what publishes their events."""
        write = partial(_write, database, relay)
        self._writes = Batching[Receipt, None](write, linger_seconds=LINGER_SECONDS)

    async def confirm(self, receipt: Receipt) -> None:
        """Stamp those of the orders that the shop has not confirmed.

        Ids that are unknown, another shop's or confirmed already change nothing. Neither does a
        token that was issued before the shop ended its older sessions: a gateway that was started
        lately may not know of that yet. Raises DatabaseUnavailable.
        """
        with tracing.transaction():
            traced = replace(receipt, traceparent=tracing.traceparent())
            await self._writes.submit(traced)


async def _write(database: Database, relay: Relay, receipts: Sequence[Receipt]) -> list[None]:
    """Write receipts in few transactions, and have their events published."""
    for together in shared_transactions(receipts):
        relay.feed(await database.run(confirm, together))
    return [None] * len(receipts)


def shared_transactions(receipts: Sequence[Receipt]) -> list[list[Receipt]]:
    """Return the receipts by transaction: one holds its orders, which others wait for, not long."""
    transactions: list[list[Receipt]] = [[]]
    orders = 0
    for receipt in receipts:
        orders += len(receipt.orders)
        if orders > TRANSACTION_ORDERS_MAX and transactions[-1]:
            transactions.append([])
            orders = len(receipt.orders)
        transactions[-1].append(receipt)
    return transactions


def confirm(connection: Connection, receipts: Sequence[Receipt]) -> Sequence[OutboxRow]:
    """Stamp the orders that receipts confirm, and return the events, due in FED_SECONDS.

    Of several receipts for one order the one with the latest token counts.
    """
    receipts = sorted(receipts, key=lambda receipt: receipt.issued_at)
    of_order = {(receipt.shop_id, id_): receipt for receipt in receipts for id_ in receipt.orders}
    changes = []
    for found in store.lock_unconfirmed(connection, of_order):
        order = found.order
        receipt = of_order[order.shop_id, order.id]
        if is_ended(receipt.issued_at, found.sessions_since):
            ignored.inc()
        elif change := receive(order, found.now):
            changes.append(replace(change, traceparent=receipt.traceparent))
            until_shown.observe((found.now - order.placed_at).total_seconds())
    return store.save_all(connection, changes, FED_SECONDS) if changes else ()


def order_ids(texts: Iterable[object]) -> list[UUID]:
    """Return the ids among what a client sent, each once, at most RECEIPTS_MAX of them.

    What is left out is asked about again: a page confirms whatever it holds unconfirmed.
    """
    ids = (parse_id(text) for text in texts)
    return list(dict.fromkeys(id_ for id_ in ids if id_))[:RECEIPTS_MAX]


def shop_receipt(message: ClientMessage) -> Receipt | None:
    """Return what a client's message confirms; None when it is no receipt.

    Whoever may send on a shop's channel is its kitchen: the gateway has checked the token.
    """
    channel, data = message.data.channel, message.data.data
    received: Any = data.get("received") if isinstance(data, dict) else None
    # PostgreSQL takes no NUL in a text.
    if not channel.startswith(SHOP_PREFIX) or "\0" in channel or not isinstance(received, list):
        return None
    # Older gateways do not say when the token was issued.
    issued_at = math.inf if message.data.issued_at is None else message.data.issued_at
    return Receipt(channel.removeprefix(SHOP_PREFIX), order_ids(received), issued_at)


async def on_client_message(event: Event, receipts: Receipts) -> None:
    """Confirm what the event's message confirms; what clients send otherwise is ignored."""
    if not isinstance(event, ClientMessage) or (receipt := shop_receipt(event)) is None:
        ignored.inc()
        return
    if receipt.orders:
        await receipts.confirm(receipt)
