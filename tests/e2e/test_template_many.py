"""Two hundred old kitchens, or a thousand: each is sent every line once, and costs little."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.client import Client
from tests.e2e.kitchens import PASSCODE, a_shop, make_shops
from tests.e2e.old_pages import (
    FILE,
    REMAKE,
    WIRES,
    Wire,
    greeting,
    is_taken,
    line,
    wanted,
)
from tests.e2e.running import Running

SHOPS = 25
ORDERS_OF_A_SHOP = 4
AT_ONCE = 50
LIMIT_SECONDS = 60
# A kitchen with its two sockets and what it has been sent costs 65 KiB.
KITCHEN_BYTES_MAX = 128 * 1024


@dataclass
class Screen:
    """An old kitchen's page, and the lines that it has shown."""

    wire: Wire
    shop_id: str
    connection: ClientConnection
    lines: list[str] = field(default_factory=list)

    async def line(self) -> str:
        """Return the text of the next frame."""
        text = await self.connection.recv(decode=True)
        return str(json.loads(text)["data"]) if self.wire is REMAKE else text

    async def show(self, count: int) -> None:
        """Show so many lines."""
        self.lines += [await self.line() for _ in range(count)]


async def opened(client: Client, wire: Wire, shop_id: str, at_once: asyncio.Semaphore) -> Screen:
    """Log in to a shop, and return when that was greeted."""
    async with at_once:
        connection = await connect(
            f"ws://{urlsplit(client.url).netloc}{wire.socket}",
            origin=FILE,
            local_addr=(client.address, 0),
            compression=None,
            proxy=None,
            ping_interval=None,
            open_timeout=LIMIT_SECONDS,
        )
        screen = Screen(wire, shop_id, connection)
        await connection.send(f"{shop_id}:{PASSCODE}{wire.online}")
        assert await screen.line() == greeting(shop_id)
    return screen


async def order_dishes(client: Client, shop_id: str, addresses: list[str]) -> None:
    """Order for each of these addresses, over the one wire and the other."""
    # Nothing is encrypted here, and to read all the authorities' keys takes its time.
    transport = httpx.AsyncHTTPTransport(verify=False, local_address=client.address)
    async with httpx.AsyncClient(base_url=client.url, transport=transport, timeout=30) as http:
        for number, address in enumerate(addresses):
            wire = WIRES[number % len(WIRES)]
            answer = await http.post(wire.order, json=wanted(wire, shop_id, addr=address))
            assert is_taken(answer), answer.text


def memory_bytes(system: Running) -> int:
    """Return how much of the machine's memory the adapter holds."""
    return int(psutil.Process(system.pid("template")).memory_info().rss)


@pytest.mark.parametrize("screens_of_a_shop", [8, pytest.param(40, marks=pytest.mark.long)])
async def test_hundreds_of_kitchens_are_each_sent_every_line_once(
    system: Running, screens_of_a_shop: int
) -> None:
    shops = [a_shop(accept_minutes=60) for _ in range(SHOPS)]
    make_shops(system, *shops)
    # A shop's screens are at one address.
    clients = {shop.id: Client(system.url) for shop in shops}
    before, began = memory_bytes(system), time.monotonic()
    at_once = asyncio.Semaphore(AT_ONCE)
    screens = await asyncio.gather(
        *(
            opened(client, WIRES[number % len(WIRES)], shop_id, at_once)
            for number in range(screens_of_a_shop)
            for shop_id, client in clients.items()
        )
    )
    there = time.monotonic()
    addresses = [f"{number} Long Lane" for number in range(ORDERS_OF_A_SHOP)]
    async with asyncio.timeout(LIMIT_SECONDS):
        await asyncio.gather(
            *(order_dishes(client, shop_id, addresses) for shop_id, client in clients.items()),
            *(screen.show(ORDERS_OF_A_SHOP) for screen in screens),
        )
    done = time.monotonic()
    grown = (memory_bytes(system) - before) / len(screens)
    async with asyncio.timeout(LIMIT_SECONDS):
        await asyncio.gather(
            *(order_dishes(client, shop_id, ["last"]) for shop_id, client in clients.items()),
            *(screen.show(1) for screen in screens),
        )
    await asyncio.gather(*(screen.connection.close() for screen in screens))
    print(
        f"{len(screens)} kitchens in {there - began:.1f} s, {grown / 1024:.0f} KiB each;"
        f" {SHOPS * ORDERS_OF_A_SHOP} orders in {done - there:.1f} s"
    )
    for screen in screens:
        *those, last = screen.lines
        assert last == line(screen.shop_id, addr="last")
        assert sorted(those) == [line(screen.shop_id, addr=address) for address in addresses]
    assert grown < KITCHEN_BYTES_MAX
