"""Takes orders through their life once more, so that tables are as they are between two vacuums.

Rows that were changed stay as dead ones, in the table and its indexes, until autovacuum comes. It
comes when they are a fifth of the table: the more orders there are, the more of them stay.
"""

from datetime import timedelta

from sqlalchemy import Connection, TextClause, select, text

from services.orders import overdue
from services.orders.schema import orders

# Half of what autovacuum waits for by default, by the five versions that each order leaves.
LIVED_SHARE = 0.1 / 5
# Orders live side by side, as they do in a minute of a system of this size, or a few.
MINUTES = 100 * 24 * 60
TOGETHER_MIN = 10


def _change(change: str) -> TextClause:
    return text(f"UPDATE orders SET {change} WHERE id = ANY(:ids)")


# The minute in which an order comes to each state; it is placed in the first.
LIFE = {
    0: (
        _change(
            "status = 'placed', received_at = NULL, ended_at = NULL, updated_at = now(),"
            " accept_by = now() + interval '30 seconds'"
        ),
        _change("received_at = placed_at + interval '1 second'"),
    ),
    1: (_change("status = 'accepted', updated_at = now()"),),
    10: (_change("status = 'ready', updated_at = now()"),),
    18: (_change("status = 'completed', updated_at = completed_at, ended_at = completed_at"),),
}


def live(connection: Connection, count: int) -> None:
    """Let the newest of so many orders be placed, worked on and completed again.

    Each keeps the times that it had, but for the deadline.
    """
    connection.execute(text("SET synchronous_commit TO off"))
    newest = (
        select(orders.c.id)
        .where(orders.c.status == "completed")
        .order_by(orders.c.id.desc())
        .limit(int(count * LIVED_SHARE))
    )
    ids = connection.scalars(newest).all()[::-1]
    together = max(TOGETHER_MIN, count // MINUTES)
    batches = [list(ids[at : at + together]) for at in range(0, len(ids), together)]
    for minute in range(len(batches) + max(LIFE)):
        for since, changes in LIFE.items():
            if 0 <= minute - since < len(batches):
                for change in changes:
                    connection.execute(change, {"ids": batches[minute - since]})
                connection.commit()
        _look(connection)


def _look(connection: Connection) -> None:
    """Look for deadlines as the sweep does: whoever meets a dead entry of an index marks it."""
    overdue.unaccepted(connection, 1)
    overdue.unreceived(connection, timedelta(seconds=5), 1)
    overdue.unattended(connection, timedelta(hours=12), 1)
    connection.commit()
