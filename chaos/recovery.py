"""How long after each fault the system worked again as if nothing had been: by a probe's orders.

Orders come to one shop all the time, and one screen is always there. A recovery ends when the last
of those that were slow because of the fault is on that screen.
"""

import statistics
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chaos.records import Fault, Record
from chaos.rules.clients import is_screen
from chaos.rules.excuses import SERVERS, SERVICES, is_node, touched

# Whoever asked later than this after a fault was not hit by it.
WINDOW_SECONDS = 30.0
# An order that takes longer than this from the asking to the screen is slow.
SLOW_SECONDS = 1.0

SERVICE_DEATH, SERVER_BACK, OTHER = "service's death", "server back", "other"
# What is frozen or cut off does not die: its recovery counts from when it is let go.
DEATHS = frozenset({"kill", "stop"})


@dataclass(frozen=True)
class Recovery:
    """How long (seconds) one fault was felt, counted from its reference time; and its group."""

    fault: Fault
    group: str
    seconds: float


@dataclass(frozen=True)
class Spread:
    """How many recoveries there were, and how long (seconds) half, 95 % and all of them took."""

    count: int
    p50: float
    p95: float
    longest: float


@dataclass(frozen=True)
class _Probe:
    asked_at: float
    shown_at: float


def recoveries(records: Sequence[Record], faults: Sequence[Fault], shop_id: str) -> list[Recovery]:
    """Return the recovery from each fault after which an order of the probe's shop was shown.

    It is counted from the death of a service, and otherwise from when what was broken stands
    again, to the last order asked for since then that was slow: in WINDOW_SECONDS, and not so
    shortly before the next fault that this could have made it so. To the first where none was slow.
    """
    probes = _probes(records, shop_id)
    in_order = sorted(faults, key=lambda fault: fault.began_at)
    found = []
    for place, fault in enumerate(in_order):
        group = group_of(fault)
        since = fault.began_at if group == SERVICE_DEATH else max(fault.ended_at, fault.mended_at)
        until = since + WINDOW_SECONDS
        following = (later.began_at for later in in_order[place + 1 :] if later.began_at > since)
        until = min(until, next(following, until + SLOW_SECONDS) - SLOW_SECONDS)
        shown_at = _felt_until(probes, since, until)
        if shown_at is not None:
            found.append(Recovery(fault, group, shown_at - since))
    return found


def group_of(fault: Fault) -> str:
    """Return SERVICE_DEATH, SERVER_BACK or OTHER: from when, and by which bound, it is counted."""
    part = touched(fault)
    if part in SERVERS and not is_node(fault):
        return SERVER_BACK
    return SERVICE_DEATH if part in SERVICES | SERVERS and fault.kind in DEATHS else OTHER


def spreads(found: Sequence[Recovery]) -> dict[str, Spread]:
    """Return how long the recoveries of each group took."""
    return _spreads([(each.group, each.seconds) for each in found])


def spreads_by_kind(found: Sequence[Recovery]) -> dict[str, Spread]:
    """Return how long the recoveries from each kind of fault took."""
    return _spreads([(each.fault.kind, each.seconds) for each in found])


def _spreads(found: Sequence[tuple[str, float]]) -> dict[str, Spread]:
    named: dict[str, list[float]] = {}
    for name, seconds in found:
        named.setdefault(name, []).append(seconds)
    return {
        name: Spread(len(lengths), quantile(lengths, 50), quantile(lengths, 95), max(lengths))
        for name, lengths in named.items()
    }


def quantile(values: Sequence[float], percent: int) -> float:
    """Return the percentile of values of which there is at least one."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _felt_until(probes: Sequence[_Probe], since: float, until: float) -> float | None:
    """Return when the last slow one of these, or else the first one, was shown."""
    first = bisect_left(probes, since, key=lambda probe: probe.asked_at)
    last = bisect_left(probes, until, key=lambda probe: probe.asked_at)
    asked = probes[first:last]
    slow = [each.shown_at for each in asked if each.shown_at - each.asked_at > SLOW_SECONDS]
    if slow:
        return max(slow)
    return asked[0].shown_at if asked else None


def _probes(records: Sequence[Record], shop_id: str) -> list[_Probe]:
    """Return the shop's orders that came on a screen of its, by when they were first asked for."""
    asked: dict[str, float] = {}
    shown: dict[str, float] = {}
    orders: dict[str, str] = {}
    for record in records:
        if record.kind == "placing" and record.data["shop_id"] == shop_id:
            asked[record.data["key"]] = min(record.at, asked.get(record.data["key"], record.at))
        elif record.kind == "placed" and record.data["shop_id"] == shop_id:
            orders[record.data["key"]] = record.data["order_id"]
        elif record.kind == "shown" and is_screen(record.who):
            order_id = record.data["order_id"]
            shown[order_id] = min(record.at, shown.get(order_id, record.at))
    return _in_order(asked, orders, shown)


def _in_order(
    asked: Mapping[str, float], orders: Mapping[str, str], shown: Mapping[str, float]
) -> list[_Probe]:
    probes = [
        _Probe(asked[key], shown[order_id])
        for key, order_id in orders.items()
        if key in asked and order_id in shown
    ]
    return sorted(probes, key=lambda probe: probe.asked_at)
