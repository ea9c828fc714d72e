"""Sessions of kitchens: who gets one, and which are still believed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection, func, select

from services.shops import passcodes, store
from services.shops.context import Context
from services.shops.requests import Login
from services.shops.schema import shops
from services.shops.shop import Shop
from shared.contracts import Contract, Instant
from shared.identifiers import uuid7
from shared.problems import Problem
from shared.tokens import Claims

SECONDS_PER_HOUR = 3600

log = structlog.get_logger()


class Session(Contract):
    """A token for the shop's channel, and when it ends unless it is renewed."""

    token: str
    expires_at: Instant


async def log_in(context: Context, shop_id: str, address: str, login: Login) -> Session:
    """Return a new session.

    Raises UnknownShop and the problems `bad_passcode` and `rate_limited`.
    """
    settings, database = context.settings, context.database
    who = (shop_id, passcodes.network(address))
    limit = settings.passcode_failures
    shop = await database.run(store.read, shop_id)
    # Whoever is limited already does not wait for a place, nor takes one.
    _refuse_if_limited(await database.run(passcodes.seconds_to_wait, *who, limit))
    async with context.checks.place():
        _refuse_if_limited(
            await database.run(
                passcodes.count_attempt, *who, limit, settings.passcode_window_seconds
            )
        )
        if not await context.checks.matches(shop.passcode_hash, login.passcode):
            log.warning("passcode_refused", shop_id=shop_id)
            raise Problem("bad_passcode")
        await database.run(passcodes.succeeded, *who)
    # Changed while it was checked: then it was the passcode of before.
    at = await database.run(
        _moment, shop_id, lambda current: current.passcode_hash == shop.passcode_hash
    )
    if at is None:
        raise Problem("bad_passcode")
    acts = not login.watch
    log.info("session_opened", shop_id=shop_id, acts=acts)
    return _session(context, shop_id, str(uuid7()), at, send=acts, presence=acts)


async def renew(context: Context, shop_id: str, claims: Claims) -> Session:
    """Return a session like the one that `claims` are of, from now on.

    Raises UnknownShop, and the problem `unauthorized` where the shop has ended that session.
    """
    at = await context.database.run(_moment, shop_id, lambda shop: is_believed(claims, shop))
    if at is None:
        raise Problem("unauthorized")
    return _session(
        context, shop_id, claims.subject, at, send=claims.send, presence=claims.presence
    )


def is_believed(claims: Claims, shop: Shop) -> bool:
    """Return whether the shop has not ended the session that these claims are of."""
    return claims.issued_at >= shop.sessions_since.timestamp()


def check_session(claims: Claims, shop: Shop) -> None:
    """Raise the problem `unauthorized` for an ended session, `forbidden` for one that watches."""
    if not is_believed(claims, shop):
        raise Problem("unauthorized")
    if not claims.send:
        raise Problem("forbidden")


def change(
    connection: Connection,
    claims: Claims,
    shop_id: str,
    alter: Callable[[Shop, datetime], Shop],
) -> Shop:
    """Return the shop after what its kitchen changes of it, given the time by the database's clock.

    Raises UnknownShop, the problems of `check_session`, and what `alter` raises.
    """
    now = store.clock(connection)

    def altered(shop: Shop) -> Shop:
        check_session(claims, shop)
        return alter(shop, now)

    return store.change(connection, shop_id, altered)


def set_passcode(connection: Connection, shop_id: str, passcode_hash: str) -> Shop:
    """Store another passcode, which ends all sessions that there are; raises UnknownShop."""

    def changed(shop: Shop) -> Shop:
        since = _clock_now(connection)
        return replace(shop, passcode_hash=passcode_hash, sessions_since=since)

    return store.change(connection, shop_id, changed)


def _refuse_if_limited(seconds_to_wait: int) -> None:
    if seconds_to_wait:
        raise Problem(
            "rate_limited",
            "too many wrong passcodes from this address",
            retry_after_seconds=seconds_to_wait,
        )


def _moment(
    connection: Connection, shop_id: str, allowed: Callable[[Shop], bool]
) -> datetime | None:
    """Return the time if the shop allows a session now, before any later end of its sessions."""
    lock = select(shops.c.id).where(shops.c.id == shop_id).with_for_update(read=True)
    connection.execute(lock)
    return _clock_now(connection) if allowed(store.read(connection, shop_id)) else None


def _clock_now(connection: Connection) -> datetime:
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now


def _session(
    context: Context, shop_id: str, subject: str, at: datetime, *, send: bool, presence: bool
) -> Session:
    token, expires_at = context.signer.mint(
        f"shop:{shop_id}",
        subject,
        send=send,
        presence=presence,
        lifetime_seconds=context.settings.session_hours * SECONDS_PER_HOUR,
        issued_at=at.timestamp(),
    )
    return Session(token=token, expires_at=expires_at)
