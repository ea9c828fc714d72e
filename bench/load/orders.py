"""Loads of whole orders: placed over HTTP, and seen on a socket of the kitchen that they are for.

Every screen confirms each order that it sees, where the system has receipts, as its page would.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench import meter
from bench.contestant import Ordering
from bench.load.http import Pool
from bench.load.pace import NS_PER_SECOND, evenly
from bench.load.placing import CREATED, confirm, place
from bench.load.process import clock_ns
from bench.load.push import NS_PER_MS, sent_ns
from bench.load.socket import Socket, close_all, open_sockets

ACCEPTING_LIMIT_SECONDS = 15
ARRIVAL_LIMIT_SECONDS = 10


@dataclass
class Ordered:
    """What a load found; delays are milliseconds from the first byte of the call.

    `screens_ms` are those to the frame on the kitchen's socket, in the order of their calls.
    """

    answers_ms: list[float] = field(default_factory=list)
    screens_ms: list[float] = field(default_factory=list)
    refused: int = 0
    missing: int = 0
    twice: int = 0
    per_second: float = 0.0
    cpu_seconds: Mapping[str, float] = field(default_factory=dict)
    # By order id: when it was sent and when seen, by `clock_ns`.
    ways_ns: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class _Crowd:
    """Kitchens at their sockets, and customers who order."""

    def __init__(self, ordering: Ordering) -> None:
        self._ordering = ordering
        self._mark = ordering.mark.encode()
        self._pool = Pool(ordering.port)
        self._shops = itertools.cycle(range(len(ordering.bodies)))
        self.sockets: Sequence[Socket] = ()
        # By when they were sent, which is the name of each.
        self.answered: dict[int, int] = {}
        self.seen: dict[int, int] = {}
        self.ids: dict[int, str] = {}
        self.refused = 0
        self.twice = 0

    async def come(self) -> None:
        """Return when every kitchen is at its socket, and its shop takes orders."""
        self.sockets = await open_sockets(self._ordering.openings, self._heard)
        async with asyncio.timeout(ACCEPTING_LIMIT_SECONDS):
            for shop in range(len(self._ordering.bodies)):
                while not await self.place(shop):
                    await asyncio.sleep(0.1)

    def leave(self) -> None:
        close_all(self.sockets)
        self._pool.close()

    async def place(self, shop: int) -> bool:
        """Place an order, and return whether it was taken."""
        try:
            sent, answer = await place(self._pool, self._ordering.path, self._ordering.bodies[shop])
        except ConnectionError:
            # Whoever has more than they bear may cut off.
            self.refused += 1
            return False
        if answer.status != CREATED:
            self.refused += 1
            return False
        self.answered[sent] = clock_ns()
        return True

    async def place_evenly(self, rate: float, seconds: float) -> int:
        """Place orders at an even rate, and return how many they were."""
        async with asyncio.TaskGroup() as customers:

            def place_some(count: int) -> None:
                for _ in range(count):
                    customers.create_task(self.place(next(self._shops)))

            return await evenly(rate, seconds, place_some)

    async def place_in_turn(self, customers: int, seconds: float) -> int:
        """Have so many customers place one order after the other, and return how many they were."""
        ends, count = clock_ns() + int(seconds * NS_PER_SECOND), 0

        async def keep_ordering() -> None:
            nonlocal count
            while clock_ns() < ends:
                await self.place(next(self._shops))
                count += 1

        async with asyncio.TaskGroup() as tasks:
            for _ in range(customers):
                tasks.create_task(keep_ordering())
        return count

    def _heard(self, socket: Socket, payload: bytes) -> None:
        if self._mark not in payload:
            return
        now, sent = clock_ns(), sent_ns(payload)
        if sent in self.seen:
            self.twice += 1
        self.seen.setdefault(sent, now)
        if self._ordering.receipts:
            self.ids[sent] = confirm(self._ordering, socket, payload)


async def at_rate(
    ordering: Ordering,
    parts: Mapping[str, int],
    rate: float,
    seconds: float,
    warm_up_seconds: float,
) -> Ordered:
    """Place orders at an even rate, and return what became of them."""

    async def place_for(crowd: _Crowd, seconds: float) -> int:
        return await crowd.place_evenly(rate, seconds)

    return await _measured(ordering, parts, place_for, seconds, warm_up_seconds)


async def in_turn(
    ordering: Ordering,
    parts: Mapping[str, int],
    customers: int,
    seconds: float,
    warm_up_seconds: float,
) -> Ordered:
    """Have so many customers each place one order after the other, and return what became of it."""

    async def place_for(crowd: _Crowd, seconds: float) -> int:
        return await crowd.place_in_turn(customers, seconds)

    return await _measured(ordering, parts, place_for, seconds, warm_up_seconds)


def _forget(crowd: _Crowd) -> None:
    crowd.answered.clear()
    crowd.seen.clear()
    crowd.refused = crowd.twice = 0


async def _all_seen(crowd: _Crowd) -> None:
    """Return when every order was seen, or late; where nobody looks, at once."""
    if not crowd.sockets:
        return
    deadline = clock_ns() + ARRIVAL_LIMIT_SECONDS * NS_PER_SECOND
    while crowd.answered.keys() - crowd.seen.keys() and clock_ns() < deadline:
        await asyncio.sleep(0.02)


async def _measured(
    ordering: Ordering,
    parts: Mapping[str, int],
    place_for: Callable[[_Crowd, float], Awaitable[int]],
    seconds: float,
    warm_up_seconds: float,
) -> Ordered:
    """Have orders placed for so long, after a time that does not count."""
    crowd = _Crowd(ordering)
    await crowd.come()
    await place_for(crowd, warm_up_seconds)
    await _all_seen(crowd)
    _forget(crowd)
    before = meter.read(parts)
    await place_for(crowd, seconds)
    answered_at = meter.read(parts).at
    await _all_seen(crowd)
    after = meter.read(parts)
    crowd.leave()
    return Ordered(
        answers_ms=[(at - sent) / NS_PER_MS for sent, at in crowd.answered.items()],
        screens_ms=[(at - sent) / NS_PER_MS for sent, at in sorted(crowd.seen.items())],
        refused=crowd.refused,
        missing=len(crowd.answered.keys() - crowd.seen.keys()) if crowd.sockets else 0,
        twice=crowd.twice,
        per_second=len(crowd.answered) / (answered_at - before.at),
        cpu_seconds=after.since(before),
        ways_ns={
            crowd.ids[sent]: (sent, at) for sent, at in crowd.seen.items() if sent in crowd.ids
        },
    )
