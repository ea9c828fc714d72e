"""The system that is being broken: two of each service, and what its servers say of it."""

import asyncio
import contextlib
import os
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
import psycopg2
from psycopg2 import extensions

from chaos.links import Links
from shared.broker_map import OPERATOR

REPLICAS = 2
SERVICES = ("shops", "orders", "notifier", "gateway")
SERVERS = ("postgres", "rabbitmq", "edge")
REPLICAS_OF = {name: [f"{name}-{n + 1}" for n in range(REPLICAS)] for name in SERVICES}
ALL_REPLICAS = [replica for replicas in REPLICAS_OF.values() for replica in replicas]
STATEFUL = ("shops", "orders")
# Limits short enough that a run of minutes sees each of them pass.
GRACE_SECONDS = 8
SCREEN_LEASE_SECONDS = 20
SETTINGS = {
    "DEMO": "false",
    "GRACE_SECONDS": str(GRACE_SECONDS),
    "SCREEN_LEASE_SECONDS": str(SCREEN_LEASE_SECONDS),
    "ORDERS_PER_SECOND": "1000",
    "ORDERS_BURST": "1000",
    # Screens and pages of a run share few addresses.
    "PASSCODE_FAILURES": "1000",
}
START_LIMIT_SECONDS = 180.0
LOOK_EVERY_SECONDS = 0.1
DATABASE_LIMIT_SECONDS = 5
MANAGEMENT_LIMIT_SECONDS = 10
REACH_LIMIT_SECONDS = 1


class TookTooLong(Exception):
    """Something that had to come did not, within its limit."""


@dataclass(frozen=True)
class System(ABC):
    """A system that runs, the links of its connections, and how to ask and to disturb it."""

    links: Links

    @property
    def servers(self) -> Sequence[str]:
        """Return the names of its servers."""
        return SERVERS

    @property
    @abstractmethod
    def edge_port(self) -> int:
        """Return the port of this machine that people reach it at."""

    @abstractmethod
    def pid(self, part: str) -> int:
        """Return the process of a part that was started last."""

    @abstractmethod
    def is_ready(self, replica: str) -> bool:
        """Return whether a service says that it can do its work; may raise OSError."""

    @abstractmethod
    def address(self, server: str) -> tuple[str, int]:
        """Return where a server listens, past all links; may raise OSError."""

    @abstractmethod
    def management_address(self, server: str) -> str:
        """Return where RabbitMQ's management API is; may raise OSError."""

    @abstractmethod
    def database_url(self, service: str) -> str:
        """Return what a service itself was told of its database."""

    @abstractmethod
    def operators_environment(self) -> Mapping[str, str]:
        """Return the environment in which the operator's command finds this system."""

    @abstractmethod
    def connects(self, replica: str, host: str, port: int) -> bool:
        """Return whether a connection that PostgreSQL sees from there is this replica's."""

    @abstractmethod
    def rabbitmqctl(self, *arguments: str) -> None:
        """Have the broker do something that its management API cannot."""

    @abstractmethod
    async def stop(self) -> list[str]:
        """Stop everything; return what outlived that."""

    def family(self, part: str) -> list[psutil.Process]:
        """Return a part's process and all that it has started."""
        try:
            process = psutil.Process(self.pid(part))
            return [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    async def is_up(self, part: str) -> bool:
        """Return whether a part can do its own work, by its own word."""
        return await asyncio.to_thread(self._is_up, part)

    async def until_up(self, part: str, limit_seconds: float = START_LIMIT_SECONDS) -> float:
        """Return the time (epoch seconds) at which the part could do its work again."""
        await until(lambda: self.is_up(part), f"the return of {part}", limit_seconds)
        return time.time()

    async def until_whole(self) -> float:
        """Return the time (epoch seconds) at which every part could do its work."""
        for part in (*self.servers, *ALL_REPLICAS):
            await self.until_up(part)
        return time.time()

    def _is_up(self, part: str) -> bool:
        with contextlib.suppress(OSError, psycopg2.OperationalError, httpx.HTTPError):
            if part == "postgres":
                self.connect("orders").close()
                return True
            if part.startswith("rabbitmq"):
                _reach(self.address(part))
                return any(node["running"] for node in self.management("GET", "/nodes", part=part))
            if part == "edge":
                _reach(("127.0.0.1", self.edge_port))
                return True
            return self.is_ready(part)
        return False

    def connect(self, service: str) -> extensions.connection:
        """Return a connection of our own to a service's database, past all links.

        It has the service's role, to which alone PostgreSQL tells what its sessions do.
        """
        host, port = self.address("postgres")
        url = urlsplit(self.database_url(service))
        connection = psycopg2.connect(
            host=host,
            port=port,
            user=url.username,
            password=url.password,
            dbname=service,
            connect_timeout=DATABASE_LIMIT_SECONDS,
            options=f"-c statement_timeout={DATABASE_LIMIT_SECONDS}s",
        )
        connection.autocommit = True
        return connection

    def query(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query to a service's database."""
        with contextlib.closing(self.connect(service)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def management(self, method: str, path: str, body: Any = None, part: str = "rabbitmq") -> Any:
        """Return what RabbitMQ's management API answers to its operator; raises HTTPError."""
        password = urlsplit(self.operator_url()).password
        answer = httpx.request(
            method,
            f"{self.management_address(part)}/api{path}",
            json=body,
            auth=(OPERATOR, str(password)),
            timeout=MANAGEMENT_LIMIT_SECONDS,
        )
        return answer.raise_for_status().json()

    def operator_url(self) -> str:
        """Return the broker's address for the operator, past all links."""
        return self.operators_environment()["OPERATOR_BROKER_URL"]

    def command_environment(self) -> dict[str, str]:
        """Return the environment of a process that is the operator's command."""
        return {**os.environ, **self.operators_environment()}


def _reach(address: tuple[str, int]) -> None:
    """Raise OSError where nobody listens."""
    socket.create_connection(address, timeout=REACH_LIMIT_SECONDS).close()


async def until(condition: Callable[[], Any], what: str, limit_seconds: float) -> None:
    """Return when the condition (or what it returns, awaited) holds; raises TookTooLong."""
    give_up_at = time.monotonic() + limit_seconds
    while True:
        holds = condition()
        if asyncio.iscoroutine(holds):
            holds = await holds
        if holds:
            return
        if time.monotonic() > give_up_at:
            raise TookTooLong(f"{what} did not come within {limit_seconds:.0f} s")
        await asyncio.sleep(LOOK_EVERY_SECONDS)
