"""Forgetting what need not be kept: idempotency keys and counters of days gone by."""

import asyncio
from datetime import timedelta
from typing import NoReturn

import structlog
from sqlalchemy import Connection, delete, func, select

from services.orders.schema import counters, idempotency_keys
from shared.database import Database, DatabaseUnavailable

EVERY_SECONDS = 600
ROWS_MAX = 5000
# Everywhere on earth that business day has ended by then.
COUNTER_DAYS = 3

log = structlog.get_logger()


async def forget_for_ever(database: Database, idempotency_hours: float) -> NoReturn:
    """Forget what is old, again and again, until cancelled."""
    while True:
        try:
            while await database.run(forget_some, idempotency_hours) == ROWS_MAX:
                pass
        except DatabaseUnavailable as error:
            log.warning("retention_paused", reason=str(error))
        await asyncio.sleep(EVERY_SECONDS)


def forget_some(connection: Connection, idempotency_hours: float) -> int:
    """Forget old counters and at most ROWS_MAX old keys; return how many keys they were."""
    connection.execute(
        delete(counters).where(counters.c.business_day < func.current_date() - COUNTER_DAYS)
    )
    old = (
        select(idempotency_keys.c.key)
        .where(idempotency_keys.c.created_at < func.now() - timedelta(hours=idempotency_hours))
        .limit(ROWS_MAX)
        .with_for_update(skip_locked=True)
    )
    return connection.execute(
        delete(idempotency_keys).where(idempotency_keys.c.key.in_(old))
    ).rowcount
