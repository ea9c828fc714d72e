"""The system that is being broken: two of each service, and what its servers say of it."""

import asyncio
import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
import psycopg2
from psycopg2 import extensions

from chaos.links import Links
from shared.broker_map import OPERATOR
from stack import rabbitmq
from tests.e2e.running import Running

REPLICAS = 2
SERVICES = ("shops", "orders", "notifier", "gateway")
SERVERS = ("postgres", "rabbitmq", "edge")
REPLICAS_OF = {name: [f"{name}-{n + 1}" for n in range(REPLICAS)] for name in SERVICES}
ALL_REPLICAS = [replica for replicas in REPLICAS_OF.values() for replica in replicas]
STATEFUL = ("shops", "orders")
# Limits short enough that a run of minutes sees each of them pass.
GRACE_SECONDS = 8
SCREEN_LEASE_SECONDS = 20
START_LIMIT_SECONDS = 180.0
LOOK_EVERY_SECONDS = 0.1
RABBITMQCTL = rabbitmq.SERVER_SCRIPT.with_name("rabbitmqctl")
CTL_LIMIT_SECONDS = 30
DATABASE_LIMIT_SECONDS = 5
MANAGEMENT_LIMIT_SECONDS = 10
REACH_LIMIT_SECONDS = 1


class TookTooLong(Exception):
    """Something that had to come did not, within its limit."""


@dataclass(frozen=True)
class System:
    """A system that runs, the links of its connections, and how to ask and to disturb it."""

    running: Running
    links: Links

    @property
    def edge_port(self) -> int:
        """Return the port that people reach it at."""
        return int(self.running.url.rpartition(":")[2])

    def family(self, part: str) -> list[psutil.Process]:
        """Return a part's process and all that it has started."""
        try:
            process = psutil.Process(self.running.pid(part))
            return [process, *process.children(recursive=True)]
        except (psutil.NoSuchProcess, IndexError):
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
        for part in (*SERVERS, *ALL_REPLICAS):
            await self.until_up(part)
        return time.time()

    def _is_up(self, part: str) -> bool:
        with contextlib.suppress(OSError, psycopg2.OperationalError, httpx.HTTPError, IndexError):
            if part == "postgres":
                self.connect("orders").close()
                return True
            if part == "rabbitmq":
                self._reach(self._upstream_port("orders-1>rabbitmq"))
                return bool(self.management("GET", "/nodes")[0]["running"])
            if part == "edge":
                self._reach(self.edge_port)
                return True
            return self.running.is_ready(part)
        return False

    @staticmethod
    def _reach(port: int) -> None:
        """Raise OSError where nobody listens."""
        socket.create_connection(("127.0.0.1", port), timeout=REACH_LIMIT_SECONDS).close()

    def connect(self, service: str) -> extensions.connection:
        """Return a connection of our own to a service's database, past all links."""
        connection = psycopg2.connect(
            self._direct_url(service).replace("postgresql+psycopg2", "postgresql"),
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

    def management(self, method: str, path: str, body: Any = None) -> Any:
        """Return what RabbitMQ's management API answers to its operator; raises HTTPError."""
        environment = self._operators_environment()
        password = urlsplit(environment["OPERATOR_BROKER_URL"]).password
        answer = httpx.request(
            method,
            f"{environment['MANAGEMENT_URL']}/api{path}",
            json=body,
            auth=(OPERATOR, str(password)),
            timeout=MANAGEMENT_LIMIT_SECONDS,
        )
        return answer.raise_for_status().json()

    def operator_url(self) -> str:
        """Return the broker's address for the operator, past all links."""
        return self._operators_environment()["OPERATOR_BROKER_URL"]

    def command_environment(self) -> dict[str, str]:
        """Return the environment in which the operator's command finds this system."""
        return {**os.environ, **self._operators_environment()}

    def _operators_environment(self) -> Mapping[str, str]:
        return self.running.environment("operator")

    def rabbitmqctl(self, *arguments: str) -> None:
        """Have the node do something that its management API cannot."""
        subprocess.run(
            [str(RABBITMQCTL), "-n", "orderbell@localhost", *arguments],
            env={"PATH": os.environ["PATH"], **self.running.environment("rabbitmq")},
            check=True,
            capture_output=True,
            timeout=CTL_LIMIT_SECONDS,
        )

    def _direct_url(self, service: str) -> str:
        link = self.links[f"{service}-1>postgres"]
        url = self.running.environment(f"{service}-1")["DATABASE_URL"]
        return url.replace(f":{link.port}/", f":{self._upstream_port(link.name)}/")

    def _upstream_port(self, link: str) -> int:
        upstream = self.links[link].upstream
        assert upstream is not None
        return upstream[1]


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
