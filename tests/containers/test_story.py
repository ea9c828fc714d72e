"""A demo order through two browsers, as whoever tries the containers does it first."""

import pytest

from tests.containers.project import Project
from tests.e2e.windows import CustomerWindow, KitchenWindow, chromium, opened


@pytest.mark.asyncio
async def test_an_order_goes_to_the_kitchen_and_every_step_comes_back(stack: Project) -> None:
    async with (
        chromium() as browser,
        opened(KitchenWindow, browser, stack.url) as board,
        opened(CustomerWindow, browser, stack.url) as phone,
    ):
        await board.log_in("shop2", passcode="shop2")
        await phone.choose("shop2")
        order_id = await phone.send()
        await board.shows(**{order_id: "placed"})
        await board.is_ringing(True)
        await board.act(order_id, "ready in 20 minutes")
        await board.act(order_id, "is ready")
        await board.act(order_id, "is handed over")
        await phone.sees("completed", "placed", "received", "accepted", "ready", "completed")
        await phone.is_connected("live")
