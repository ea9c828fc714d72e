"""The push path alone: from an exchange to sockets, 200 channels, orders of 700 bytes.

Orderbell takes two steps (notifier and gateway, apart so that either may be replaced or restarted
without the other), its peers one. Every contestant runs all the time, and they are measured in
turns: whatever else the machine does meets each of them.
"""

from collections.abc import Sequence

from bench import meter
from bench.contestant import Contestant, Pushing
from bench.figures import Figure, Figures
from bench.load import push
from bench.load.process import in_process
from bench.progress import tell
from bench.quantiles import quantile

RUNS = 5
RATE_PER_SECOND = 200
RATE_SECONDS = 6
WARM_UP_SECONDS = 1
IN_FLIGHT = 500
SATURATED_SECONDS = 4
# What takes orders to the sockets, beside the broker that all but nchan share in kind.
NOT_SERVERS = frozenset({"rabbitmq", "postgres", "edge", "shops", "orders"})


def measure(contestants: Sequence[Contestant], *, quick: bool = False) -> tuple[Figure, ...]:
    """Return the figures of the push path, by the contestants' names."""
    figures = Figures()
    seconds = (0.3, 0.3, 0.2) if quick else (RATE_SECONDS, SATURATED_SECONDS, WARM_UP_SECONDS)
    for run in range(1 if quick else RUNS):
        for contestant in contestants:
            tell(f"push path, run {run + 1}: {contestant.name}")
            _one_run(contestant, figures, *seconds)
    return figures.all()


def _one_run(
    contestant: Contestant,
    figures: Figures,
    rate_seconds: float,
    saturated_seconds: float,
    warm_up_seconds: float,
) -> None:
    pushing, parts, name = contestant.pushing, contestant.parts, contestant.name
    assert isinstance(pushing, Pushing)
    even = in_process(push.at_rate, pushing, parts, RATE_PER_SECOND, rate_seconds, warm_up_seconds)
    figures.add(f"{name}: p50 at {RATE_PER_SECOND}/s", "ms", quantile(even.delays_ms, 50))
    figures.add(f"{name}: p99 at {RATE_PER_SECOND}/s", "ms", quantile(even.delays_ms, 99))
    figures.add(f"{name}: missing at {RATE_PER_SECOND}/s", "messages", even.missing)
    _add_cpu(figures, f"{name}: CPU at {RATE_PER_SECOND}/s", even)
    full = in_process(push.saturated, pushing, parts, IN_FLIGHT, saturated_seconds, warm_up_seconds)
    figures.add(f"{name}: saturation", "messages/s", full.per_second)
    _add_cpu(figures, f"{name}: CPU at saturation", full)


def _add_cpu(figures: Figures, name: str, pushed: push.Pushed) -> None:
    """Note the CPU time of a message: of the servers, of the broker, and of each part."""
    by_part = meter.cpu_us(pushed.cpu_seconds, pushed.heard)
    servers_us = sum(used for part, used in by_part.items() if part not in NOT_SERVERS)
    figures.add(f"{name}, servers", "µs/message", servers_us)
    figures.add(f"{name}, RabbitMQ", "µs/message", by_part.get("rabbitmq", 0))
    for part, used in by_part.items():
        if part not in NOT_SERVERS:
            figures.add(f"{name}, {part}", "µs/message", used)
