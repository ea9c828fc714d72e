"""Express, pg, amqplib and Socket.IO: the whole order in one process of Node.js."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from bench.contestant import Contestant, Opening
from bench.peers import Servers
from bench.peers.ordering import contestant, make_tables
from bench.peers.process import running
from bench.peers.socketio import NODE, engine_io
from stack import ports

NAME = "express"
SERVER = Path(__file__).parent / "express/server.js"


@contextlib.contextmanager
def start(folder: Path, servers: Servers, shops: int) -> Iterator[Contestant]:
    """Yield it while it runs, with so many shops that take orders."""
    shop_ids = [f"{NAME}-{number}" for number in range(shops)]
    make_tables(servers.database_url, NAME, shop_ids)
    with ports.reserve() as holder:
        port = ports.number(holder)
        environment = {
            "BROKER_URL": servers.broker_url,
            "DATABASE_URL": servers.database_url,
            "PORT": str(port),
            "NODE_ENV": "production",
        }
        with running([str(NODE), str(SERVER)], folder, port, environment) as server:
            yield contestant(
                "Express",
                server,
                servers,
                shop_ids=shop_ids,
                openings=[_opening(port, shop) for shop in shop_ids],
                mark='42["order",',
            )


def _opening(port: int, shop_id: str) -> Opening:
    """Return how a screen of a shop connects, which says in its handshake whose it is."""
    return engine_io(port, ("40" + json.dumps({"shop_id": shop_id}), "40{"))
