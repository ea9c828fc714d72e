"""Shops by the thousand: copies of one with a whole menu, all open, with a screen that is there."""

import json

from sqlalchemy import Connection, Table, text

from services.shops import passcodes, store
from services.shops.demo import MENUS
from services.shops.schema import dishes, shops
from services.shops.shop import Shop, state
from shared.contracts import ShopState

ACCEPT_MINUTES = 60
CURRENCY, TIMEZONE = "CNY", "Asia/Shanghai"
# The gateway that holds all leases; nobody runs it, so they last.
GATEWAY = "gateway:generated"
LEASE_DAYS = 30

# Told again at even intervals by now, as the default has it.
_REFRESHED_AT = "now() - make_interval(secs => n * 7919 % 300)"
_ATTEND = text(
    f"""
    WITH gateway AS (
        INSERT INTO presence_holders (holder, number, expires_at)
        VALUES ('{GATEWAY}', 1, now() + make_interval(days => {LEASE_DAYS}))
        ON CONFLICT (holder) DO UPDATE SET number = 1
        RETURNING holder
    )
    INSERT INTO presence_leases (shop_id, holder)
    SELECT id, holder FROM shops, gateway WHERE starts_with(id, :stem)
    """
)
_COPY = text(
    """
    INSERT INTO shops (id, version, sessions_since, state)
    SELECT CAST(:stem AS text) || n, :version, :sessions_since,
        CAST(:state AS jsonb)
            || jsonb_build_object('id', CAST(:stem AS text) || n, 'name', 'Shop ' || n)
    FROM generate_series(0, :count - 1) AS n
    ON CONFLICT DO NOTHING
    """
)


def make_shops(connection: Connection, count: int, first: Shop | None = None) -> ShopState:
    """Make `growth-0` and so on in the database of `shops`; return it as events tell it.

    Or copies of another first one, which is open and attended, and whose id ends in 0 as well.
    """
    first = first or _of_growth(connection)
    store.create(connection, first)
    stem = _stem(first.id)
    named = {"id": ":stem || n", "name": "'Shop ' || n", "refreshed_at": _REFRESHED_AT}
    _repeat(connection, shops, named, stem, count)
    _repeat(connection, dishes, {"shop_id": ":stem || n"}, stem, count)
    connection.execute(_ATTEND, {"stem": stem})
    return state(store.read(connection, first.id))


def copy_shops(connection: Connection, first: ShopState, count: int) -> None:
    """Write what `orders` has heard of the same shops."""
    values = {
        "stem": _stem(first.id),
        "version": first.version,
        "sessions_since": first.sessions_since,
        "state": json.dumps(first.model_dump(mode="json")),
        "count": count,
    }
    connection.execute(_COPY, values)


def _of_growth(connection: Connection) -> Shop:
    return Shop(
        id="growth-0",
        name="Shop 0",
        currency=CURRENCY,
        timezone=TIMEZONE,
        accept_minutes=ACCEPT_MINUTES,
        passcode_hash=passcodes.hashed("growth-0"),
        sessions_since=store.clock(connection),
        open=True,
        kitchen_online=True,
        sections=MENUS["lanzhou"]["sections"],
        menu=MENUS["lanzhou"]["menu"],
    )


def _stem(first_id: str) -> str:
    """Return what all ids begin with, before their numbers."""
    return first_id.removesuffix("0")


def _repeat(
    connection: Connection, table: Table, named: dict[str, str], stem: str, count: int
) -> None:
    """Copy what there is of the first shop for all others, but for what is named: its id first."""
    key = next(iter(named))
    columns = [column.name for column in table.columns]
    values = ", ".join(named.get(column, column) for column in columns)
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {values}"
            f" FROM {table.name}, generate_series(1, :count - 1) AS n WHERE {key} = :stem || '0'"
        ),
        {"count": count, "stem": stem},
    )
