"""Starting the whole system with its connections through links, and stopping it without a rest."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import psutil

from chaos import planted
from chaos.launch import VARIABLE, Plan
from chaos.links import Links
from chaos.system import (
    ALL_REPLICAS,
    GRACE_SECONDS,
    REPLICAS,
    SCREEN_LEASE_SECONDS,
    START_LIMIT_SECONDS,
    STATEFUL,
    System,
    until,
)
from stack import edge
from stack.settings import CHECKOUT
from tests.e2e.running import Running

SETTINGS = {
    "PORT": "0",
    "DEMO": "false",
    "REPLICAS": str(REPLICAS),
    "GRACE_SECONDS": str(GRACE_SECONDS),
    "SCREEN_LEASE_SECONDS": str(SCREEN_LEASE_SECONDS),
    "ORDERS_PER_SECOND": "1000",
    "ORDERS_BURST": "1000",
    # Screens and pages of a run share few addresses.
    "PASSCODE_FAILURES": "1000",
}
OUTPUT = "output.log"
STOP_LIMIT_SECONDS = 30.0


@contextlib.asynccontextmanager
async def started(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[System]:
    """Start everything, and in the end stop it."""
    links = Links()
    ports = {}
    for replica in ALL_REPLICAS:
        for server in ("postgres", "rabbitmq"):
            if server == "rabbitmq" or replica.rpartition("-")[0] in STATEFUL:
                name = f"{replica}>{server}"
                ports[name] = (await links.add(name)).port
    plan = Plan(ports, folder)
    planted.pages(edge.WEB, plan.web)
    plan.defects.touch()
    launcher = _launch(folder, plan.write(), settings)
    system = System(Running(launcher, folder / "data", folder / OUTPUT, REPLICAS), links)
    try:
        await until(plan.upstreams.exists, "the launcher", START_LIMIT_SECONDS)
        for name, port in json.loads(plan.upstreams.read_text()).items():
            links[name].upstream = ("127.0.0.1", port)
        await until(lambda: _is_announced(system), "the ready line", START_LIMIT_SECONDS)
        yield system
    finally:
        if launcher.poll() is None:
            await stop(system)
        links.close()


def _launch(folder: Path, plan: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with (folder / OUTPUT).open("wb") as log:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "chaos.launch"],
            cwd=CHECKOUT,
            env={
                **os.environ,
                **SETTINGS,
                **settings,
                "ORDERBELL_DATA": str(folder / "data"),
                VARIABLE: str(plan),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


async def stop(system: System) -> list[str]:
    """Stop everything; return the processes that outlived the stop, which are then ended."""
    launcher = system.running.launcher
    everything = [
        psutil.Process(launcher.pid),
        *psutil.Process(launcher.pid).children(recursive=True),
    ]
    launcher.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        await asyncio.to_thread(launcher.wait, STOP_LIMIT_SECONDS)
    leaked = []
    for process in everything:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                leaked.append(f"{process.pid} {process.name()}")
                process.kill()
    return leaked


def _is_announced(system: System) -> bool:
    text = system.running.output.read_text()
    if system.running.launcher.poll() is not None:
        raise RuntimeError(f"the system did not start: {text}")
    return "Orderbell is ready at" in text and "RabbitMQ:" in text
