"""The highest rate of whole orders that is held for a minute, and how many may be placed alone.

A rate is held when p99 to the kitchen's screen stays under P99_LIMIT_MS, every order arrives, and
the last quarter of them takes no longer than LAST_QUARTER_MAX times what the first took: no queue
grows. It is searched upwards from what customers in turn reach, by steps.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bench import ours, whole_order
from bench.contestant import Contestant, Ordering
from bench.figures import Figure, Figures
from bench.load import orders
from bench.load.orders import Ordered
from bench.load.process import in_process
from bench.progress import tell
from bench.quantiles import quantile
from tests.e2e.running import Running

P99_LIMIT_MS = 250
LAST_QUARTER_MAX = 2
# Below this a quarter's median says nothing of a queue.
QUEUE_FROM_MS = 20
HOLD_SECONDS = 60
TRIAL_SECONDS, TRIES = 6, 2
WARM_UP_SECONDS = 1
FIRST_OF_TURNS, STEP = 0.6, 1.12
CUSTOMERS = 64
QUICK_SECONDS, QUICK_RATE_PER_SECOND = 0.5, 20
ALONE_RUNS = 5
ALONE_SECONDS = 5


def measure(contestants: Sequence[Contestant], *, quick: bool = False) -> tuple[Figure, ...]:
    """Return the highest rate that each contestant holds, and what it costs there."""
    figures = Figures()
    hold_seconds: float = QUICK_SECONDS if quick else HOLD_SECONDS
    for contestant in contestants:
        name = contestant.name
        at = partial(_at, contestant)
        # A minute has moments that a few seconds do not have: one step back at once.
        rate = QUICK_RATE_PER_SECOND if quick else _highest(_first_rate(contestant), at) / STEP
        while not is_held(found := at(rate, hold_seconds)) and rate > 1 and not quick:
            rate /= STEP
        figures.add(f"{name}: sustained for {hold_seconds} s", "orders/s", rate)
        figures.add(f"{name}: to the screen p50 then", "ms", quantile(found.screens_ms, 50))
        figures.add(f"{name}: to the screen p99 then", "ms", quantile(found.screens_ms, 99))
        for part, used in whole_order.cpu_us(found).items():
            figures.add(f"{name}: CPU of {part} then", "µs/order", used)
    return figures.all()


def _at(contestant: Contestant, rate: float, seconds: float) -> Ordered:
    assert isinstance(contestant.ordering, Ordering)
    tell(f"sustained: {contestant.name} at {rate:.0f}/s for {seconds:.0f} s")
    ordering, parts = contestant.ordering, contestant.parts
    return in_process(orders.at_rate, ordering, parts, rate, seconds, min(seconds, WARM_UP_SECONDS))


def _first_rate(contestant: Contestant) -> float:
    """Return a rate that is worth trying: some of what customers in turn reach."""
    assert isinstance(contestant.ordering, Ordering)
    ordering, parts = contestant.ordering, contestant.parts
    in_turn = in_process(orders.in_turn, ordering, parts, CUSTOMERS, TRIAL_SECONDS, 1)
    return in_turn.per_second * FIRST_OF_TURNS


def _highest(rate: float, at: Callable[[float, float], Ordered]) -> float:
    """Return the last rate of a rising ladder that was held, at first going down until one is.

    It has TRIES: a few seconds of a shared machine may be another's.
    """

    def held(tried: float) -> bool:
        return any(is_held(at(tried, TRIAL_SECONDS)) for _ in range(TRIES))

    while not held(rate) and rate > 1:
        rate /= STEP
    while held(rate * STEP):
        rate *= STEP
    return rate


def is_held(found: Ordered) -> bool:
    """Return whether a rate was held: see above."""
    quarter = len(found.screens_ms) // 4
    if found.missing or found.refused or not quarter:
        return False
    first = statistics.median(found.screens_ms[:quarter])
    last = statistics.median(found.screens_ms[-quarter:])
    grows = last > max(QUEUE_FROM_MS, LAST_QUARTER_MAX * first)
    return not grows and quantile(found.screens_ms, 99) < P99_LIMIT_MS


def placing_alone(
    system: Running, shops: Sequence[str], *, quick: bool = False
) -> tuple[Figure, ...]:
    """Return how many orders `orders` takes a second, asked straight, while nobody pushes them.

    Kitchens say over HTTP that they are there; notifier and gateway stand still.
    """
    figures = Figures()
    whole = ours.contestant(system, shops, 0)
    assert isinstance(whole.ordering, Ordering)
    port = int(system.environment("orders")["HTTP_PORT"])
    alone = replace(whole.ordering, port=port, openings=(), receipts=())
    parts = {part: whole.parts[part] for part in ("orders", "postgres", "rabbitmq")}
    for run in range(1 if quick else ALONE_RUNS):
        tell(f"placing alone, run {run + 1}")
        ours.attend(system, shops)
        with system.frozen("notifier"), system.frozen("gateway"):
            seconds: float = QUICK_SECONDS if quick else ALONE_SECONDS
            found = in_process(orders.in_turn, alone, parts, CUSTOMERS, seconds, 1)
        figures.add("Orderbell: placed alone", "orders/s", found.per_second)
        figures.add("Orderbell: answered p50 then", "ms", quantile(found.answers_ms, 50))
        figures.add("Orderbell: answered p99 then", "ms", quantile(found.answers_ms, 99))
        for part, used in whole_order.cpu_us(found).items():
            figures.add(f"Orderbell: CPU of {part} then", "µs/order", used)
        # What waited is pushed, so that each run begins alike.
        time.sleep(0 if quick else ALONE_SECONDS)
    return figures.all()
