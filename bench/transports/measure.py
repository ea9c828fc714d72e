"""Measures each way to wait, with ever more screens, on a fresh system for each.

What sockets took from a system is kept after they are gone, so each way begins with none. A screen
is that of a shop of its own, and each number of screens has shops of its own: no snapshot grows by
the orders that were placed before.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import crowd, meter
from bench.figures import Figure, Figures
from bench.load.connections import CLIENTS
from bench.load.process import in_process
from bench.load.waiting import Load, Spent, Waited, waited
from bench.ours import LIMITS_LIFTED, PARTS
from bench.progress import tell
from bench.quantiles import quantile
from bench.transports import names
from bench.transports.ways import EVERYTHING, GATEWAY, Way
from bench.waiting.launch import VARIABLE
from stack.settings import CHECKOUT
from tests.e2e.running import Running, running

ORDERS_PER_SECOND = 50
HOUR_SECONDS = 3600
PERCENT = 100
KILOBYTE = 1000
LAUNCH = ("bench.waiting.launch",)
SETTINGS = {**LIMITS_LIFTED, "PYTHONPATH": str(CHECKOUT)}


@dataclass(frozen=True)
class Size:
    """How many screens wait, and for how long; `rest_seconds` is the way's own unless given."""

    screens: tuple[int, ...]
    settle_seconds: float
    warm_up_seconds: float
    load_seconds: float
    rest_seconds: float | None = None


# The warm-up is longer than the longest turn.
WHOLE = Size((10, 100, 1000, 5000), settle_seconds=5, warm_up_seconds=6, load_seconds=15)
QUICK = Size((10,), 0.2, warm_up_seconds=0.5, load_seconds=1.5, rest_seconds=1)


def size(*, quick: bool) -> Size:
    """Return how much is measured."""
    return QUICK if quick else WHOLE


def measure(*, quick: bool = False) -> tuple[Figure, ...]:
    """Return the figures of every way with every number of screens."""
    much, found = size(quick=quick), Figures()
    for way, system in _all_on_one() if quick else _each_on_its_own():
        parts = {part: system.pid(part) for part in PARTS}
        empty = {part: meter.memory_bytes(pid) for part, pid in parts.items()}
        for count in much.screens:
            tell(f"transports: {way.name}, {count}")
            one = _one(system, way, count, parts, much)
            _add(found, way, count, one, empty)
    return found.all()


def _each_on_its_own() -> Iterator[tuple[Way, Running]]:
    """Yield a fresh system for each way."""
    for way in EVERYTHING:
        with _started(way) as (system, _):
            yield way, system


def _all_on_one() -> Iterator[tuple[Way, Running]]:
    """Yield the same system for all ways, since a start alone is not quick."""
    with _started(EVERYTHING[0]) as (system, module):
        for way in sorted(EVERYTHING, key=lambda way: way.gateway != GATEWAY):
            if module.read_text() != way.gateway:
                module.write_text(way.gateway)
                system.restart("gateway")
            yield way, system


@contextlib.contextmanager
def _started(way: Way) -> Iterator[tuple[Running, Path]]:
    """Yield a system, and the file that says what runs in its gateway's place."""
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder) / "gateway-module"
        module.write_text(way.gateway)
        with running(Path(folder), LAUNCH, **SETTINGS, **{VARIABLE: str(module)}) as system:
            yield system, module


def _one(system: Running, way: Way, count: int, parts: Mapping[str, int], much: Size) -> Waited:
    port = crowd.edge_port(system)
    shops = crowd.attended_shops(system, count)
    screens = crowd.screens(system, shops, 1, presence=False)
    load = Load(
        ORDERS_PER_SECOND,
        much.settle_seconds,
        much.rest_seconds or way.rest_seconds,
        much.warm_up_seconds,
        much.load_seconds,
    )
    return in_process(waited, way, screens, port, parts, load)


def _add(found: Figures, way: Way, count: int, one: Waited, empty: Mapping[str, int]) -> None:
    def add(what: str, unit: str, value: float) -> None:
        found.add(names.figure(way, count, what), unit, value)

    add(names.REFUSED, "%", PERCENT * one.refused / one.placed)
    for spent, busy in ((one.rest, False), (one.busy, True)):
        for part, used in by_part(way, spent).items():
            add(names.cpu(part, busy=busy), "% of a core", used)
        if way.kind == "polling":
            share = PERCENT * spent.passed.in_time / max(1, spent.passed.due)
            add(names.in_time(busy=busy), "%", min(PERCENT, share))
    if way.holder:
        add(names.P50, "ms", quantile(one.delays_ms, 50))
        add(names.P99, "ms", quantile(one.delays_ms, 99))
        add(names.UNSEEN, "%", PERCENT * one.unseen / max(1, len(one.delays_ms)))
        for what, (unit, value) in per_hour(one.rest, count).items():
            add(what, unit, value)
        for part in (names.EDGE, way.holder):
            grown = max(0, one.memory_bytes[part] - empty[part])
            add(names.memory(names.shown(way, part)), "kB", grown / count / KILOBYTE)


def by_part(way: Way, spent: Spent) -> dict[str, float]:
    """Return the CPU that each part used, all servers, and the clients, in % of a core."""
    used = {
        names.shown(way, part): PERCENT * seconds / spent.seconds
        for part, seconds in spent.cpu_seconds.items()
    }
    servers = sum(share for part, share in used.items() if part != CLIENTS)
    return {names.ALL_SERVERS: servers, **used}


def per_hour(spent: Spent, count: int) -> dict[str, tuple[str, float]]:
    """Return what passed at each of so many screens, scaled to an hour, with its unit."""
    passed, scale = spent.passed, HOUR_SECONDS / spent.seconds / count
    return {
        names.REQUESTS: ("1/h", passed.requests * scale),
        names.ARRIVALS: ("1/h", passed.arrivals * scale),
        names.SENT: ("kB/h", passed.sent_bytes * scale / KILOBYTE),
        names.RECEIVED: ("kB/h", passed.received_bytes * scale / KILOBYTE),
    }
