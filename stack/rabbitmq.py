"""A private RabbitMQ node: its configuration, its environment, its commands."""

import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from stack.ports import EVERY_ADDRESS, LOOPBACK, number, reserve

# Debian's /usr/sbin/rabbitmq-server insists on the system's own user and node.
SERVER_SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
SCHEDULERS_MAX = 4


@dataclass(frozen=True)
class Ports:
    """Where a node listens, all on 127.0.0.1."""

    amqp: int
    management: int
    distribution: int
    epmd: int


def reserve_ports() -> dict[str, socket.socket]:
    """Return sockets that hold a free port for each listener of a node, in the order of `Ports`.

    The node looks on all addresses whether its distribution port is free, and ends where anybody
    has it on another one, although it listens on 127.0.0.1 alone.
    """
    hosts = {"distribution": EVERY_ADDRESS}
    names = [field.name for field in fields(Ports)]
    return {name: reserve(host=hosts.get(name, LOOPBACK)) for name in names}


def ports_of(holders: Mapping[str, socket.socket]) -> Ports:
    """Return the ports that such sockets hold."""
    return Ports(**{field.name: number(holders[field.name]) for field in fields(Ports)})


def command() -> list[str]:
    """Return the command of the node, to be run in its folder."""
    return [str(SERVER_SCRIPT)]


def epmd_command() -> list[str]:
    """Return the command of Erlang's port mapper.

    Left alone, the node starts one as a daemon that outlives it.
    """
    return ["epmd"]


def environment(folder: Path, ports: Ports) -> dict[str, str]:
    """Return what tells the node and its port mapper to keep to their own folder and ports."""
    schedulers = min(os.cpu_count() or 1, SCHEDULERS_MAX)
    return {
        # The Erlang cookie lies in the home folder.
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(ports.epmd),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": "orderbell@localhost",
        "RABBITMQ_DIST_PORT": str(ports.distribution),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(folder / "rabbitmq.pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            f"+S {schedulers}:{schedulers} -kernel inet_dist_use_interface {{127,0,0,1}}"
        ),
        # Makes the script become the node instead of keeping a shell between it and its signals.
        "RUNNING_UNDER_SYSTEMD": "true",
    }


def prepare(folder: Path, ports: Ports, definitions: Mapping[str, Any]) -> None:
    """Write the node's configuration; its data, if there is any, stays.

    Raises SystemExit for a folder that RabbitMQ cannot work in.
    """
    if "'" in str(folder):
        # RabbitMQ 3.10 puts it between apostrophes for a shell, to watch the disk, and hangs.
        sys.exit(
            f"RabbitMQ cannot keep its data in a path with an apostrophe ({folder}):"
            " let ORDERBELL_DATA name another folder."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Relative to the folder that the node runs in: no path has to be quoted.
    (folder / "rabbitmq.conf").write_text(
        f"""listeners.tcp.1 = 127.0.0.1:{ports.amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {ports.management}
load_definitions = definitions.json
log.console = true
log.console.level = info
log.file = false
"""
    )
    (folder / "enabled_plugins").write_text("[rabbitmq_management].\n")
    definitions_file = folder / "definitions.json"
    definitions_file.touch(mode=0o600)
    definitions_file.write_text(json.dumps(definitions, indent=2))
