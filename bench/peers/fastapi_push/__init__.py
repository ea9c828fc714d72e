"""FastAPI: a process of uvicorn that consumes a queue and pushes to WebSockets."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.contestant import Contestant, Opening
from bench.peers import Servers
from bench.peers.channels import pushing, shops
from bench.peers.process import running
from stack import ports

NAME = "fastapi"
LACKS = (
    "What is pushed to a channel that nobody hears is lost: no snapshot to catch up with, no"
    " receipt, no second push. No dead letters: a bad message is dropped. Anybody may hear any"
    " channel."
)


@contextlib.contextmanager
def start(folder: Path, servers: Servers, channels: int) -> Iterator[Contestant]:
    """Yield it while it runs, with its queue declared."""
    with ports.reserve() as holder:
        port = ports.number(holder)
        command = [
            *(sys.executable, "-m", "uvicorn", "app:app", "--app-dir", str(Path(__file__).parent)),
            *("--port", str(port), "--no-access-log"),
        ]
        environment = {"BROKER_URL": servers.broker_url, "NAME": NAME}
        with running(command, folder, port, environment) as server:
            yield Contestant(
                name="FastAPI",
                parts={"server": server, "rabbitmq": servers.rabbitmq},
                lacks=LACKS,
                pushing=pushing(
                    servers, NAME, [Opening(port, f"/ws/shop:{shop}") for shop in shops(channels)]
                ),
            )
