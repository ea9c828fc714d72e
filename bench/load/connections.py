"""Loads of sockets: opened as fast as they are let in, held, and all told the same thing.

They come from several addresses: one has 28,000 ports, and a port rests for a minute after use.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bench import meter
from bench.contestant import NOTE, Opening
from bench.load.http import Pool
from bench.load.pace import NS_PER_SECOND
from bench.load.process import clock_ns
from bench.load.push import note_of
from bench.load.socket import Heard, Socket, close_all

SOURCES = tuple(f"127.0.0.{2 + number}" for number in range(8))
OPEN_LIMIT_SECONDS = 120
HEARD_LIMIT_SECONDS = 60
CLIENTS = "these clients"
OK = 200


@dataclass(frozen=True)
class Opened:
    """What it took to open so many sockets; CPU seconds are by part, and those of these clients.

    `memory_bytes` is by how much each part grew until all had rested.
    """

    count: int
    seconds: float
    cpu_seconds: Mapping[str, float]
    memory_bytes: Mapping[str, int]


@dataclass(frozen=True)
class Broadcast:
    """What tells every socket the same: each subscribes by `said`, and answers so.

    `request` is sent to `port`, so many `times`, and holds NOTE, by which its frame is known.
    """

    port: int
    said: str
    answer: str
    request: str
    times: int


@dataclass(frozen=True)
class Told:
    """When the first and the last socket had heard it, since the call, and CPU seconds by part."""

    first_seconds: float
    last_seconds: float
    cpu_seconds: Mapping[str, float]


async def opened(
    openings: Sequence[Opening], parts: Mapping[str, int], at_once: int, rest_seconds: float
) -> Opened:
    """Open a socket for each opening, so many at a time; have all rest, and be gone."""
    crowd = Crowd(openings, lambda _, __: None)
    try:
        return await _opened(crowd, parts, at_once, rest_seconds)
    finally:
        close_all(crowd.sockets)


async def told(
    openings: Sequence[Opening],
    parts: Mapping[str, int],
    at_once: int,
    rest_seconds: float,
    broadcast: Broadcast,
) -> tuple[Opened, list[Told]]:
    """Open sockets, have them rest, and tell all of them the same."""
    listening = _Listening(broadcast.answer.encode())
    crowd = Crowd(openings, listening.heard)
    try:
        holding = await _opened(crowd, parts, at_once, rest_seconds)
        listening.expect(len(openings))
        for socket in crowd.sockets:
            socket.say(broadcast.said)
        await listening.all_heard()
        found = []
        for _ in range(broadcast.times):
            await asyncio.sleep(rest_seconds)
            found.append(await _told(broadcast, parts, listening, len(openings)))
        return holding, found
    finally:
        close_all(crowd.sockets)


class Crowd:
    """Sockets that come together and are gone together."""

    def __init__(self, openings: Sequence[Opening], heard: Heard) -> None:
        """Take what is to be opened, and what is called with each message after that."""
        self.openings = openings
        self.sockets: list[Socket] = []
        self._heard = heard

    async def come(self, at_once: int) -> None:
        """Open all of them, so many at a time; raises where one is refused."""
        waiting = iter(range(len(self.openings)))

        async def open_in_turn() -> None:
            for number in waiting:
                await self.open_one(number)

        async with asyncio.timeout(OPEN_LIMIT_SECONDS), asyncio.TaskGroup() as doors:
            for _ in range(at_once):
                doors.create_task(open_in_turn())

    async def open_one(self, number: int) -> Socket:
        """Open the socket of one opening; raises ConnectionError or OSError."""
        opening = self.openings[number]
        _, socket = await asyncio.get_running_loop().create_connection(
            partial(Socket, opening, self._heard, number),
            "127.0.0.1",
            opening.port,
            local_addr=(SOURCES[number % len(SOURCES)], 0),
        )
        await socket.opened
        self.sockets.append(socket)
        return socket


class _Listening:
    """Counts the sockets that have heard what is waited for."""

    def __init__(self, mark: bytes) -> None:
        self._mark = mark
        self._missing = 0
        self._all_heard = asyncio.Event()
        self.first_ns = self.last_ns = 0

    def expect(self, count: int, mark: bytes = b"") -> None:
        """Wait from now on for so many sockets to hear what holds the mark."""
        self._mark = mark or self._mark
        self._missing, self.first_ns = count, 0
        self._all_heard.clear()

    async def all_heard(self) -> None:
        """Return when all have; raises TimeoutError."""
        async with asyncio.timeout(HEARD_LIMIT_SECONDS):
            await self._all_heard.wait()

    def heard(self, socket: Socket, payload: bytes) -> None:
        """Take a message."""
        del socket
        if self._mark not in payload:
            return
        self.last_ns = clock_ns()
        self.first_ns = self.first_ns or self.last_ns
        self._missing -= 1
        if not self._missing:
            self._all_heard.set()


async def _opened(
    crowd: Crowd, parts: Mapping[str, int], at_once: int, rest_seconds: float
) -> Opened:
    held_before = _memory(parts)
    before, own_before, began_ns = meter.read(parts), time.process_time(), clock_ns()
    await crowd.come(at_once)
    seconds = (clock_ns() - began_ns) / NS_PER_SECOND
    own, after = time.process_time() - own_before, meter.read(parts)
    await asyncio.sleep(rest_seconds)
    held = _memory(parts)
    return Opened(
        len(crowd.openings),
        seconds,
        after.since(before) | {CLIENTS: own},
        {part: held[part] - held_before[part] for part in parts},
    )


async def _told(
    broadcast: Broadcast, parts: Mapping[str, int], listening: _Listening, count: int
) -> Told:
    pool = Pool(broadcast.port)
    before, own_before, began_ns = meter.read(parts), time.process_time(), clock_ns()
    note = note_of(began_ns)
    listening.expect(count, note.encode())
    answer = await pool.ask(broadcast.request.replace(NOTE, note).encode())
    assert answer.status == OK, answer.body
    await listening.all_heard()
    own, after = time.process_time() - own_before, meter.read(parts)
    pool.close()
    return Told(
        (listening.first_ns - began_ns) / NS_PER_SECOND,
        (listening.last_ns - began_ns) / NS_PER_SECOND,
        after.since(before) | {CLIENTS: own},
    )


def _memory(parts: Mapping[str, int]) -> dict[str, int]:
    return {part: meter.memory_bytes(pid) for part, pid in parts.items()}
