"""What growth asks of the functions of `shops`, prepared as in `bench.growth_orders`."""

from datetime import timedelta

from sqlalchemy import Connection, select, text

from bench.generate import MEASURED_SHOP
from bench.generate_shops import GATEWAY
from bench.growth_orders import Prepare, Round, once
from services.shops import leases, passcodes, routes, store
from services.shops.refresh import BATCH_SHOPS_MAX, refresh
from services.shops.resuming import resume
from services.shops.schema import presence_leases
from shared.events import GatewayPresenceData

LEASE = timedelta(seconds=15)
PERIOD, LONG_PERIOD = timedelta(minutes=5), timedelta(days=1000)
DUE = text(
    """
    UPDATE shops SET refreshed_at = now() - :age
    WHERE id IN (SELECT id FROM shops ORDER BY id DESC LIMIT :shops)
    """
)
NEXT_NUMBER = 10**15


def page(connection: Connection) -> Round:
    return once(store.listed, connection, None, routes.SHOPS_PER_PAGE + 1)


def one(connection: Connection) -> Round:
    return once(store.read, connection, MEASURED_SHOP)


def idle_sweep(connection: Connection) -> Round:
    def look() -> None:
        leases.expire(connection)
        passcodes.forget(connection)
        leases.unsettled(connection, may_end=True)

    return once(look)


def resuming(connection: Connection) -> Round:
    return once(resume, connection)


def idle_refresh(connection: Connection) -> Round:
    return once(refresh, connection, LONG_PERIOD)


def refreshing(connection: Connection) -> Round:
    connection.execute(DUE, {"age": LONG_PERIOD, "shops": BATCH_SHOPS_MAX})
    return lambda: refresh(connection, LONG_PERIOD / 2)


def presence(connection: Connection) -> Round:
    """Hear the word of the gateway that holds all leases, in which nothing has changed."""
    gateway = GATEWAY.partition(":")[2]
    held = select("shop:" + presence_leases.c.shop_id).where(presence_leases.c.holder == GATEWAY)
    word = GatewayPresenceData(
        gateway=gateway,
        number=NEXT_NUMBER,
        expires_at=store.clock(connection) + LEASE,
        channels=tuple(connection.scalars(held)),
    )
    return once(leases.announce, connection, word, LEASE)


ROUNDS: dict[str, Prepare] = {
    "a page of shops": page,
    "a shop's page": one,
    "shops' sweep that finds nothing": idle_sweep,
    "a look for pauses that are over": resuming,
    "a look for shops to be told again": idle_refresh,
    "a shop told again": refreshing,
    "a gateway's word on all kitchens": presence,
}
