"""The servers of the peers: private ones, on free ports, beside those of Orderbell's own run."""

import contextlib
import secrets
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2

from bench.peers import Servers
from bench.peers.process import listens, running
from provision import databases
from shared.definitions import password_hash
from stack import ports, postgres, rabbitmq
from tests.servers import wait_until

NAME = "bench"
# Web STOMP alone: by itself the plugin also listens where a node that runs here already may.
# Browsers would send heart-beats; the load only listens, and is not cut off for it.
WEB_STOMP = """stomp.listeners.tcp = none
web_stomp.tcp.listener = 127.0.0.1:{port}
web_stomp.ws_opts.idle_timeout = 3600000
"""


@contextlib.contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """Start a PostgreSQL and a RabbitMQ, yield them once both answer, and stop them."""
    with (
        _postgres(folder / "postgres") as (database_url, postgres_pid),
        _rabbitmq(folder / "rabbitmq") as (broker_url, web_stomp_port, rabbitmq_pid),
    ):
        yield Servers(broker_url, web_stomp_port, database_url, rabbitmq_pid, postgres_pid)


@contextlib.contextmanager
def _postgres(data: Path) -> Iterator[tuple[str, int]]:
    """Yield the URL of an empty database, and the server's process."""
    password = secrets.token_hex(16)
    postgres.prepare(data, password)
    with ports.reserve() as holder:
        port = ports.number(holder)
        # SIGINT, because SIGTERM waits for clients to go.
        with running(postgres.command(data, port), data, port, {}, signal.SIGINT) as pid:
            wait_until(lambda: _database_is_made(port, password), "PostgreSQL")
            user = f"{databases.SUPERUSER}:{password}"
            yield f"postgresql://{user}@{ports.LOOPBACK}:{port}/{NAME}", pid


def _database_is_made(port: int, password: str) -> bool:
    # It listens before it lets anybody in.
    with contextlib.suppress(psycopg2.OperationalError):
        with contextlib.closing(databases.connect(port, password)) as connection:
            connection.cursor().execute(f"CREATE DATABASE {NAME}")
        return True
    return False


@contextlib.contextmanager
def _rabbitmq(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield the URL of an empty virtual host, the port of Web STOMP, and the node's process."""
    password = secrets.token_hex(16)
    with contextlib.ExitStack() as stack:
        holders = rabbitmq.reserve_ports()
        for holder in holders.values():
            stack.enter_context(holder)
        listen = rabbitmq.ports_of(holders)
        web_stomp = ports.number(stack.enter_context(ports.reserve()))
        rabbitmq.prepare(folder, listen, _definitions(password))
        with (folder / "rabbitmq.conf").open("a") as configuration:
            configuration.write(WEB_STOMP.format(port=web_stomp))
        (folder / "enabled_plugins").write_text("[rabbitmq_management, rabbitmq_web_stomp].\n")
        environment = rabbitmq.environment(folder, listen)
        stack.enter_context(running(rabbitmq.epmd_command(), folder, listen.epmd, environment))
        # Nobody needs its data afterwards: it is not given the seconds that it takes to stop.
        node = running(rabbitmq.command(), folder, listen.amqp, environment, signal.SIGKILL)
        pid = stack.enter_context(node)
        wait_until(lambda: listens(web_stomp), "Web STOMP")
        yield f"amqp://{NAME}:{password}@{ports.LOOPBACK}:{listen.amqp}/{NAME}", web_stomp, pid


def _definitions(password: str) -> dict[str, Any]:
    """Return a virtual host with nothing in it, and a user who may do everything there."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return {
        "vhosts": [{"name": NAME}],
        "users": [
            {
                "name": NAME,
                "password_hash": password_hash(password),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": "",
            }
        ],
        "permissions": [{"user": NAME, "vhost": NAME, **everything}],
    }
