"""Decides when clients must be told that something may have been missed, or that nothing comes.

Pure: it is told what happened and when (seconds of a monotonic clock) and answers with the notice
to send to every client, before whatever comes next.

Every notifier numbers its batches from 1 and publishes at least one in HEARTBEAT_SECONDS (5), so a
skipped number shows a lost batch, and silence that none will come.
"""

from dataclasses import dataclass
from enum import Enum

# Long enough for a session that is merely made again at once.
SESSION_GONE_SECONDS = 1.5
# Two heartbeats of a notifier may be late or lost.
SILENCE_SECONDS = 12.0


class Notice(Enum):
    """What to tell every client."""

    RESYNC = "resync"
    INTERRUPTED = "interrupted"


@dataclass
class _Notifier:
    number: int
    heard_at: float


class Continuity:
    """What is known of the broker session and of the notifiers behind it."""

    def __init__(self, now: float) -> None:
        """Begin without a session, as every gateway does."""
        self.interrupted = False
        self._lost_at: float | None = now
        self._bound_at = now
        self._heard_at = now
        self._notifiers: dict[str, _Notifier] = {}

    def bound(self, now: float) -> Notice | None:
        """The queue of a new session is bound: what came before it may have been missed.

        While clients were told that nothing comes, that stays true until a notifier is heard.
        """
        if self._lost_at is None:
            return None
        self._lost_at = None
        self._bound_at = self._heard_at = now
        self._notifiers.clear()
        return None if self.interrupted else Notice.RESYNC

    def lost(self, now: float) -> None:
        """The session ended."""
        if self._lost_at is None:
            self._lost_at = now

    def heard(self, notifier: str, number: int, now: float, *, goodbye: bool) -> Notice | None:
        """A batch came; the notice precedes its frames."""
        binding = self.bound(now)
        missed = self._skipped(notifier, number, now)
        self._heard_at = now
        if goodbye:
            self._notifiers.pop(notifier, None)
        else:
            known = self._notifiers.get(notifier)
            newest = max(number, known.number) if known else number
            self._notifiers[notifier] = _Notifier(newest, now)
        if binding is None and not missed and not self.interrupted:
            return None
        self.interrupted = False
        return Notice.RESYNC

    def _skipped(self, notifier: str, number: int, now: float) -> bool:
        """Tell whether batches of this notifier are missing before this one.

        Whoever published before the queue was bound is heard within SILENCE_SECONDS of that, at
        any number; who comes later either begins at 1 or was missed.
        """
        known = self._notifiers.get(notifier)
        if known is not None:
            return number > known.number + 1
        return number > 1 and now - self._bound_at > SILENCE_SECONDS

    def passed(self, now: float) -> Notice | None:
        """Time passed; to be called a few times a second."""
        if self._lost_at is not None:
            return self._interrupt() if now - self._lost_at > SESSION_GONE_SECONDS else None
        if now - self._heard_at > SILENCE_SECONDS:
            self._notifiers.clear()
            return self._interrupt()
        silent = [
            notifier
            for notifier, known in self._notifiers.items()
            if now - known.heard_at > SILENCE_SECONDS
        ]
        for notifier in silent:
            del self._notifiers[notifier]
        return Notice.RESYNC if silent and not self.interrupted else None

    def _interrupt(self) -> Notice | None:
        if self.interrupted:
            return None
        self.interrupted = True
        return Notice.INTERRUPTED
