"""A load of screens that wait: first at rest, and then while orders are placed at an even rate."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench import meter
from bench.load.clients import Clients, Heard
from bench.load.connections import CLIENTS
from bench.load.customers import Customers
from bench.load.event_streams import EventStreams
from bench.load.long_polling import LongPolling
from bench.load.pace import NS_PER_SECOND, evenly
from bench.load.polling import Polling
from bench.load.process import clock_ns
from bench.load.push import NS_PER_MS
from bench.load.screens import Screen
from bench.load.seen import Seen
from bench.load.sockets import Sockets
from bench.load.tally import Tally
from bench.transports.ways import Way

COME_LIMIT_SECONDS = 120
# From the last order on; a poll may take ten seconds.
SEEN_LIMIT_SECONDS = 15
LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Load:
    """How many orders are placed a second, and the seconds of what follows one upon the other.

    All settle, and rest; orders come for a while that does not count, and for one that does.
    """

    rate: float
    settle_seconds: float
    rest_seconds: float
    warm_up_seconds: float
    seconds: float


@dataclass(frozen=True)
class Spent:
    """What a time took: CPU seconds by part, with those of these clients, and what passed."""

    seconds: float
    cpu_seconds: Mapping[str, float]
    passed: Tally


@dataclass(frozen=True)
class Waited:
    """What waiting took at rest and while orders came, and what became of the orders.

    `delays_ms` has each order that was taken; of `unseen` ones it is how long they were looked for.
    `memory_bytes` is what each part held at rest.
    """

    memory_bytes: Mapping[str, int]
    rest: Spent
    busy: Spent
    delays_ms: Sequence[float]
    placed: int
    refused: int
    unseen: int


async def waited(
    way: Way, screens: Sequence[Screen], port: int, parts: Mapping[str, int], load: Load
) -> Waited:
    """Have screens wait, and orders placed for them."""
    tally, seen = Tally(), Seen()

    def heard(number: int, content: bytes) -> None:
        if ids := seen.take(content, clock_ns()):
            clients.confirm(number, ids)

    def answered(number: int, content: bytes) -> None:
        if way.kind == "nobody":
            heard(number, content)

    clients = _clients(way, screens, port, tally, heard)
    customers = Customers(screens, port, answered)
    try:
        async with asyncio.timeout(COME_LIMIT_SECONDS):
            await clients.come()
        await asyncio.sleep(load.settle_seconds)
        begun = _Reading.of(parts, tally)
        await asyncio.sleep(load.rest_seconds)
        rest = begun.until_now(parts, tally)
        memory_bytes = {part: meter.memory_bytes(pid) for part, pid in parts.items()}
        async with asyncio.TaskGroup() as orders:

            def place(count: int) -> None:
                for _ in range(count):
                    orders.create_task(customers.place())

            await evenly(load.rate, load.warm_up_seconds, place)
            customers.begin()
            begun = _Reading.of(parts, tally)
            placed = await evenly(load.rate, load.seconds, place)
            busy = begun.until_now(parts, tally)
        await _all_seen(seen, customers.taken)
    finally:
        clients.close()
        customers.leave()
    taken, given_up_ns = customers.taken, clock_ns()
    return Waited(
        memory_bytes,
        rest,
        busy,
        [(seen.at_ns.get(sent, given_up_ns) - sent) / NS_PER_MS for sent in taken],
        placed,
        customers.refused,
        len(taken - seen.at_ns.keys()),
    )


def _clients(way: Way, screens: Sequence[Screen], port: int, tally: Tally, heard: Heard) -> Clients:
    match way.kind:
        case "polling":
            return Polling(screens, port, tally, heard, way.interval_seconds)
        case "long polling":
            return LongPolling(screens, port, tally, heard)
        case "event stream":
            return EventStreams(screens, port, tally, heard)
        case "socket":
            return Sockets(screens, port, tally, heard)
        case "nobody":
            return Clients(screens, port, tally, heard)


@dataclass(frozen=True)
class _Reading:
    used: meter.Reading
    own_seconds: float
    passed: Tally

    @classmethod
    def of(cls, parts: Mapping[str, int], tally: Tally) -> "_Reading":
        return cls(meter.read(parts), time.process_time(), tally.copy())

    def until_now(self, parts: Mapping[str, int], tally: Tally) -> Spent:
        now = _Reading.of(parts, tally)
        own = {CLIENTS: now.own_seconds - self.own_seconds}
        return Spent(
            now.used.at - self.used.at,
            now.used.since(self.used) | own,
            now.passed.since(self.passed),
        )


async def _all_seen(seen: Seen, taken: set[int]) -> None:
    """Return when every order was seen, or after SEEN_LIMIT_SECONDS."""
    deadline = clock_ns() + SEEN_LIMIT_SECONDS * NS_PER_SECOND
    while taken - seen.at_ns.keys() and clock_ns() < deadline:
        await asyncio.sleep(LOOK_SECONDS)
