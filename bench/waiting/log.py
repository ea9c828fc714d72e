"""What came lately, so that whoever was away for a moment can be told what it missed.

Every frame gets the next number, whatever its channel. A cursor is a number, with the life of the
process that counted it: it tells how far somebody has heard, also on a channel where nothing comes.
"""

from collections import deque
from dataclasses import dataclass

# More than a poll takes to end and to be asked again, on a network that hesitates.
KEEP_SECONDS = 60.0
# A minute of 50 orders a second, each placed and received, for its kitchen and its customer.
FRAMES_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that came on a channel, and when (seconds of a monotonic clock)."""

    number: int
    at: float
    channel: str
    text: str


class Log:
    """The frames of the last KEEP_SECONDS, FRAMES_MAX of them at most."""

    def __init__(self, life: str) -> None:
        """Begin with none, in a life of its own: the cursors of another mean nothing here."""
        self._life = life
        self._number = 0
        self._forgotten = 0
        self._frames: deque[Frame] = deque()
        self._channels: dict[str, deque[Frame]] = {}

    @property
    def cursor(self) -> str:
        """How far whoever has heard everything has heard."""
        return f"{self._life}.{self._number}"

    def add(self, channel: str, text: str, now: float) -> None:
        """Keep a frame that came."""
        self._number += 1
        frame = Frame(self._number, now, channel, text)
        self._frames.append(frame)
        self._channels.setdefault(channel, deque()).append(frame)
        while len(self._frames) > FRAMES_MAX or self._frames[0].at < now - KEEP_SECONDS:
            self._forget_oldest()

    def break_off(self) -> None:
        """Forget everything, and that nothing was missed: no cursor of before holds any more."""
        self._frames.clear()
        self._channels.clear()
        self._number += 1
        self._forgotten = self._number

    def since(self, channel: str, cursor: str) -> list[str] | None:
        """Return what came on a channel after a cursor; None where some of it may be forgotten."""
        life, _, number = cursor.partition(".")
        if life != self._life or not number.isdecimal():
            return None
        heard = int(number)
        if not self._forgotten <= heard <= self._number:
            return None
        return [frame.text for frame in self._channels.get(channel, ()) if frame.number > heard]

    def _forget_oldest(self) -> None:
        oldest = self._frames.popleft()
        self._forgotten = oldest.number
        of_channel = self._channels[oldest.channel]
        of_channel.popleft()
        if not of_channel:
            del self._channels[oldest.channel]
