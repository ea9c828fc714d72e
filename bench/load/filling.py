"""Fills shops with orders that are being worked on, so that there is something to catch up with."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

from bench.load.http import Pool, post, request
from bench.load.placing import CREATED, place

AT_ONCE = 20
ACCEPTING_LIMIT_SECONDS = 60
RETRY_SECONDS = 0.1


@dataclass(frozen=True)
class Kitchen:
    """An open shop, the token of its kitchen, and how many orders it is to have."""

    shop_id: str
    token: str
    body: str
    orders: int


async def filled(kitchens: Sequence[Kitchen], port: int) -> None:
    """Place and confirm the orders of each shop; raises TimeoutError where it does not open."""
    pool = Pool(port)
    places = asyncio.Semaphore(AT_ONCE)

    async def fill(kitchen: Kitchen) -> None:
        async with places, asyncio.timeout(ACCEPTING_LIMIT_SECONDS):
            await _fill(pool, kitchen)

    async with asyncio.TaskGroup() as tasks:
        for kitchen in kitchens:
            tasks.create_task(fill(kitchen))
    pool.close()


async def _fill(pool: Pool, kitchen: Kitchen) -> None:
    bearer = f"Bearer {kitchen.token}"
    # A shop takes orders while a kitchen is there, which may be said over HTTP too.
    path, screen = f"/api/shops/{kitchen.shop_id}/presence", json.dumps({"screen": "bench"})
    await pool.ask(request("PUT", path, screen.encode(), Authorization=bearer))
    ids: list[str] = []
    while len(ids) < kitchen.orders:
        _, answer = await place(pool, "/api/orders", kitchen.body)
        if answer.status == CREATED:
            ids.append(json.loads(answer.body)["order"]["id"])
        else:
            await asyncio.sleep(RETRY_SECONDS)
    # As a screen would: what no screen has shown is published again and again.
    received = json.dumps({"shop_id": kitchen.shop_id, "orders": ids})
    await pool.ask(post("/api/orders/received", received.encode(), Authorization=bearer))
