"""The shop's settings: they reach all screens, and its link reaches customers, also on paper."""

import re

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.e2e.kitchens import Kitchen
from tests.e2e.menus import show
from tests.e2e.running import Running
from tests.e2e.windows import LAN_NAME, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_shops_settings_reach_all_screens(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        opened(KitchenWindow, browser, system.url) as board,
        opened(KitchenWindow, browser, system.url) as other,
    ):
        for window in (board, other):
            await window.log_in(kitchen.shop_id)
            await show(window, "settings")
        page = board.page
        await page.locator("input[name=soon]").fill("20")
        await expect(page.get_by_text("more than the minutes above")).to_be_visible()
        await page.locator("input[name=late]").fill("25")
        await page.locator("input[name=name-en]").fill("Golden Wok")
        await page.locator(".shop-settings").get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Saved on all screens.")).to_be_visible()
        await expect(other.page.locator("input[name=late]")).to_have_value("25")
        await expect(other.page.locator("h1")).to_have_text("Golden Wok")
    shop = kitchen.call("GET", f"/api/shops/{kitchen.shop_id}").json()
    assert (shop["soon_minutes"], shop["late_minutes"]) == (20, 25)
    assert shop["names"] == {"en": "Golden Wok"}


async def test_the_link_is_copied_scanned_and_printed_without_a_secure_context(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    origin = f"http://{LAN_NAME}:{httpx.URL(system.url).port}"
    async with opened(KitchenWindow, browser, origin) as board:
        page = board.page
        await board.log_in(kitchen.shop_id)
        await show(board, "settings")
        link = page.get_by_test_id("shop-link")
        await expect(link).to_have_value(f"{origin}/#/shop/{kitchen.shop_id}")
        section = page.locator(".shop-link")
        await section.get_by_role("button", name="Copy").click()
        await expect(section.get_by_text("Copied.")).to_be_visible()
        await expect(section.locator("svg path")).to_have_attribute("d", re.compile(r"^M4 4h7v1"))
        await page.evaluate("globalThis.print = () => {}")
        await section.get_by_role("button", name="Print a poster").click()
        await page.emulate_media(media="print")
        poster = page.get_by_test_id("poster")
        await expect(poster).to_be_visible()
        await expect(poster).to_contain_text("扫码点单")
        await expect(page.locator(".kitchen")).not_to_be_visible()
        await page.evaluate("dispatchEvent(new Event('afterprint'))")
        await page.emulate_media(media="screen")
        await expect(poster).to_have_count(0)
        await expect(link).to_be_visible()
