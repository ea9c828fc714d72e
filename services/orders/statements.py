"""The two statements that write orders, each whole: what they guard on is checked as they write.

Each writes any number of orders, which come as one JSON array, with their histories and their
events, and returns the rows of the outbox for the orders that were written. The second parameter
is in how many seconds those are due.
"""

from sqlalchemy.dialects import postgresql

from services.orders.schema import orders
from shared.database import Prepared

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
# As they come with a new order; everything else begins as null, or is the database's to give.
_GIVEN = (
    "id",
    "shop_id",
    "shop_name",
    "status",
    "version",
    "items",
    "total",
    "currency",
    "customer_name",
    "customer_address",
    "customer_telephone",
    "note",
)

_dialect = postgresql.dialect()  # type: ignore[no-untyped-call]


def _typed(*names: str) -> str:
    """Return columns of the orders' table with their types, as a record set is described."""
    return ", ".join(f"{name} {orders.c[name].type.compile(_dialect)}" for name in names)


# As events print instants (`shared.contracts.print_instant`).
_PRINTED = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_ACCEPT_BY = "(now() + accept_minutes * interval '1 minute')"

# Not written are orders whose key is taken, or whose shop's copy is of another version. Keys and
# counters are locked in one order everywhere, so that two writers wait for each other and do not
# deadlock. `event` is a template for format(): the order's number, when it was placed, and by when
# it is to be accepted.
ADD_ORDERS = Prepared(
    "add_orders",
    f"""
    WITH wanted AS (
        SELECT * FROM json_to_recordset($1::json) AS wanted (
            {_typed(*_GIVEN)}, key uuid, body_hash text, business_day date, shop_version bigint,
            accept_minutes integer, event text, routing_key text
        )
    ), claimed AS (
        INSERT INTO idempotency_keys (key, body_hash, order_id, created_at)
        SELECT key, decode(body_hash, 'hex'), wanted.id, now()
        FROM wanted JOIN shops ON shops.id = shop_id AND shops.version = shop_version
        ORDER BY key
        ON CONFLICT DO NOTHING
        RETURNING order_id AS id
    ), counted AS (
        INSERT INTO counters AS counter (shop_id, business_day, count)
        SELECT shop_id, business_day, count(*) FROM wanted JOIN claimed USING (id)
        GROUP BY shop_id, business_day
        ORDER BY shop_id, business_day
        ON CONFLICT (shop_id, business_day) DO UPDATE SET count = counter.count + excluded.count
        RETURNING shop_id, business_day, count
    ), numbered AS (
        SELECT wanted.*, (count + 1 - row_number() OVER (
            PARTITION BY shop_id, business_day ORDER BY id DESC
        ))::text AS number
        FROM wanted JOIN claimed USING (id) JOIN counted USING (shop_id, business_day)
    ), placed AS (
        INSERT INTO orders ({", ".join(_GIVEN)}, number, placed_at, updated_at, accept_by)
        SELECT {", ".join(_GIVEN)}, number, now(), now(), {_ACCEPT_BY} FROM numbered
    ), remembered AS (
        INSERT INTO order_history (order_id, version, event, at)
        SELECT id, version, routing_key, now() FROM numbered
    )
    INSERT INTO outbox (exchange, routing_key, subject, body, due_at)
    SELECT
        'orders',
        routing_key,
        id::text,
        convert_to(
            format(event, number, {_PRINTED.format("now()")}, {_PRINTED.format(_ACCEPT_BY)}), 'UTF8'
        ),
        now() + $2::integer * interval '1 s'
    FROM numbered
    RETURNING id, exchange, routing_key, subject, body
    """,  # noqa: S608 -- the names are the schema's own
)

# Not written are orders that are no longer of the version before. What is changed after it was
# erased may hold names again. They are named twice, since PostgreSQL takes a record set to have 100
# rows: to join that with up to 4,000 orders it would read all of them, in 0.5 ms a change.
SAVE_CHANGES = Prepared(
    "save_changes",
    f"""
    WITH changed AS (
        SELECT * FROM json_to_recordset($1::json) AS changed (
            id uuid, {_typed(*_CHANGING)}, event text, routing_key text
        )
    ), updated AS (
        UPDATE orders SET {", ".join(f"{name} = changed.{name}" for name in _CHANGING)},
            erased_at = NULL
        FROM changed
        WHERE orders.id = ANY (ARRAY(SELECT id FROM changed))
            AND orders.id = changed.id AND orders.version = changed.version - 1
        RETURNING changed.*
    ), remembered AS (
        INSERT INTO order_history (order_id, version, event, at)
        SELECT id, version, routing_key, updated_at FROM updated
    )
    INSERT INTO outbox (exchange, routing_key, subject, body, due_at)
    SELECT
        'orders', routing_key, id::text, convert_to(event, 'UTF8'),
        now() + $2::integer * interval '1 s'
    FROM updated
    RETURNING id, exchange, routing_key, subject, body
    """,  # noqa: S608 -- the names are the schema's own
)
