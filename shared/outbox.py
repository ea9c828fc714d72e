"""The transactional outbox: what has to be published is written with the change that causes it.

`shared/relay.py` publishes what is committed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
    func,
    insert,
)

from shared.events import Event


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


@dataclass(frozen=True, eq=False)
class OutboxRow:
    """A row that is committed."""

    id: int
    exchange: str
    routing_key: str
    subject: str
    body: bytes


def written(rows: Iterable[Sequence[Any]]) -> list[OutboxRow]:
    """Return what a statement that wrote events returned: id, exchange, routing key, subject, body.

    They may be fed to the relay once they are committed.
    """
    return [
        OutboxRow(id_, exchange, routing_key, subject, bytes(body))
        for id_, exchange, routing_key, subject, body in rows
    ]
