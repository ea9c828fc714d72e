"""Measures the time from `POST /api/orders` to the frame at the kitchen's socket.

It knows the contract alone: start Orderbell with `make run`, then in another terminal

    .venv/bin/python -m bench.order_to_screen --rate 1 --rate 50

An address may place 20 orders a second, unless Orderbell runs with another ORDERS_PER_SECOND.

Orders are sent at an even rate whether or not earlier ones have arrived, so that a slow moment is
measured and not waited out. Every order is confirmed by the kitchen, as its page would.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
import uuid
from dataclasses import dataclass, field

import httpx
import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

SHOP = "shop1"
ARRIVAL_LIMIT_SECONDS = 15
ACCEPTING_LIMIT_SECONDS = 10
WARM_UP_ORDERS = 20
MILLISECONDS = 1000


@dataclass
class Run:
    """When orders were sent, answered and seen, in seconds of one clock, by their name."""

    sent: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    refused: int = 0


async def main() -> int:
    """Measure each rate and print a table; return the exit status."""
    arguments = parse_arguments()
    status = 0
    print("orders/s   orders  answered p50/p99 ms   on the screen p50/p99/max ms   missing")
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=arguments.url, limits=limits, timeout=10) as http:
        token = await open_kitchen(http)
        address = arguments.url.replace("http", "ws", 1) + "/ws"
        async with connect(address, subprotocols=[Subprotocol("orderbell.v1")]) as socket:
            await socket.send(json.dumps({"type": "subscribe", "token": token}))
            await accepting(http)
            for rate in arguments.rate or [1, 50]:
                run = await measure(http, socket, rate, arguments.seconds)
                print(line(rate, run), flush=True)
                status = status or int(len(run.seen) < len(run.sent))
    return status


async def open_kitchen(http: httpx.AsyncClient) -> str:
    """Log in to the demo shop, and return the token."""
    answer = await http.post(f"/api/shops/{SHOP}/sessions", json={"passcode": SHOP})
    answer.raise_for_status()
    return str(answer.json()["token"])


async def accepting(http: httpx.AsyncClient) -> None:
    """Return when the shop takes orders."""
    async with asyncio.timeout(ACCEPTING_LIMIT_SECONDS):
        while not (await http.get(f"/api/shops/{SHOP}")).json()["accepting"]:
            await asyncio.sleep(0.1)


async def measure(
    http: httpx.AsyncClient, socket: ClientConnection, rate: float, seconds: float
) -> Run:
    """Send orders at this rate for so long, and return when each was seen."""
    run = Run()
    watching = asyncio.ensure_future(watch(socket, run))
    for _ in range(WARM_UP_ORDERS):
        await place(http, Run())
    began = time.perf_counter()
    sending: set[asyncio.Task[None]] = set()
    for number in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        sending.add(asyncio.ensure_future(place(http, run)))
    await asyncio.gather(*sending)
    deadline = time.perf_counter() + ARRIVAL_LIMIT_SECONDS
    while run.sent.keys() - run.seen.keys() and time.perf_counter() < deadline:
        await asyncio.sleep(0.05)
    watching.cancel()
    await asyncio.wait({watching})
    return run


async def place(http: httpx.AsyncClient, run: Run) -> None:
    """Place one order, recognised on the screen by its note."""
    name = str(uuid.uuid4())
    order = {
        "shop_id": SHOP,
        "items": [{"dish_id": "egg", "quantity": 2}, {"dish_id": "rice", "quantity": 1}],
        "customer": {"name": "Bench", "address": "1 Long Lane", "telephone": "555 0100"},
        "note": name,
    }
    run.sent[name] = time.perf_counter()
    answer = await http.post("/api/orders", json=order, headers={"Idempotency-Key": name})
    if answer.status_code != httpx.codes.CREATED:
        del run.sent[name]
        run.refused += 1
        return
    run.answered[name] = time.perf_counter()


async def watch(socket: ClientConnection, run: Run) -> None:
    """Note when each order is first seen, and confirm it."""
    async for text in socket:
        now = time.perf_counter()
        frame = json.loads(text)
        if frame.get("event") != "order.placed":
            continue
        order = frame["order"]
        if order["note"] in run.sent:
            run.seen.setdefault(order["note"], now)
        receipt = {"received": [order["id"]]}
        channel = f"shop:{SHOP}"
        await socket.send(json.dumps({"type": "message", "channel": channel, "data": receipt}))


def line(rate: float, run: Run) -> str:
    """Return a run's line of the table."""
    answers = sorted(run.answered[name] - run.sent[name] for name in run.answered)
    screens = sorted(run.seen[name] - run.sent[name] for name in run.seen.keys() & run.sent.keys())
    missing = len(run.sent.keys() - run.seen.keys())
    return (
        f"{rate:8g} {len(run.sent):8d}  {quantile(answers, 50):8.1f} / {quantile(answers, 99):6.1f}"
        f"   {quantile(screens, 50):10.1f} / {quantile(screens, 99):6.1f} / "
        f"{screens[-1] * MILLISECONDS if screens else 0:6.1f} {missing:9d}"
        + (f"   ({run.refused} refused)" if run.refused else "")
    )


def quantile(seconds: list[float], percent: int) -> float:
    """Return the percentile in milliseconds."""
    if len(seconds) < 2:  # noqa: PLR2004
        return sum(seconds) * MILLISECONDS
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * MILLISECONDS


def parse_arguments() -> argparse.Namespace:
    """Return the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--rate", type=float, action="append", help="orders a second; repeatable")
    parser.add_argument("--seconds", type=float, default=20, help="how long each rate is held")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
