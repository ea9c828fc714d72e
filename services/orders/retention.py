"""Forgetting what need not be kept: idempotency keys, counters of days gone by, personal data.

Orders and their history stay: they are the shop's books.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NoReturn

import structlog
from prometheus_client import Counter
from sqlalchemy import Connection, delete, func, select, tuple_

from services.orders.forgetting import forget_old
from services.orders.schema import counters, idempotency_keys
from services.orders.settings import OrdersSettings
from shared.database import Database
from shared.rounds import do_for_ever

EVERY_SECONDS = 600
# Few enough to be over at once, with a pause for those who have something to do.
BATCH_ROWS_MAX = 500
PAUSE_SECONDS = 0.1
# Everywhere on earth that business day has ended by then.
COUNTER_DAYS = 3

forgotten = Counter("orders_forgotten_rows_total", "Rows deleted or erased for their age", ["what"])

log = structlog.get_logger()

Forget = Callable[[Connection, int], int]


async def forget_for_ever(database: Database, settings: OrdersSettings) -> NoReturn:
    """Forget what is old, every few minutes, until cancelled."""
    await do_for_ever("retention", EVERY_SECONDS, partial(forget_all, database, settings))


async def forget_all(database: Database, settings: OrdersSettings) -> None:
    """Forget all that is old, a few rows at a time; raises DatabaseUnavailable."""
    duties: dict[str, Forget] = {
        "idempotency_keys": partial(forget_keys, hours=settings.idempotency_hours),
        "counters": forget_counters,
        "personal_data": partial(forget_old, days=settings.personal_data_days),
    }
    for what, forget_some in duties.items():
        while rows := await database.run(forget_some, BATCH_ROWS_MAX):
            forgotten.labels(what).inc(rows)
            log.info("forgotten", what=what, rows=rows)
            await asyncio.sleep(PAUSE_SECONDS)


def forget_keys(connection: Connection, rows_max: int, hours: float) -> int:
    """Delete up to so many idempotency keys that are older; return how many they were."""
    old = (
        select(idempotency_keys.c.key)
        .where(idempotency_keys.c.created_at < func.now() - timedelta(hours=hours))
        .limit(rows_max)
        .with_for_update(skip_locked=True)
    )
    return connection.execute(
        delete(idempotency_keys).where(idempotency_keys.c.key.in_(old))
    ).rowcount


def forget_counters(connection: Connection, rows_max: int) -> int:
    """Delete up to so many counters of days that are over; return how many they were."""
    day = tuple_(counters.c.shop_id, counters.c.business_day)
    old = (
        select(counters.c.shop_id, counters.c.business_day)
        .where(counters.c.business_day < func.current_date() - COUNTER_DAYS)
        .limit(rows_max)
        .with_for_update(skip_locked=True)
    )
    return connection.execute(delete(counters).where(day.in_(old))).rowcount
