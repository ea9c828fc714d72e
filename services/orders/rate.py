"""How often an address may place an order.

The generic cell rate algorithm (ITU-T I.371, annex A): one number per address says how far it has
used up its allowance.
"""

ADDRESSES_MAX = 10_000


class Rate:
    """Counts what addresses take, each allowed `burst` at once and `per_second` in the long run."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._interval_seconds = 1 / per_second
        self._allowance_seconds = (burst - 1) / per_second
        self._used_until: dict[str, float] = {}

    def take(self, address: str, now: float) -> float:
        """Return 0 and count one, or return the seconds to wait and count nothing.

        `now` is in seconds of any clock that never goes back.
        """
        used_until = max(self._used_until.get(address, now), now)
        wait_seconds = used_until - now - self._allowance_seconds
        if wait_seconds > 0:
            return wait_seconds
        self._forget_some(now)
        self._used_until[address] = used_until + self._interval_seconds
        return 0.0

    def _forget_some(self, now: float) -> None:
        """Keep to ADDRESSES_MAX: first forget who has all of the allowance again, then anybody."""
        if len(self._used_until) < ADDRESSES_MAX:
            return
        self._used_until = {
            address: until for address, until in self._used_until.items() if until > now
        }
        while len(self._used_until) >= ADDRESSES_MAX:
            del self._used_until[next(iter(self._used_until))]
