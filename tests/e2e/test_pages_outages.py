"""Both pages in a real Chromium where there is no live socket: they ask instead, and say so."""

import asyncio
import time
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, Request, expect

from tests.e2e.cables import no_sockets
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import Kitchen, closed_kitchen
from tests.e2e.running import Running, running
from tests.e2e.windows import CustomerWindow, KitchenWindow, Window, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

# A screen tells of itself every 15 s.
SCREEN_LEASE_SECONDS = 20
GRACE_SECONDS = 2
# How often `shops` looks at what has expired.
SWEEP_SECONDS = 0.5
# Longer than anybody is believed to be there who does not say so again.
OUTLASTING_SECONDS = SCREEN_LEASE_SECONDS + GRACE_SECONDS + 4 * SWEEP_SECONDS
# A bell that nobody silences rings every 2.5 s.
LISTENING_SECONDS = 6
# Five seconds are promised, of which one and a half are left to all but the waiting.
POLLED_MILLISECONDS = 15_000
ASKING = "asking every few seconds"


@pytest.fixture(scope="module")
def short_leases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a system of its own that soon forgets a kitchen that is silent."""
    with running(
        tmp_path_factory.mktemp("short-leases"),
        GRACE_SECONDS=str(GRACE_SECONDS),
        SWEEP_SECONDS=str(SWEEP_SECONDS),
        SCREEN_LEASE_SECONDS=str(SCREEN_LEASE_SECONDS),
    ) as system:
        yield system


@pytest.fixture
def shop(short_leases: Running) -> Iterator[Kitchen]:
    """Return a kitchen whose shop is open, and where nobody is but who logs in."""
    client = Client(short_leases.url)
    with client.http:
        kitchen = closed_kitchen(short_leases, client)
        assert kitchen.change_shop(open=True).status_code == 200
        yield kitchen


def renewals(page: Page) -> list[float]:
    """Return when the page has told over HTTP that it is there; it grows."""
    told: list[float] = []

    def keep(request: Request) -> None:
        if request.method == "PUT" and request.url.endswith("/presence"):
            told.append(time.monotonic())

    page.on("request", keep)
    return told


async def says_that_it_asks(window: Window) -> None:
    """Return when the page says that it is not live and asks instead."""
    await window.is_connected("interrupted")
    await expect(window.page.locator("[data-connection]").first).to_contain_text(ASKING)


async def comes(board: KitchenWindow, kitchen: Kitchen) -> str:
    """Place an order; return its id when it is on the page and confirmed."""
    order, _ = placed(kitchen.client, kitchen.shop_id)
    await expect(board.ticket(order["id"])).to_be_visible(timeout=POLLED_MILLISECONDS)
    await expect(board.ticket(order["id"])).to_have_attribute("data-received", "true")
    assert kitchen.call("GET", f"/api/orders/{order['id']}").json()["received_at"]
    return str(order["id"])


def is_accepting(kitchen: Kitchen) -> bool:
    """Tell whether customers may order."""
    answer = kitchen.client.http.get(f"/api/shops/{kitchen.shop_id}").json()
    return bool(answer["accepting"])


async def test_without_the_broker_pages_ask_and_with_it_they_are_live_again(
    short_leases: Running, shop: Kitchen, browser: Browser
) -> None:
    async with (
        opened(KitchenWindow, browser, short_leases.url) as board,
        opened(CustomerWindow, browser, short_leases.url) as phone,
    ):
        told = renewals(board.page)
        await board.log_in(shop.shop_id)
        await phone.choose(shop.shop_id)
        await expect(phone.order_button).to_be_enabled()
        first = await phone.send()
        await board.shows(**{first: "placed"})
        await board.is_silenced()
        assert told == []
        with short_leases.down("rabbitmq"):
            await says_that_it_asks(board)
            await says_that_it_asks(phone)
            second = await comes(board, shop)
            await board.is_ringing(True)
            sounds = await board.is_silenced()
            assert shop.act({"id": first}, "accept", {"minutes": 10}).status_code == 200
            await phone.sees("accepted", "placed", "received", "accepted")
            await asyncio.sleep(OUTLASTING_SECONDS)
            assert len(told) > 1
            assert is_accepting(shop)
        await board.is_connected("live")
        await phone.is_connected("live")
        # What waited for the broker is published now, and tells nothing new.
        await board.shows(**{first: "accepted", second: "placed"})
        third = placed(shop.client, shop.shop_id)[0]["id"]
        await board.ticket(third).wait_for()
        assert (await board.is_silenced()) > sounds
        sounds = await board.sounds()
        renewed = len(told)
        await asyncio.sleep(LISTENING_SECONDS)
        assert len(told) == renewed
        assert await board.sounds() == sounds
        await board.shows(**{first: "accepted", second: "placed", third: "placed"})


@pytest.mark.long
@pytest.mark.parametrize("how", ["refused", "swallowed"])
async def test_pages_whose_network_lets_no_socket_through_work_all_the_same(
    short_leases: Running, shop: Kitchen, browser: Browser, how: Literal["refused", "swallowed"]
) -> None:
    script = no_sockets(how)
    async with (
        opened(KitchenWindow, browser, short_leases.url) as board,
        opened(CustomerWindow, browser, short_leases.url) as phone,
    ):
        await board.context.add_init_script(script)
        await phone.context.add_init_script(script)
        await board.log_in(shop.shop_id, "interrupted")
        await says_that_it_asks(board)
        await phone.choose(shop.shop_id)
        await expect(phone.order_button).to_be_enabled()
        first = await phone.send()
        await board.shows(**{first: "placed"})
        await board.is_silenced()
        await phone.sees("placed", "placed", "received")
        await says_that_it_asks(phone)
        second = await comes(board, shop)
        await board.is_ringing(True)
        sounds = await board.is_silenced()
        await board.act(first, "ready in 20 minutes")
        await phone.sees("accepted", "placed", "received", "accepted")
        await asyncio.sleep(OUTLASTING_SECONDS)
        # Nobody else has said that the kitchen is there.
        assert is_accepting(shop)
        assert await board.sounds() == sounds
        await board.act(second, "Decline order")
        await board.ticket(second).get_by_role("button", name="Too busy").click()
        await board.shows(**{first: "accepted"})
