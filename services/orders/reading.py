"""What pages poll for: those who ask at the same time are answered by one query.

An answer is read after its call came, and its clock after that: a page relies on both, since
whatever it does not see is then older than the answer says.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from services.orders import store
from services.orders.store import Found, Snapshot
from shared.batching import Batching
from shared.database import Database, StatementTooSlow

# Of the largest shops, with 500 active orders, so many take a quarter of a second.
READ_TOGETHER_MAX = 16
# Of small shops, so many take two seconds. To refuse a poll costs half of what answering it does.
READS_WAITING_MAX = 4000

Wanted = TypeVar("Wanted")
Outcome = TypeVar("Outcome")


class TooMuchTogether(Exception):
    """What was asked for took too long together: each is to be read alone."""


class Reading:
    """The polls of a process that wait."""

    def __init__(self, database: Database) -> None:
        """Take where orders are read."""
        self._snapshots = _together(database, read_snapshots)
        self._orders = _together(database, read_orders)

    async def snapshot(self, shop_id: str) -> tuple[Snapshot, datetime]:
        """Return what is active at a shop, and when that was; raises DatabaseUnavailable."""
        return await self._snapshots.submit(shop_id)

    async def order(self, order_id: UUID) -> tuple[Found | None, datetime]:
        """Return the order if there is one, and when that was; raises DatabaseUnavailable."""
        return await self._orders.submit(order_id)


def _together(
    database: Database, read: Callable[[Connection, Sequence[Wanted]], Sequence[Outcome]]
) -> Batching[Wanted, Outcome]:
    async def read_batch(wanted: Sequence[Wanted]) -> Sequence[Outcome]:
        try:
            return await database.run(read, wanted)
        except StatementTooSlow:
            if len(wanted) == 1:
                raise
            raise TooMuchTogether from None

    return Batching(read_batch, READ_TOGETHER_MAX, READS_WAITING_MAX)


def read_snapshots(
    connection: Connection, shop_ids: Sequence[str]
) -> Sequence[tuple[Snapshot, datetime]]:
    """Return what is active at each of these shops, in their order, and the time after the read."""
    found = store.snapshots(connection, shop_ids)
    as_of = store.clock(connection)
    return [(found[shop_id], as_of) for shop_id in shop_ids]


def read_orders(
    connection: Connection, order_ids: Sequence[UUID]
) -> Sequence[tuple[Found | None, datetime]]:
    """Return each of these orders, in their order, and the time after the read."""
    found = store.find_orders(connection, order_ids)
    as_of = store.clock(connection)
    return [(found.get(order_id), as_of) for order_id in order_ids]
