"""A kitchen that comes back is told what cancelled itself while nobody was there."""

import asyncio
import re
from datetime import datetime

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.boards import board_of, has_status
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.test_closed_loop import let_time_run_out

# What this device keeps of when it was there last.
THERE = "(JSON.parse(localStorage.getItem('orderbell.there'))?.at ?? 0)"

POLL_SECONDS = 0.2
LIMIT_SECONDS = 20

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_kitchen_that_was_away_however_short_is_told_what_it_never_saw_until_it_has_read_so(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with board_of(browser, system, kitchen) as board:
        page, notice = board.page, board.page.get_by_test_id("timed-out")
        missed, _ = placed(kitchen.client, kitchen.shop_id)
        await board.shows(**{missed["id"]: "placed"})
        await is_kept_after(page, 0)
        # The board is gone.
        await page.goto("about:blank")
        let_time_run_out(system, missed["id"])
        await has_status(kitchen, missed, "cancelled")
        ended = kitchen.call("GET", f"/api/orders/{missed['id']}").json()["updated_at"]
        await page.goto(f"{system.url}/kitchen")
        await expect(notice).to_contain_text(missed["number"])
        # Nobody has read it: it is not forgotten with the page.
        await page.reload()
        await expect(notice).to_contain_text(missed["number"])
        await notice.get_by_role("button").click()
        await is_kept_after(page, datetime.fromisoformat(ended).timestamp() * 1000)
        async with page.expect_response(re.compile(r"active=false&limit=50$")):
            await page.reload()
        order, _ = placed(kitchen.client, kitchen.shop_id)
        await board.shows(**{order["id"]: "placed"})
        await expect(notice).to_have_count(0)


async def is_kept_after(page: Page, milliseconds: float) -> None:
    """Return once the device has kept that it was there after this; the CSP bars waiting inside."""
    async with asyncio.timeout(LIMIT_SECONDS):
        while await page.evaluate(THERE) <= milliseconds:
            await asyncio.sleep(POLL_SECONDS)
