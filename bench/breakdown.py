"""Where the time of an order goes, from its call to the kitchen's frame, by its own traces.

The steps of an order begin where the last one ended, so their means add up to the mean of the
whole. Tracing takes time itself: the whole is longer here than without.
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from bench import crowd, ours, world
from bench.contestant import Ordering
from bench.figures import Figure, Figures
from bench.load import orders
from bench.load.process import in_process
from bench.progress import tell
from tests.e2e.running import running
from tests.integration.collector import Span, collecting, exporting_to

RATE_PER_SECOND = 10
RUNS, RUN_SECONDS, WARM_UP_SECONDS = 5, 10, 2
NS_PER_MS = 1_000_000
EXPORTED_SECONDS = 2
# Where each step ends: the beginning or the end of a span, by service and name.
ENDS = (
    ("edge, and HTTP read", "orderbell-orders", "POST /api/orders", "start"),
    ("decided, waited for the writer", "orderbell-orders", "transaction", "start"),
    # The relay is fed before the call's own span ends.
    ("written, on disk, fed to the relay", "orderbell-orders", "publish orders", "start"),
    ("RabbitMQ, to the notifier", "orderbell-notifier", "process notifier.orders", "start"),
    ("notifier: read and rendered", "orderbell-notifier", "publish push", "start"),
    ("batch, RabbitMQ, to the gateway", "orderbell-gateway", "deliver", "start"),
)
LAST = "gateway, edge, to the page"


def measure() -> tuple[Figure, ...]:
    """Return the mean time of each step, in runs on one system."""
    figures = Figures()
    with (
        tempfile.TemporaryDirectory() as folder,
        collecting() as collector,
        running(Path(folder), **ours.LIMITS_LIFTED, **exporting_to(collector.port)) as system,
    ):
        contestant = ours.contestant(system, crowd.open_shops(system, world.SHOPS), 0)
        assert isinstance(contestant.ordering, Ordering)
        for run in range(RUNS):
            tell(f"where the time goes, run {run + 1}")
            collector.spans.clear()
            found = in_process(
                orders.at_rate,
                contestant.ordering,
                {},
                RATE_PER_SECOND,
                RUN_SECONDS,
                WARM_UP_SECONDS,
            )
            time.sleep(EXPORTED_SECONDS)
            for step, times_ms in _steps(collector.spans, found.ways_ns).items():
                figures.add(step, "ms", fmean(times_ms))
    return figures.all()


def _steps(
    spans: Sequence[Span], ways_ns: Mapping[str, tuple[int, int]]
) -> Mapping[str, Sequence[float]]:
    """Return the milliseconds of each step, of every order whose trace is whole."""
    # Spans tell the wall clock's time.
    offset_ns = time.time_ns() - time.monotonic_ns()
    of_trace: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        of_trace[span.trace_id].append(span)
    steps: dict[str, list[float]] = defaultdict(list)
    for trace in of_trace.values():
        ids = {span.attributes.get("orderbell.order.id") for span in trace}
        order_id = next((each for each in ids if each in ways_ns), None)
        if order_id is None:
            continue
        sent, seen = (at + offset_ns for at in ways_ns[order_id])
        between = [_point(trace, *end) for _, *end in ENDS]
        points = [sent, *(point for point in between if point is not None), seen]
        if len(points) != len(ENDS) + 2:
            continue
        names = [*(name for name, *_ in ENDS), LAST]
        for name, (begin, end) in zip(names, pairwise(points), strict=True):
            steps[name].append((end - begin) / NS_PER_MS)
        steps["in all"].append((seen - sent) / NS_PER_MS)
    return steps


def _point(trace: Sequence[Span], service: str, name: str, side: str) -> int | None:
    times = [
        span.start if side == "start" else span.end
        for span in trace
        if span.service == service and span.name == name
    ]
    return min(times, default=None)
