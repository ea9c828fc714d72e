"""The relay of an outbox: publishes what is committed, and deletes what the broker has confirmed.

Messages are mandatory and confirmed. It is woken at commit and looks by itself besides. Any number
of replicas may relay the same table: a row is held by the one that publishes it.

Who writes much may feed the relay instead: the rows, which are due a little later (FED_SECONDS),
are published from memory as soon as they are committed. That spares each of them being read and
locked. Where it failed, or the session was lost meanwhile, the table counts: rows change in it.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NoReturn

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy import Connection, Table, delete, func, select, text, update

from shared import tracing
from shared.broker import CONFIRM_LIMIT_SECONDS, Session, Unroutable, keep_session
from shared.database import Database, DatabaseUnavailable, Prepared
from shared.events import Unreadable, decode, message
from shared.outbox import OutboxRow

BATCH_ROWS_MAX = 100
LOOK_EVERY_SECONDS = 1.0
MEASURE_EVERY_SECONDS = 5.0
UNROUTABLE_RETRY_SECONDS = 10
# How much later what the relay is fed is due: longer than it waits for a confirm, after which the
# session ends, so that a rush is not published twice.
FED_SECONDS = CONFIRM_LIMIT_SECONDS + 1
FED_ROWS_MAX = 5000
# How many messages of what was fed are under way: what comes meanwhile shares the next ones.
FED_WINDOW = 4
# Of what one message carries, so that none is long to read, and none far from what brokers take.
MESSAGE_EVENTS_MAX = 32
MESSAGE_BYTES_MAX = 512 * 1024
# What was fed and confirmed is deleted together: nobody waits for it.
DELETE_EVERY_SECONDS = 0.1

published = Counter("outbox_published_total", "Rows published and confirmed")
unroutable = Counter("outbox_unroutable_total", "Rows that no queue took; they stay")
oldest_age = Gauge("outbox_oldest_row_age_seconds", "Age of the oldest row that waits")

log = structlog.get_logger()


Outcomes = dict[OutboxRow, BaseException | None]
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
        self._fed: deque[tuple[float, OutboxRow]] = deque()
        self._filled = asyncio.Event()
        self._confirmed: list[int] = []
        self._delete = Prepared(
            "delete_confirmed",
            f"DELETE FROM {table.name} WHERE id = ANY($1::bigint[])",  # noqa: S608
        )

    def wake(self) -> None:
        """Have the relay look at once; to be called when a transaction with rows is committed."""
        self._woken.set()

    def feed(self, rows: Sequence[OutboxRow]) -> None:
        """Publish committed rows that are due in FED_SECONDS.

        Those that wait as long as that, for a session or behind FED_ROWS_MAX others, are found in
        the table.
        """
        now = time.monotonic()
        self._fed += ((now, row) for row in rows)
        while len(self._fed) > FED_ROWS_MAX:
            self._fed.popleft()
        self._filled.set()

    async def run(self) -> None:
        """Relay until cancelled; then leave to others what is not published yet."""
        try:
            async with asyncio.TaskGroup() as parts:
                parts.create_task(keep_session(self._broker_url, self._name, self._relay))
                parts.create_task(self._delete_for_ever())
                parts.create_task(self._measure())
        finally:
            await self._delete_confirmed()
            await self._make_due(self._leave())

    async def _delete_for_ever(self) -> NoReturn:
        """Delete what was fed and is confirmed; what a crash leaves is published once more."""
        while True:
            await asyncio.sleep(DELETE_EVERY_SECONDS)
            await self._delete_confirmed()

    async def _delete_confirmed(self) -> None:
        if not self._confirmed:
            return
        ids, self._confirmed = self._confirmed, []
        try:
            await self._database.run(_delete_fed, self._delete, ids)
        except DatabaseUnavailable as error:
            self._confirmed = ids + self._confirmed
            log.warning("outbox_paused", reason=str(error))

    async def _measure(self) -> NoReturn:
        """Tell how long the oldest row has waited, above all while the broker is down."""
        while True:
            with contextlib.suppress(DatabaseUnavailable):
                oldest_age.set(await self._database.run(_oldest_age_seconds, self._table))
            await asyncio.sleep(MEASURE_EVERY_SECONDS)

    def _leave(self) -> list[int]:
        """Forget what was fed, and return the ids of its rows, which may have changed since."""
        left = [row.id for _, row in self._fed]
        self._fed.clear()
        return left

    async def _make_due(self, left: Sequence[int]) -> None:
        """Have these rows found by the next look; at worst they are due in FED_SECONDS."""
        if left:
            with contextlib.suppress(DatabaseUnavailable):
                await self._database.run(_make_due, self._table, left)
        self.wake()

    async def _relay(self, session: Session) -> None:
        left = self._leave()
        async with asyncio.TaskGroup() as parts:
            parts.create_task(self._make_due(left))
            for _ in range(FED_WINDOW):
                parts.create_task(self._publish_for_ever(session))
            parts.create_task(self._look_for_ever(session))

    async def _publish_for_ever(self, session: Session) -> NoReturn:
        while True:
            await self._filled.wait()
            taken = self._take_fed()
            try:
                await self._publish_fed(session, [row for _, row in taken])
            except BaseException:
                # The next session finds them in the table; what the broker took without our hearing
                # of it is told twice.
                self._fed.extendleft(reversed(taken))
                raise

    async def _publish_fed(self, session: Session, rows: Sequence[OutboxRow]) -> None:
        for together in _messages(rows):
            # What no queue takes becomes due in the table.
            with contextlib.suppress(Unroutable):
                await _publish(session, together)
                published.inc(len(together))
                self._confirmed += [row.id for row in together]

    def _take_fed(self) -> list[tuple[float, OutboxRow]]:
        """Take rows that wait, but for those that are due in the table by now."""
        not_due = time.monotonic() - FED_SECONDS
        count = min(MESSAGE_EVENTS_MAX, len(self._fed))
        taken = [self._fed.popleft() for _ in range(count)]
        if not self._fed:
            self._filled.clear()
        return [(fed_at, row) for fed_at, row in taken if fed_at > not_due]

    async def _look_for_ever(self, session: Session) -> NoReturn:
        while True:
            self._woken.clear()
            if await self._look(session) < BATCH_ROWS_MAX:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), LOOK_EVERY_SECONDS)

    async def _look(self, session: Session) -> int:
        try:
            return await self._publish_some(session)
        except DatabaseUnavailable as error:
            log.warning("outbox_paused", reason=str(error))
            return 0

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


def _messages(rows: Sequence[OutboxRow]) -> list[list[OutboxRow]]:
    """Return the rows by the message that they share: those of one routing key, up to the bounds.

    Whoever listens to one kind of event gets nothing else.
    """
    messages: list[list[OutboxRow]] = []
    filling: dict[tuple[str, str], tuple[list[OutboxRow], int]] = {}
    for row in rows:
        key = row.exchange, row.routing_key
        together, bytes_ = filling.get(key, ([], 0))
        bytes_ += len(row.body)
        if not together or len(together) == MESSAGE_EVENTS_MAX or bytes_ > MESSAGE_BYTES_MAX:
            together, bytes_ = [], len(row.body)
            messages.append(together)
        together.append(row)
        filling[key] = together, bytes_
    return messages


async def _publish_all(session: Session, rows: Sequence[OutboxRow]) -> Outcomes:
    """Publish the rows; return what became of each, None for a confirmed one."""
    messages = _messages(rows)
    outcomes = await asyncio.gather(
        *(_publish(session, together) for together in messages), return_exceptions=True
    )
    return {
        row: outcome
        for together, outcome in zip(messages, outcomes, strict=True)
        for row in together
    }


async def _publish(session: Session, rows: Sequence[OutboxRow]) -> None:
    """Publish rows of one routing key as one message."""
    first = rows[0]
    body, content_type = message([row.body for row in rows])
    with contextlib.ExitStack() as spans:
        for row in rows:
            spans.enter_context(_traced(row))
        await session.publish(
            first.exchange,
            first.routing_key,
            body,
            content_type=content_type,
            # Each time another: the client library tells by it what was returned.
            message_id=f"{first.id}.{time.monotonic_ns()}",
        )


def _traced(row: OutboxRow) -> AbstractContextManager[None]:
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


def _take(connection: Connection, table: Table) -> list[OutboxRow]:
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
    return [OutboxRow(*values) for values in rows]


def _delete_fed(connection: Connection, statement: Prepared, ids: Sequence[int]) -> None:
    connection.execute(_NO_WAIT_FOR_DISK)
    statement.execute(connection, list(ids))


def _make_due(connection: Connection, table: Table, ids: Sequence[int]) -> None:
    connection.execute(update(table).where(table.c.id.in_(ids)).values(due_at=func.now()))


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
