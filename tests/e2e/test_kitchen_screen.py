"""A kitchen's screens: in step, honest about what nobody perceives, and plain when cut off."""

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Locator, expect

from chaos.links import State
from tests.e2e.cables import cable_to
from tests.e2e.client import placed
from tests.e2e.kitchens import ELSEWHERE, SHOP_ZONE, Kitchen, staying
from tests.e2e.running import Running
from tests.e2e.screens import SHOW_AS, Screen, screen

pytestmark = pytest.mark.asyncio(loop_scope="module")


def icon_of(board: Screen) -> Locator:
    return board.page.locator("link[rel=icon][type='image/svg+xml']")


async def test_screens_of_a_shop_are_in_step(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        screen(browser, system.url) as first,
        screen(browser, system.url) as second,
        screen(browser, system.url) as looking,
    ):
        await first.log_in(kitchen.shop_id)
        await second.log_in(kitchen.shop_id)
        await looking.watch(kitchen.shop_id)
        order, _ = placed(kitchen.client, kitchen.shop_id)
        for board in (first, second):
            await board.is_ringing(True)
            await board.plays()
            await expect(board.page).to_have_title(re.compile(r"^\(1\) "))
            await expect(icon_of(board)).to_have_attribute("href", re.compile(r"^data:.*%3E1%3C"))
        await looking.shows(**{order["id"]: "placed"})
        clicked = time.monotonic()
        await first.act(order["id"], "ready in 20 minutes")
        for board in (second, looking):
            await board.shows(**{order["id"]: "accepted"})
            await board.is_ringing(False)
        # What is promised is a second; that it was no poll, the limit of each wait shows.
        seconds = time.monotonic() - clicked
        print(f"accepted at one screen, silent and moved at the others {seconds:.2f} s later")
        await expect(second.page).to_have_title("Orderbell kitchen")
        await expect(icon_of(second)).to_have_attribute("href", "/icon.svg")
        assert await looking.played() == []


async def test_what_nobody_can_see_or_hear_is_not_confirmed(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as board:
        await board.log_in(kitchen.shop_id)
        # A page that was loaded without a touch has no sound.
        await board.page.reload()
        await expect(board.blocked).to_have_attribute("data-urgent", "false")
        await board.page.evaluate(SHOW_AS, "hidden")
        hidden, _ = placed(kitchen.client, kitchen.shop_id)
        ticket = board.ticket(hidden["id"])
        await expect(ticket).to_have_attribute("data-received", "false")
        await expect(board.blocked).to_contain_text("Waiting unheard: 1")
        assert kitchen.call("GET", f"/api/orders/{hidden['id']}").json()["received_at"] is None
        await board.page.evaluate(SHOW_AS, "visible")
        await expect(ticket).to_have_attribute("data-received", "true")
        # What can be heard need not be seen.
        await board.blocked.click()
        await expect(board.blocked).to_have_count(0)
        await board.page.evaluate(SHOW_AS, "hidden")
        heard, _ = placed(kitchen.client, kitchen.shop_id)
        await expect(board.ticket(heard["id"])).to_have_attribute("data-received", "true")


async def test_a_screen_that_is_cut_off_says_so_and_then_what_came_meanwhile(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    # The shop takes orders without this screen, too.
    with staying(kitchen):
        async with (
            cable_to(system.url) as cable,
            screen(browser, f"http://127.0.0.1:{cable.port}", timezone_id=ELSEWHERE) as board,
        ):
            board.without_answers = True
            await board.page.clock.install()
            await board.log_in(kitchen.shop_id)
            known, _ = placed(kitchen.client, kitchen.shop_id)
            await board.shows(**{known["id"]: "placed"})
            cable.turn(State.CUT)
            lost = board.page.get_by_test_id("lost")
            # By the shop's clock.
            wall = datetime.now(ZoneInfo(SHOP_ZONE))
            minutes = [wall - timedelta(minutes=passed) for passed in range(2)]
            since = "|".join(f"{minute:%H:%M}" for minute in minutes)
            await expect(lost).to_contain_text(re.compile(f"Since ({since})"))
            await expect(lost).to_contain_text("1 came in the 10 min before")
            await expect(lost).to_have_attribute("data-about", "0")
            await board.page.clock.fast_forward("30:00")
            await expect(lost).to_contain_text("About 3 orders may be missing")
            await expect(lost).to_have_attribute("data-about", "3")
            # All across the foot of the screen, and where the page is not in sight.
            box, window = await lost.bounding_box(), board.page.viewport_size
            assert box
            assert window
            assert (box["x"], box["width"]) == (0, window["width"])
            assert box["y"] + box["height"] == window["height"]
            await expect(board.page).to_have_title(re.compile(r"^⚠ \(1\) "))
            await expect(icon_of(board)).to_have_attribute("href", re.compile(r"^data:.*%3E!%3C"))
            await expect(board.page.locator(".board")).to_have_attribute("data-offline", "true")
            await expect(board.page.get_by_test_id("lost-said")).to_have_text(
                re.compile("^No conn")
            )
            # The tickets stay in sight, and can be worked with.
            await board.shows(**{known["id"]: "placed"})
            await board.ticket(known["id"]).get_by_role("button").first.click(trial=True)
            waiting, _ = placed(kitchen.client, kitchen.shop_id)
            ended, _ = placed(kitchen.client, kitchen.shop_id)
            assert kitchen.act(ended, "reject", {"reason": "too_busy"}).status_code == 200
            cable.turn(State.OPEN)
            came = board.page.get_by_test_id("came")
            await expect(came).to_contain_text("2 orders came in meanwhile")
            await expect(lost).to_have_count(0)
            await board.shows(**{known["id"]: "placed", waiting["id"]: "placed"})
            await expect(board.page).to_have_title(re.compile(r"^\(2\) "))
            await came.get_by_role("button").click()
            await expect(came).to_have_count(0)
