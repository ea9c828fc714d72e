"""Placing an order: one statement that leaves an order and its event, or nothing.

What is asked is decided by a copy of the shop in memory, and the statement guards on that copy's
version. Whatever it does not write (the key is taken, the copy is old), and whatever that copy
refuses, is decided again by what stands in the database.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from services.orders import new_orders, store
from services.orders.pricing import DishUnavailable, Priced, UnknownDish, price
from services.orders.requests import PlaceOrder
from shared import tracing
from shared.batching import Batching
from shared.contracts import Order, ShopState
from shared.database import Database
from shared.outbox import OutboxRow
from shared.problems import Problem, unavailable
from shared.relay import Relay

# Each time round somebody else has won: the same key, or a newer version of the shop.
ATTEMPTS = 5
COPIES_MAX = 1000
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
ORDER_FOLLOWS, ORDER_ENDS = b'"data":{"order":', b"}}"


@dataclass(frozen=True)
class Placed:
    """An order: what spans tell of it, its JSON, and whether this request is what placed it."""

    about: tracing.Attributes
    order_id: UUID
    order_json: bytes
    new: bool


class Placing:
    """The shops as they were when they were last asked for, and the orders that are being written.

    A copy that is old does no harm: it is noticed as an order is written, or before it is refused.
    """

    def __init__(self, database: Database, relay: Relay) -> None:
        """Take where orders are written, and what publishes their events."""
        self._database = database
        self._copies: dict[str, ShopState] = {}
        self._writes = Batching(partial(new_orders.write, database, relay))

    async def place(self, key: UUID, hashed: bytes, wanted: PlaceOrder) -> Placed:
        """Return the order that this key and body stand for, placed now unless it was before.

        Raises the problem that refuses it; then nothing is left behind. Raises DatabaseUnavailable.
        """
        priced = self._priced_by_copy(wanted)
        for _ in range(ATTEMPTS):
            if priced is not None and (placed := await self._write(key, hashed, wanted, priced)):
                return placed
            found = await self._database.run(_look, key, hashed, wanted)
            if isinstance(found, Order):
                return Placed(
                    tracing.of_order(found), found.id, found.model_dump_json().encode(), new=False
                )
            priced = found
            self._keep(priced.shop)
        raise unavailable()

    def _priced_by_copy(self, wanted: PlaceOrder) -> Priced | None:
        """Return the basket by our copy of the shop; None where that refuses it, or is missing."""
        try:
            return _priced(self._copies.get(wanted.shop_id), wanted)
        except Problem:
            return None

    def _keep(self, shop: ShopState) -> None:
        self._copies.pop(shop.id, None)
        self._copies[shop.id] = shop
        if len(self._copies) > COPIES_MAX:
            del self._copies[next(iter(self._copies))]

    async def _write(
        self, key: UUID, hashed: bytes, wanted: PlaceOrder, priced: Priced
    ) -> Placed | None:
        order = new_orders.new_order(key, hashed, wanted, priced)
        event = await self._writes.submit(order)
        if event is None:
            return None
        return Placed(tracing.of_order(order.order), order.order.id, _order_json(event), new=True)


def body_hash(body: Any) -> bytes:
    """Return the SHA-256 of a JSON value's canonical text: members sorted, no white space."""
    return hashlib.sha256(CANONICAL.encode(body).encode()).digest()


def refuse_reused(connection: Connection, key: UUID, hashed: bytes) -> None:
    """Raise the problem `idempotency_key_reused` when the key stands for another body."""
    before = store.find_before(connection, key, None)
    if before.body_hash not in (None, hashed):
        raise Problem("idempotency_key_reused")


def _look(connection: Connection, key: UUID, hashed: bytes, wanted: PlaceOrder) -> Order | Priced:
    """Return the order that the key stands for, or the basket by the shop as it is now."""
    before = store.find_before(connection, key, wanted.shop_id)
    if before.order_id is None:
        return _priced(before.shop, wanted)
    if before.body_hash != hashed:
        raise Problem("idempotency_key_reused")
    found = store.find_order(connection, before.order_id)
    if found is None:
        raise Problem("unknown_order")
    return found.order


def _priced(shop: ShopState | None, wanted: PlaceOrder) -> Priced:
    """Return the basket by the shop's menu; raises the problem that refuses it."""
    if shop is None:
        raise Problem("unknown_shop")
    if not shop.accepting:
        raise Problem("shop_closed")
    try:
        items, total = price(wanted.items, shop.menu)
    except UnknownDish as unknown:
        raise Problem("unknown_dish", dish_id=str(unknown)) from None
    except DishUnavailable as sold_out:
        raise Problem("dish_unavailable", dish_id=str(sold_out)) from None
    if wanted.expected_total not in (None, total):
        raise Problem("price_changed", total=total)
    return Priced(shop, items, total)


def _order_json(event: OutboxRow) -> bytes:
    """Return the order that an event's text carries, which is the last that it holds."""
    _, _, order = event.body.partition(ORDER_FOLLOWS)
    return order.removesuffix(ORDER_ENDS)
