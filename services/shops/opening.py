"""When a kitchen counts as there, and when its shop accepts: pure, without clock.

A lease that is stored counts, expired or not: only the sweep takes expired ones away, and only
while this process is known to hear leases. So does a grace period that has begun: only the sweep
ends it. An outage of the broker, of the database or of this process then closes no shop whose
kitchen is there: once leases are heard again, kitchens have a whole lease's length to come back.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.shops.shop import Shop


def with_kitchen(shop: Shop, *, leased: bool, now: datetime, grace: timedelta) -> Shop:
    """Return the shop as the leases stored for it say; its grace begins when its last one went."""
    if leased:
        return replace(shop, kitchen_online=True, grace_until=None)
    if shop.kitchen_online:
        return replace(shop, kitchen_online=False, grace_until=now + grace)
    return shop


def with_grace_ended(shop: Shop, *, now: datetime) -> Shop:
    """Return the shop without its grace period if that is over; for the sweep, while it hears."""
    if shop.grace_until is not None and shop.grace_until <= now:
        return replace(shop, grace_until=None)
    return shop


def switched(shop: Shop, *, to_open: bool) -> Shop:
    """Return the shop opened or closed by hand; either ends a pause."""
    return replace(shop, open=to_open, paused_until=None)


def paused(shop: Shop, *, now: datetime, length: timedelta) -> Shop:
    """Return the shop with a pause of this length from now on, and no other; 0 is none."""
    return replace(shop, paused_until=now + length if length else None)


def with_pause_ended(shop: Shop, *, now: datetime) -> Shop:
    """Return the shop without its pause if that is over."""
    if shop.paused_until is not None and shop.paused_until <= now:
        return replace(shop, paused_until=None)
    return shop


@dataclass(frozen=True)
class Hearing:
    """What a sweep knew: whether leases were heard then, and since when without a break.

    `breaks` counts what has kept this process from hearing since it started; `at` and `since` are
    the database's clock, the one that leases expire by.
    """

    at: datetime
    breaks: int
    since: datetime | None


def heard(
    last: Hearing | None, *, up: bool, breaks: int, now: datetime, pause_limit: timedelta
) -> Hearing:
    """Return what this sweep knows, given the last one.

    A break is a session that ended, a database that refused, or a pause of more than `pause_limit`
    between two sweeps (the database was down, the process frozen, the machine asleep).
    """
    unbroken = (
        last is not None
        and last.since is not None
        and last.breaks == breaks
        and now - last.at <= pause_limit
    )
    since = last.since if unbroken and last is not None else now
    return Hearing(at=now, breaks=breaks, since=since if up else None)


def may_expire(hearing: Hearing, lease: timedelta) -> bool:
    """Return whether a lease that is not renewed, or a grace that is over, counts as such now."""
    return hearing.since is not None and hearing.at - hearing.since >= lease
