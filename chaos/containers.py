"""The system as `docker compose up` starts it, two of each service, with one broker or with three.

The engine has to be this machine's own and the run that of its root: containers are killed and
frozen past the engine, which takes a kill of its own for a stop that somebody wants.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docker
import docker.errors
import httpx

from chaos.links import Links
from chaos.system import ALL_REPLICAS, REPLICAS, SERVERS, SERVICES, SETTINGS, STATEFUL, System
from tests.containers.project import Project, project

ONE_NODE = ("rabbitmq",)
THREE_NODES = ("rabbitmq-1", "rabbitmq-2", "rabbitmq-3")
# A server is a compose service with one container, each node of the broker too; the first of three
# is the one that a single broker is.
CONTAINERS = {
    "postgres": "postgres-1",
    "edge": "edge-1",
    "rabbitmq": "rabbitmq-1",
    "rabbitmq-2": "rabbitmq-2-1",
    "rabbitmq-3": "rabbitmq-3-1",
}
OPERATORS_URLS = {
    "SHOPS_DATABASE_URL": "shops-database-url",
    "ORDERS_DATABASE_URL": "orders-database-url",
    "OPERATOR_BROKER_URL": "broker-url",
}
FILES = "compose.yaml:chaos/compose.yaml"
FILES_OF_THREE = "compose.yaml:compose.cluster.yaml:chaos/compose.yaml"
PORTS = {"postgres": 5432, "rabbitmq": 5672, "management": 15672, "ready": 8000}
READY_LIMIT_SECONDS = 5
STOP_LIMIT_SECONDS = 20
# What the engine says of a process that it had to kill.
KILLED = 137


class Unplugged(OSError):
    """A container that is not there, or not on the network."""


@dataclass(frozen=True)
class Containers(System):
    """Containers of a compose project."""

    project: Project
    engine: Any
    operators_urls: Mapping[str, str]
    database_urls: Mapping[str, str]
    nodes: Sequence[str] = ONE_NODE

    @property
    def servers(self) -> Sequence[str]:
        """Return the names of its servers, each node of the broker by itself."""
        return [*(server for server in SERVERS if server != "rabbitmq"), *self.nodes]

    @property
    def edge_port(self) -> int:
        """See `System`."""
        return int(self.project.settings["PORT"])

    def pid(self, part: str) -> int:
        """Return the process of a part's container, 0 where it does not run."""
        return int(self._container(part).attrs["State"]["Pid"])

    def is_ready(self, replica: str) -> bool:
        """See `System`."""
        host = self._host(replica)
        answer = httpx.get(f"http://{host}:{PORTS['ready']}/readyz", timeout=READY_LIMIT_SECONDS)
        return answer.is_success

    def address(self, server: str) -> tuple[str, int]:
        """See `System`."""
        return self._host(server), PORTS[server.partition("-")[0]]

    def management_address(self, server: str) -> str:
        """See `System`."""
        return f"http://{self._host(server)}:{PORTS['management']}"

    def database_url(self, service: str) -> str:
        """See `System`."""
        return self.database_urls[service]

    def operators_environment(self) -> Mapping[str, str]:
        """Return the operator's environment with the addresses of containers in place of names."""
        servers = {"rabbitmq": self._host("rabbitmq"), "postgres": self._host("postgres")}
        return {
            **{
                name: _at(url, servers["rabbitmq" if "BROKER" in name else "postgres"])
                for name, url in self.operators_urls.items()
            },
            "MANAGEMENT_URL": self.management_address("rabbitmq"),
        }

    def connects(self, replica: str, host: str, port: int) -> bool:
        """See `System`."""
        del port
        return host == self._host(replica)

    def rabbitmqctl(self, *arguments: str) -> None:
        """Have every node do something that the management API cannot."""
        for node in self.nodes:
            done = self._container(node).exec_run(["rabbitmqctl", *arguments])
            if done.exit_code:
                raise RuntimeError(f"{node}: rabbitmqctl {arguments}: {done.output.decode()}")

    def unplug(self, replica: str) -> None:
        """Take a replica off the network of the servers."""
        self._back().disconnect(self._container(replica))

    def plug_in(self, replica: str) -> None:
        """Put a replica back, under the name that it has there."""
        self._back().connect(self._container(replica), aliases=[replica.rpartition("-")[0]])

    def _back(self) -> Any:
        return self.engine.networks.get(f"{self.project.name}_back")

    def write_logs(self, folder: Path) -> None:
        """Write what every container has logged."""
        folder.mkdir(parents=True)
        for part in (*self.servers, *ALL_REPLICAS):
            (folder / f"{part}.log").write_bytes(self._container(part).logs())

    async def stop(self) -> list[str]:
        """Stop every service; return the replicas that had to be killed."""
        command = ("stop", "--timeout", str(STOP_LIMIT_SECONDS), *SERVICES)
        await asyncio.to_thread(self.project.compose, *command)
        states = {part: self._container(part).attrs["State"] for part in ALL_REPLICAS}
        return [part for part, state in states.items() if state["ExitCode"] == KILLED]

    def _host(self, part: str) -> str:
        networks = self._container(part).attrs["NetworkSettings"]["Networks"]
        host = networks.get(f"{self.project.name}_back", {}).get("IPAddress")
        if not host:
            raise Unplugged(part)
        return str(host)

    def _container(self, part: str) -> Any:
        name = CONTAINERS.get(part, part)
        try:
            return self.engine.containers.get(f"{self.project.name}-{name}")
        except docker.errors.NotFound:
            raise Unplugged(part) from None


@contextlib.asynccontextmanager
async def started(folder: Path, nodes: Sequence[str] = ONE_NODE) -> AsyncIterator[Containers]:
    """Start everything, and in the end keep the logs and remove the rest."""
    files = FILES if nodes == ONE_NODE else FILES_OF_THREE
    settings = {**SETTINGS, "COMPOSE_FILE": files, "VERSION": "chaos"}
    up = ["--build", *(f"--scale={service}={REPLICAS}" for service in SERVICES)]
    with project(up, **settings) as running:
        system = Containers(
            Links(),
            running,
            docker.from_env(),
            {name: _read(running, f"operator/{file}") for name, file in OPERATORS_URLS.items()},
            {name: _read(running, f"{name}/database-url") for name in STATEFUL},
            nodes,
        )
        try:
            yield system
        finally:
            system.links.close()
            await asyncio.to_thread(system.write_logs, folder / "data/logs")


def _read(running: Project, secret: str) -> str:
    """Return a secret that the operator's command is given."""
    command = ("run", "--rm", "-T", "--no-deps", "--entrypoint", "cat", "operator")
    return running.compose(*command, f"/secrets/{secret}").stdout.strip()


def _at(url: str, host: str) -> str:
    """Return the address with another host."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.replace(f"@{parts.hostname}:", f"@{host}:")).geturl()
