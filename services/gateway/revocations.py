"""Remembers which tokens of a channel were revoked: those issued before a time.

A gateway that started later, or whose queue lost the batch, does not know. What bounds that: every
channel's revocation is told again every few minutes, and until then HTTP calls refuse the token and
what it sends is not believed.
"""

from collections import OrderedDict

CHANNELS_MAX = 10_000


class Revocations:
    """The newest revocation of each channel, of the CHANNELS_MAX channels that had the last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._issued_before: OrderedDict[str, float] = OrderedDict()

    def revoke(self, channel: str, issued_before: float) -> None:
        """Revoke the channel's tokens that were issued before this time (epoch seconds)."""
        known = self._issued_before.pop(channel, issued_before)
        self._issued_before[channel] = max(known, issued_before)
        if len(self._issued_before) > CHANNELS_MAX:
            self._issued_before.popitem(last=False)

    def covers(self, channel: str, issued_at: float) -> bool:
        """Tell whether a token of the channel that was issued then is revoked."""
        return issued_at < self._issued_before.get(channel, issued_at)
