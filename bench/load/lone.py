"""Lone orders, ten a second, in a process of their own for as long as another load runs."""

import asyncio
import contextlib
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.synchronize import Event

import uvloop

from bench.contestant import Ordering
from bench.load.http import Pool
from bench.load.placing import CREATED, confirm, place
from bench.load.process import clock_ns
from bench.load.push import NS_PER_MS, sent_ns
from bench.load.socket import Socket, close_all, open_sockets

EVERY_SECONDS = 0.1
ARRIVAL_LIMIT_SECONDS = 15

# Orders by when their call was sent (`clock_ns`), with the milliseconds until their frame.
Delays = dict[int, float]

_enough: Event


@contextlib.contextmanager
def lone_orders(ordering: Ordering) -> Iterator["Future[Delays]"]:
    """Have orders placed meanwhile, in the first shop alone; the result is there afterwards."""
    spawn = multiprocessing.get_context("spawn")
    enough = spawn.Event()
    with ProcessPoolExecutor(1, spawn, initializer=_take, initargs=(enough,)) as pool:
        placing = pool.submit(_run, ordering)
        try:
            yield placing
        finally:
            enough.set()


def _take(enough: Event) -> None:
    global _enough  # noqa: PLW0603 -- the way in which a pool hands it to its process
    _enough = enough


def _run(ordering: Ordering) -> Delays:
    return uvloop.run(_place_until_enough(ordering))


async def _place_until_enough(ordering: Ordering) -> Delays:
    """Return the delays; raises TimeoutError when an order that was taken is not seen."""
    delays: Delays = {}
    taken: set[int] = set()
    pool = Pool(ordering.port)

    def heard(socket: Socket, payload: bytes) -> None:
        sent = sent_ns(payload)
        if sent > 0:
            delays.setdefault(sent, (clock_ns() - sent) / NS_PER_MS)
            confirm(ordering, socket, payload)

    async def place_one() -> None:
        sent, answer = await place(pool, ordering.path, ordering.bodies[0])
        if answer.status == CREATED:
            taken.add(sent)

    sockets = await open_sockets(ordering.openings[:1], heard)
    async with asyncio.TaskGroup() as customers:
        while not _enough.is_set():
            customers.create_task(place_one())
            await asyncio.sleep(EVERY_SECONDS)
    async with asyncio.timeout(ARRIVAL_LIMIT_SECONDS):
        while taken - delays.keys():
            await asyncio.sleep(EVERY_SECONDS)
    close_all(sockets)
    pool.close()
    return delays
