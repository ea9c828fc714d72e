"""A load of kitchens that are all away at once, and all back at once."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench import meter
from bench.load.connections import CLIENTS
from bench.load.process import clock_ns
from bench.load.screens import Screen, Screens

AWAY_SECONDS = 1.0
CALM_AT_ONCE = 20


@dataclass(frozen=True)
class Returned:
    """When all went, could come back, had their sockets, and had their orders; and what failed.

    Times are nanoseconds of `clock_ns`, CPU seconds are of the return, by part.
    """

    away_ns: int
    back_ns: int
    open_ns: int
    done_ns: int
    refused_sockets: int
    refused_snapshots: int
    cpu_seconds: Mapping[str, float]


async def gone_and_back(
    screens: Sequence[Screen], port: int, parts: Mapping[str, int], rest_seconds: float, runs: int
) -> list[Returned]:
    """Have all come calmly; then, after each rest, be away for a moment and back at once."""
    pages = Screens(screens, port, lambda _, __: None)
    try:
        await pages.come(CALM_AT_ONCE)
        found = []
        for _ in range(runs):
            await asyncio.sleep(rest_seconds)
            found.append(await _gone_and_back(pages, parts, len(screens)))
        return found
    finally:
        pages.close()


async def _gone_and_back(pages: Screens, parts: Mapping[str, int], count: int) -> Returned:
    pages.refused_sockets = pages.refused_snapshots = 0
    away_ns = clock_ns()
    pages.leave()
    await asyncio.sleep(AWAY_SECONDS)
    before, own_before, back_ns = meter.read(parts), time.process_time(), clock_ns()
    await pages.come(at_once=count)
    done_ns, own = clock_ns(), time.process_time() - own_before
    return Returned(
        away_ns,
        back_ns,
        pages.last_open_ns,
        done_ns,
        pages.refused_sockets,
        pages.refused_snapshots,
        meter.read(parts).since(before) | {CLIENTS: own},
    )
