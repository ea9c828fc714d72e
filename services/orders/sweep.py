"""The sweep: every replica looks for orders whose deadline is over, a few at a time.

A replica passes over what another one holds, so any number of them may sweep. Every change is one
like a person's: of a person and a deadline that come at once one wins, by the order's version.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import NoReturn

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy import Connection

from services.orders import overdue, store
from services.orders.deadlines import complete_unattended, republish_at, time_out
from services.orders.lifecycle import Change
from services.orders.parts import Parts
from services.orders.schema import outbox
from services.orders.settings import OrdersSettings
from shared.contracts import Order
from shared.events import OrderPlaced
from shared.outbox import add
from shared.rounds import do_for_ever

# Who wants one of these orders waits for as long as this many changes take, at most.
BATCH_ORDERS_MAX = 50

timed_out = Counter("orders_timed_out_total", "Orders cancelled since no kitchen accepted them")
republished = Counter("orders_republished_total", "Orders published again, not shown in time")
unattended = Counter("orders_unattended_total", "Orders completed since nobody ended them")
oldest_unreceived_age = Gauge(
    "orders_oldest_unreceived_age_seconds", "Age of the oldest order that no screen has shown"
)

log = structlog.get_logger()


@dataclass(frozen=True)
class Swept:
    """What a part of the sweep did to some orders, and whether there may be more of them."""

    orders: Sequence[Order]
    more: bool


@dataclass(frozen=True)
class Duty:
    """A part of the sweep: what it does to some orders, and how it is told of each."""

    sweep_some: Callable[[Connection, OrdersSettings], Swept]
    counter: Counter
    event: str


async def sweep_for_ever(parts: Parts) -> NoReturn:
    """Sweep until cancelled."""
    await do_for_ever("sweep", parts.settings.sweep_seconds, partial(sweep, parts))


async def sweep(parts: Parts) -> None:
    """Do all that is due; raises DatabaseUnavailable."""
    for duty in DUTIES:
        more = True
        while more:
            swept = await parts.database.run(duty.sweep_some, parts.settings)
            more = swept.more
            if swept.orders:
                parts.relay.wake()
            for order in swept.orders:
                duty.counter.inc()
                log.info(
                    duty.event,
                    order_id=str(order.id),
                    shop_id=order.shop_id,
                    version=order.version,
                )
    oldest_unreceived_age.set(await parts.database.run(overdue.oldest_unreceived_seconds))


def time_out_some(connection: Connection, settings: OrdersSettings) -> Swept:
    """Cancel orders that no kitchen has accepted in time."""
    del settings
    found = overdue.unaccepted(connection, BATCH_ORDERS_MAX)
    return _saved(connection, [time_out(each.order, each.now) for each in found])


def republish_some(connection: Connection, settings: OrdersSettings) -> Swept:
    """Publish orders again that no screen has shown in time.

    Those whose event has not even gone out yet are put off alike, but not published once more: an
    outage of the broker must not fill the outbox. However many are due, a round publishes a few:
    they may be late because of a rush, which this must not make worse.
    """
    first = timedelta(seconds=settings.receive_seconds)
    found = overdue.unreceived(connection, first, BATCH_ORDERS_MAX)
    put_off_to = {each.order.id: republish_at(each.order, each.now, first) for each in found}
    overdue.put_off(connection, put_off_to)
    unpublished = overdue.in_outbox(connection, [each.order for each in found])
    due = [each.order for each in found if str(each.order.id) not in unpublished]
    for order in due:
        add(connection, outbox, OrderPlaced.of(order))
    return Swept(due, more=False)


def complete_some(connection: Connection, settings: OrdersSettings) -> Swept:
    """Complete orders that nobody has ended for hours."""
    after = timedelta(hours=settings.unattended_hours)
    found = overdue.unattended(connection, after, BATCH_ORDERS_MAX)
    return _saved(connection, [complete_unattended(each.order, each.now, after) for each in found])


def _saved(connection: Connection, changes: Iterable[Change | None]) -> Swept:
    saved = [change.order for change in changes if change and store.save(connection, change)]
    return Swept(saved, more=len(saved) == BATCH_ORDERS_MAX)


DUTIES = (
    Duty(time_out_some, timed_out, "order_timed_out"),
    Duty(republish_some, republished, "order_republished"),
    Duty(complete_some, unattended, "order_unattended"),
)
