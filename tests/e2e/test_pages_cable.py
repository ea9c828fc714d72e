"""A kitchen's cable is pulled, seen in two browsers: nothing passes, and nobody is told."""

import asyncio
import re
import time

import pytest
from playwright.async_api import Browser, expect

from chaos.links import Link, State
from tests.e2e.cables import cable_to
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import closed_kitchen, wait_until_orders_know
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow, KitchenWindow, opened

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]

# The shortest limit that a shop may have.
ACCEPT_MINUTES = 1
# A gateway finds a silent client by its pings, `shops` a silent kitchen by its lease.
GONE_MILLISECONDS = 60_000
# A heartbeat is overdue after 25 s, an answer after 10, and a stumble is over after 4.
LOST_MILLISECONDS = 60_000
# From the end of the time limit: the sweep, the way to the page, a slow machine.
TOLD_SECONDS = 20.0


def plug_in_again(cable: Link) -> None:
    """Let new connections pass; what was under way in the old ones is lost."""
    cable.turn(State.CUT)
    cable.turn(State.OPEN)


async def test_who_orders_at_that_very_moment_learns_in_time_what_became_of_the_order(
    system: Running, client: Client, browser: Browser
) -> None:
    shop = closed_kitchen(system, client, accept_minutes=ACCEPT_MINUTES)
    async with (
        cable_to(system.url) as cable,
        opened(KitchenWindow, browser, f"http://127.0.0.1:{cable.port}") as board,
        opened(CustomerWindow, browser, system.url) as phone,
    ):
        board.without_answers = True
        await board.log_in(shop.shop_id)
        await board.button("Open the shop").click()
        await phone.choose(shop.shop_id)
        await expect(phone.order_button).to_be_enabled()
        # The cable is of this loop, which is not to be held up.
        await asyncio.to_thread(wait_until_orders_know, client, shop.shop_id, accepting=True)
        seen = placed(client, shop.shop_id)[0]
        await board.shows(**{seen["id"]: "placed"})
        left = board.ticket(seen["id"]).get_by_test_id("time-left")
        await expect(left).to_have_text(re.compile(r"^Cancels in 0:\d\d$"))

        cable.turn(State.STALLED)
        lost = board.page.get_by_test_id("lost")
        told = asyncio.create_task(expect(lost).to_be_visible(timeout=LOST_MILLISECONDS))
        order_id = await phone.send()
        sent = time.monotonic()
        await phone.sees("placed", "placed")
        await expect(phone.page.get_by_test_id("cancels-by")).to_be_visible()
        gone = phone.page.get_by_test_id("kitchen-gone")
        await expect(gone).to_be_visible(timeout=GONE_MILLISECONDS)
        await told
        limit_seconds = ACCEPT_MINUTES * 60 + TOLD_SECONDS - (time.monotonic() - sent)
        reason = phone.page.get_by_test_id("reason")
        await expect(reason).to_contain_text("did not answer in time", timeout=limit_seconds * 1000)
        await phone.sees("cancelled", "placed", "cancelled")
        await expect(gone).to_have_count(0)
        # A customer who comes now is told before an order is tried.
        await phone.page.goto(f"{system.url}/#/shop/{shop.shop_id}")
        await expect(phone.page.locator("h1 .badge")).to_have_attribute("data-state", "unattended")

        await board.is_connected("offline")
        plug_in_again(cable)
        await board.is_connected("live")
        # What rang until now is over, and what came and went meanwhile never rings.
        await board.shows()
        await board.is_ringing(False)
        sounds = await board.sounds()
        await expect(board.page.get_by_test_id("timed-out")).to_contain_text(seen["number"])
        await expect(phone.page.locator("h1 .badge")).to_have_attribute("data-state", "accepting")
        assert await board.sounds() == sounds
        await asyncio.to_thread(wait_until_orders_know, client, shop.shop_id, accepting=True)
        after = placed(client, shop.shop_id)[0]
        await board.shows(**{after["id"]: "placed"})
        await board.hears_a_bell()
        ended = [order["id"] for order in shop.orders(active=False).json()["orders"]]
        assert sorted(ended) == sorted([seen["id"], order_id])
