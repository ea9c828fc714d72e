"""What growth asks of the functions of `orders`, above all of the rounds that nobody calls for.

Each returns what is measured, having prepared what that will find. Both happen in a transaction
that is rolled back: nobody else sees it, and the next time finds the same again.
"""

import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, select, text

from bench.generate import MEASURED_SHOP
from services.orders import new_orders, overdue, retention, routes_reading, store, sweep
from services.orders.acting import act
from services.orders.days import asked_day
from services.orders.forgetting import forget_old, forget_telephone
from services.orders.lifecycle import Details
from services.orders.pricing import Priced, price
from services.orders.reading import read_orders, read_snapshots
from services.orders.receipts import Receipt, confirm
from services.orders.requests import PlaceOrder
from services.orders.schema import idempotency_keys, orders, outbox, shops
from services.orders.settings import OrdersSettings
from services.orders.shops import keep_shop
from services.orders.statements import ADD_ORDERS
from services.orders.statistics import day_statistics
from shared.contracts import ShopState
from shared.events import OrderPlaced
from shared.outbox import add
from shared.relay import BATCH_ROWS_MAX, FED_SECONDS, _oldest_age_seconds, _settle, _take
from shared.tokens import Claims

# Returns how many orders, rows or shops it handled: what is told is the cost of one.
Round = Callable[[], int]
Prepare = Callable[[Connection], Round]

SETTINGS = OrdersSettings.model_construct()
SHOP = "growth-1"
TELEPHONE = "555 000-0001"
# What is older than this there is none of.
LONG_DAYS = 1000.0
LATE = text(
    """
    UPDATE orders SET status = 'placed', ended_at = NULL, received_at = NULL, accept_by = :accept_by
    WHERE id IN (SELECT id FROM orders WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT :orders)
    """
)
BASKET = PlaceOrder.model_validate(
    {
        "shop_id": SHOP,
        "items": [{"dish_id": dish, "quantity": 1} for dish in ("beef-noodles", "rice")],
        "customer": {"name": "Bench", "address": "1 Long Lane", "telephone": "555 0100"},
    }
)


def once(function: Callable[..., object], *arguments: object) -> Round:
    """Return a round that calls the function for one thing."""

    def call() -> int:
        function(*arguments)
        return 1

    return call


def placing(connection: Connection) -> Round:
    parameter = store.add_orders([_new_order(connection)])
    return lambda: len(ADD_ORDERS.execute(connection, parameter, FED_SECONDS))


def receiving(connection: Connection) -> Round:
    receipt = Receipt(SHOP, [_placed(connection)])
    return lambda: len(confirm(connection, [receipt]))


def accepting(connection: Connection) -> Round:
    order_id = _placed(connection)
    return once(act, connection, _kitchen(SHOP), order_id, "accept", Details(minutes=20))


def looking(connection: Connection) -> Round:
    return once(read_orders, connection, [_placed(connection)])


def snapshot(connection: Connection) -> Round:
    return once(read_snapshots, connection, [MEASURED_SHOP])


def statistics(connection: Connection) -> Round:
    now = store.clock(connection)
    shop = _copy(connection)
    today = asked_day("today", now, shop.timezone).day
    day = asked_day(str(today - timedelta(days=1)), now, shop.timezone)
    return once(day_statistics, connection, MEASURED_SHOP, day, shop.currency)


def ended_page(connection: Connection) -> Round:
    limit = routes_reading.PAGE_ORDERS + 1
    return once(store.ended_orders, connection, MEASURED_SHOP, None, limit)


def idle_sweep(connection: Connection) -> Round:
    def look() -> None:
        for duty in sweep.DUTIES:
            duty.sweep_some(connection, SETTINGS)
        overdue.oldest_unreceived_seconds(connection)

    return once(look)


def timing_out(connection: Connection) -> Round:
    _make_late(connection, timedelta(seconds=-1))
    return lambda: len(sweep.time_out_some(connection, SETTINGS).orders)


def publishing_again(connection: Connection) -> Round:
    _make_late(connection, timedelta(hours=1))
    return lambda: len(sweep.republish_some(connection, SETTINGS).orders)


def relaying(connection: Connection) -> Round:
    order = store.snapshots(connection, [MEASURED_SHOP])[MEASURED_SHOP].orders[0]
    add(connection, outbox, *(OrderPlaced.of(order) for _ in range(BATCH_ROWS_MAX)))

    def relay() -> int:
        taken = _take(connection, outbox)
        _settle(connection, dict.fromkeys(taken), outbox)
        return len(taken)

    return relay


def idle_relay(connection: Connection) -> Round:
    def look() -> None:
        _take(connection, outbox)
        _oldest_age_seconds(connection, outbox)

    return once(look)


def idle_retention(connection: Connection) -> Round:
    def look() -> None:
        retention.forget_keys(connection, retention.BATCH_ROWS_MAX, LONG_DAYS * 24)
        retention.forget_counters(connection, retention.BATCH_ROWS_MAX)
        forget_old(connection, retention.BATCH_ROWS_MAX, LONG_DAYS)

    return once(look)


def forgetting_keys(connection: Connection) -> Round:
    column = idempotency_keys.c.created_at
    age = _age(connection, select(column))
    hours = age / timedelta(hours=1)
    return lambda: retention.forget_keys(connection, retention.BATCH_ROWS_MAX, hours)


def forgetting_names(connection: Connection) -> Round:
    column = orders.c.ended_at
    age = _age(connection, select(column).where(column.is_not(None), orders.c.erased_at.is_(None)))
    days = age / timedelta(days=1)
    return lambda: forget_old(connection, retention.BATCH_ROWS_MAX, days)


def forgetting_a_telephone(connection: Connection) -> Round:
    return once(forget_telephone, connection, TELEPHONE)


def hearing_of_a_shop(connection: Connection) -> Round:
    shop = _copy(connection)
    newer = shop.model_copy(update={"version": shop.version + 1})
    return once(keep_shop, connection, newer)


ROUNDS: dict[str, Prepare] = {
    "placing an order": placing,
    "a receipt": receiving,
    "accept": accepting,
    "a look at an order": looking,
    "a snapshot": snapshot,
    "a day's statistics": statistics,
    "a page of ended orders": ended_page,
    "a sweep that finds nothing": idle_sweep,
    "an order that times out": timing_out,
    "an order published again": publishing_again,
    "an event through the outbox": relaying,
    "a look into the empty outbox": idle_relay,
    "a round of retention that finds nothing": idle_retention,
    "a key forgotten": forgetting_keys,
    "an order's names erased": forgetting_names,
    "a telephone forgotten": forgetting_a_telephone,
    "a shop heard of": hearing_of_a_shop,
}


def _new_order(connection: Connection) -> store.NewOrder:
    key, shop = uuid.uuid4(), _copy(connection, SHOP)
    priced = Priced(shop, *price(BASKET.items, shop.menu))
    return new_orders.new_order(key, key.bytes, BASKET, priced)


def _placed(connection: Connection) -> uuid.UUID:
    """Return the id of an order that was just placed."""
    new = _new_order(connection)
    assert ADD_ORDERS.execute(connection, store.add_orders([new]), FED_SECONDS)
    return new.order.id


def _copy(connection: Connection, shop_id: str = MEASURED_SHOP) -> ShopState:
    query = select(shops.c.state).where(shops.c.id == shop_id)
    return ShopState.model_validate(connection.scalar(query))


def _make_late(connection: Connection, accept_in: timedelta) -> None:
    """Let a batch of orders that ended be as if no kitchen had seen them."""
    accept_by = store.clock(connection) + accept_in
    connection.execute(LATE, {"orders": sweep.BATCH_ORDERS_MAX, "accept_by": accept_by})


def _age(connection: Connection, times: Select[datetime]) -> timedelta:
    """Return an age that a batch of these have reached, or all where there are fewer."""
    (column,) = times.selected_columns
    place_after = times.order_by(column).offset(retention.BATCH_ROWS_MAX).limit(1)
    found = connection.scalar(place_after)
    return store.clock(connection) - found if found else timedelta()


def _kitchen(shop_id: str) -> Claims:
    now = time.time()
    rights = {"send": True, "presence": False}
    return Claims(f"shop:{shop_id}", "kitchen", **rights, issued_at=now, expires_at=now)
