"""Section 4 of the bench: what sockets cost that are opened, rest, are told something, and return.

    .venv/bin/python -m bench connections [--quick]

Customers' sockets are each on a channel of their own, by a token. Kitchens are ten screens in each
of many shops, behind the edge; they return as pages that were loaded anew, which know nothing.
"""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from bench import crowd, meter
from bench.contestant import NOTE, Contestant, Opening
from bench.figures import Figure, Figures
from bench.load.connections import CLIENTS, Broadcast, Opened, Told, opened, told
from bench.load.filling import filled
from bench.load.http import request
from bench.load.lone import Delays, lone_orders
from bench.load.pace import NS_PER_SECOND
from bench.load.process import in_process
from bench.load.return_of_all import Returned, gone_and_back
from bench.ours import PARTS, contestant
from bench.progress import tell
from tests.e2e.running import Running

AT_ONCE = 50
SCREENS_OF_EACH = 10
ORDERS_OF_EACH = 3
MILLISECONDS = 1e3
KILOBYTE = 1000
PUBLIC = "public:shops"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    runs: int
    accepted: int
    straight: int
    through_edge: int
    shops: int
    rest_seconds: float


WHOLE = Size(5, 2000, 15_000, 7500, 500, 3)
QUICK = Size(1, 100, 200, 100, 5, 0.2)


def accepted(peer: Contestant, count: int, rest_seconds: float = WHOLE.rest_seconds) -> Opened:
    """Open so many sockets where anybody pushes: once for each fresh contestant's memory."""
    assert peer.pushing
    openings = list(islice(cycle(peer.pushing.openings), count))
    return in_process(opened, openings, peer.parts, AT_ONCE, rest_seconds)


def measure(system: Running, *, quick: bool = False) -> tuple[Figure, ...]:
    """Measure a system that runs with LIMITS_LIFTED; its gateway is restarted, for its memory."""
    size, found = QUICK if quick else WHOLE, Figures()
    straight, edge = crowd.gateway_port(system), crowd.edge_port(system)
    for _ in range(size.runs):
        tell(f"connections: {size.accepted} sockets straight to the gateway")
        openings = crowd.customers(system, straight, size.accepted)
        _begin_afresh(system, size)
        one = in_process(opened, openings, _parts(system), AT_ONCE, size.rest_seconds)
        _add_opened(found, f"{size.accepted} sockets", one)
    for where, port, count in (
        ("straight", straight, size.straight),
        ("through the edge", edge, size.through_edge),
    ):
        tell(f"connections: {count} sockets {where}, all told the same")
        openings = crowd.customers(system, port, count)
        _begin_afresh(system, size)
        _measure_broadcast(found, system, f"{count} sockets {where}", openings, size)
    _measure_return(found, system, size)
    return found.all()


def _measure_broadcast(
    found: Figures, system: Running, name: str, openings: Sequence[Opening], size: Size
) -> None:
    [shop_id] = crowd.open_shops(system, 1)
    bearer = f"Bearer {crowd.kitchen_token(system, shop_id)}"
    rename = json.dumps({"name": NOTE}).encode()
    broadcast = Broadcast(
        port=crowd.edge_port(system),
        said=json.dumps({"type": "subscribe", "channel": PUBLIC}),
        answer=crowd.SUBSCRIBED,
        request=request("PATCH", f"/api/shops/{shop_id}", rename, Authorization=bearer).decode(),
        times=size.runs,
    )
    parts = _parts(system)
    holding, tellings = in_process(told, openings, parts, AT_ONCE, size.rest_seconds, broadcast)
    _add_opened(found, name, holding)
    for telling in tellings:
        _add_told(found, f"{name}, told the same", telling, len(openings))


def _measure_return(found: Figures, system: Running, size: Size) -> None:
    shops = crowd.open_shops(system, size.shops)
    tell(f"connections: {ORDERS_OF_EACH} orders for each of {len(shops)} shops")
    everybody = crowd.kitchens(system, dict.fromkeys(shops, ORDERS_OF_EACH))
    in_process(filled, everybody, crowd.edge_port(system))
    screens = crowd.screens(system, shops, SCREENS_OF_EACH)
    tell(f"connections: {len(screens)} kitchens, gone and back")
    ordering = contestant(system, crowd.open_shops(system, 1), 0).ordering
    assert ordering
    with lone_orders(ordering) as placing:
        port, parts = crowd.edge_port(system), _parts(system)
        returns = in_process(gone_and_back, screens, port, parts, size.rest_seconds, size.runs)
    for one in returns:
        _add_returned(found, f"{len(screens)} kitchens back", one, placing.result())


def _add_opened(found: Figures, name: str, one: Opened) -> None:
    found.add(f"{name}: accepted", "1/s", one.count / one.seconds)
    _add_cpu(found, f"{name}: CPU of an accept", one.cpu_seconds, one.count)
    for part in ("gateway", "edge"):
        bytes_each = one.memory_bytes[part] / one.count
        found.add(f"{name}: memory of {part} each", "kB", bytes_each / KILOBYTE)


def _add_told(found: Figures, name: str, one: Told, count: int) -> None:
    found.add(f"{name}: until the first", "ms", one.first_seconds * MILLISECONDS)
    found.add(f"{name}: until the last", "ms", one.last_seconds * MILLISECONDS)
    _add_cpu(found, f"{name}: CPU of a frame", one.cpu_seconds, count)


def _add_returned(found: Figures, name: str, one: Returned, delays: Delays) -> None:
    found.add(f"{name}: until the last socket", "s", (one.open_ns - one.back_ns) / NS_PER_SECOND)
    found.add(f"{name}: until the last orders", "s", (one.done_ns - one.back_ns) / NS_PER_SECOND)
    found.add(f"{name}: sockets tried again", "", one.refused_sockets)
    found.add(f"{name}: orders asked for again", "", one.refused_snapshots)
    for part, seconds in one.cpu_seconds.items():
        found.add(f"{name}: CPU of {part}", "s", seconds)
    meanwhile = [ms for sent, ms in delays.items() if one.away_ns <= sent <= one.done_ns]
    found.add(f"{name}: lone order meanwhile, p50", "ms", statistics.median(meanwhile))
    found.add(f"{name}: lone order meanwhile, max", "ms", max(meanwhile))


def _add_cpu(found: Figures, name: str, cpu_seconds: Mapping[str, float], count: int) -> None:
    by_part = meter.cpu_us(cpu_seconds, count)
    for part in ("gateway", "edge", CLIENTS):
        found.add(f"{name}, {part}", "µs", by_part[part])


def _begin_afresh(system: Running, size: Size) -> None:
    """Start the gateway anew: what sockets took from the system is kept after they are gone."""
    if size is not QUICK:
        system.restart("gateway")


def _parts(system: Running) -> dict[str, int]:
    return {part: system.pid(part) for part in PARTS}
