"""Real servers for the tests: PostgreSQL, and RabbitMQ with Orderbell's definitions.

What they run as (`tests/switches.py`) the tests cannot tell.
"""

import contextlib
import itertools
import json
import re
import secrets
import socket
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions
from testcontainers.core.container import DockerContainer

from provision import broker, databases
from shared.broker_map import OPERATOR, QUEUES, SERVICE_USERS, VIRTUAL_HOST
from shared.definitions import definitions
from stack import ports, postgres, rabbitmq
from tests.switches import Command, Container, Processes, Switch, engine_has

POSTGRES_IMAGE = "postgres:17"
RABBITMQ_IMAGE = "rabbitmq:4-management"
READY_SECONDS = 60.0
# A server on a machine that has much else to do; below what a test may take in all.
START_SECONDS = 100.0
POLL_SECONDS = 0.1
LOG_TAIL_CHARACTERS = 4_000
# What RabbitMQ wants to be free on its disk: more than there is, and its own default.
FULL_DISK, DISK_FREE = "900000GB", "50MB"


@dataclass
class PostgresServer:
    """A real PostgreSQL for all tests of a session."""

    switch: Switch
    port: int
    superuser_password: str
    running: bool = True
    _passwords: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def create_database(self, name: str) -> str:
        """Make a fresh, empty database with a service's role and an owner; return the owner's URL.

        Its name is `name` and a number, so that two modules never share one.
        """
        database = f"{name}_{next(self._numbers)}_{secrets.token_hex(3)}"
        password = self._passwords[database] = secrets.token_hex(16)
        with contextlib.closing(self.superuser()) as connection:
            databases.ensure_database(connection, database, password, password)
        return self.url(database, f"{database}{databases.OWNER_SUFFIX}")

    def url(self, database: str, user: str) -> str:
        """Return the URL of a database made by `create_database`, as a user."""
        password = self._passwords[database]
        return databases.url(self.port, database, user, password, self.switch.host)

    def superuser(self) -> psycopg2.extensions.connection:
        """Return an open connection of the superuser, in autocommit, to the database `postgres`."""
        return databases.connect(self.port, self.superuser_password, self.switch.host)

    def stop(self) -> None:
        """Stop the server at once, as a crash would; data and port stay."""
        self.running = False
        self.switch.stop()

    def start(self) -> None:
        """Start the server again and return when it answers."""
        self.switch.start()
        wait_until(self._answers, "PostgreSQL", START_SECONDS)
        self.running = True

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            self.superuser().close()
            return True
        return False


@dataclass
class BrokerServer:
    """A real RabbitMQ with Orderbell's definitions, for all tests of a session."""

    switch: Switch
    port: int
    management_port: int
    passwords: Mapping[str, str]
    running: bool = True

    def url(self, user: str) -> str:
        """Return the URL for `shops`, `orders`, `notifier`, `gateway` or `operator`."""
        return broker.url(self.port, user, self.passwords[user], self.switch.host)

    def purge(self) -> None:
        """Drop every connection, so that nothing stays unacknowledged, then empty every queue.

        A service that runs meanwhile connects again, under another name.
        """
        dropped = self.drop_connections()
        wait_until(lambda: dropped.isdisjoint(self.connections()), "the end of connections")
        for queue in QUEUES:
            self.management("DELETE", f"/queues/{VIRTUAL_HOST}/{queue.name}/contents")

    def drop_connections(self) -> set[str]:
        """Close every client's connection from the broker's side; return their names."""
        names = self.connections()
        for user in self.passwords:
            with contextlib.suppress(urllib.error.HTTPError):
                self.management("DELETE", f"/connections/username/{user}")
        return names

    def connections(self) -> set[str]:
        """Return their names, asked by user: /connections shows one only after seconds."""
        return {
            connection["name"]
            for user in self.passwords
            for connection in self.management("GET", f"/connections/username/{user}")
        }

    def management(self, method: str, path: str, body: Any = None) -> Any:
        """Call the management API as the operator; return its JSON, None where it sends none."""
        credentials = b64encode(f"{OPERATOR}:{self.passwords[OPERATOR]}".encode()).decode()
        request = urllib.request.Request(
            f"http://{self.switch.host}:{self.management_port}/api{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Basic {credentials}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def stop(self) -> None:
        """Stop the server at once, as a crash would; data and ports stay."""
        self.running = False
        self.switch.stop()

    def start(self) -> None:
        """Start the server again and return when it answers; else the error has what it says."""
        self.switch.start()
        try:
            wait_until(self._answers, "RabbitMQ", START_SECONDS)
        except TimeoutError as error:
            error.add_note(self.switch.log()[-LOG_TAIL_CHARACTERS:])
            # The next start must not begin beside what may still be on its way.
            self.switch.stop()
            raise
        self.running = True

    @contextlib.contextmanager
    def alarm(self) -> Iterator[None]:
        """Have the server take its disk for full meanwhile: it takes nothing from publishers."""
        self.switch.run("rabbitmqctl", "set_disk_free_limit", FULL_DISK)
        try:
            yield
        finally:
            self.switch.run("rabbitmqctl", "set_disk_free_limit", DISK_FREE)

    def _answers(self) -> bool:
        """Tell whether AMQP answers; the definitions are loaded before it listens."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection((self.switch.host, self.port), timeout=5) as connection,
        ):
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return connection.recv(1) != b"" and bool(self.management("GET", "/overview"))
        return False


def start_postgres(folder: Path) -> PostgresServer:
    """Start a PostgreSQL and return it once it answers; `folder` is for its data."""
    password = secrets.token_hex(16)
    holder = ports.reserve()
    port = ports.number(holder)
    switch: Switch
    if engine_has(POSTGRES_IMAGE):
        holder.close()
        image = DockerContainer(POSTGRES_IMAGE).with_env("POSTGRES_PASSWORD", password)
        switch = Container(image.with_bind_ports(5432, port).with_command("-c max_connections=200"))
    else:
        data = folder / "data"
        postgres.prepare(data, password)
        switch = Processes([Command(postgres.command(data, port), data, {})], [holder])
    server = PostgresServer(switch, port, password, running=False)
    wait_until(server._answers, "PostgreSQL", START_SECONDS)
    server.running = True
    return server


def start_broker(folder: Path) -> BrokerServer:
    """Start a RabbitMQ with Orderbell's definitions and return it once it answers."""
    passwords = {user: secrets.token_hex(16) for user in (*SERVICE_USERS, OPERATOR)}
    holders = rabbitmq.reserve_ports()
    listen = rabbitmq.ports_of(holders)
    switch: Switch
    if engine_has(RABBITMQ_IMAGE):
        for holder in holders.values():
            holder.close()
        switch = Container(
            DockerContainer(RABBITMQ_IMAGE)
            .with_bind_ports(5672, listen.amqp)
            .with_bind_ports(15672, listen.management)
            .with_copy_into_container(
                json.dumps(definitions(passwords)).encode(), "/etc/rabbitmq/definitions.json"
            )
            .with_copy_into_container(
                b"load_definitions = /etc/rabbitmq/definitions.json\n",
                "/etc/rabbitmq/conf.d/30-orderbell.conf",
            )
        )
    else:
        rabbitmq.prepare(folder, listen, definitions(passwords))
        environment = rabbitmq.environment(folder, listen)
        commands = [rabbitmq.epmd_command(), rabbitmq.command()]
        switch = Processes(
            [Command(each, folder, environment) for each in commands], [*holders.values()]
        )
    server = BrokerServer(switch, listen.amqp, listen.management, passwords, running=False)
    wait_until(server._answers, "RabbitMQ", START_SECONDS)
    server.running = True
    return server


def as_service(owners_url: str) -> str:
    """Return the URL of the same database as the service's own role."""
    return owners_url.replace(f"{databases.OWNER_SUFFIX}:", ":")


def as_owner(services_url: str) -> str:
    """Return the URL of the same database as the role that owns it."""
    return re.sub(r"//(\w+):", rf"//\1{databases.OWNER_SUFFIX}:", services_url)


def wait_until(
    condition: Callable[[], object], what: str, limit_seconds: float = READY_SECONDS
) -> None:
    """Return when the condition holds; raises TimeoutError after the limit."""
    deadline = time.monotonic() + limit_seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {limit_seconds:.0f} s")
        time.sleep(POLL_SECONDS)
