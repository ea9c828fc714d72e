"""Who may see an order, who may act on it: what a token opens, and what it does not.

Another's order is unknown, another's shop forbidden, never data (contract, "HTTP: orders").
"""

from datetime import datetime
from uuid import UUID

from services.orders.lifecycle import ACTIONS, Actor
from shared.contracts import Order
from shared.problems import Problem
from shared.tokens import Claims

ORDER_PREFIX = "order:"
SHOP_PREFIX = "shop:"


def order_channel(order_id: UUID) -> str:
    """Return the channel that an order's customer hears."""
    return f"{ORDER_PREFIX}{order_id}"


def shop_channel(shop_id: str) -> str:
    """Return the channel that a shop's kitchen hears."""
    return f"{SHOP_PREFIX}{shop_id}"


def check_shop_token(claims: Claims, shop_id: str) -> None:
    """Raise the problem `forbidden` unless the token is of this shop's kitchen."""
    if claims.channel != shop_channel(shop_id):
        raise Problem("forbidden")


def check_may_send(claims: Claims) -> None:
    """Raise the problem `forbidden` for a token that may only watch."""
    if not claims.send:
        raise Problem("forbidden")


def check_session(claims: Claims, sessions_since: datetime | None) -> None:
    """Raise the problem `unauthorized` when the shop has ended this token's session."""
    if is_ended(claims.issued_at, sessions_since):
        raise Problem("unauthorized")


def is_ended(issued_at: float, sessions_since: datetime | None) -> bool:
    """Return whether the shop has ended the session of a token issued then (epoch seconds)."""
    return sessions_since is not None and issued_at < sessions_since.timestamp()


def check_sees(claims: Claims, order: Order, sessions_since: datetime | None) -> Actor:
    """Return as whom the token's holder sees the order.

    Raises the problem `unknown_order` for everybody else's, and `unauthorized` for a session that
    the order's shop has ended.
    """
    if claims.channel == order_channel(order.id):
        return Actor.CUSTOMER
    if claims.channel != shop_channel(order.shop_id):
        raise Problem("unknown_order")
    check_session(claims, sessions_since)
    return Actor.KITCHEN


def check_acts(claims: Claims, actor: Actor, action: str) -> None:
    """Raise the problem `forbidden` unless the actor may do this, and the token is for acting."""
    if ACTIONS[action].by is not actor:
        raise Problem("forbidden")
    if actor is Actor.KITCHEN:
        check_may_send(claims)
