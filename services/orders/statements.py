"""The two statements that write orders, each whole: what they guard on is checked as they write.

Built once: building them for each order would cost more than running them.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Date, LargeBinary, Text, Uuid, bindparam, text

from services.orders.schema import orders

_CHANGING = (
    "status",
    "version",
    "updated_at",
    "received_at",
    "accepted_at",
    "promised_at",
    "ready_at",
    "completed_at",
    "closed_reason",
    "closed_note",
    "ended_at",
)
# The number is counted as the order is written; what is kept beside an order begins as null.
_NOT_GIVEN = {"number", "republish_at", "erased_at"}
_GIVEN = [column.name for column in orders.columns if column.name not in _NOT_GIVEN]
_NAMES = ", ".join(_GIVEN)
_VALUES = ", ".join(f":{name}" for name in _GIVEN)
_CHANGES = ", ".join(f"{name} = :{name}" for name in _CHANGING)


def _binds(names: Iterable[str]) -> list[BindParameter[Any]]:
    """Return parameters typed as the order's columns of these names."""
    return [bindparam(name, type_=orders.c[name].type) for name in names]


# Returns the order's number, or no row when the key is taken or the shop's copy is of another
# version. A shop's orders wait for each other on its counter, so nothing comes after but the event.
ADD_ORDER = text(
    f"""
    WITH claimed AS (
        INSERT INTO idempotency_keys (key, body_hash, order_id, created_at)
        SELECT :key, :body_hash, :id, :placed_at
        FROM shops WHERE id = :shop_id AND version = :shop_version
        ON CONFLICT DO NOTHING
        RETURNING order_id
    ), counted AS (
        INSERT INTO counters AS counter (shop_id, business_day, count)
        SELECT :shop_id, :business_day, 1 FROM claimed
        ON CONFLICT (shop_id, business_day) DO UPDATE SET count = counter.count + 1
        RETURNING count
    ), placed AS (
        INSERT INTO orders ({_NAMES}, number)
        SELECT {_VALUES}, count::text FROM counted
        RETURNING number
    ), remembered AS (
        INSERT INTO order_history (order_id, version, event, at)
        SELECT :id, :version, :event, :placed_at FROM placed
    )
    SELECT number FROM placed
    """  # noqa: S608 -- the names are the schema's own
).bindparams(
    *_binds(_GIVEN),
    bindparam("key", type_=Uuid()),
    bindparam("body_hash", type_=LargeBinary()),
    bindparam("business_day", type_=Date()),
    bindparam("event", type_=Text()),
)

# Returns a row, or none when the order is no longer of the version before. What is changed after it
# was erased may hold names again.
SAVE_CHANGE = text(
    f"""
    WITH updated AS (
        UPDATE orders SET {_CHANGES}, erased_at = NULL
        WHERE id = :id AND version = :version - 1
        RETURNING id
    )
    INSERT INTO order_history (order_id, version, event, at)
    SELECT id, :version, :event, :updated_at FROM updated
    RETURNING version
    """  # noqa: S608 -- the names are the schema's own
).bindparams(*_binds(["id", *_CHANGING]), bindparam("event", type_=Text()))
