"""Publishing an order again, as it is now: a repeat that every reader bears, and no change."""

from uuid import UUID

from sqlalchemy import Connection

from services.orders import store
from services.orders.schema import outbox
from shared.events import ORDER_EVENTS
from shared.outbox import add

_EVENTS = {event.routing_key(): event for event in ORDER_EVENTS}


def publish_again(connection: Connection, order_id: UUID) -> bool:
    """Write the event of the order's newest version into the outbox once more.

    Returns False where there is no such order. It may be done at any time: whoever holds a copy
    keeps the newest version, and this is it.
    """
    order = store.hold_order(connection, order_id)
    if order is None:
        return False
    newest = store.history(connection, order_id)[-1]
    add(connection, outbox, _EVENTS[newest.event].of(order))
    return True
