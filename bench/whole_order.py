"""Whole orders: placed over HTTP, stored, and seen on the kitchen's socket, which confirms them.

How long that takes at even rates, and how many a second there may be. Orderbell is asked through
its edge, with everything on; its peers straight, and without what they lack.
"""

from collections.abc import Mapping, Sequence

from bench import meter
from bench.contestant import Contestant, Ordering
from bench.figures import Figure, Figures
from bench.load import orders
from bench.load.orders import Ordered
from bench.load.process import in_process
from bench.progress import tell
from bench.quantiles import quantile

RUNS = 5
RATES_PER_SECOND = (1, 10, 50, 100, 200)
# The rate at which peers are measured as well.
COMMON_RATE_PER_SECOND = 50
RATE_SECONDS = 6
WARM_UP_SECONDS = 1
CUSTOMERS = 64
IN_TURN_SECONDS = 4


def measure(contestants: Sequence[Contestant], *, quick: bool = False) -> tuple[Figure, ...]:
    """Return the figures of whole orders, by the contestants' names; the first is Orderbell."""
    figures = Figures()
    rates = (COMMON_RATE_PER_SECOND,) if quick else RATES_PER_SECOND
    seconds, in_turn_seconds = (0.5, 0.5) if quick else (RATE_SECONDS, IN_TURN_SECONDS)
    for run in range(1 if quick else RUNS):
        for contestant in contestants:
            own = contestant is contestants[0]
            for rate in rates if own else (COMMON_RATE_PER_SECOND,):
                tell(f"whole orders, run {run + 1}: {contestant.name} at {rate}/s")
                _at_rate(contestant, figures, rate, seconds)
            tell(f"whole orders, run {run + 1}: {contestant.name}, {CUSTOMERS} in turn")
            _in_turn(contestant, figures, in_turn_seconds)
    return figures.all()


def _at_rate(contestant: Contestant, figures: Figures, rate: int, seconds: float) -> None:
    ordering = contestant.ordering
    assert isinstance(ordering, Ordering)
    found = in_process(
        orders.at_rate, ordering, contestant.parts, rate, seconds, min(seconds, WARM_UP_SECONDS)
    )
    name = f"{contestant.name}: at {rate}/s"
    for percent in (50, 99, 99.9):
        figures.add(f"{name}, to the screen p{percent}", "ms", quantile(found.screens_ms, percent))
    for percent in (50, 99):
        figures.add(f"{name}, answered p{percent}", "ms", quantile(found.answers_ms, percent))
    _add(figures, name, found)


def _in_turn(contestant: Contestant, figures: Figures, seconds: float) -> None:
    ordering = contestant.ordering
    assert isinstance(ordering, Ordering)
    found = in_process(
        orders.in_turn, ordering, contestant.parts, CUSTOMERS, seconds, min(seconds, 1)
    )
    name = f"{contestant.name}: {CUSTOMERS} customers in turn"
    figures.add(f"{name}, orders", "orders/s", found.per_second)
    figures.add(f"{name}, answered p50", "ms", quantile(found.answers_ms, 50))
    figures.add(f"{name}, to the screen p50", "ms", quantile(found.screens_ms, 50))
    _add(figures, name, found)


def _add(figures: Figures, name: str, found: Ordered) -> None:
    """Note what went wrong, and the CPU time of an order, by part."""
    figures.add(f"{name}, refused", "orders", found.refused)
    figures.add(f"{name}, missing", "orders", found.missing)
    figures.add(f"{name}, twice", "orders", found.twice)
    by_part = cpu_us(found)
    figures.add(f"{name}, CPU of all", "µs/order", sum(by_part.values()))
    for part, used in by_part.items():
        figures.add(f"{name}, CPU of {part}", "µs/order", used)


def cpu_us(found: Ordered) -> Mapping[str, float]:
    """Return the CPU microseconds of an order, by part."""
    return meter.cpu_us(found.cpu_seconds, len(found.answers_ms))
