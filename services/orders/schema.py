"""The tables of `orders`. `migrations/` makes them; a test holds the two together."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.outbox import outbox_table

metadata = MetaData()


def _instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


orders = Table(
    "orders",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False),
    Column("shop_id", Text, nullable=False),
    Column("shop_name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("items", JSONB, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    # Personal data in columns of its own, so that it can be erased and the order kept.
    Column("customer_name", Text, nullable=False),
    Column("customer_address", Text, nullable=False),
    Column("customer_telephone", Text, nullable=False),
    Column("note", Text),
    _instant("placed_at"),
    _instant("updated_at"),
    _instant("accept_by"),
    _instant("received_at", nullable=True),
    _instant("accepted_at", nullable=True),
    _instant("promised_at", nullable=True),
    _instant("ready_at", nullable=True),
    _instant("completed_at", nullable=True),
    Column("closed_reason", Text),
    Column("closed_note", Text),
    # When the order left the kitchen's screen for good; null while it is active.
    _instant("ended_at", nullable=True),
    # When the order is published again unless a screen has shown it; null before the first time.
    _instant("republish_at", nullable=True),
    # When it was forgotten whom the order was for.
    _instant("erased_at", nullable=True),
)
# The snapshot that a kitchen's page starts from.
Index(
    "orders_active",
    orders.c.shop_id,
    orders.c.placed_at,
    orders.c.id,
    postgresql_where=text("ended_at IS NULL"),
)
# The pages of orders that ended, newest first.
Index(
    "orders_ended",
    orders.c.shop_id,
    orders.c.ended_at,
    orders.c.id,
    postgresql_where=text("ended_at IS NOT NULL"),
)
# The orders of a shop's day, ended or not.
Index("orders_placed", orders.c.shop_id, orders.c.placed_at, orders.c.id)
# Orders that wait for the kitchen, by their deadline.
Index("orders_accept_by", orders.c.accept_by, postgresql_where=text("status = 'placed'"))
# Orders that no screen has shown, oldest first.
Index(
    "orders_unreceived",
    orders.c.placed_at,
    postgresql_where=text("status = 'placed' AND received_at IS NULL"),
)
# Orders that the kitchen works on, by their last change.
Index(
    "orders_in_work",
    orders.c.updated_at,
    postgresql_where=text("status IN ('accepted', 'ready')"),
)
# Orders that ended and still say for whom they were.
Index(
    "orders_personal",
    orders.c.ended_at,
    postgresql_where=text("ended_at IS NOT NULL AND erased_at IS NULL"),
)

order_history = Table(
    "order_history",
    metadata,
    Column("order_id", Uuid, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    _instant("at"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("key", Uuid, primary_key=True),
    Column("body_hash", LargeBinary, nullable=False),
    Column("order_id", Uuid, nullable=False),
    _instant("created_at"),
    Index("idempotency_keys_created_at", "created_at"),
)

# How many orders a shop has had on a business day: the row that its orders wait on, for each other
# and for no other shop's.
counters = Table(
    "counters",
    metadata,
    Column("shop_id", Text, primary_key=True),
    Column("business_day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Our own copy of the shops, newest version heard of each.
shops = Table(
    "shops",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    _instant("sessions_since"),
    Column("state", JSONB, nullable=False),
)

outbox = outbox_table(metadata)
