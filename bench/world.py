"""Everything that is measured, while it runs: each is idle but for its turn."""

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import crowd, ours
from bench.contestant import Contestant
from bench.peers import express, fastapi_orders, fastapi_push, nchan, servers, socketio, web_stomp
from tests.e2e.running import Running, running

SHOPS = 20
CHANNELS = 200


@dataclass(frozen=True)
class World:
    """A system, and whoever pushes or takes orders as it does; Orderbell is the first of them."""

    system: Running
    shops: Sequence[str]
    pushing: Sequence[Contestant]
    ordering: Sequence[Contestant]

    @property
    def lacks(self) -> dict[str, str]:
        """Return what each peer does not do, by its name and what it was asked for."""
        paths = {"push path": self.pushing, "whole order": self.ordering}
        return {
            f"{peer.name}, {path}": peer.lacks
            for path, peers in paths.items()
            for peer in peers
            if peer.lacks
        }


@contextlib.contextmanager
def started(folder: Path) -> Iterator[World]:
    """Yield everything once it is ready."""
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(1) as meanwhile:
        (folder / "orderbell").mkdir()
        starting = servers.servers(folder)
        stack.push(starting)
        peers = meanwhile.submit(starting.__enter__)
        system = stack.enter_context(running(folder / "orderbell", **ours.LIMITS_LIFTED))
        shared = peers.result()
        shops = crowd.open_shops(system, SHOPS)
        own = ours.contestant(system, shops, CHANNELS)
        pushing = [
            stack.enter_context(peer.start(folder, shared, CHANNELS))
            for peer in (socketio, fastapi_push, web_stomp, nchan)
        ]
        ordering = [
            stack.enter_context(peer.start(folder, shared, SHOPS))
            for peer in (express, fastapi_orders)
        ]
        yield World(system, shops, [own, ours.relayed(own), *pushing], [own, *ordering])
