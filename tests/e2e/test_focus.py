"""Whoever goes through a page by the keyboard sees where they are: WCAG 2.4.11."""

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from docs.make.screenshots.customer import BASKET, remembering
from tests.e2e.boards import board_of
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, CustomerWindow, opened

# What a window of 1280 by 1024 has left at 400 %.
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}
PHONE_ON_ITS_SIDE: ViewportSize = {"width": 844, "height": 390}
TABLET: ViewportSize = {"width": 1024, "height": 768}
# More than a tablet shows at once.
FILLING = 6
# More than any of these pages has to go through, and fewer than any has.
STOPS_MAX = 150
STOPS_MIN = 8
# What has the focus, and whether any of it is seen; null where nothing has it, or all had it.
FOCUSED = """
  () => {
    const element = document.activeElement;
    const been = (globalThis.been ??= new Set());
    if (element === document.body || been.has(element)) return null;
    been.add(element);
    const { left, top, width, height } = element.getBoundingClientRect();
    const isThere = (x, y) => {
      const over = document.elementFromPoint(left + width * x, top + height * y);
      return element.contains(over) || over?.closest("label")?.control === element;
    };
    // A ticket may be higher than the window.
    const parts = [0.05, 0.15, 0.25, 0.35, 0.5, 0.65, 0.75, 0.85, 0.95];
    const isSeen = parts.some((x) => parts.some((y) => isThere(x, y)));
    return { name: element.outerHTML.slice(0, 120), isSeen };
  }
"""
# Goes on to the second ticket's button when the first is drawn as selected, and not seen yet.
GO_ON = """
  async (ids) => {
    const buttons = ids.map((id) => document.querySelector(`[data-order-id="${id}"] button`));
    for (const button of buttons) {
      button.focus();
      await Promise.resolve();
    }
    const found = [];
    for (let frame = 0; frame < 5; frame += 1) {
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      found.push(document.activeElement === buttons[1]);
    }
    return found;
  }
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("size", [MAGNIFIED, PHONE, PHONE_ON_ITS_SIDE, TABLET])
@pytest.mark.parametrize("step", ["", "/basket"])
async def test_what_has_the_focus_is_not_covered(
    system: Running, browser: Browser, step: str, size: ViewportSize
) -> None:
    async with opened(CustomerWindow, browser, system.url, viewport=size) as window:
        await remembering(window, "basket.lanzhou", BASKET)
        await window.page.goto(f"{window.url}/#/shop/lanzhou{step}")
        await window.is_connected("live")
        assert await covered(window.page) == []


@pytest.mark.parametrize("size", [MAGNIFIED, PHONE, PHONE_ON_ITS_SIDE, TABLET])
async def test_what_has_the_focus_is_not_under_what_a_kitchen_is_told(
    system: Running, browser: Browser, kitchen: Kitchen, size: ViewportSize
) -> None:
    orders = [placed(kitchen.client, kitchen.shop_id)[0] for _ in range(FILLING)]
    for order in orders[1:]:
        kitchen.act(order, "accept")
    kitchen.change_shop(pause_minutes=10)
    async with board_of(browser, system, kitchen, viewport=size) as board:
        await expect(board.page.locator(".told-below > .notice")).to_be_visible()
        await expect(board.page.locator(".ticket")).to_have_count(FILLING)
        assert await covered(board.page) == []


async def test_a_keyboard_that_is_faster_than_the_page_keeps_its_focus(
    system: Running, browser: Browser, kitchen: Kitchen
) -> None:
    first, second = (placed(kitchen.client, kitchen.shop_id)[0]["id"] for _ in range(2))
    async with board_of(browser, system, kitchen) as board:
        await board.ticket(first).wait_for()
        await board.ticket(second).wait_for()
        assert all(await board.page.evaluate(GO_ON, [first, second]))


async def covered(page: Page) -> list[str]:
    """Go through a page by the keyboard; return what had the focus and was not seen."""
    found = []
    for _ in range(STOPS_MAX):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(FOCUSED)
        if stop is None:
            break
        found.append(stop)
    assert STOPS_MIN <= len(found) < STOPS_MAX
    return [stop["name"] for stop in found if not stop["isSeen"]]
