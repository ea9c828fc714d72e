"""The whole system: every part, what it runs, what it is told, and when it is ready."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from stack import ports, postgres, rabbitmq
from stack.credentials import Credentials
from stack.part import Part
from stack.settings import StackSettings

PYTHON = ["python", "-P", "-m"]


@dataclass(frozen=True)
class Listening:
    """The sockets that hold a port for each listener inside."""

    postgres: socket.socket
    amqp: socket.socket
    management: socket.socket
    distribution: socket.socket
    epmd: socket.socket
    shops: socket.socket
    orders: socket.socket
    notifier: socket.socket
    gateway: socket.socket
    websocket: socket.socket

    def port(self, name: str) -> int:
        """Return the port of one of them."""
        return ports.number(getattr(self, name))

    def url(self, name: str, path: str = "") -> str:
        """Return the address of one of them that speaks HTTP."""
        return f"http://127.0.0.1:{self.port(name)}{path}"


def listen() -> Listening:
    """Hold a free port for every listener."""
    return Listening(**{field.name: ports.reserve() for field in fields(Listening)})


def broker_ports(listening: Listening) -> rabbitmq.Ports:
    """Return the ports of the RabbitMQ node."""
    return rabbitmq.Ports(
        **{field.name: listening.port(field.name) for field in fields(rabbitmq.Ports)}
    )


def parts(
    settings: StackSettings, data: Path, listening: Listening, credentials: Credentials
) -> list[Part]:
    """Return every part of the system."""
    node = rabbitmq.environment(data / "rabbitmq", broker_ports(listening))
    common = {
        "ENVIRONMENT": settings.environment,
        "DEMO": str(settings.demo).lower(),
        "HTTP_HOST": ports.LOOPBACK,
        "PYTHONUNBUFFERED": "1",
    }

    def service(name: str, *needs: Mapping[str, str]) -> Part:
        environment = common | {"HTTP_PORT": str(listening.port(name))}
        for need in needs:
            environment |= need
        return Part(
            name,
            "services",
            [*PYTHON, f"services.{name}"],
            environment,
            ready=listening.url(name, "/readyz"),
        )

    def broker(user: str) -> dict[str, str]:
        return {"BROKER_URL": rabbitmq.url(listening.port("amqp"), user, credentials.broker[user])}

    def database(name: str) -> dict[str, str]:
        password = credentials.databases[name]
        return {"DATABASE_URL": postgres.url(listening.port("postgres"), name, password)}

    def signer(name: str) -> dict[str, str]:
        return verifier | {"TOKEN_PRIVATE_KEY_FILE": str(credentials.private_key(name))}

    verifier = {"TOKEN_PUBLIC_KEYS_FILE": str(credentials.public_keys)}
    websockets = {
        "WEBSOCKET_HOST": ports.LOOPBACK,
        "WEBSOCKET_PORT": str(listening.port("websocket")),
    }
    return [
        Part(
            "postgres",
            "servers",
            postgres.command(data / "postgres", listening.port("postgres")),
            folder="postgres",
            stop_signal="INT",
        ),
        Part("epmd", "servers", rabbitmq.epmd_command(), node, folder="rabbitmq"),
        Part("rabbitmq", "servers", rabbitmq.command(), node, folder="rabbitmq"),
        Part(
            "migrate",
            "services",
            [*PYTHON, "stack.migrate"],
            {"POSTGRES_PORT": str(listening.port("postgres"))} | common,
            once=True,
        ),
        service("shops", database("shops"), broker("shops"), signer("shops")),
        service("orders", database("orders"), broker("orders"), signer("orders")),
        service("notifier", broker("notifier")),
        service("gateway", broker("gateway"), verifier, websockets),
        Part("edge", "edge", [*PYTHON, "stack.edge"], folder="edge"),
    ]


def edge_values(
    settings: StackSettings, listening: Listening, edge_port: int
) -> dict[str, str | int]:
    """Return what the edge's configuration is filled in with."""
    return {
        "EDGE_LISTEN": _listen_on(settings.bind, edge_port),
        "SHOPS_ADDRESS": f"{ports.LOOPBACK}:{listening.port('shops')}",
        "ORDERS_ADDRESS": f"{ports.LOOPBACK}:{listening.port('orders')}",
        "GATEWAY_ADDRESS": f"{ports.LOOPBACK}:{listening.port('websocket')}",
        "ORDERS_PER_SECOND": settings.orders_per_second,
        "ORDERS_BURST": settings.orders_burst,
    }


def _listen_on(address: str, port: int) -> str:
    """Return nginx's parameters for an address; `::` takes IPv4 too, as elsewhere."""
    return f"[{address}]:{port} ipv6only=off" if ":" in address else f"{address}:{port}"
