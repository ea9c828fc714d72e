"""Who says that a kitchen is there, and until when: leases in the database, by its own clock.

Locks are taken in one order, leases before shops, and the sweep passes over what is locked, so
that presence never deadlocks.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert

from services.shops import store
from services.shops.opening import with_grace_ended, with_kitchen
from services.shops.schema import presence_holders as holders
from services.shops.schema import presence_leases as leases
from services.shops.schema import shops
from services.shops.shop import Shop
from shared.events import GatewayPresenceData

CHANNEL_PREFIX = "shop:"
SCREENS_PER_SHOP_MAX = 50
# Long after its last lease, nothing of a gateway can still be on its way.
FORGET_SECONDS = 600
SWEEP_SHOPS_MAX = 50
MICROSECONDS = 1_000_000

_is_leased = exists().where(leases.c.shop_id == shops.c.id)


class WordIsOver(Exception):
    """A gateway's word was over when it was heard, by so many seconds of the database's clock."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"over for {seconds:.1f} s")
        self.seconds = seconds


def announce(connection: Connection, word: GatewayPresenceData, lease: timedelta) -> set[str]:
    """Take a gateway's word on all its channels; returns the shops that gained or lost a lease.

    It holds no longer than `lease`. A word that is older than one known changes nothing; raises
    WordIsOver for one that is over.
    """
    holder = f"gateway:{word.gateway}"
    now = store.clock(connection)
    if word.expires_at <= now:
        raise WordIsOver((now - word.expires_at).total_seconds())
    if not _renew(connection, holder, word.number, min(word.expires_at, now + lease)):
        return set()
    present = {
        channel.removeprefix(CHANNEL_PREFIX)
        for channel in word.channels
        if channel.startswith(CHANNEL_PREFIX)
    }
    # Of its leases, which nobody else changes while its word is being taken, few are others than
    # before: to write them all takes 144 ms for 10,000 kitchens, and to compare them 30.
    held = set(connection.scalars(select(leases.c.shop_id).where(leases.c.holder == holder)))
    lost, found = held - present, present - held
    if lost:
        gone = leases.c.holder == holder, leases.c.shop_id.in_(lost)
        connection.execute(delete(leases).where(*gone))
    return lost | (_give_leases(connection, holder, found) if found else set())


def attend(connection: Connection, shop_id: str, screen: str, lease: timedelta) -> datetime:
    """Take a screen's word over HTTP that it is there; returns until when it holds.

    A shop has SCREENS_PER_SHOP_MAX such leases at most: one more ends the one that ends first.
    """
    holder = f"screen:{shop_id}:{screen}"
    now = store.clock(connection)
    expires_at = now + lease
    _renew(connection, holder, int(now.timestamp() * MICROSECONDS), expires_at)
    _give_leases(connection, holder, {shop_id})
    surplus = (
        select(holders.c.holder)
        .join(leases, leases.c.holder == holders.c.holder)
        .where(leases.c.shop_id == shop_id, holders.c.holder.startswith("screen:"))
        .order_by(holders.c.expires_at.desc())
        .offset(SCREENS_PER_SHOP_MAX)
        .with_for_update(of=holders, skip_locked=True)
    )
    connection.execute(delete(holders).where(holders.c.holder.in_(surplus)))
    return expires_at


def settle(connection: Connection, shop_id: str, grace: timedelta, *, may_end: bool) -> Shop:
    """Return the shop after making it say what its leases say; raises UnknownShop.

    With `may_end`, a grace period that is over ends.
    """
    now = store.clock(connection)

    def settled(shop: Shop) -> Shop:
        # Asked once the shop is locked.
        leased = connection.execute(
            select(exists().where(leases.c.shop_id == shop_id))
        ).scalar_one()
        shop = with_kitchen(shop, leased=leased, now=now, grace=grace)
        return with_grace_ended(shop, now=now) if may_end else shop

    return store.change(connection, shop_id, settled)


def expire(connection: Connection) -> None:
    """Take away the leases that are over, and forget those who held one long ago."""
    over = (
        select(holders.c.holder)
        .where(holders.c.expires_at <= func.now())
        .with_for_update(skip_locked=True)
        .cte("over")
    )
    connection.execute(delete(leases).where(leases.c.holder.in_(select(over.c.holder))))
    forgotten = func.now() - timedelta(seconds=FORGET_SECONDS)
    connection.execute(delete(holders).where(holders.c.expires_at < forgotten))


def unsettled(connection: Connection, *, may_end: bool) -> Sequence[str]:
    """Return up to SWEEP_SHOPS_MAX shops that `settle` would change, locked."""
    wrong = shops.c.kitchen_online != _is_leased
    if may_end:
        wrong = or_(wrong, shops.c.grace_until <= func.now())
    query = (
        select(shops.c.id)
        .where(wrong)
        .order_by(shops.c.id)
        .limit(SWEEP_SHOPS_MAX)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return connection.execute(query).scalars().all()


def _renew(connection: Connection, holder: str, number: int, expires_at: datetime) -> bool:
    """Store until when a holder's word holds; returns False where a newer word is known."""
    word = insert(holders).values(holder=holder, number=number, expires_at=expires_at)
    newer = word.on_conflict_do_update(
        index_elements=[holders.c.holder],
        set_={"number": number, "expires_at": expires_at},
        where=holders.c.number < number,
    )
    return connection.execute(newer.returning(holders.c.holder)).one_or_none() is not None


def _give_leases(connection: Connection, holder: str, shop_ids: set[str]) -> set[str]:
    """Store the holder's leases; returns the shops that it had none for."""
    known = select(shops.c.id, literal(holder)).where(shops.c.id.in_(shop_ids))
    given = connection.execute(
        insert(leases)
        .from_select(["shop_id", "holder"], known)
        .on_conflict_do_nothing()
        .returning(leases.c.shop_id)
    )
    return set(given.scalars())
