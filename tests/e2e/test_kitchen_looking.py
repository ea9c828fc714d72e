"""Whoever only looks at a kitchen's page sees its lists, and can change none."""

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.kitchens import PASSCODE, Kitchen
from tests.e2e.menus import is_available, show
from tests.e2e.running import Running
from tests.e2e.windows import KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_whoever_only_watches_sees_the_lists_without_controls(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    kitchen.call(
        "PATCH", f"/api/shops/{kitchen.shop_id}/menu/egg", json={"available": False}
    ).raise_for_status()
    async with opened(KitchenWindow, browser, system.url) as board:
        await board.page.goto(f"{system.url}/kitchen")
        await board.page.locator("input[name=watch]").check()
        await board.page.locator("input[name=shop]").fill(kitchen.shop_id)
        await board.page.locator("input[name=passcode]").fill(PASSCODE)
        await board.page.locator("form button.primary").click()
        await show(board, "menu")
        await is_available(board.page, "egg", False)
        await is_available(board.page, "rice", True)
        await expect(board.page.locator(".view button, .open button")).to_have_count(0)
        await show(board, "settings")
        await expect(board.page.locator(".shop-settings dl")).to_contain_text("8")
        await expect(board.page.locator(".shop-settings button")).to_have_count(0)
