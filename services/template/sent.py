"""What a kitchen's screen has been sent, kept while it is away: pure, in memory.

An old page has no name. A screen that comes back is known by its shop and its address, and where
several of one address are away it counts as sent what all of them were: rather twice than never.
"""

from collections import OrderedDict
from dataclasses import dataclass

AWAY_MAX = 10_000
# After so long nobody is waited for: a screen that never comes back is in the others' way.
AWAY_SECONDS = 3600.0
# A socket that broke may be found broken so long after its page has opened another.
DEAD_SECONDS = 45.0

Key = tuple[str, str]


@dataclass(frozen=True)
class Memory:
    """Of orders that have not ended: which were written, and which of these have arrived.

    `broken` says that the socket broke: then the page is the same one, and shows them still.
    """

    written: frozenset[str] = frozenset()
    arrived: frozenset[str] = frozenset()
    broken: bool = False


NOTHING = Memory()


@dataclass(frozen=True)
class _Away:
    screens: int
    memory: Memory
    since_seconds: float


class Sent:
    """What the screens that are away have been sent, by shop and address."""

    def __init__(self) -> None:
        """Know of none."""
        self._away: OrderedDict[Key, _Away] = OrderedDict()
        self._strangers: OrderedDict[Key, float] = OrderedDict()

    def leave(
        self, key: Key, memory: Memory, now_seconds: float, here_since_seconds: float = 0.0
    ) -> None:
        """Keep what a screen that goes has been sent; of those that are gone longest, nothing."""
        # It may have been the stranger itself.
        came_seconds = self._strangers.get(key, 0.0)
        is_another = came_seconds > here_since_seconds
        if memory.broken and is_another and now_seconds - came_seconds < DEAD_SECONDS:
            # It is back already: its socket was found broken only now.
            del self._strangers[key]
            return
        away = self._known(key, now_seconds)
        self._away.pop(key, None)
        if away:
            memory = Memory(
                away.memory.written | memory.written,
                away.memory.arrived & memory.arrived,
                away.memory.broken and memory.broken,
            )
        since_seconds = away.since_seconds if away else now_seconds
        self._away[key] = _Away((away.screens if away else 0) + 1, memory, since_seconds)
        if len(self._away) > AWAY_MAX:
            self._away.popitem(last=False)

    def has_broken(self, key: Key, now_seconds: float) -> bool:
        """Return whether a screen that comes now is one whose socket broke."""
        away = self._known(key, now_seconds)
        return away is not None and away.memory.broken

    def arrive(self, key: Key, now_seconds: float) -> Memory:
        """Return what a screen that comes has been sent; nothing for one that never left."""
        away = self._known(key, now_seconds)
        if away is None:
            self._strangers[key] = now_seconds
            self._strangers.move_to_end(key)
            if len(self._strangers) > AWAY_MAX:
                self._strangers.popitem(last=False)
            return NOTHING
        if away.screens == 1:
            del self._away[key]
        else:
            self._away[key] = _Away(away.screens - 1, away.memory, away.since_seconds)
        return away.memory

    def _known(self, key: Key, now_seconds: float) -> _Away | None:
        away = self._away.get(key)
        if away and now_seconds - away.since_seconds > AWAY_SECONDS:
            del self._away[key]
            return None
        return away
