"""A kitchen that prints, in a real Chromium: what is on the paper, and what comes by itself."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from shared.contracts import Dish
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import EGG, PASSCODE, Kitchen, open_kitchen
from tests.e2e.running import Running
from tests.e2e.windows import (
    EXPECT_MILLISECONDS,
    LAN_NAME,
    TWO_FRAMES,
    KitchenWindow,
    opened,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

PIXELS_PER_MILLIMETRE = 96 / 25.4
POINTS_PER_MILLIMETRE = 72 / 25.4
ROLL_MILLIMETRES = 80
A4_MILLIMETRES = (210, 297)
PORK = Dish(
    id="pork",
    name="红烧肉",
    names={"zh": "红烧肉", "en": "Braised pork"},
    price=4800,
    available=True,
)
# Prints at once, as with --kiosk-printing; or leaves the dialogue open until it is told otherwise.
STUB = """
  globalThis.prints = [];
  globalThis.isDialogueOpen = false;
  globalThis.print = () => {
    const sheet = document.querySelector(".printed");
    prints.push({
      paper: document.documentElement.dataset.printing,
      orders: [...sheet.querySelectorAll(".slip")].map((slip) => slip.dataset.orderId),
    });
    if (!isDialogueOpen) dispatchEvent(new Event("afterprint"));
  };
"""
# A tab that was closed may keep its turn for 15 s, and the next one looks twice; on a busy machine
# for twice as long. See web/kitchen/printing/one-tab.js.
TURN_MILLISECONDS = 40_000


def accepted(kitchen: Kitchen) -> str:
    """Place and accept an order; return its id."""
    order, _ = placed(kitchen.client, kitchen.shop_id)
    assert kitchen.act(order, "accept", {"minutes": 10}).is_success
    return str(order["id"])


async def choose(page: Page, moment: str, copies: int = 1) -> None:
    """Choose in the settings when this device prints by itself, and turn to the board."""
    await page.locator("nav [data-view=settings]").click()
    await page.locator(f"input[name=print-moment][value={moment}]").check(force=True)
    await page.locator(f"input[name=print-copies][value='{copies}']").check(force=True)
    await page.locator("nav [data-view=board]").click()


async def has_printed(
    page: Page, *sheets: list[str], milliseconds: float = EXPECT_MILLISECONDS
) -> None:
    """Return when these tickets were printed since the page was loaded, and no others."""
    has_enough = "count => prints.length >= count"
    await page.wait_for_function(has_enough, arg=len(sheets), timeout=milliseconds)
    prints = await page.evaluate("prints.map(({ orders }) => orders)")
    assert prints == list(sheets)


def page_sizes(pdf: bytes) -> list[tuple[float, ...]]:
    """Return the sizes of a document's pages in millimetres, to the nearest."""
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", pdf)
    corners = [[float(number) for number in box.split()] for box in boxes]
    return [tuple(round(side / POINTS_PER_MILLIMETRE) for side in box[2:]) for box in corners]


async def test_a_ticket_on_paper(browser: Browser, system: Running, client: Client) -> None:
    kitchen = open_kitchen(system, client, [EGG, PORK])
    items: list[Any] = [
        {"dish_id": "pork", "quantity": 2, "note": "no garlic"},
        {"dish_id": "egg", "quantity": 12},
    ]
    order, _ = placed(client, kitchen.shop_id, items=items, note="Ring twice")
    async with opened(KitchenWindow, browser, system.url, color_scheme="dark") as board:
        await board.context.add_init_script(STUB)
        await board.log_in(kitchen.shop_id)
        page = board.page
        await page.evaluate("isDialogueOpen = true")
        await board.button(f"Print order {order['number']}").click()
        slip = page.locator(".slip")
        await expect(slip).to_have_count(1)
        await expect(page.locator("html")).to_have_attribute("data-printing", "ticket")
        await expect(board.ticket(order["id"])).to_be_visible()
        await page.emulate_media(media="print")
        await expect(board.ticket(order["id"])).to_be_hidden()
        await expect(slip).to_be_visible()
        box = await slip.bounding_box()
        assert box
        assert box["x"] == 0
        assert box["width"] <= ROLL_MILLIMETRES * PIXELS_PER_MILLIMETRE
        assert await slip.evaluate("slip => slip.scrollWidth <= slip.clientWidth")
        assert await slip.evaluate("slip => getComputedStyle(slip).color") == "rgb(0, 0, 0)"
        for words in (
            order["number"],
            "Braised pork",
            "红烧肉",
            "no garlic",
            "Note · Ring twice",
            "Ada",
            "555 0100",
            "1 Long Lane",
            "132.00",
            order["id"][-8:],
        ):
            await expect(slip).to_contain_text(words)
        [(width, _)] = page_sizes(await page.pdf(prefer_css_page_size=True))
        assert width == ROLL_MILLIMETRES
        await page.emulate_media(media="screen")
        await page.evaluate("dispatchEvent(new Event('afterprint'))")
        await expect(page.locator(".printed")).to_have_count(0)
        assert await page.evaluate("document.documentElement.dataset.printing") is None
        assert await page.evaluate("document.adoptedStyleSheets.length") == 0


async def test_a_day_on_paper(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    accepted(kitchen)
    async with opened(KitchenWindow, browser, system.url, "zh-CN") as board:
        await board.context.add_init_script(STUB)
        await board.log_in(kitchen.shop_id)
        page = board.page
        await page.locator("nav [data-view=today]").click()
        await expect(page.get_by_test_id("found")).to_be_visible()
        await page.evaluate("isDialogueOpen = true")
        for button, size in (("A4", A4_MILLIMETRES), ("80 毫米", (ROLL_MILLIMETRES,))):
            await board.button(re.compile(button)).click()
            sheet = page.locator(".day-sheet")
            await expect(sheet).to_contain_text("制作中")
            pages = page_sizes(await page.pdf(prefer_css_page_size=True))
            assert [one[: len(size)] for one in pages] == [size]
            await page.evaluate("dispatchEvent(new Event('afterprint'))")
            await expect(sheet).to_have_count(0)


async def test_each_order_is_printed_once_by_itself(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    before = accepted(kitchen)
    async with opened(KitchenWindow, browser, system.url) as board:
        await board.context.add_init_script(STUB)
        await board.log_in(kitchen.shop_id)
        page = board.page
        await board.shows(**{before: "accepted"})
        await choose(page, "accepted", copies=2)
        first = accepted(kitchen)
        await has_printed(page, [first, first])
        waiting, _ = placed(kitchen.client, kitchen.shop_id)
        await page.reload()
        second = accepted(kitchen)
        await has_printed(page, [second, second])
        await choose(page, "placed")
        third, _ = placed(kitchen.client, kitchen.shop_id)
        await has_printed(page, [second, second], [third["id"]])
        kitchen.act(waiting, "accept", {"minutes": 10})
        await expect(board.ticket(waiting["id"])).to_have_attribute("data-status", "accepted")
        await page.evaluate(TWO_FRAMES)
        await has_printed(page, [second, second], [third["id"]])


async def test_one_tab_prints_by_plain_http_too(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    url = f"http://{LAN_NAME}:{urlsplit(system.url).port}"
    async with opened(KitchenWindow, browser, url) as board:
        await board.context.add_init_script(STUB)
        await board.log_in(kitchen.shop_id)
        assert not await board.page.evaluate("isSecureContext || 'locks' in navigator")
        await choose(board.page, "placed")
        other = await board.context.new_page()
        await other.goto(f"{url}/kitchen")
        first, _ = placed(kitchen.client, kitchen.shop_id)
        await expect(other.locator(f".ticket[data-order-id='{first['id']}']")).to_be_visible()
        await has_printed(board.page, [first["id"]])
        await board.page.close()
        second, _ = placed(kitchen.client, kitchen.shop_id)
        await has_printed(other, [second["id"]], milliseconds=TURN_MILLISECONDS)


async def test_a_screen_that_only_looks_prints_nothing_by_itself(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    choice = '{"moment":"placed","copies":1,"since":0}'
    async with opened(KitchenWindow, browser, system.url) as board:
        await board.context.add_init_script(STUB)
        await board.context.add_init_script(f"localStorage['orderbell.printing'] = '{choice}'")
        await board.page.goto(f"{system.url}/kitchen?shop={kitchen.shop_id}&look")
        await board.page.locator("input[name=passcode]").fill(PASSCODE)
        await board.page.locator("form button.primary").click()
        await board.is_connected("live")
        order, _ = placed(kitchen.client, kitchen.shop_id)
        await expect(board.ticket(order["id"])).to_be_visible()
        await board.page.evaluate(TWO_FRAMES)
        await has_printed(board.page)
        await board.page.locator("nav [data-view=settings]").click()
        await expect(board.page.locator("input[name=print-moment]")).to_have_count(0)
