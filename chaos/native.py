"""The system as `make run` starts it, its connections through links, stopped without a rest."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from chaos import planted
from chaos.launch import VARIABLE, Plan
from chaos.links import Links
from chaos.system import (
    ALL_REPLICAS,
    REPLICAS,
    SETTINGS,
    START_LIMIT_SECONDS,
    STATEFUL,
    System,
    TookTooLong,
    until,
)
from stack import edge, rabbitmq
from stack.settings import CHECKOUT
from tests.e2e.running import LEFT_SECONDS, Running, runs

OUTPUT = "output.log"
STOP_LIMIT_SECONDS = 30.0
RABBITMQCTL = rabbitmq.SERVER_SCRIPT.with_name("rabbitmqctl")
CTL_LIMIT_SECONDS = 30


@dataclass(frozen=True)
class Native(System):
    """Processes of this machine, each with links of its own to the servers."""

    running: Running

    @property
    def edge_port(self) -> int:
        """See `System`."""
        return int(self.running.url.rpartition(":")[2])

    def pid(self, part: str) -> int:
        """See `System`."""
        return self.running.pid(part)

    def is_ready(self, replica: str) -> bool:
        """See `System`."""
        return self.running.is_ready(replica)

    def address(self, server: str) -> tuple[str, int]:
        """See `System`."""
        upstream = self.links[f"orders-1>{server}"].upstream
        assert upstream is not None
        return upstream

    def management_address(self, server: str) -> str:
        """See `System`."""
        del server
        return self.operators_environment()["MANAGEMENT_URL"]

    def database_url(self, service: str) -> str:
        """See `System`."""
        return self.running.environment(f"{service}-1")["DATABASE_URL"]

    def operators_environment(self) -> Mapping[str, str]:
        """See `System`."""
        return self.running.environment("operator")

    def connects(self, replica: str, host: str, port: int) -> bool:
        """See `System`."""
        del host
        return port in self.links[f"{replica}>postgres"].ports_upstream()

    def rabbitmqctl(self, *arguments: str) -> None:
        """See `System`."""
        subprocess.run(
            [str(RABBITMQCTL), "-n", "orderbell@localhost", *arguments],
            env={"PATH": os.environ["PATH"], **self.running.environment("rabbitmq")},
            check=True,
            capture_output=True,
            timeout=CTL_LIMIT_SECONDS,
        )

    async def stop(self) -> list[str]:
        """Stop everything; return the processes that outlived the stop, which are then ended."""
        launcher = self.running.launcher
        everything = [
            psutil.Process(launcher.pid),
            *psutil.Process(launcher.pid).children(recursive=True),
        ]
        launcher.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(launcher.wait, STOP_LIMIT_SECONDS)
        with contextlib.suppress(TookTooLong):
            await until(lambda: not any(map(runs, everything)), "the end of all", LEFT_SECONDS)
        leaked = []
        for process in filter(runs, everything):
            with contextlib.suppress(psutil.NoSuchProcess):
                leaked.append(f"{process.pid} {process.name()}")
                process.kill()
        return leaked


@contextlib.asynccontextmanager
async def started(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Native]:
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
    system = Native(links, Running(launcher, folder / "data", folder / OUTPUT, REPLICAS))
    try:
        await until(plan.upstreams.exists, "the launcher", START_LIMIT_SECONDS)
        for name, port in json.loads(plan.upstreams.read_text()).items():
            links[name].upstream = ("127.0.0.1", port)
        await until(lambda: _is_announced(system), "the ready line", START_LIMIT_SECONDS)
        yield system
    finally:
        if launcher.poll() is None:
            await system.stop()
        links.close()


def _launch(folder: Path, plan: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with (folder / OUTPUT).open("wb") as log:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "chaos.launch"],
            cwd=CHECKOUT,
            env={
                **os.environ,
                **SETTINGS,
                "PORT": "0",
                "REPLICAS": str(REPLICAS),
                **settings,
                "ORDERBELL_DATA": str(folder / "data"),
                VARIABLE: str(plan),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _is_announced(system: Native) -> bool:
    text = system.running.output.read_text()
    if system.running.launcher.poll() is not None:
        raise RuntimeError(f"the system did not start: {text}")
    return "Orderbell is ready at" in text and "RabbitMQ:" in text
