"""The whole system: every part, what it runs, what it is told, and when it is ready."""

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from provision import databases
from provision.broker import url as broker_url
from provision.credentials import Credentials
from stack import edge, ports, postgres, rabbitmq
from stack.part import Part
from stack.settings import StackSettings

PYTHON = ["python", "-P", "-m"]
SERVICES = ("shops", "orders", "notifier", "gateway")
# The adapter for old pages: its calls, its sockets, and where the edge believes it whom it is for.
TEMPLATE = "template"
FOR_TEMPLATE = "edge.for-template"
# Connections that a worker of the edge keeps open to a service, and that may wait to be accepted.
KEPT_CONNECTIONS = 64
EDGE_BACKLOG = 4096
# No request comes in there.
NO_PORT = 0
# One failure takes a replica out for a while, so that a frozen one costs few requests. Where that
# leaves none, all are tried: one that was out a moment ago may be back.
UPSTREAM_CHECKS = ("max_fails=1 fail_timeout=5s", "max_fails=0 backup")


@dataclass(frozen=True)
class Listening:
    """The sockets that hold a port for each listener inside, by the listener's name.

    A replica listens for HTTP under its own name, and a gateway's WebSockets are another listener.
    """

    holders: Mapping[str, socket.socket]

    def port(self, name: str) -> int:
        """Return the port of one of them."""
        return ports.number(self.holders[name])

    def url(self, name: str, path: str = "") -> str:
        """Return the address of one of them that speaks HTTP."""
        return f"http://{ports.LOOPBACK}:{self.port(name)}{path}"


def replicas(service: str, count: int) -> list[str]:
    """Return the names of a service's processes: its own name where there is one of them."""
    return [service] if count == 1 else [f"{service}-{number + 1}" for number in range(count)]


def websockets(part: str) -> str:
    """Return the name under which a part's WebSockets listen."""
    return f"{part}.websockets"


def listen(count: int, *, answers_old_pages: bool) -> Listening:
    """Hold a free port for every listener, with so many replicas of each service."""
    names = ["postgres", *(name for service in SERVICES for name in replicas(service, count))]
    names += map(websockets, replicas("gateway", count))
    if answers_old_pages:
        names += [TEMPLATE, websockets(TEMPLATE), FOR_TEMPLATE]
    return Listening({name: ports.reserve() for name in names} | rabbitmq.reserve_ports())


def parts(
    settings: StackSettings, data: Path, listening: Listening, credentials: Credentials
) -> list[Part]:
    """Return every part of the system."""
    node = rabbitmq.environment(data / "rabbitmq", rabbitmq.ports_of(listening.holders))
    common = {
        "ENVIRONMENT": settings.environment,
        "DEMO": str(settings.demo).lower(),
        "HTTP_HOST": ports.LOOPBACK,
        "PYTHONUNBUFFERED": "1",
    }

    def service(name: str, replica: str, *needs: Mapping[str, str]) -> Part:
        environment = common | {"HTTP_PORT": str(listening.port(replica))}
        for need in needs:
            environment |= need
        return Part(
            replica,
            "services",
            [*PYTHON, f"services.{name}"],
            environment,
            ready=listening.url(replica, "/readyz"),
        )

    def broker(user: str) -> dict[str, str]:
        return {"BROKER_URL": broker_url(listening.port("amqp"), user, credentials.broker[user])}

    def database(name: str) -> dict[str, str]:
        password = credentials.databases[name]
        url = databases.url(listening.port("postgres"), name, name, password)
        return {"DATABASE_URL": url}

    def signer(name: str) -> dict[str, str]:
        return verifier | {"TOKEN_PRIVATE_KEY_FILE": str(credentials.private_key(name))}

    def sockets(part: str) -> dict[str, str]:
        port = listening.port(websockets(part))
        return {"WEBSOCKET_HOST": ports.LOOPBACK, "WEBSOCKET_PORT": str(port)}

    def of_each(name: str) -> list[str]:
        return replicas(name, settings.replicas)

    adapters = []
    if settings.answers_old_pages:
        # One: which of its kitchens was sent what it alone knows.
        origin = {"ORIGIN_URL": listening.url(FOR_TEMPLATE)}
        adapters.append(service(TEMPLATE, TEMPLATE, sockets(TEMPLATE), origin))
    verifier = {"TOKEN_PUBLIC_KEYS_FILE": str(credentials.public_keys)}
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
            [*PYTHON, "provision.databases"],
            {
                "POSTGRES_PORT": str(listening.port("postgres")),
                "SECRETS_FOLDER": str(credentials.folder),
            }
            | common,
            once=True,
        ),
        *(
            service(name, replica, database(name), broker(name), signer(name))
            for name in ("shops", "orders")
            for replica in of_each(name)
        ),
        *(service("notifier", replica, broker("notifier")) for replica in of_each("notifier")),
        *(
            service("gateway", replica, broker("gateway"), verifier, sockets(replica))
            for replica in of_each("gateway")
        ),
        *adapters,
        Part("edge", "edge", [*PYTHON, "stack.edge"], folder="edge"),
    ]


def edge_values(
    settings: StackSettings, listening: Listening, edge_port: int
) -> dict[str, str | int]:
    """Return what the edge's configuration is filled in with."""

    def of_each(name: str) -> list[str]:
        return replicas(name, settings.replicas)

    limits = {
        "ORDERS_PER_SECOND": settings.orders_per_second,
        "ORDERS_BURST": settings.orders_burst,
        "SOCKETS_PER_ADDRESS": settings.sockets_per_address,
    }
    port, locations = NO_PORT, ""
    listens = [f"listen {_listen_on(settings.bind, edge_port)} backlog={EDGE_BACKLOG};"]
    upstreams = [
        _upstream(listening, "shops", of_each("shops")),
        _upstream(listening, "orders", of_each("orders")),
        _upstream(listening, "gateway", map(websockets, of_each("gateway"))),
    ]
    if settings.answers_old_pages:
        port = listening.port(FOR_TEMPLATE)
        listens.append(f"listen {ports.LOOPBACK}:{port} backlog={EDGE_BACKLOG};")
        upstreams += [
            _upstream(listening, "template", [TEMPLATE]),
            _upstream(listening, "template_sockets", [websockets(TEMPLATE)]),
        ]
        locations = edge.LOCATIONS_OF_TEMPLATE_API.read_text()
    return {
        "EDGE_LISTEN": " ".join(listens),
        "EDGE_UPSTREAMS": "\n    ".join(upstreams),
        "ADAPTER_PORT": port,
        "ADAPTER_LOCATIONS": edge.fill_in(locations, limits),
        **limits,
    }


def _upstream(listening: Listening, service: str, names: Iterable[str]) -> str:
    """Return nginx's upstream of a service, and the variable that names it.

    The workers share what they know of each server.
    """
    addresses = [f"{ports.LOOPBACK}:{listening.port(name)}" for name in names]
    servers = " ".join(
        f"server {address} {checks};" for checks in UPSTREAM_CHECKS for address in addresses
    )
    return (
        f"upstream {service} {{ zone {service} 64k; {servers} keepalive {KEPT_CONNECTIONS}; }}"
        f' map "" ${service} {{ default {service}; }}'
    )


def _listen_on(address: str, port: int) -> str:
    """Return nginx's parameters for an address; `::` takes IPv4 too, as elsewhere."""
    return f"[{address}]:{port} ipv6only=off" if ":" in address else f"{address}:{port}"
