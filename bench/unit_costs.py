"""Measures what an order, a socket and a poll cost each part: docs/scaling.md is computed from it.

    .venv/bin/python -m bench.unit_costs > unit-costs.json

Each run starts a system of its own, and a gateway more, which hears all batches and has no socket.
Costs are CPU time, which a busy machine changes little, less what the parts use at rest.
"""

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvloop
from sqlalchemy import Engine, create_engine, text
from websockets.asyncio.client import ClientConnection, connect

from bench import meter
from bench.demo_shop import SHOP, accepting, open_kitchen
from shared.tokens import Signer
from tests.e2e.client import basket, by
from tests.e2e.running import Running, running

MILLISECONDS = 1000
SETTINGS = {"ORDERS_PER_SECOND": "1000", "ORDERS_BURST": "1000", "SOCKETS_PER_ADDRESS": "10000"}
PARTS = ("edge", "shops", "orders", "notifier", "gateway", "postgres", "rabbitmq")
RUNS = 3
STEP_SECONDS = 0.5
REST_SECONDS = 30
SOCKETS = 2000
SHOP_EVENTS = 25
POLLS = 1000
ACTIVE_ORDERS = 20
ORDER_RATES = (20, 50)
ORDER_SECONDS = 40
# RabbitMQ counts for its management API every 5 s.
SETTLE_SECONDS = 6
STORED = """SELECT pg_current_wal_lsn() - '0/0' AS wal_bytes,
    (SELECT sum(xact_commit) FROM pg_stat_database) AS transactions,
    pg_total_relation_size('orders') + pg_total_relation_size('order_history') AS kept_bytes,
    pg_total_relation_size('idempotency_keys') AS key_bytes"""

Figures = dict[str, float]


def per_unit(before: Figures, after: Figures, rest: Mapping[str, float], units: int) -> Figures:
    """Return what each unit used, less what is used at rest; `rest` is that of a second."""
    seconds = after["seconds"] - before["seconds"]
    return {
        name: (used - before[name] - rest.get(name, 0) * seconds) / units
        for name, used in after.items()
        if name != "seconds"
    }


def medians(runs: Sequence[Mapping[str, Figures]]) -> dict[str, Figures]:
    """Return the median of each figure of several runs."""
    return {
        unit: {name: statistics.median(run[unit][name] for run in runs) for name in figures}
        for unit, figures in runs[0].items()
    }


@dataclass
class Bench:
    """A system that is measured, its processes, a client of it, and what was found so far."""

    system: Running
    processes: Mapping[str, int]
    database: Engine
    http: httpx.AsyncClient
    found: dict[str, Figures] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def measured(self, unit: str, units: int) -> AsyncIterator[None]:
        """Note what each of so many units costs that are done within."""
        before = self.read()
        yield
        await asyncio.sleep(SETTLE_SECONDS)
        self.found[unit] = per_unit(before, self.read(), self.found.get("rest", {}), units)

    def read(self) -> Figures:
        """Return what has been used by now: CPU milliseconds by part, bytes, and other counts."""
        with self.database.connect() as connection:
            stored = connection.execute(text(STORED)).one()._asdict()
        links = self.system.management("GET", "/connections")
        figures: Figures = {
            "seconds": time.monotonic(),
            "these clients": time.process_time() * MILLISECONDS,
            **{name: float(amount) for name, amount in stored.items()},
            "messages": self.system.management("GET", "/overview")["message_stats"]["publish"],
            "batches": self.system.metric("notifier", "notifier_batches_total"),
            # The gateway without sockets is sent nothing but batches.
            "batch_bytes": min(link["send_oct"] for link in links if link["user"] == "gateway"),
        }
        for part, process in self.processes.items():
            figures[part] = meter.cpu_seconds(process) * MILLISECONDS
            figures[f"{part} memory_bytes"] = meter.memory_bytes(process)
        return figures

    async def call(self, method: str, path: str, token: str, **more: Any) -> httpx.Response:
        """Return the answer to a call; raises httpx.HTTPStatusError where it is refused."""
        headers = by(token) | more.pop("headers", {})
        answer = await self.http.request(method, f"/api/{path}", headers=headers, **more)
        return answer.raise_for_status() if answer.is_error else answer

    async def place(self) -> tuple[str, str]:
        """Place an order; return its id and its customer's token."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = await self.http.post("/api/orders", json=basket(SHOP), headers=key)
        content = answer.raise_for_status().json()
        return content["order"]["id"], content["token"]

    @contextlib.asynccontextmanager
    async def socket(self, **subscription: str) -> AsyncIterator[ClientConnection]:
        """Yield a socket that is subscribed, as a page opens it."""
        url = self.system.url.replace("http", "ws", 1) + "/ws"
        options: Any = {"compression": None, "ping_interval": None, "max_queue": None}
        async with connect(url, proxy=None, **options) as socket:
            await send(socket, "subscribe", **subscription)
            await socket.recv()
            yield socket


async def send(socket: ClientConnection, kind: str, **members: Any) -> None:
    """Send a frame."""
    await socket.send(json.dumps({"type": kind, **members}))


async def confirm_orders(bench: Bench, kitchen: str) -> None:
    """Be a kitchen's screen, which hears everything and confirms each order, for ever."""
    async with bench.socket(token=kitchen) as socket:
        async for text_frame in socket:
            frame = json.loads(text_frame)
            if frame.get("event") == "order.placed":
                data = {"received": [frame["order"]["id"]]}
                await send(socket, "message", channel=f"shop:{SHOP}", data=data)


async def whole_order(bench: Bench, kitchen: str) -> None:
    """Place an order, follow it on a socket as its customer, and take it through the kitchen."""
    order_id, customer = await bench.place()
    async with bench.socket(token=customer) as socket:
        order = (await bench.call("GET", f"orders/{order_id}", customer)).json()
        while not order.get("received_at"):
            order = json.loads(await socket.recv()).get("order", {})
        for action in ("accept", "ready", "complete"):
            await asyncio.sleep(STEP_SECONDS)
            await bench.call("POST", f"orders/{order_id}/{action}", kitchen)
        while order.get("status") != "completed":
            order = json.loads(await socket.recv()).get("order", {})


async def measure_orders(bench: Bench, kitchen: str, rate: int) -> None:
    """Whole orders at an even rate, each with a kitchen's screen and a customer's socket."""
    count = rate * ORDER_SECONDS
    async with bench.measured(f"order at {rate}/s", count), asyncio.TaskGroup() as customers:
        began = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            customers.create_task(whole_order(bench, kitchen))


async def measure_polls(bench: Bench, kitchen: str) -> None:
    """What pages ask for: a shop's menu, an order, and a kitchen's snapshot, both unchanged."""
    orders = [await bench.place() for _ in range(ACTIVE_ORDERS)]
    received = {"shop_id": SHOP, "orders": [order_id for order_id, _ in orders]}
    await bench.call("POST", "orders/received", kitchen, json=received)
    for unit, path, token in (
        ("poll of an order", f"orders/{orders[0][0]}", orders[0][1]),
        (f"poll of {ACTIVE_ORDERS} orders", f"orders?shop_id={SHOP}&active=true", kitchen),
        ("view of a shop", f"shops/{SHOP}", kitchen),
    ):
        known = (await bench.call("GET", path, token)).headers.get("ETag", "")
        async with bench.measured(unit, POLLS):
            for _ in range(POLLS):
                await bench.call("GET", path, token, headers={"If-None-Match": known})


async def measure_sockets(bench: Bench, kitchen: str, signer: Signer) -> None:
    """Sockets of customers: opened, resting, with renewed tokens; then all on one channel."""
    orders = [f"order:{uuid.uuid4()}" for _ in range(SOCKETS)]
    rights: Any = {"send": False, "presence": False, "lifetime_seconds": 3600}
    async with contextlib.AsyncExitStack() as stack:
        sockets: list[ClientConnection] = []
        async with bench.measured("socket opened", SOCKETS):
            for order in orders:
                opening = bench.socket(token=signer.mint(order, "customer", **rights)[0])
                sockets.append(await stack.enter_async_context(opening))
        async with bench.measured("socket for a minute", SOCKETS):
            await asyncio.sleep(60 - SETTLE_SECONDS)
        async with bench.measured("token verified", SOCKETS):
            for socket, order in zip(sockets, orders, strict=True):
                await send(socket, "subscribe", token=signer.mint(order, "customer", **rights)[0])
        for socket in sockets:
            await send(socket, "subscribe", channel="public:shops")
        async with bench.measured("frame to a listener", SOCKETS * SHOP_EVENTS):
            for number in range(SHOP_EVENTS):
                name = {"name": f"Shop {number}"}
                await bench.call("PATCH", f"shops/{SHOP}", kitchen, json=name)


async def measure(system: Running, spare: int, signer: Signer) -> dict[str, Figures]:
    """Measure everything once; `spare` is the process of the gateway without sockets."""
    processes = {part: system.pid(part) for part in PARTS}
    processes["gateway without sockets"] = spare
    database = create_engine(system.environment("operator")["ORDERS_DATABASE_URL"])
    client = httpx.AsyncClient(base_url=system.url, timeout=60)
    async with client as http, asyncio.TaskGroup() as tasks:
        bench = Bench(system, processes, database, http)
        token = await open_kitchen(http)
        screen = tasks.create_task(confirm_orders(bench, token))
        await accepting(http)
        await asyncio.sleep(2 * SETTLE_SECONDS)
        async with bench.measured("rest", REST_SECONDS):
            await asyncio.sleep(REST_SECONDS - SETTLE_SECONDS)
        for rate in ORDER_RATES:
            await measure_orders(bench, token, rate)
        screen.cancel()
        await measure_polls(bench, token)
        await measure_sockets(bench, token, signer)
    return bench.found


def run_once() -> dict[str, Figures]:
    """Start a system and one gateway more, measure them, and stop them."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **SETTINGS) as system:
        signer = Signer(Path(system.environment("orders")["TOKEN_PRIVATE_KEY_FILE"]).read_text())
        ports = {"HTTP_PORT": "0", "WEBSOCKET_PORT": "0"}
        environment = {**os.environ, **system.environment("gateway"), **ports}
        command = ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "services.gateway"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as spare:
            try:
                return uvloop.run(measure(system, spare.pid, signer))
            finally:
                spare.terminate()


def main() -> None:
    """Print the medians of some runs: a table of CPU milliseconds, and all figures as JSON."""
    found = medians([run_once() for _ in range(RUNS)])
    for unit, figures in found.items():
        print(unit, *(f"{part} {figures[part]:.3f}" for part in PARTS), file=sys.stderr)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
