"""What growth asks of a running system over HTTP: an order's way through the kitchen, and looks.

Calls come one after the other, so that each is timed alone.
"""

import asyncio
import json
import random
import statistics
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bench import meter
from bench.crowd import TOKEN_SECONDS
from bench.generate import MEASURED_SHOP, Size
from bench.generate_shops import TIMEZONE
from bench.growth_found import Found
from bench.load.http import Pool, get, post
from bench.ours import PARTS
from services.orders.numbering import business_day
from shared.tokens import Signer
from tests.e2e.running import Running

MILLISECONDS = 1000
TIME = "time"
CPU_OF = {
    "CPU of PostgreSQL": ("postgres",),
    "CPU of orders": ("orders",),
    "CPU of shops": ("shops",),
    "CPU of all": PARTS,
}
QUANTITIES = (TIME, *CPU_OF)
# What follows an answer, events above all, belongs to its call.
SETTLE_SECONDS = 0.3
OK = (200, 201, 204)
MENU_DISHES = ("beef-noodles", "rice")
A_WHOLE_ORDER = "a whole order"
LIFE = ("placing an order", "a receipt", "accept", "ready", "complete")


@dataclass(frozen=True)
class Placed:
    """An order that a run has placed, and who may ask for it."""

    order_id: str
    shop_id: str
    customer: str
    kitchen: str


class Calls:
    """A client of one system, which it measures."""

    def __init__(self, system: Running, size: Size, found: Found) -> None:
        self._parts = {part: system.pid(part) for part in PARTS}
        self._port = urlsplit(system.url).port or 80
        self._size = size
        self._found = found
        key_file = system.environment("shops")["TOKEN_PRIVATE_KEY_FILE"]
        self._signer = Signer(Path(key_file).read_text())

    async def measure(self, count: int) -> None:
        """Take so many orders through the kitchens of any shops, and look at things as often."""
        # Connections do not outlive the loop that they were made in.
        self._pool = Pool(self._port)
        yesterday = business_day(datetime.now(UTC), TIMEZONE) - timedelta(days=1)
        baskets = [self._basket() for _ in range(count)]
        placed = await self._placed(baskets)
        received = [_received(each) for each in placed]
        await self._timed("a receipt", received)
        for action in LIFE[2:]:
            path = f"/api/orders/{{}}/{action}"
            asked = [
                post(path.format(each.order_id), b"", Authorization=each.kitchen) for each in placed
            ]
            await self._timed(action, asked)
        for quantity in QUANTITIES:
            whole = sum(self._found.last(what, quantity, self._size) for what in LIFE)
            self._found.add(A_WHOLE_ORDER, quantity, self._size, whole)
        await self._timed(
            "a customer's look",
            [get(f"/api/orders/{each.order_id}", Authorization=each.customer) for each in placed],
        )
        kitchen, shop = self._kitchen(MEASURED_SHOP), MEASURED_SHOP
        for what, path in (
            ("a snapshot", f"/api/orders?shop_id={shop}&active=true"),
            ("a day's statistics", f"/api/orders/statistics?shop_id={shop}&day={yesterday}"),
            ("a page of a day", f"/api/orders?shop_id={shop}&day={yesterday}"),
            ("a page of ended orders", f"/api/orders?shop_id={shop}&active=false"),
            ("a page of shops", "/api/shops"),
            ("a shop's page", f"/api/shops/{shop}"),
        ):
            await self._timed(what, [get(path, Authorization=kitchen)] * count)
        self._pool.close()

    async def rest(self, seconds: float) -> None:
        """Measure what the parts use while nobody asks for anything."""
        before = meter.read(self._parts)
        await asyncio.sleep(seconds)
        self._note("a second at rest", before, seconds)

    async def _placed(self, baskets: Sequence[tuple[str, bytes]]) -> list[Placed]:
        asked = [
            post("/api/orders", body, Idempotency_Key=str(uuid.uuid4())) for _, body in baskets
        ]
        answers = await self._timed("placing an order", asked)
        placed = []
        for (shop_id, _), answer in zip(baskets, map(json.loads, answers), strict=True):
            customer = f"Bearer {answer['token']}"
            placed.append(Placed(answer["order"]["id"], shop_id, customer, self._kitchen(shop_id)))
        return placed

    async def _timed(self, what: str, requests: Sequence[bytes]) -> list[bytes]:
        """Return the bodies of the answers, having noted what each took; raises for a refusal."""
        bodies, times = [], []
        before = meter.read(self._parts)
        for request in requests:
            began = time.perf_counter()
            answer = await self._pool.ask(request)
            times.append(time.perf_counter() - began)
            assert answer.status in OK, f"{what}: {answer.status} {answer.body[:300]!r}"
            bodies.append(answer.body)
        await asyncio.sleep(SETTLE_SECONDS)
        self._add(what, TIME, statistics.median(times))
        self._note(what, before, len(requests))
        return bodies

    def _note(self, what: str, before: meter.Reading, units: float) -> None:
        used = meter.read(self._parts).since(before)
        for quantity, parts in CPU_OF.items():
            self._add(what, quantity, sum(used[part] for part in parts) / units)

    def _add(self, what: str, quantity: str, seconds: float) -> None:
        self._found.add(what, quantity, self._size, seconds * MILLISECONDS)

    def _basket(self) -> tuple[str, bytes]:
        shop_id = f"growth-{random.randrange(1, self._size.shops)}"
        basket = {
            "shop_id": shop_id,
            "items": [{"dish_id": dish, "quantity": 1} for dish in MENU_DISHES],
            "customer": {"name": "Bench", "address": "1 Long Lane", "telephone": "555 0100"},
        }
        return shop_id, json.dumps(basket).encode()

    def _kitchen(self, shop_id: str) -> str:
        token, _ = self._signer.mint(
            f"shop:{shop_id}", "kitchen", send=True, presence=False, lifetime_seconds=TOKEN_SECONDS
        )
        return f"Bearer {token}"


def _received(placed: Placed) -> bytes:
    body = {"shop_id": placed.shop_id, "orders": [placed.order_id]}
    return post("/api/orders/received", json.dumps(body).encode(), Authorization=placed.kitchen)
