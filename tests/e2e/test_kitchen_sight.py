"""The kitchen's board as a cook sees it: large enough from two metres, and nothing of it moves."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Locator, Route, ViewportSize, expect

from chaos.links import State
from shared.contracts import print_instant
from tests.e2e.cables import cable_to
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.test_closed_loop import let_time_run_out
from tests.e2e.windows import PHONE, TWO_FRAMES, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

WALL: ViewportSize = {"width": 1920, "height": 1080}
TABLET: ViewportSize = {"width": 1280, "height": 800}
SMALL_TABLET: ViewportSize = {"width": 1024, "height": 768}
# A good eye tells letters of five minutes of arc apart. At two metres from a screen of 24 inches
# with 1920 pixels those are of a type of 15 pixels: twice as much can be read in passing.
TWO_METRES_PIXELS = 30
# The page asks about an order that left when its time was over within so many seconds.
DUE_SECONDS = 20
DRAWN_PIXELS = """
  element => parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom
"""
# More than a screen shows at once.
FILLING = 14
# Whether nothing lies over any part of an element.
UNCOVERED = """
  element => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const parts = [0.1, 0.5, 0.9];
    return parts.every((x) =>
      parts.every((y) =>
        element.contains(document.elementFromPoint(left + width * x, top + height * y)),
      ),
    );
  }
"""
IS_LONG = "document.documentElement.scrollHeight > 1.2 * innerHeight"
SALTED = [{"dish_id": "rice", "quantity": 2, "note": "no salt"}]


async def size(element: Locator) -> float:
    """Return how large the letters are drawn, in pixels."""
    return float(await element.evaluate(DRAWN_PIXELS))


async def test_a_wall_is_read_from_two_metres_unless_it_was_chosen_otherwise(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url, viewport=WALL) as board:
        await board.log_in(kitchen.shop_id)
        fresh, cooking = (
            placed(kitchen.client, kitchen.shop_id, items=SALTED, note="a nut allergy")[0]
            for _ in range(2)
        )
        kitchen.act(cooking, "accept", {"minutes": 10})
        await board.shows(**{fresh["id"]: "placed", cooking["id"]: "accepted"})
        ticket = board.ticket(fresh["id"])
        sizes = {
            "number": await size(ticket.locator(".number")),
            "age": await size(ticket.locator(".elapsed")),
            "time left": await size(ticket.get_by_test_id("time-left")),
            "promised": await size(board.ticket(cooking["id"]).locator(".promised")),
            "dish": await size(ticket.locator(".item > span")),
            "quantity": await size(ticket.locator(".quantity")),
            "note": await size(ticket.locator(".item .note")),
            "note of all": await size(ticket.locator("> .note")),
        }
        print(sizes)
        assert min(sizes.values()) >= TWO_METRES_PIXELS
        # A note may be an allergy.
        assert min(sizes["note"], sizes["note of all"]) >= sizes["dish"]
        root = board.page.locator("html")
        await expect(root).to_have_attribute("data-ticket-size", "large")
        await board.page.locator("nav [data-view=settings]").click()
        await board.page.locator("input[name=volume]").fill("60")
        await board.page.set_viewport_size(TABLET)
        await expect(root).to_have_attribute("data-ticket-size", "normal")
        await board.page.set_viewport_size(WALL)
        await expect(root).to_have_attribute("data-ticket-size", "large")
        await board.page.locator("input[value=normal]").check()
        await board.page.reload()
        await expect(board.page.locator(".ticket")).to_have_count(2)
        await expect(root).to_have_attribute("data-ticket-size", "normal")


@pytest.mark.parametrize("viewport", [SMALL_TABLET, TABLET, WALL], ids=lambda one: one["width"])
async def test_what_is_cooked_stays_where_it_is_as_orders_come(
    browser: Browser, system: Running, kitchen: Kitchen, viewport: ViewportSize
) -> None:
    async with opened(KitchenWindow, browser, system.url, viewport=viewport) as board:
        await board.log_in(kitchen.shop_id)
        cooking = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(5)]
        for order in cooking:
            kitchen.act(order, "accept")
        shown = {order["id"]: "accepted" for order in cooking}
        await board.shows(**shown)
        # Until it was drawn once, what has come into a column is as high as tickets mostly are.
        await board.page.evaluate(TWO_FRAMES)
        before = [await place_of(board.ticket(order["id"])) for order in cooking]
        for _ in range(3):
            order, _ = placed(kitchen.client, kitchen.shop_id)
            shown[order["id"]] = "placed"
            await board.shows(**shown)
            assert [await place_of(board.ticket(order["id"])) for order in cooking] == before


async def place_of(element: Locator) -> tuple[float, float, float]:
    """Return where something begins on the page, and how wide it is."""
    box = await element.bounding_box()
    assert box
    return box["x"], box["y"], box["width"]


@pytest.mark.parametrize("viewport", [PHONE, SMALL_TABLET, WALL], ids=lambda one: one["width"])
async def test_nothing_moves_as_the_connection_comes_and_goes(
    browser: Browser, system: Running, kitchen: Kitchen, viewport: ViewportSize
) -> None:
    async with (
        cable_to(system.url) as cable,
        opened(
            KitchenWindow, browser, f"http://127.0.0.1:{cable.port}", viewport=viewport
        ) as board,
    ):
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        # It rings, so that its button is there already.
        order, _ = placed(kitchen.client, kitchen.shop_id)
        button = board.ticket(order["id"]).locator("[data-minutes='15']")
        await board.is_ringing(True)
        before = await button.bounding_box()
        cable.turn(State.CUT)
        await board.is_connected("offline")
        assert await button.bounding_box() == before
        await expect(board.page.get_by_test_id("lost")).to_be_visible()
        assert await button.bounding_box() == before
        cable.turn(State.OPEN)
        await expect(board.page.get_by_test_id("came")).to_be_visible()
        await board.is_connected("live")
        assert await button.bounding_box() == before


@pytest.mark.parametrize(
    ("viewport", "filling"),
    [(WALL, 0), (WALL, FILLING), (SMALL_TABLET, FILLING)],
    ids=["wall", "full wall", "full tablet"],
)
async def test_nothing_moves_as_something_is_told_nor_lies_over_it(
    browser: Browser, system: Running, kitchen: Kitchen, viewport: ViewportSize, filling: int
) -> None:
    late, cooking, *others = (
        placed(kitchen.client, kitchen.shop_id)[0] for _ in range(2 + filling)
    )
    # Whatever else happens to the order that waits tells its true time.
    assert kitchen.confirm(late["id"]).status_code == 204
    for order in (cooking, *others):
        kitchen.act(order, "accept")

    async def hurry(route: Route) -> None:
        """Answer as if the order that waits were about to cancel itself."""
        answer = await route.fetch()
        if not answer.ok:
            await route.fulfill(response=answer)
            return
        content = await answer.json()
        for order in content["orders"]:
            if order["id"] == late["id"]:
                order["accept_by"] = print_instant(
                    datetime.now(UTC) + timedelta(seconds=DUE_SECONDS)
                )
        await route.fulfill(status=200, headers=answer.headers, body=json.dumps(content))

    async with opened(KitchenWindow, browser, system.url, viewport=viewport) as board:
        await board.page.route(re.compile(r"/api/orders\?.*active=true"), hurry)
        await board.log_in(kitchen.shop_id)
        # A page that was loaded without a touch has no sound.
        await board.page.reload()
        silent = board.page.get_by_test_id("sound-blocked")
        await expect(silent).to_have_attribute("data-urgent", "true")
        button = board.ticket(cooking["id"]).locator("[data-action=ready]")
        before = await button.bounding_box()
        assert await board.page.evaluate(IS_LONG) == (filling > 0)
        await board.page.mouse.click(5, 500)
        await expect(silent).to_have_count(0)
        assert await button.bounding_box() == before
        kitchen.change_shop(pause_minutes=10)
        notice = board.page.locator(".told-below > .notice")
        await expect(notice).to_have_text(re.compile("paused"))
        assert await notice.evaluate(UNCOVERED)
        assert await button.bounding_box() == before
        let_time_run_out(system, late["id"])
        told = board.page.get_by_test_id("timed-out")
        await expect(told).to_contain_text(late["number"])
        assert await told.evaluate(UNCOVERED)
        assert await notice.first.evaluate(UNCOVERED)
        assert await button.bounding_box() == before
        understood = await told.get_by_role("button").bounding_box()
        assert understood
        # A click of the element itself may scroll to it before.
        await board.page.mouse.click(
            understood["x"] + understood["width"] / 2, understood["y"] + understood["height"] / 2
        )
        await expect(told).to_have_count(0)
        assert await button.bounding_box() == before
        await board.page.unroute_all(behavior="wait")


async def test_who_fetches_a_ready_order_is_told_where_it_goes_and_what_it_costs(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url) as board:
        await board.log_in(kitchen.shop_id)
        order, _ = placed(kitchen.client, kitchen.shop_id)
        for action in ("accept", "ready"):
            kitchen.act(order, action)
        await board.shows(**{order["id"]: "ready"})
        delivery = board.ticket(order["id"]).locator(".delivery")
        await expect(delivery).to_be_visible()
        await expect(delivery).to_contain_text("1 Long Lane")
        await expect(delivery).to_contain_text("3.00")
