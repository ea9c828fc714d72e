"""Gateways and notifiers that run, in this process or in one of their own."""

import asyncio
import contextlib
import os
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.gateway.__main__ import serve as serve_gateway
from services.gateway.settings import GatewaySettings
from services.notifier.__main__ import serve as serve_notifier
from services.notifier.settings import NotifierSettings
from stack import ports
from tests.integration.push_tokens import PUBLIC_KEYS
from tests.integration.push_traffic import Notifier, session_of
from tests.servers import READY_SECONDS, BrokerServer

STOP_SECONDS = 8
# A port that nobody but root may listen on, and nobody does.
NO_BROKER_URL = "amqp://nobody:none@127.0.0.1:1/orderbell"


@dataclass
class Live:
    """A service that runs, in this process or in one of its own."""

    http_port: int
    websocket_port: int = 0
    task: "asyncio.Task[None] | None" = None
    process: asyncio.subprocess.Process | None = None
    log: Path | None = None

    @property
    def url(self) -> str:
        """Where clients connect to."""
        return f"ws://{ports.LOOPBACK}:{self.websocket_port}/ws"

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a call to the operations port; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(
                f"http://{ports.LOOPBACK}:{self.http_port}{path}", timeout=5
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    async def is_ready(self) -> bool:
        """Tell whether it says that it is ready."""
        status, _ = await asyncio.to_thread(self.get, "/readyz")
        return status == 200

    async def wait_ready(self) -> None:
        """Return when it is ready; raises what it failed with."""
        async with asyncio.timeout(20):
            while not await self.is_ready():
                if self.task is not None and self.task.done():
                    self.task.result()
                if self.process is not None and self.process.returncode is not None:
                    raise AssertionError(self.output())
                await asyncio.sleep(0.05)

    async def metric(self, name: str) -> float:
        """Return the sum of a metric over its labels."""
        _, text = await asyncio.to_thread(self.get, "/metrics")
        lines = [line for line in text.splitlines() if line.split("{")[0].split(" ")[0] == name]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines)

    def output(self) -> str:
        """Return everything that the process logged."""
        assert self.log is not None
        return self.log.read_text()


@contextlib.contextmanager
def two_ports() -> Iterator[tuple[int, int]]:
    """Hold two free ports."""
    holders = [ports.reserve(), ports.reserve()]
    try:
        yield ports.number(holders[0]), ports.number(holders[1])
    finally:
        for holder in holders:
            holder.close()


@contextlib.asynccontextmanager
async def gateway(broker: BrokerServer | None, **settings: Any) -> AsyncIterator[Live]:
    """Run a gateway in this process that hears; without a broker where none is given."""
    with two_ports() as (http_port, websocket_port):
        chosen = {
            "http_port": http_port,
            "websocket_port": websocket_port,
            "broker_url": broker.url("gateway") if broker else NO_BROKER_URL,
            "token_public_keys": PUBLIC_KEYS,
            "drain_seconds": 0,
            **settings,
        }
        task = asyncio.create_task(serve_gateway(GatewaySettings(**chosen)))
        async with running(Live(http_port, websocket_port, task=task)) as live:
            if broker:
                await hears(live, broker)
            yield live


@contextlib.asynccontextmanager
async def notifier(broker: BrokerServer) -> AsyncIterator[Live]:
    """Run a notifier in this process."""
    with two_ports() as (http_port, _):
        settings = NotifierSettings(http_port=http_port, broker_url=broker.url("notifier"))
        task = asyncio.create_task(serve_notifier(settings))
        async with running(Live(http_port, task=task)) as live:
            yield live


@contextlib.asynccontextmanager
async def running(live: Live) -> AsyncIterator[Live]:
    """Wait until it is ready, and end it afterwards."""
    assert live.task is not None
    try:
        await live.wait_ready()
        yield live
    finally:
        live.task.cancel()
        await asyncio.wait({live.task})


@contextlib.asynccontextmanager
async def process(
    name: str, broker: BrokerServer | None, folder: Path, **environment: str
) -> AsyncIterator[Live]:
    """Run `gateway` or `notifier` as a process of its own, as operators do."""
    with two_ports() as (http_port, websocket_port):
        log = folder / f"{name}-{http_port}.log"
        chosen: Mapping[str, str] = {
            "PATH": os.environ["PATH"],
            "BROKER_URL": broker.url(name) if broker else NO_BROKER_URL,
            "HTTP_PORT": str(http_port),
            "WEBSOCKET_PORT": str(websocket_port),
            "TOKEN_PUBLIC_KEYS": PUBLIC_KEYS,
            "DRAIN_SECONDS": "0",
            **environment,
        }
        with log.open("wb") as output:
            started = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                f"services.{name}",
                env=chosen,
                stdout=output,
                stderr=output,
            )
        live = Live(http_port, websocket_port, process=started, log=log)
        try:
            await live.wait_ready()
            if broker and name == "gateway":
                await hears(live, broker)
            yield live
        finally:
            await stopped(started)


async def stopped(process: asyncio.subprocess.Process) -> None:
    """End a process that may have ended already, in good order if it still can."""
    if process.returncode is None:
        process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
    if process.returncode is None:
        process.kill()
    await process.wait()


async def hears(live: Live, broker: BrokerServer) -> None:
    """Return when a gateway hears what is pushed: until then it may yet tell of its own session."""
    before = await live.metric("gateway_batches_total")
    async with session_of(broker, "notifier") as session, asyncio.timeout(READY_SECONDS):
        while await live.metric("gateway_batches_total") == before:
            await Notifier(session, "passing by").push(goodbye=True)
            await asyncio.sleep(0.05)
