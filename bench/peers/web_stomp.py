"""RabbitMQ Web STOMP: browsers at the broker itself, with no server of one's own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bench.contestant import Contestant, Opening
from bench.peers import Servers
from bench.peers.channels import pushing, shops

# Every virtual host has it.
EXCHANGE = "amq.topic"
LACKS = (
    "A socket's queue goes with it: what comes meanwhile is lost, with no snapshot to catch up"
    " with, no receipt and no second push. Browsers hold a password of the broker, and each"
    " connection changes its topology. Every audience gets the same message."
)


@contextlib.contextmanager
def start(folder: Path, servers: Servers, channels: int) -> Iterator[Contestant]:
    """Yield it; there is nothing to start."""
    del folder
    yield Contestant(
        name="RabbitMQ Web STOMP",
        parts={"rabbitmq": servers.rabbitmq},
        lacks=LACKS,
        pushing=pushing(
            servers, EXCHANGE, [_opening(servers, f"shop.{shop}") for shop in shops(channels)]
        ),
    )


def _opening(servers: Servers, routing_key: str) -> Opening:
    """Return how a client logs in and subscribes, and hears that it is."""
    broker = urlsplit(servers.broker_url)
    connect = _frame(
        "CONNECT",
        ("accept-version", "1.2"),
        ("host", broker.path[1:]),
        ("login", str(broker.username)),
        ("passcode", str(broker.password)),
        ("heart-beat", "0,0"),
    )
    subscribe = _frame(
        "SUBSCRIBE",
        ("id", "0"),
        ("destination", f"/exchange/{EXCHANGE}/{routing_key}"),
        ("receipt", "0"),
    )
    return Opening(
        port=servers.web_stomp_port,
        path="/ws",
        steps=((connect, "CONNECTED\n"), (subscribe, "RECEIPT\n")),
        subprotocol="v12.stomp",
    )


def _frame(command: str, *headers: tuple[str, str]) -> str:
    return "\n".join([command, *(f"{name}:{value}" for name, value in headers), "", "\0"])
