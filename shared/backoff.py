"""How long to wait before trying again."""

import random
from collections.abc import Iterator

FIRST_SECONDS = 0.2
FACTOR = 2.0
LONGEST_SECONDS = 3.0


def delays(longest_seconds: float = LONGEST_SECONDS) -> Iterator[float]:
    """Yield for ever the seconds to wait: doubled each time, bounded, and jittered by half."""
    bound = FIRST_SECONDS
    while True:
        yield bound * random.uniform(0.5, 1.0)
        bound = min(bound * FACTOR, longest_seconds)
