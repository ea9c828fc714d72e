"""Section 5 of the bench: what a snapshot costs, and kitchens that catch up after a broker restart.

    .venv/bin/python -m bench catch-up [--quick]

The kitchens are ten screens in each of many shops, behind the edge, and do what their page does:
poll while nothing comes, and ask once more within a random part of 3 s after `resync`.
"""

import contextlib
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench import crowd
from bench.figures import Figure, Figures
from bench.load.catch_up import Asked, CaughtUp, asked, caught_up
from bench.load.filling import filled
from bench.load.pace import NS_PER_SECOND
from bench.load.process import clock_ns, in_process
from bench.load.screens import NOT_MODIFIED
from bench.progress import tell
from bench.quantiles import quantile
from tests.e2e.running import Running
from tests.servers import wait_until

SCREENS_OF_EACH = 10
ORDERS_OF_EACH = 10
STEADY_SECONDS = 2
LIMIT_SECONDS = 120
POLL_SECONDS = 0.02
BYTES_OF_KILOBYTE = 1000


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    runs: int
    orders: tuple[int, ...]
    times: int
    restarts: int
    shops: int
    down_seconds: float


# Down for long enough that every page polls.
WHOLE = Size(5, (10, 100, 500), 100, 5, 50, down_seconds=5)
QUICK = Size(1, (10, 50), 10, 1, 2, down_seconds=2)


def measure(system: Running, *, quick: bool = False) -> tuple[Figure, ...]:
    """Measure a system that runs with LIMITS_LIFTED; its broker is restarted."""
    size, found = QUICK if quick else WHOLE, Figures()
    _measure_snapshots(found, system, size)
    if not quick:
        # A broker takes longer to come back than all of what is quick.
        _measure_restarts(found, system, size)
    return found.all()


def _measure_snapshots(found: Figures, system: Running, size: Size) -> None:
    shops = crowd.open_shops(system, len(size.orders))
    port = crowd.edge_port(system)
    tell(f"catch-up: shops with {size.orders} orders")
    counts = dict(zip(shops, size.orders, strict=True))
    in_process(filled, crowd.kitchens(system, counts), port)
    screens = crowd.screens(system, shops, 1)
    for number in range(size.runs):
        tell(f"catch-up: snapshots, {number + 1} of {size.runs}")
        for orders, ways in zip(
            size.orders, in_process(asked, port, screens, size.times), strict=True
        ):
            assert ways["known"].status == NOT_MODIFIED, ways["known"].status
            for way, one in ways.items():
                _add_asked(found, f"{orders} orders, {way}", one)


def _measure_restarts(found: Figures, system: Running, size: Size) -> None:
    shops = crowd.open_shops(system, size.shops)
    port = crowd.edge_port(system)
    tell(f"catch-up: {ORDERS_OF_EACH} orders for each of {len(shops)} shops")
    counts = dict.fromkeys(shops, ORDERS_OF_EACH)
    in_process(filled, crowd.kitchens(system, counts), port)
    screens = crowd.screens(system, shops, SCREENS_OF_EACH)
    for number in range(size.restarts):
        tell(f"catch-up: {len(screens)} kitchens and a restart, {number + 1} of {size.restarts}")
        with ThreadPoolExecutor(2) as threads:
            waiting = threads.submit(in_process, caught_up, screens, port, LIMIT_SECONDS)
            _wait_for(system, len(screens), waiting)
            with system.down("rabbitmq"):
                time.sleep(size.down_seconds)
                returning = threads.submit(_answering_ns, system)
            _add_caught_up(found, f"{len(screens)} kitchens", waiting.result(), returning.result())


def _wait_for(system: Running, sockets: int, waiting: Future[CaughtUp]) -> None:
    """Return when all sockets are there, and a moment later; or when they gave up."""
    wait_until(
        lambda: waiting.done() or system.metric("gateway", "gateway_connections") >= sockets,
        "the kitchens",
    )
    time.sleep(STEADY_SECONDS)


def _answering_ns(system: Running) -> int:
    """Return when the broker answered first (`clock_ns`); its definitions are loaded by then."""
    where = urlsplit(system.environment("gateway")["BROKER_URL"])
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(OSError),
            socket.create_connection((where.hostname or "", where.port or 0), 1) as connection,
        ):
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            if connection.recv(1):
                return clock_ns()
        time.sleep(POLL_SECONDS)
    raise TimeoutError("the broker did not come back")


def _add_asked(found: Figures, name: str, one: Asked) -> None:
    found.add(f"snapshot of {name}: p50", "ms", quantile(one.delays_ms, 50))
    found.add(f"snapshot of {name}: p99", "ms", quantile(one.delays_ms, 99))
    found.add(f"snapshot of {name}: body", "kB", one.body_bytes / BYTES_OF_KILOBYTE)


def _add_caught_up(found: Figures, name: str, one: CaughtUp, returned_ns: int) -> None:
    def add(what: str, since_ns: int, until_ns: int) -> None:
        found.add(f"{name}: {what}", "s", (until_ns - since_ns) / NS_PER_SECOND)

    add("from the broker's return to the first resync", returned_ns, one.first_resync_ns)
    add("from the broker's return to the last orders", returned_ns, one.done_ns)
    add("from the first resync to the last", one.first_resync_ns, one.last_resync_ns)
    add("from the first resync to the last orders", one.first_resync_ns, one.done_ns)
    found.add(f"{name}: polls while nothing came", "", one.polls)
    found.add(f"{name}: orders asked for again", "", one.refused)
