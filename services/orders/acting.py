"""Acting on an order: of two screens that act at once one wins, and the other sees what it did."""

from uuid import UUID

from sqlalchemy import Connection

from services.orders import store
from services.orders.access import check_acts, check_sees
from services.orders.lifecycle import Actor, Details, InvalidTransition, decide
from shared.contracts import Order
from shared.problems import Problem, unavailable
from shared.tokens import Claims

# Each time round somebody else has changed the order.
ATTEMPTS = 5


def find(connection: Connection, claims: Claims, order_id: UUID) -> tuple[store.Found, Actor]:
    """Return the order and as whom the token sees it; raises the problem that hides it."""
    return seen(claims, store.find_order(connection, order_id))


def seen(claims: Claims, found: store.Found | None) -> tuple[store.Found, Actor]:
    """Return what was found, and as whom the token sees it; raises the problem that hides it."""
    if found is None:
        raise Problem("unknown_order")
    return found, check_sees(claims, found.order, found.sessions_since)


def act(
    connection: Connection, claims: Claims, order_id: UUID, action: str, details: Details
) -> Order:
    """Return the order after the action, or unchanged when it shows the outcome already.

    Raises the problem `invalid_transition`, with the order as it is, when the action does not fit.
    """
    for _ in range(ATTEMPTS):
        found, actor = find(connection, claims, order_id)
        check_acts(claims, actor, action)
        try:
            change = decide(found.order, action, details, found.now)
        except InvalidTransition:
            as_it_is = found.order.model_dump(mode="json")
            raise Problem("invalid_transition", order=as_it_is) from None
        if change is None:
            return found.order
        if store.save(connection, change):
            return change.order
    raise unavailable()
