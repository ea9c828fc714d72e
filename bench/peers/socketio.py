"""Socket.IO: a process of Node.js that consumes a queue and pushes to rooms."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.contestant import Contestant, Opening
from bench.peers import Servers
from bench.peers.channels import pushing, shops
from bench.peers.process import running
from stack import ports

NAME = "socketio"
HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")
INSTALLED = HERE / "node_modules"
LACKS = (
    "What is pushed to a room that nobody is in is lost: no snapshot to catch up with, no"
    " receipt, no second push. No dead letters: a bad message ends the process. It does not return"
    " to a broker that was lost. Anybody may join any room."
)


@contextlib.contextmanager
def start(folder: Path, servers: Servers, channels: int) -> Iterator[Contestant]:
    """Yield it while it runs, with its queue declared."""
    with ports.reserve() as holder:
        port = ports.number(holder)
        environment = {
            "BROKER_URL": servers.broker_url,
            "NAME": NAME,
            "PORT": str(port),
            "NODE_ENV": "production",
        }
        command = [str(NODE), str(HERE / "socketio/push.js")]
        with running(command, folder, port, environment) as server:
            yield Contestant(
                name="Socket.IO",
                parts={"server": server, "rabbitmq": servers.rabbitmq},
                lacks=LACKS,
                pushing=pushing(
                    servers, NAME, [_opening(port, f"shop:{shop}") for shop in shops(channels)]
                ),
            )


def _opening(port: int, channel: str) -> Opening:
    """Return how a client connects, and joins a room by an event that is acknowledged."""
    return engine_io(port, ("40", "40{"), (f'420["join","{channel}"]', "430["))


def engine_io(port: int, *steps: tuple[str, str]) -> Opening:
    """Return how a client of Socket.IO opens its socket, and what it says then.

    The digits are those of the protocols of Engine.IO and Socket.IO: 0 open, 2 ping, 3 pong, and
    4 a message, which is 40 to connect, 42 an event and 43 its acknowledgement.
    """
    return Opening(
        port=port,
        path="/socket.io/?EIO=4&transport=websocket",
        steps=(("", "0{"), *steps),
        replies={"2": "3"},
    )
