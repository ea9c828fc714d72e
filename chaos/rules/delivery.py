"""Rule 7, delivery: each version reaches each subscribed socket in time, or `resync` does.

A socket that says `interrupted` promises nothing until its `resync`, one that closes makes its
client look again. What clients find by asking is no excuse: it would hide what sockets lose.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import (
    NEVER,
    ORDER_CHANNEL,
    SHOP_CHANNEL,
    Subscription,
    end_of,
    subscriptions,
)
from chaos.rules.excuses import Concern, Excuses
from chaos.rules.violation import Violation, epoch_seconds

RULE = 7


@dataclass(frozen=True, order=True)
class _Change:
    """A version of an order, and when (epoch seconds) it came to be."""

    at: float
    order_id: str
    version: int
    event: str


@dataclass
class _Heard:
    """What a socket said: its notices in order, and of each order the versions that were newer."""

    notice_times: list[float] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    versions: dict[str, tuple[list[int], list[float]]] = field(default_factory=dict)

    def promises_nothing(self, at: float) -> bool:
        """Return whether the last notice before `at` was `interrupted`."""
        place = bisect_right(self.notice_times, at)
        return place > 0 and self.notices[place - 1] == "interrupted"

    def told_at(self, change: _Change) -> float:
        """Return when the version, a newer one or a notice came (epoch seconds); else NEVER."""
        versions, times = self.versions.get(change.order_id, ([], []))
        place = bisect_left(versions, change.version)
        version_at = times[place] if place < len(times) else NEVER
        notice = bisect_left(self.notice_times, change.at)
        notice_at = self.notice_times[notice] if notice < len(self.notice_times) else NEVER
        return min(version_at, notice_at)


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return each version that came too late, or never, to a socket that was subscribed for it."""
    excuses = Excuses(Concern.DELIVERY, faults, limits)
    heard = _heard(records)
    end = end_of(records)
    found = []
    for change, subscription in _due(records, final):
        deadline = excuses.of(subscription.who).deadline(change.at, limits.delivery_seconds)
        socket = heard[subscription.who, subscription.socket]
        if deadline > end or subscription.closed_at <= deadline:
            continue
        told_at = socket.told_at(change)
        if told_at <= deadline or socket.promises_nothing(change.at):
            continue
        late = "never" if told_at == NEVER else f"after {told_at - change.at:.1f} s"
        text = (
            f"version {change.version} ({change.event}) came to the socket {subscription.socket} "
            f"{late}; {deadline - change.at:.1f} s were allowed"
        )
        found.append(Violation(RULE, text, change.order_id, subscription.who, change.at))
    return found


def _heard(records: Sequence[Record]) -> dict[tuple[str, str], _Heard]:
    heard: dict[tuple[str, str], _Heard] = defaultdict(_Heard)
    for record in records:
        if record.kind == "notice":
            socket = heard[record.who, str(record.data["socket"])]
            socket.notice_times.append(record.at)
            socket.notices.append(record.data["notice"])
        elif record.kind == "event":
            socket = heard[record.who, str(record.data["socket"])]
            versions, times = socket.versions.setdefault(record.data["order_id"], ([], []))
            if not versions or record.data["version"] > versions[-1]:
                versions.append(record.data["version"])
                times.append(record.at)
    return heard


def _due(records: Sequence[Record], final: Final) -> Iterator[tuple[_Change, Subscription]]:
    """Yield each change with each subscription that it has to reach."""
    changes: dict[str, list[_Change]] = defaultdict(list)
    for order_id, history in final.histories.items():
        order = final.orders.get(order_id)
        channels = [f"{ORDER_CHANNEL}{order_id}"]
        if order is not None:
            channels.append(f"{SHOP_CHANNEL}{order['shop_id']}")
        for entry in history:
            at = epoch_seconds(entry["at"])
            change = _Change(at, order_id, entry["version"], entry["event"])
            for channel in channels:
                changes[channel].append(change)
    opened: dict[str, list[Subscription]] = defaultdict(list)
    for subscription in subscriptions(records):
        opened[subscription.channel].append(subscription)
    for channel, due in changes.items():
        yield from _pairs(sorted(due), opened.get(channel, []))


def _pairs(
    changes: Sequence[_Change], opened: Sequence[Subscription]
) -> Iterator[tuple[_Change, Subscription]]:
    """Yield each change with those that were open at its time; both come in order."""
    place = 0
    open_now: list[Subscription] = []
    for change in changes:
        while place < len(opened) and opened[place].opened_at <= change.at:
            open_now.append(opened[place])
            place += 1
        open_now = [each for each in open_now if each.closed_at > change.at]
        yield from ((change, subscription) for subscription in open_now)
