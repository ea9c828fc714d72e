"""Which faults excuse which delays: while an excuse lasts, the clock of a time limit stands still.

A fault excuses from its beginning until a recovery allowance after its end, and that a shop is
still closed because of it for as long as its opening cannot be told. So a limit is never longer
than itself and the excuses that overlap it, and what is late without one is late.
"""

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from chaos.records import Fault, Limits

# One of two replicas is gone: the other one takes over.
SERVICE_RECOVERY_SECONDS = 5.0
# There is one of each server, and whoever lost it waits a little longer before each new try.
SERVER_RECOVERY_SECONDS = 15.0
# Of a broker's three nodes one is gone: its clients go to another, and queues choose a new leader.
NODE_RECOVERY_SECONDS = 10.0
# A client that was cut off does likewise.
CLIENT_RECOVERY_SECONDS = 15.0

SERVICES = frozenset({"orders", "shops", "notifier", "gateway"})
SERVERS = frozenset({"rabbitmq", "postgres", "edge"})
CLIENTS = "clients"
# These do no more than put a message somewhere: nobody may be slower for it.
HARMLESS = frozenset({"replay-dead-letter", "bad-message"})
# What they lose is sent again when it is asked for again: each time after twice as long. They
# lose receipts, and no events.
LOSING = frozenset({"lose-receipts"})


class Concern(Enum):
    """What a time limit is about."""

    DELIVERY = "that what changes is told on sockets"
    RECEIPTS = "that a kitchen's receipt is stored"
    DEADLINES = "that an order ends by itself"
    ABSENCE = "that a kitchen is known to be gone"
    PRESENCE = "that a kitchen is known to be there"
    STAYING = "that a kitchen that is known to be there counts as there"
    CONNECTION = "that a connection comes back"


# The parts that each of them takes; a fault of another one excuses nothing.
TAKES = {
    Concern.DELIVERY: SERVERS | {"orders", "notifier", "gateway", CLIENTS},
    Concern.RECEIPTS: SERVERS | {"orders", "gateway", CLIENTS},
    Concern.DEADLINES: {"orders", "postgres"},
    Concern.ABSENCE: SERVERS | {"shops", "orders", "gateway", CLIENTS},
    Concern.PRESENCE: SERVERS | {"shops", "orders", "gateway", CLIENTS},
    # Whatever is wrong with the broker closes no shop.
    Concern.STAYING: {"edge", "postgres", "shops", "orders", "gateway", CLIENTS},
    Concern.CONNECTION: SERVERS | SERVICES | {CLIENTS},
}

Span = tuple[float, float]


@dataclass(frozen=True)
class Spans:
    """When time does not count: in order, none overlapping another; in epoch seconds."""

    spans: Sequence[Span]
    _ends: Sequence[float] = field(default=(), repr=False)

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Spans":
        """Return the union of the spans."""
        merged: list[Span] = []
        for begin, end in sorted(spans):
            if merged and begin <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((begin, end))
        return cls(merged, [end for _, end in merged])

    def deadline(self, at: float, seconds: float) -> float:
        """Return when so many seconds that count have passed since `at` (epoch seconds)."""
        now, left = at, seconds
        if now == math.inf:
            return now
        for begin, end in self.spans[bisect_right(self._ends, at) :]:
            if begin - now >= left:
                break
            left -= max(0.0, begin - now)
            now = end
        return now + left

    def overlap(self, begin: float, end: float) -> bool:
        """Return whether any time between the two does not count."""
        first = bisect_right(self._ends, begin)
        return first < len(self.spans) and self.spans[first][0] <= end


class Excuses:
    """The excuses of one concern, for everybody and for single clients."""

    def __init__(self, concern: Concern, faults: Sequence[Fault], limits: Limits) -> None:
        """Take what was broken.

        Whoever was deaf lets no lease end before one's whole length; and a shop whose kitchens were
        rightly taken for gone, for longer than the grace period, is closed until it can be told
        that they are back.
        """
        learning = limits.lease_seconds if concern is Concern.ABSENCE else 0.0
        untold = faults if concern is Concern.STAYING else ()
        telling = Spans.of(_span(fault, 0.0) for fault in untold if touched(fault) == "rabbitmq")
        relevant = [fault for fault in faults if _is_relevant(fault, concern)]
        self._everyone: list[Span] = [*_outages(relevant, learning)]
        self._own: dict[str, list[Span]] = defaultdict(list)
        for fault in relevant:
            client = cut_off(fault)
            spans = self._everyone if client is None else self._own[client]
            begin, end = _span(fault, learning)
            if fault.ended_at - fault.began_at >= limits.grace_seconds:
                end = telling.deadline(fault.ended_at, end - fault.ended_at)
            spans.append((begin, end))
        self._of: dict[str | None, Spans] = {}

    def of(self, who: str | None = None) -> Spans:
        """Return what excuses a client, or (None) everybody."""
        who = who if who in self._own else None
        if who not in self._of:
            own = self._own[who] if who is not None else []
            self._of[who] = Spans.of([*self._everyone, *own])
        return self._of[who]


def touched(fault: Fault) -> str:
    """Return the service, the server or CLIENTS that a fault's target belongs to.

    Of a link (`orders-1>postgres`) it is the end that loses the other; of a queue its reader.
    """
    name = re.match("[a-z]*", fault.target)
    part = name.group() if name else ""
    return part if part in SERVICES or part in SERVERS else CLIENTS


def cut_off(fault: Fault) -> str | None:
    """Return the one client whose connection was broken; None when it is no single one's."""
    source = fault.target.partition(">")[0]
    single = touched(fault) == CLIENTS and re.search(r"-\d+$", source)
    return source if single else None


def is_node(fault: Fault) -> bool:
    """Return whether it was one of several nodes of the broker."""
    return re.fullmatch(r"rabbitmq-\d+", fault.target) is not None


def _is_relevant(fault: Fault, concern: Concern) -> bool:
    if fault.kind in HARMLESS or (fault.kind in LOSING and concern is not Concern.RECEIPTS):
        return False
    return touched(fault) in TAKES[concern]


def _span(fault: Fault, learning_seconds: float) -> Span:
    part = touched(fault)
    if is_node(fault):
        end = fault.ended_at + NODE_RECOVERY_SECONDS
    elif part in SERVERS:
        end = max(fault.ended_at, fault.mended_at) + SERVER_RECOVERY_SECONDS + learning_seconds
    elif part == CLIENTS:
        end = fault.ended_at + CLIENT_RECOVERY_SECONDS
    else:
        end = fault.ended_at + SERVICE_RECOVERY_SECONDS
    if fault.kind in LOSING:
        end += fault.ended_at - fault.began_at
    return fault.began_at, end


def _outages(faults: Collection[Fault], learning_seconds: float) -> Iterator[Span]:
    """Yield when no replica of a service can have worked: then all wait for the first to mend."""
    down: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for fault in faults:
        if touched(fault) in SERVICES:
            replica = fault.target.partition(">")[0]
            mended_at = max(fault.ended_at, fault.mended_at) + learning_seconds
            down[touched(fault)].append((replica, fault.began_at, mended_at))
    for times in down.values():
        times.sort(key=lambda each: each[1])
        for place, (replica, _, mended_at) in enumerate(times):
            for other, began_at, other_mended_at in times[place + 1 :]:
                if began_at >= mended_at:
                    break
                if other != replica:
                    yield began_at, min(mended_at, other_mended_at) + SERVICE_RECOVERY_SECONDS
