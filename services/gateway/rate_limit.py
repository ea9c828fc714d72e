"""How many messages a client may send: a token bucket."""


class TokenBucket:
    """Lets `burst` through at once and `per_second` in the long run; `now` is in seconds."""

    __slots__ = ("_burst", "_filled_at", "_per_second", "_tokens")

    def __init__(self, per_second: float, burst: int, now: float) -> None:
        """Begin with a full bucket."""
        self._per_second = per_second
        self._burst = burst
        self._tokens = float(burst)
        self._filled_at = now

    def take(self, now: float) -> bool:
        """Take one token; return False when there is none."""
        refill = (now - self._filled_at) * self._per_second
        self._tokens = min(self._burst, self._tokens + refill)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
