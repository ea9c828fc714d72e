"""The transactional outbox: what has to be published is written with the change that causes it.

The relay publishes what is committed, mandatory and confirmed, and deletes a row when the broker
has confirmed it. It is woken at commit and looks by itself besides. Any number of replicas may
relay the same table: a row is held by the one that publishes it.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NoReturn

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from shared import tracing
from shared.broker import Session, Unroutable, keep_session
from shared.database import Database, DatabaseUnavailable
from shared.events import CONTENT_TYPE, Event, Unreadable, decode

BATCH_ROWS_MAX = 100
LOOK_EVERY_SECONDS = 1.0
MEASURE_EVERY_SECONDS = 5.0
UNROUTABLE_RETRY_SECONDS = 10

published = Counter("outbox_published_total", "Rows published and confirmed")
unroutable = Counter("outbox_unroutable_total", "Rows that no queue took; they stay")
oldest_age = Gauge("outbox_oldest_row_age_seconds", "Age of the oldest row that waits")

log = structlog.get_logger()


def outbox_table(metadata: MetaData) -> Table:
    """Return the outbox's table for a service's schema."""
    return Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("exchange", Text, nullable=False),
        Column("routing_key", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("created_at", DateTime(True), nullable=False, server_default=func.now()),
        Column("due_at", DateTime(True), nullable=False, server_default=func.now()),
        Index("outbox_by_subject", "subject"),
    )


def row(event: Event) -> dict[str, str | bytes]:
    """Return the values of an event's row."""
    return {
        "exchange": event.EXCHANGE,
        "routing_key": event.routing_key(),
        "subject": event.subject,
        "body": event.encode(),
    }


def add(connection: Connection, table: Table, *events: Event) -> None:
    """Write events into the outbox, in the transaction of the change that they tell of."""
    connection.execute(insert(table), [row(event) for event in events])


@dataclass(frozen=True)
class _Row:
    id: int
    exchange: str
    routing_key: str
    subject: str
    body: bytes


Outcomes = dict[_Row, BaseException | None]
_NO_WAIT_FOR_DISK = text("SET LOCAL synchronous_commit TO off")


class Relay:
    """Publishes an outbox's rows."""

    def __init__(self, database: Database, table: Table, broker_url: str, name: str) -> None:
        """Take the outbox and the broker; `name` is the session's in the management UI."""
        self._database = database
        self._table = table
        self._broker_url = broker_url
        self._name = name
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Have the relay look at once; to be called when a transaction with rows is committed."""
        self._woken.set()

    async def run(self) -> None:
        """Relay until cancelled."""
        async with asyncio.TaskGroup() as parts:
            parts.create_task(keep_session(self._broker_url, self._name, self._relay))
            parts.create_task(self._measure())

    async def _measure(self) -> NoReturn:
        """Tell how long the oldest row has waited, above all while the broker is down."""
        while True:
            with contextlib.suppress(DatabaseUnavailable):
                oldest_age.set(await self._database.run(_oldest_age_seconds, self._table))
            await asyncio.sleep(MEASURE_EVERY_SECONDS)

    async def _relay(self, session: Session) -> None:
        while not session.closed.done():
            self._woken.clear()
            try:
                found = await self._publish_some(session)
            except DatabaseUnavailable as error:
                log.warning("outbox_paused", reason=str(error))
                found = 0
            if found < BATCH_ROWS_MAX:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), LOOK_EVERY_SECONDS)

    async def _publish_some(self, session: Session) -> int:
        """Publish what waits, up to a batch, and return how many rows that were.

        The rows stay locked until the outcome is stored: a relay that dies frees them at once, and
        what it had published is published again, which does no harm.
        """
        outcomes = await self._database.hold(
            partial(_take, table=self._table),
            partial(_publish_all, session),
            partial(_settle, table=self._table),
        )
        published.inc(sum(outcome is None for outcome in outcomes.values()))
        for row, outcome in outcomes.items():
            if isinstance(outcome, Unroutable):
                unroutable.inc()
                log.error("outbox_row_unroutable", subject=row.subject, routing_key=row.routing_key)
            elif outcome is not None:
                raise outcome
        return len(outcomes)


async def _publish_all(session: Session, rows: Sequence[_Row]) -> Outcomes:
    """Publish the rows together; return what became of each, None for a confirmed one."""
    outcomes = await asyncio.gather(
        *(_publish(session, row) for row in rows), return_exceptions=True
    )
    return dict(zip(rows, outcomes, strict=True))


async def _publish(session: Session, row: _Row) -> None:
    with _traced(row):
        await session.publish(
            row.exchange,
            row.routing_key,
            row.body,
            content_type=CONTENT_TYPE,
            message_id=str(row.id),
        )


def _traced(row: _Row) -> AbstractContextManager[None]:
    """Return the span of publishing a row, in the trace in which it was written."""
    if tracing.provider() is None:
        return contextlib.nullcontext()
    try:
        event = decode(row.body)
    except Unreadable:
        # It goes out all the same, for its reader to judge.
        return contextlib.nullcontext()
    waited = datetime.now(UTC) - event.time
    about = {**event.about(), "orderbell.outbox.waited_seconds": waited.total_seconds()}
    return tracing.publishing(row.exchange, about, parent=event.traceparent)


def _take(connection: Connection, table: Table) -> list[_Row]:
    """Return rows that are due, locked for this transaction."""
    # A deletion that a crash undoes is a row that is published again, which does no harm.
    connection.execute(_NO_WAIT_FOR_DISK)
    rows = connection.execute(
        select(table.c.id, table.c.exchange, table.c.routing_key, table.c.subject, table.c.body)
        .where(table.c.due_at <= func.now())
        .order_by(table.c.id)
        .limit(BATCH_ROWS_MAX)
        .with_for_update(skip_locked=True)
    )
    return [_Row(*values) for values in rows]


def _oldest_age_seconds(connection: Connection, table: Table) -> float:
    oldest = select(table.c.created_at).order_by(table.c.id).limit(1).scalar_subquery()
    age = connection.scalar(select(func.extract("epoch", func.now() - oldest)))
    return float(age or 0)


def _settle(connection: Connection, outcomes: Outcomes, table: Table) -> None:
    """Delete what the broker has confirmed, and put off what no queue took."""
    done = [row.id for row, outcome in outcomes.items() if outcome is None]
    refused = [row.id for row, outcome in outcomes.items() if isinstance(outcome, Unroutable)]
    if done:
        connection.execute(delete(table).where(table.c.id.in_(done)))
    if refused:
        connection.execute(
            update(table)
            .where(table.c.id.in_(refused))
            .values(due_at=func.now() + timedelta(seconds=UNROUTABLE_RETRY_SECONDS))
        )
