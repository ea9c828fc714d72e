"""New orders: what is written of one, and how those that wait are written together."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.orders import store
from services.orders.numbering import business_day
from services.orders.pricing import Priced
from services.orders.requests import PlaceOrder
from services.orders.statements import ADD_ORDERS
from services.orders.store import NewOrder
from shared.contracts import Customer, Order, OrderStatus, print_instant
from shared.database import Database
from shared.events import OrderPlaced
from shared.identifiers import uuid7
from shared.outbox import OutboxRow, written
from shared.relay import FED_SECONDS, Relay


def _some_instant() -> datetime:
    return datetime.min.replace(tzinfo=UTC) + timedelta(microseconds=secrets.randbits(50))


# What stands in a new order for what the database gives as it writes it: drawn for each process, so
# that nobody can write it in a note.
NUMBER, PLACED_AT, ACCEPT_BY = secrets.token_hex(16), _some_instant(), _some_instant()
PLACES = {
    "%": "%%",
    NUMBER: "%1$s",
    print_instant(PLACED_AT): "%2$s",
    print_instant(ACCEPT_BY): "%3$s",
}


def new_order(key: UUID, body_hash: bytes, wanted: PlaceOrder, priced: Priced) -> NewOrder:
    """Return the order that a basket makes at a shop, by its prices."""
    shop = priced.shop
    order = Order(
        id=uuid7(),
        number=NUMBER,
        shop_id=shop.id,
        shop_name=shop.name,
        status=OrderStatus.PLACED,
        version=1,
        items=tuple(priced.items),
        total=priced.total,
        currency=shop.currency,
        customer=Customer.model_validate(wanted.customer, from_attributes=True),
        note=wanted.note,
        placed_at=PLACED_AT,
        updated_at=PLACED_AT,
        accept_by=ACCEPT_BY,
    )
    return NewOrder(
        order=order,
        event=_template(OrderPlaced.of(order, PLACED_AT)),
        key=key,
        body_hash=body_hash,
        business_day=business_day(datetime.now(UTC), shop.timezone),
        shop_version=shop.version,
        accept_minutes=shop.accept_minutes,
    )


def _template(event: OrderPlaced) -> str:
    """Return the event's text as ADD_ORDERS fills it in."""
    text = event.encode().decode()
    for found, place in PLACES.items():
        text = text.replace(found, place)
    return text


async def write(
    database: Database, relay: Relay, wanted: Sequence[NewOrder]
) -> list[OutboxRow | None]:
    """Write orders in one round trip and one commit, and have their events published.

    Returns the event of each, None for an order that was not written. Raises DatabaseUnavailable.
    """
    rows = written(await database.run_prepared(ADD_ORDERS, store.add_orders(wanted), FED_SECONDS))
    relay.feed(rows)
    events = {row.subject: row for row in rows}
    return [events.get(str(each.order.id)) for each in wanted]
