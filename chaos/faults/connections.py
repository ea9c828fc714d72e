"""Faults of connections, clients' too: cut, stalled, slow, dropped."""

import asyncio

from chaos.containers import Containers
from chaos.links import State
from chaos.system import System

DELAY_SECONDS = 0.4
CLIENTS_END = ">edge"


async def cut(system: System, link: str, seconds: float) -> None:
    """Reset a link's connections, and refuse new ones for a while."""
    await _in_state(system, link, State.CUT, seconds)


async def stall(system: System, link: str, seconds: float) -> None:
    """Let nothing pass for a while, and tell nobody: a pulled cable."""
    await _in_state(system, link, State.STALLED, seconds)


async def sever(system: System, link: str, seconds: float) -> None:
    """Let nothing pass for a while, and then reset: what was under way is lost."""
    await _in_state(system, link, State.STALLED, seconds, then=State.CUT)


async def unplug(system: System, link: str, seconds: float) -> None:
    """Take a container off the network of the servers for a while."""
    if not isinstance(system, Containers):
        raise TypeError("only containers can be unplugged")
    replica = link.partition(">")[0]
    await asyncio.to_thread(system.unplug, replica)
    try:
        await asyncio.sleep(seconds)
    finally:
        await asyncio.to_thread(system.plug_in, replica)


async def delay(system: System, link: str, seconds: float) -> None:
    """Hold up whatever passes, each time by DELAY_SECONDS."""
    system.links[link].delay_seconds = DELAY_SECONDS
    try:
        await asyncio.sleep(seconds)
    finally:
        system.links[link].delay_seconds = 0.0


async def drop_sockets(system: System, target: str, seconds: float) -> None:
    """Reset every connection of the clients at once; they may come back at once."""
    del target, seconds
    for link in system.links:
        if link.name.endswith(CLIENTS_END):
            link.reset()


async def _in_state(
    system: System, link: str, state: State, seconds: float, then: State | None = None
) -> None:
    system.links[link].turn(state)
    try:
        await asyncio.sleep(seconds)
    finally:
        if then:
            system.links[link].turn(then)
        system.links[link].turn(State.OPEN)
