"""Forgetting for whom an order was: some time after its end, or at once when somebody asks.

What is erased becomes "", so the order keeps its public shape. It has not changed: its version and
its history stay, and nothing is published. Notes go too, since people write names into them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Uuid,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import text as sql

from services.orders.republishing import publish_again
from services.orders.schema import orders, outbox

# What people put between the digits of a telephone number.
SEPARATORS = r"[\s()+./-]"

_ERASE = sql(
    """
    UPDATE orders SET
        customer_name = '',
        customer_address = '',
        customer_telephone = '',
        note = left(note, 0),
        closed_note = left(closed_note, 0),
        items = (
            SELECT coalesce(jsonb_agg(
                jsonb_set_lax(line, '{note}', to_jsonb(left(line ->> 'note', 0))) ORDER BY place
            ), '[]')
            FROM jsonb_array_elements(items) WITH ORDINALITY AS lines (line, place)
        ),
        erased_at = now()
    WHERE id IN :ids
    """
).bindparams(bindparam("ids", expanding=True, type_=Uuid()))


class OrderActive(Exception):
    """The order has not ended: whoever cooks and delivers it needs to know for whom."""


@dataclass(frozen=True)
class Forgotten:
    """The orders that were erased, and those that could not be, since they have not ended."""

    erased: Sequence[UUID]
    active: Sequence[UUID]


def forget_order(connection: Connection, order_id: UUID) -> bool:
    """Erase the personal data of an order that ended; return False where there is no such order.

    Raises OrderActive when it has not ended. To erase it again changes nothing.
    """
    query = select(orders.c.ended_at).where(orders.c.id == order_id).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        return False
    if row.ended_at is None:
        raise OrderActive(str(order_id))
    _erase(connection, [order_id])
    return True


def forget_telephone(connection: Connection, telephone: str) -> Forgotten:
    """Erase the personal data of every order of this telephone that has ended.

    Numbers are the same when they differ in nothing but spaces and signs between the digits.
    Orders that have not ended are left as they are, and returned as `active`.
    """
    wanted = _bare(literal(telephone))
    # Of what is erased already, which is nearly all in time, nothing is read: as indexes have it.
    named = or_(
        orders.c.ended_at.is_(None),
        and_(orders.c.ended_at.is_not(None), orders.c.erased_at.is_(None)),
    )
    query = (
        select(orders.c.id, orders.c.ended_at)
        .where(named, _bare(orders.c.customer_telephone) == wanted, wanted != "")
        .order_by(orders.c.id)
        .with_for_update()
    )
    rows = connection.execute(query).all()
    ended = [row.id for row in rows if row.ended_at is not None]
    _erase(connection, ended)
    return Forgotten(ended, [row.id for row in rows if row.ended_at is None])


def forget_old(connection: Connection, orders_max: int, days: float) -> int:
    """Erase the personal data of up to `orders_max` orders that ended so many days ago.

    Returns how many they were. It waits for nobody who holds one of them.
    """
    old = (
        select(orders.c.id)
        .where(orders.c.ended_at < func.now() - timedelta(days=days), orders.c.erased_at.is_(None))
        .order_by(orders.c.ended_at)
        .limit(orders_max)
        .with_for_update(skip_locked=True)
    )
    ids = connection.scalars(old).all()
    _erase(connection, ids)
    return len(ids)


def _erase(connection: Connection, ids: Sequence[UUID]) -> None:
    """Erase these orders, which are locked; what still waits of them is told as they are now."""
    if not ids:
        return
    connection.execute(_ERASE, {"ids": ids})
    waiting = delete(outbox).where(outbox.c.subject.in_([str(each) for each in ids]))
    for subject in sorted(set(connection.scalars(waiting.returning(outbox.c.subject)))):
        publish_again(connection, UUID(subject))


def _bare(telephone: ColumnElement[str]) -> ColumnElement[str]:
    return func.regexp_replace(func.lower(telephone), SEPARATORS, "", "g")
