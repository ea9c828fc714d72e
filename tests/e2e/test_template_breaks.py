"""Old kitchens' connections break: what was under way comes again, and what arrived does not."""

import contextlib
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from chaos.links import Link, State
from tests.e2e.cables import cable_to
from tests.e2e.client import Client
from tests.e2e.kitchens import PASSCODE, Kitchen
from tests.e2e.old_pages import (
    TEMPLATE,
    WIRES,
    Wire,
    greeting,
    is_taken,
    line,
    old_kitchen,
    on_both_wires,
    order,
    wait_until_all_have_left,
)
from tests.e2e.running import Running
from tests.servers import wait_until
from tests.waiting import until

SCREEN_LEASE_SECONDS = 45


def received(kitchen: Kitchen) -> dict[str, bool]:
    """Return by its customer's address whether an active order has been received."""
    orders: list[dict[str, Any]] = kitchen.orders().json()["orders"]
    return {each["customer"]["address"]: each["received_at"] is not None for each in orders}


def is_there(kitchen: Kitchen) -> bool:
    """Tell whether a screen of the shop is there, as everybody sees it."""
    content = kitchen.client.http.get(f"/api/shops/{kitchen.shop_id}").json()
    return bool(content["kitchen_online"])


async def logged_in(cable: Link, shop_id: str) -> ClientConnection:
    """Return a kitchen's socket through the cable, once it is greeted."""
    connection = await connect(f"ws://127.0.0.1:{cable.port}/pgws", compression=None, proxy=None)
    await connection.send(f"{shop_id}:{PASSCODE}")
    assert await connection.recv() == greeting(shop_id)
    return connection


async def test_what_was_written_into_a_dead_connection_comes_again_and_nothing_else(
    system: Running, client: Client, shop: Kitchen
) -> None:
    def place(address: str) -> None:
        assert is_taken(order(client, TEMPLATE, shop.shop_id, addr=address))

    async with cable_to(system.url) as cable:
        page = await logged_in(cable, shop.shop_id)
        place("arrived")
        assert await page.recv() == line(shop.shop_id, addr="arrived")
        await until(lambda: received(shop)["arrived"])
        cable.turn(State.STALLED)
        place("under way")
        # This wire has no receipt: what was written is received, and so nobody else is asked.
        await until(lambda: received(shop)["under way"])
        cable.turn(State.CUT)
        # Where a socket's presence was slow to show, the adapter has told of it by a lease as well.
        await until(lambda: not is_there(shop), SCREEN_LEASE_SECONDS + 30)
        place("afterwards")
        cable.turn(State.OPEN)
        page = await logged_in(cable, shop.shop_id)
        expected = {line(shop.shop_id, addr=each) for each in ("under way", "afterwards")}
        assert {await page.recv(), await page.recv()} == expected
        place("the next")
        assert await page.recv() == line(shop.shop_id, addr="the next")
        await page.close()


@on_both_wires
def test_two_screens_of_an_address_that_come_back_get_what_either_was_not_sent(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(old_kitchen(client, wire, shop.shop_id))
        first.hears_next(addr="to both")
        second = stack.enter_context(old_kitchen(client, wire, shop.shop_id))
        assert second.line() == line(shop.shop_id, addr="to both")
        wait_until(lambda: all(received(shop).values()), "the receipt")
    assert is_taken(order(client, wire, shop.shop_id, addr="to neither"))
    wait_until_all_have_left(system)
    with contextlib.ExitStack() as stack:
        pages = [stack.enter_context(old_kitchen(client, wire, shop.shop_id)) for _ in WIRES]
        for page in pages:
            assert page.line() == line(shop.shop_id, addr="to neither")
        # One more than left has been sent nothing yet.
        third = stack.enter_context(old_kitchen(client, wire, shop.shop_id))
        expected = {line(shop.shop_id, addr=each) for each in ("to both", "to neither")}
        assert {*third.lines(2)} == expected


@on_both_wires
def test_a_screen_at_another_address_is_another_screen(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        page.hears_next()
        wait_until(lambda: all(received(shop).values()), "the receipt")
    elsewhere = Client(system.url)
    with elsewhere.http, old_kitchen(elsewhere, wire, shop.shop_id) as page:
        assert page.line() == line(shop.shop_id)
