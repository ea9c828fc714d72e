"""The tables of `shops`; `migrations/` makes them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.contracts import LATE_MINUTES, SOON_MINUTES
from shared.outbox import outbox_table

metadata = MetaData()

shops = Table(
    "shops",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("accept_minutes", Integer, nullable=False),
    Column("passcode_hash", Text, nullable=False),
    Column("sessions_since", DateTime(timezone=True), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("kitchen_online", Boolean, nullable=False),
    Column("grace_until", DateTime(timezone=True)),
    Column("version", BigInteger, nullable=False),
    # When the shop was last told again to those who keep a copy.
    Column("refreshed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("names", JSONB(none_as_null=True)),
    Column("paused_until", DateTime(timezone=True)),
    Column("sections", JSONB, nullable=False, server_default=text("'[]'")),
    Column("soon_minutes", Integer, nullable=False, server_default=text(str(SOON_MINUTES))),
    Column("late_minutes", Integer, nullable=False, server_default=text(str(LATE_MINUTES))),
    Index(
        "shops_by_end_of_pause", "paused_until", postgresql_where=text("paused_until IS NOT NULL")
    ),
)

dishes = Table(
    "dishes",
    metadata,
    Column("shop_id", Text, ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("price", Integer, nullable=False),
    Column("available", Boolean, nullable=False),
    # The order of the menu: that in which dishes came to it, until one is moved. Then they are
    # numbered from 0, and a dish that comes later still gets a larger number than all of them.
    Column("position", BigInteger, Identity(), nullable=False),
    Column("names", JSONB(none_as_null=True)),
    Column("section", Text),
    Column("back_at", DateTime(timezone=True)),
    Index("dishes_by_return", "back_at", postgresql_where=text("back_at IS NOT NULL")),
)

# Who says that kitchens are there: a gateway, or a screen over HTTP. Rows outlive their leases for
# a while, so that an older number of the same gateway is known as such.
presence_holders = Table(
    "presence_holders",
    metadata,
    Column("holder", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Index("presence_holders_by_expiry", "expires_at"),
)

presence_leases = Table(
    "presence_leases",
    metadata,
    Column("shop_id", Text, ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "holder",
        Text,
        ForeignKey("presence_holders.holder", ondelete="CASCADE"),
        primary_key=True,
    ),
    Index("presence_leases_by_holder", "holder"),
)

passcode_failures = Table(
    "passcode_failures",
    metadata,
    Column("shop_id", Text, ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("window_ends_at", DateTime(timezone=True), nullable=False),
    Index("passcode_failures_by_end", "window_ends_at"),
)

outbox = outbox_table(metadata)
