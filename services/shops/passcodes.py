"""Passcodes: hashed with argon2, and guessed only so often per shop and address."""

import asyncio
import ipaddress
import math
import secrets
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from services.shops.schema import passcode_failures as failures
from shared.problems import unavailable

# Whoever has to wait longer than these take is better told to come back.
WAITING_MAX = 50
# No letters and digits that are mistaken for each other.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS = 3
GROUP_CHARACTERS = 4
# Providers hand out IPv6 by networks: whoever has one address has them all.
IPV6_NETWORK_BITS = 64

_hasher = PasswordHasher()


def generate() -> str:
    """Return a new passcode of 59 random bits that reads well aloud, such as `k7mq-x2rp-9dtw`."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(GROUP_CHARACTERS)) for _ in range(GROUPS)
    )


def hashed(passcode: str) -> str:
    """Return the passcode's hash, with its salt and parameters."""
    return _hasher.hash(passcode)


def matches(passcode_hash: str, passcode: str) -> bool:
    """Return whether the passcode is the one that was hashed."""
    try:
        return _hasher.verify(passcode_hash, passcode)
    except (VerificationError, InvalidHashError):
        return False


class Checks:
    """Checks of passcodes, on threads of their own, a few at the same time."""

    def __init__(self, threads: int) -> None:
        """Take how many run at once."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="passcode")
        self._places = asyncio.Semaphore(threads)
        self._waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold one of the places; raises the problem `unavailable` where too many wait."""
        if self._waiting >= WAITING_MAX:
            raise unavailable()
        self._waiting += 1
        try:
            async with self._places:
                yield
        finally:
            self._waiting -= 1

    async def matches(self, passcode_hash: str, passcode: str) -> bool:
        """Return whether the passcode is the one that was hashed."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, matches, passcode_hash, passcode)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(cancel_futures=True)


def network(address: str) -> str:
    """Return what failures are counted by: the address, of IPv6 its network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        if mapped is None:
            return str(ipaddress.ip_network((parsed, IPV6_NETWORK_BITS), strict=False))
        parsed = mapped
    return str(parsed)


def seconds_to_wait(connection: Connection, shop_id: str, address: str, limit: int) -> int:
    """Return after how many seconds this address may try again at this shop, 0 for now."""
    left = func.extract("epoch", failures.c.window_ends_at - func.now())
    seconds = connection.execute(
        select(left).where(
            failures.c.shop_id == shop_id,
            failures.c.address == address,
            failures.c.failures >= limit,
            failures.c.window_ends_at > func.now(),
        )
    ).scalar_one_or_none()
    return math.ceil(seconds) if seconds else 0


def count_attempt(
    connection: Connection, shop_id: str, address: str, limit: int, window_seconds: int
) -> int:
    """Count an attempt as failed before it is made, so that those made at the same time count too.

    Returns 0, or where it is one too many the seconds to wait. `succeeded` takes it back.
    """
    new_end = func.now() + timedelta(seconds=window_seconds)
    over = failures.c.window_ends_at <= func.now()
    attempt = insert(failures).values(
        shop_id=shop_id, address=address, failures=1, window_ends_at=new_end
    )
    counted = attempt.on_conflict_do_update(
        index_elements=[failures.c.shop_id, failures.c.address],
        set_={
            "failures": case((over, 1), else_=failures.c.failures + 1),
            "window_ends_at": case((over, new_end), else_=failures.c.window_ends_at),
        },
        where=(failures.c.failures < limit) | over,
    ).returning(failures.c.failures)
    if connection.execute(counted).one_or_none() is not None:
        return 0
    return max(1, seconds_to_wait(connection, shop_id, address, limit))


def succeeded(connection: Connection, shop_id: str, address: str) -> None:
    """Forget the failures of an address that knew the passcode."""
    connection.execute(
        delete(failures).where(failures.c.shop_id == shop_id, failures.c.address == address)
    )


def forget(connection: Connection) -> None:
    """Forget failures whose window is over."""
    connection.execute(delete(failures).where(failures.c.window_ends_at <= func.now()))
