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
        used_until = max(self._used_until.pop(address, now), now)
        wait_seconds = max(0.0, used_until - now - self._allowance_seconds)
        if wait_seconds == 0:
            used_until += self._interval_seconds
        # Put back last, so that the first is the one that has not asked for longest.
        self._used_until[address] = used_until
        if len(self._used_until) > ADDRESSES_MAX:
            del self._used_until[next(iter(self._used_until))]
        return wait_seconds
