"""Ids that a database sorts by the time they were made."""

import secrets
import time
from uuid import UUID

RANDOM_BITS = 74


def uuid7() -> UUID:
    """Return a new UUID of version 7 (RFC 9562, section 5.7): milliseconds first, then random."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(RANDOM_BITS)
    high_random, low_random = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high_random << 64 | 0b10 << 62 | low_random)
