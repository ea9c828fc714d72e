"""What is broken when: decided by the seed alone, before the run begins."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chaos.system import ALL_REPLICAS, REPLICAS_OF, STATEFUL


@dataclass(frozen=True)
class Kind:
    """A kind of fault: what it may hit, for how long, and how long the system has to recover.

    Lengths and rests are in seconds. A kind with `least_run_seconds` waits for longer runs.
    """

    name: str
    targets: tuple[str, ...]
    seconds: tuple[float, float] = (0, 0)
    rest_seconds: float = 10
    least_run_seconds: float = 0


@dataclass(frozen=True)
class Planned:
    """A fault that is to come: when (seconds from the start), what, to whom, for how long."""

    at_seconds: float
    kind: str
    target: str
    seconds: float


_replicas = tuple(ALL_REPLICAS)
_services = (*_replicas, "edge")
_links = tuple(
    f"{replica}>{server}"
    for replica in ALL_REPLICAS
    for server in ("postgres", "rabbitmq")
    if server == "rabbitmq" or replica.rpartition("-")[0] in STATEFUL
)
CABLES = ("screen-1>edge", "screen-4>edge", "kitchen-page-1>edge", "customer-page-1>edge")

# A server takes its time to come back. Longest are a broker that is away for longer than the grace
# period and the time limit of an order, and one that is there and takes nothing for longer than
# silence is borne, and than a lease and the grace period together.
KINDS = (
    Kind("kill", _services),
    Kind("kill", ("rabbitmq",), rest_seconds=25),
    Kind("kill", ("postgres",), rest_seconds=15),
    Kind("stop", _services),
    Kind("stop", ("rabbitmq",), rest_seconds=25),
    Kind("stop", ("postgres",), rest_seconds=15),
    Kind("freeze", _services, (4, 9)),
    Kind("freeze", ("rabbitmq", "postgres"), (3, 8), rest_seconds=18),
    Kind("freeze", ("rabbitmq",), (26, 30), rest_seconds=25, least_run_seconds=300),
    Kind("cut", _links, (3, 8)),
    Kind("stall", _links, (5, 12), rest_seconds=15),
    Kind("delay", _links, (6, 10), rest_seconds=6),
    Kind("flood", (*REPLICAS_OF["gateway"], "orders.receipts"), (2, 4)),
    Kind("memory-alarm", ("rabbitmq",), (5, 9), rest_seconds=18),
    Kind("disk-alarm", ("rabbitmq",), (5, 9), rest_seconds=18),
    Kind("memory-alarm", ("rabbitmq",), (35, 40), rest_seconds=25, least_run_seconds=300),
    Kind("frozen-transaction", tuple(REPLICAS_OF["orders"]), (5, 12)),
    Kind("silence", ("notifier",), (16, 20), rest_seconds=12),
    Kind("broker-away", ("rabbitmq",), (66, 70), rest_seconds=30, least_run_seconds=300),
    Kind("drop-sockets", ("clients",)),
    Kind("replay-dead-letter", ("notifier.orders",), rest_seconds=5),
    Kind("bad-message", ("notifier.orders", "orders.receipts", "orders.shops"), rest_seconds=5),
    Kind("shuffle", ("notifier.orders", "orders.receipts", "orders.shops"), (8, 12), 6),
    Kind("cable", CABLES, (6, 20), rest_seconds=8),
)
_unplugged = tuple(f"{replica}>back" for replica in ALL_REPLICAS)
# Containers have no links to the servers that could be broken by themselves.
KINDS_OF_CONTAINERS = (
    *(kind for kind in KINDS if kind.targets != _links),
    Kind("unplug", _unplugged, (5, 12), rest_seconds=15),
)
NODE_DIES_EVERY_SECONDS = 30.0
# Before anything is broken, the system is seen whole.
FIRST_AT_SECONDS = 5.0


def plan(seed: int, run_seconds: float, kinds: Sequence[Kind] = KINDS) -> list[Planned]:
    """Return the faults of a run: each kind once, as far as they fit, then any, one at a time."""
    chosen = random.Random(seed)
    possible = [kind for kind in kinds if kind.least_run_seconds <= run_seconds]
    faults: list[Planned] = []
    at_seconds = FIRST_AT_SECONDS
    waiting: list[Kind] = []
    while True:
        if not waiting:
            waiting = chosen.sample(possible, len(possible))
            if faults:
                # The longest comes once.
                waiting = [kind for kind in waiting if not kind.least_run_seconds] or waiting
        kind = waiting.pop()
        seconds = chosen.uniform(*kind.seconds)
        after = at_seconds + seconds + kind.rest_seconds
        if after > run_seconds:
            if not waiting:
                return faults
            continue
        faults.append(Planned(at_seconds, kind.name, chosen.choice(kind.targets), seconds))
        at_seconds = after


def nodes_in_turn(nodes: Sequence[str], run_seconds: float) -> list[Planned]:
    """Return the deaths of a broker's nodes, one every NODE_DIES_EVERY_SECONDS."""
    count = int((run_seconds - FIRST_AT_SECONDS) // NODE_DIES_EVERY_SECONDS)
    times = [FIRST_AT_SECONDS + NODE_DIES_EVERY_SECONDS * number for number in range(count)]
    return [Planned(at, "kill", nodes[number % len(nodes)], 0) for number, at in enumerate(times)]


def counted(faults: Sequence[Planned]) -> Mapping[str, int]:
    """Return how often each kind comes."""
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.kind] = counts.get(fault.kind, 0) + 1
    return counts
