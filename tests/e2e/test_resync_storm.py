"""Five hundred kitchens catch up after the broker was away, while people order."""

import asyncio
import json
import random
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import ClientConnection, connect

from provision.credentials import load
from shared.tokens import Signer
from tests.e2e.client import SUBPROTOCOL, Client, placed
from tests.e2e.kitchens import a_shop, make_shops, wait_until_orders_know
from tests.e2e.running import Running
from tests.servers import wait_until

KITCHENS = 500
AT_ONCE = 50
# As the contract says: after `resync` wait a random part of this, then ask for the snapshot.
SPREAD_SECONDS = 3.0
# As the product's own pages do while they are told that nothing comes.
POLL_SECONDS = 3.0
# Longer than a lease and the grace period together.
OUTAGE_SECONDS = 20.0
ORDER_EVERY_SECONDS = 0.2
# A snapshot that takes longer is a failure to a page.
SNAPSHOT_SECONDS_MAX = 10.0
PLACING_SECONDS_MAX = 2.0
BACK_SECONDS = 90.0


@dataclass
class Kitchen:
    """A screen that does as the contract says, and how long its snapshots took."""

    url: str
    shop_id: str
    token: str
    socket: ClientConnection
    interrupted: bool = False
    caught_up: asyncio.Event = field(default_factory=asyncio.Event)
    waits: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        """Hear frames until cancelled; catch up after `resync`, poll after `interrupted`."""
        while True:
            try:
                async with asyncio.timeout(POLL_SECONDS if self.interrupted else None):
                    frame = json.loads(await self.socket.recv())
            except TimeoutError:
                await self._take_snapshot()
                continue
            if frame["type"] == "interrupted":
                self.interrupted = True
                await asyncio.sleep(random.uniform(0, POLL_SECONDS))
            elif frame["type"] == "resync":
                self.interrupted = False
                await asyncio.sleep(random.uniform(0, SPREAD_SECONDS))
                await self._take_snapshot()
                self.caught_up.set()

    async def _take_snapshot(self) -> None:
        """Ask by hand: hundreds of clients of a library would be more load than what they ask."""
        address = urlsplit(self.url)
        began = time.monotonic()
        async with asyncio.timeout(SNAPSHOT_SECONDS_MAX):
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(
                f"GET /api/orders?shop_id={self.shop_id}&active=true HTTP/1.1\r\n"
                f"Host: {address.netloc}\r\nAuthorization: Bearer {self.token}\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            answer = await reader.read()
        writer.close()
        assert answer.startswith(b"HTTP/1.1 200 "), answer[:200]
        self.waits.append(time.monotonic() - began)


async def open_kitchen(url: str, signer: Signer, shop_id: str) -> Kitchen:
    """Return a kitchen whose socket is subscribed."""
    token, _ = signer.mint(
        f"shop:{shop_id}", "storm", send=True, presence=True, lifetime_seconds=3600
    )
    socket = await connect(
        url.replace("http", "ws") + "/ws",
        subprotocols=[SUBPROTOCOL],
        compression=None,
        ping_interval=None,
        open_timeout=30,
    )
    await socket.send(json.dumps({"type": "subscribe", "token": token}))
    while json.loads(await socket.recv())["type"] != "subscribed":
        pass
    return Kitchen(url, shop_id, token, socket)


def order_on(client: Client, shop_ids: list[str], over: threading.Event) -> list[float]:
    """Place orders, each somewhere else, until it is over; return how long each took."""
    waits = []
    while not over.wait(ORDER_EVERY_SECONDS):
        began = time.monotonic()
        placed(client, random.choice(shop_ids))
        waits.append(time.monotonic() - began)
    return waits


def shops(client: Client, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return these shops as everybody sees them."""
    found: dict[str, dict[str, Any]] = {}
    after: str | None = ""
    while after is not None:
        page = client.http.get("/api/shops", params={"after": after} if after else {}).json()
        found |= {shop["id"]: shop for shop in page["shops"]}
        after = page["next"]
    return {shop_id: found[shop_id] for shop_id in ids}


def wait_until_they_accept(client: Client, ids: list[str]) -> None:
    """Return when every shop's kitchen is known to be there, to `orders` as well."""
    wait_until(lambda: all(shop["accepting"] for shop in shops(client, ids).values()), "kitchens")
    for first in range(0, KITCHENS, AT_ONCE):
        # Each from an address of its own: how many orders one may place at once is limited.
        somebody = Client(client.url)
        for shop_id in ids[first : first + AT_ONCE]:
            wait_until_orders_know(somebody, shop_id, accepting=True)


def late(waits: list[float]) -> float:
    """Return the wait that 95 in a hundred do not exceed."""
    return sorted(waits)[len(waits) * 95 // 100]


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_restart_of_the_broker_under_five_hundred_kitchens_holds_up_no_order(
    pair: Running,
) -> None:
    made = [replace(a_shop(), open=True) for _ in range(KITCHENS)]
    ids = [shop.id for shop in made]
    await asyncio.to_thread(make_shops, pair, *made)
    signer = Signer(load(pair.data / "secrets").private_key("shops").read_text())
    kitchens: list[Kitchen] = []
    for first in range(0, KITCHENS, AT_ONCE):
        some = ids[first : first + AT_ONCE]
        kitchens += await asyncio.gather(*(open_kitchen(pair.url, signer, each) for each in some))
    client, over = Client(pair.url), threading.Event()
    async with asyncio.TaskGroup() as tasks:
        watching = [tasks.create_task(kitchen.watch()) for kitchen in kitchens]
        await asyncio.to_thread(wait_until_they_accept, client, ids)
        before = await asyncio.to_thread(shops, client, ids)
        ordering = tasks.create_task(asyncio.to_thread(order_on, client, ids, over))
        try:
            await asyncio.to_thread(stay_away, pair)
            async with asyncio.timeout(BACK_SECONDS):
                await asyncio.gather(*(kitchen.caught_up.wait() for kitchen in kitchens))
        finally:
            over.set()
        for watcher in watching:
            watcher.cancel()
    waits, snapshots = ordering.result(), [wait for kitchen in kitchens for wait in kitchen.waits]
    print(f"{len(waits)} orders, p95 {late(waits):.3f} s, longest {max(waits):.3f} s")
    print(
        f"{len(snapshots)} snapshots, p95 {late(snapshots):.3f} s, longest {max(snapshots):.3f} s"
    )
    assert late(waits) < PLACING_SECONDS_MAX
    # The outage was longer than a lease and the grace period: no shop was closed for it.
    after = await asyncio.to_thread(shops, client, ids)
    assert all(shop["accepting"] for shop in after.values())
    assert after == before
    await asyncio.gather(*(kitchen.socket.close() for kitchen in kitchens))


def stay_away(pair: Running) -> None:
    """Keep the broker away for a while; return when every service has it again."""
    with pair.down("rabbitmq"):
        time.sleep(OUTAGE_SECONDS)
