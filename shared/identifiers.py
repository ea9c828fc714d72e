"""Ids that a database sorts by the time they were made."""

import secrets
import time
from collections import deque
from uuid import UUID

RANDOM_BITS, RANDOM_BYTES = 74, 10
DRAWN_TOGETHER = 100

_drawn: deque[bytes] = deque()


def uuid7() -> UUID:
    """Return a new UUID of version 7 (RFC 9562, section 5.7): milliseconds first, then random."""
    milliseconds = time.time_ns() // 1_000_000
    random = _random_bits()
    high_random, low_random = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high_random << 64 | 0b10 << 62 | low_random)


def _random_bits() -> int:
    """Return RANDOM_BITS of the system's randomness, which is drawn for many ids together."""
    try:
        drawn = _drawn.popleft()
    except IndexError:
        many = secrets.token_bytes(DRAWN_TOGETHER * RANDOM_BYTES)
        _drawn.extend(many[at : at + RANDOM_BYTES] for at in range(0, len(many), RANDOM_BYTES))
        return _random_bits()
    return int.from_bytes(drawn) >> (RANDOM_BYTES * 8 - RANDOM_BITS)
