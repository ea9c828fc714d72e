"""FastAPI, SQLAlchemy with asyncpg, and aio-pika: the whole order in one process of uvicorn."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.contestant import Contestant, Opening
from bench.peers import Servers
from bench.peers.ordering import contestant, make_tables
from bench.peers.process import running
from stack import ports

NAME = "fastapi"


@contextlib.contextmanager
def start(folder: Path, servers: Servers, shops: int) -> Iterator[Contestant]:
    """Yield it while it runs, with so many shops that take orders."""
    shop_ids = [f"{NAME}-{number}" for number in range(shops)]
    make_tables(servers.database_url, NAME, shop_ids)
    with ports.reserve() as holder:
        port = ports.number(holder)
        command = [
            *(sys.executable, "-m", "uvicorn", "app:app", "--app-dir", str(Path(__file__).parent)),
            *("--port", str(port), "--loop", "uvloop", "--http", "httptools"),
            *("--workers", "1", "--no-access-log", "--log-level", "warning"),
        ]
        environment = {"BROKER_URL": servers.broker_url, "DATABASE_URL": servers.database_url}
        with running(command, folder, port, environment) as server:
            yield contestant(
                "FastAPI",
                server,
                servers,
                shop_ids=shop_ids,
                openings=[Opening(port, f"/ws/{shop}") for shop in shop_ids],
                mark='"status":"placed"',
            )
