"""Loads on the push path: messages published, and when each was heard on the socket of its channel.

The servers' CPU is read here as well, at the beginning and the end of what is measured.
"""

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench import meter
from bench.contestant import NOTE, Pushing
from bench.load.amqp import open_publisher
from bench.load.http import Pool, post
from bench.load.pace import NS_PER_SECOND, evenly
from bench.load.process import clock_ns
from bench.load.socket import Socket, close_all, open_sockets

NS_PER_MS = 1_000_000
ARRIVAL_LIMIT_SECONDS = 10
POSTS_AT_ONCE = 50

Publish = Callable[[Sequence[int]], None]


@dataclass(frozen=True)
class Pushed:
    """What a load found: delays in milliseconds, messages a second, and CPU seconds by part."""

    delays_ms: Sequence[float]
    missing: int
    per_second: float
    heard: int
    cpu_seconds: Mapping[str, float]


def note_of(now_ns: int) -> str:
    """Return a note of NOTE's length that says when it was sent."""
    return f"~T{now_ns:021d}~"


def sent_ns(payload: bytes) -> int:
    """Return when what a frame tells of was sent; -1 where it holds no note of ours."""
    at = payload.find(b"~T")
    return int(payload[at + 2 : at + 23]) if at >= 0 else -1


async def at_rate(
    pushing: Pushing, parts: Mapping[str, int], rate: float, seconds: float, warm_up_seconds: float
) -> Pushed:
    """Publish at an even rate, whether or not what was sent before has been heard."""
    delays_ms: list[float] = []
    counted_from = clock_ns() + 10**18

    def heard(socket: Socket, payload: bytes) -> None:
        del socket
        sent = sent_ns(payload)
        if sent >= counted_from:
            delays_ms.append((clock_ns() - sent) / NS_PER_MS)

    sockets, publish, close = await _open(pushing, heard)
    numbers = itertools.cycle(range(len(sockets)))

    def publish_some(count: int) -> None:
        publish([next(numbers) for _ in range(count)])

    await evenly(rate, warm_up_seconds, publish_some)
    counted_from = clock_ns()
    before = meter.read(parts)
    sent = await evenly(rate, seconds, publish_some)
    deadline = clock_ns() + ARRIVAL_LIMIT_SECONDS * NS_PER_SECOND
    while len(delays_ms) < sent and clock_ns() < deadline:
        await asyncio.sleep(0.01)
    after = meter.read(parts)
    close_all(sockets)
    close()
    heard_count = len(delays_ms)
    per_second = heard_count / (after.at - before.at)
    return Pushed(
        sorted(delays_ms), sent - heard_count, per_second, heard_count, after.since(before)
    )


async def saturated(
    pushing: Pushing,
    parts: Mapping[str, int],
    in_flight: int,
    seconds: float,
    warm_up_seconds: float,
) -> Pushed:
    """Keep so many messages under way: for each that is heard, another is published."""
    loop = asyncio.get_running_loop()
    delays_ms: list[float] = []
    heard_count = due = 0

    def heard(socket: Socket, payload: bytes) -> None:
        nonlocal heard_count, due
        del socket
        sent = sent_ns(payload)
        if sent < 0:
            return
        heard_count += 1
        delays_ms.append((clock_ns() - sent) / NS_PER_MS)
        due += 1
        if due == 1:
            # Together with whatever else is read in this turn of the loop.
            loop.call_soon(publish_due)

    def publish_due() -> None:
        nonlocal due
        publish([next(numbers) for _ in range(due)])
        due = 0

    sockets, publish, close = await _open(pushing, heard)
    numbers = itertools.cycle(range(len(sockets)))
    publish([next(numbers) for _ in range(in_flight)])
    await asyncio.sleep(warm_up_seconds)
    before, heard_before = meter.read(parts), heard_count
    delays_ms.clear()
    await asyncio.sleep(seconds)
    after, heard_after = meter.read(parts), heard_count
    close_all(sockets)
    close()
    # What is still under way would be the next one's load.
    await asyncio.sleep(min(1, seconds))
    heard_within = heard_after - heard_before
    return Pushed(
        sorted(delays_ms),
        0,
        heard_within / (after.at - before.at),
        heard_within,
        after.since(before),
    )


async def _open(
    pushing: Pushing, heard: Callable[[Socket, bytes], None]
) -> tuple[list[Socket], Publish, Callable[[], None]]:
    """Return sockets that hear their channels, how to publish to them, and how to be gone."""
    sockets = await open_sockets(pushing.openings, heard)
    if pushing.broker_url:
        publisher = await open_publisher(
            pushing.broker_url, pushing.publications, relaying=pushing.relaying
        )

        def publish(numbers: Sequence[int]) -> None:
            note = note_of(clock_ns())
            publisher.publish([(number, NOTE, note) for number in numbers])

        return sockets, publish, publisher.close
    pool = Pool(pushing.port)
    places = asyncio.Semaphore(POSTS_AT_ONCE)
    posting: set[asyncio.Task[None]] = set()

    async def post_one(number: int, note: str) -> None:
        publication = pushing.publications[number]
        body = publication.body.replace(NOTE, note).encode()
        async with places:
            await pool.ask(post(publication.path, body))

    def publish_by_post(numbers: Sequence[int]) -> None:
        note = note_of(clock_ns())
        for number in numbers:
            task = asyncio.ensure_future(post_one(number, note))
            posting.add(task)
            task.add_done_callback(posting.discard)

    return sockets, publish_by_post, pool.close
