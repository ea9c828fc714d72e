"""Placing an order: one transaction that leaves an order and its event, or nothing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from services.orders import store
from services.orders.numbering import business_day
from services.orders.pricing import DishUnavailable, UnknownDish, price
from services.orders.requests import PlaceOrder
from shared.contracts import Customer, Order, OrderItem, OrderStatus, ShopState
from shared.identifiers import uuid7
from shared.problems import Problem, unavailable

# Each time round somebody else has won: the same key, or a newer version of the shop.
ATTEMPTS = 5


@dataclass(frozen=True)
class Placed:
    """An order, and whether this request is the one that placed it."""

    order: Order
    new: bool


def body_hash(body: Any) -> bytes:
    """Return the SHA-256 of a JSON value's canonical text: members sorted, no white space."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def place(connection: Connection, key: UUID, hashed: bytes, wanted: PlaceOrder) -> Placed:
    """Return the order that this key and body stand for, placed now unless it was before.

    Raises the problem that refuses it; then nothing is left behind.
    """
    for _ in range(ATTEMPTS):
        before = store.find_before(connection, key, wanted.shop_id)
        repeated = _repeated(connection, before, hashed)
        if repeated is not None:
            return Placed(repeated, new=False)
        shop, items, total = check(before.shop, wanted)
        placed = store.add_order(
            connection,
            _order(shop, wanted, items, total, before),
            day=business_day(before.now, shop.timezone),
            key=key,
            body_hash=hashed,
            shop_version=shop.version,
        )
        if placed is not None:
            return Placed(placed, new=True)
    raise unavailable()


def refuse_reused(connection: Connection, key: UUID, hashed: bytes) -> None:
    """Raise the problem `idempotency_key_reused` when the key stands for another body."""
    before = store.find_before(connection, key, None)
    if before.body_hash not in (None, hashed):
        raise Problem("idempotency_key_reused")


def check(shop: ShopState | None, wanted: PlaceOrder) -> tuple[ShopState, Sequence[OrderItem], int]:
    """Return the shop, the priced items and their total; raises the problem that refuses them."""
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
    return shop, items, total


def _repeated(connection: Connection, before: store.Before, hashed: bytes) -> Order | None:
    if before.order_id is None:
        return None
    if before.body_hash != hashed:
        raise Problem("idempotency_key_reused")
    found = store.find_order(connection, before.order_id)
    if found is None:
        raise Problem("unknown_order")
    return found.order


def _order(
    shop: ShopState,
    wanted: PlaceOrder,
    items: Sequence[OrderItem],
    total: int,
    before: store.Before,
) -> Order:
    """Return the order but for its number, which is counted as it is written."""
    return Order(
        id=uuid7(),
        number="",
        shop_id=shop.id,
        shop_name=shop.name,
        status=OrderStatus.PLACED,
        version=1,
        items=tuple(items),
        total=total,
        currency=shop.currency,
        customer=Customer(**wanted.customer.model_dump()),
        note=wanted.note,
        placed_at=before.now,
        updated_at=before.now,
        accept_by=before.now + timedelta(minutes=shop.accept_minutes),
    )
