"""Tokens for tests, and the keys that they are checked by."""

import json
from typing import Any

from shared.tokens import Signer, new_key, public_part

SHOPS_KEY = new_key("shop:")
ORDERS_KEY = new_key("order:")
SHOPS = Signer(json.dumps(SHOPS_KEY))
ORDERS = Signer(json.dumps(ORDERS_KEY))
PUBLIC_KEYS = json.dumps({"keys": [public_part(SHOPS_KEY), public_part(ORDERS_KEY)]})


def kitchen_token(shop_id: str = "shop1", lifetime_seconds: float = 600, **rights: Any) -> str:
    """Return a token of a kitchen; unless told otherwise it may send and leaves a lease."""
    token, _ = SHOPS.mint(
        f"shop:{shop_id}",
        "kitchen",
        lifetime_seconds=lifetime_seconds,
        **{"send": True, "presence": True, **rights},
    )
    return token


def customer_token(order_id: str) -> str:
    """Return the token of an order's customer."""
    token, _ = ORDERS.mint(
        f"order:{order_id}", "customer", send=False, presence=False, lifetime_seconds=600
    )
    return token
