"""The menu is sorted: by dragging, by keys, by a finger, and without any of them."""

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from shared.contracts import Section
from tests.e2e.client import Client
from tests.e2e.kitchens import Kitchen, closed_kitchen
from tests.e2e.menus import MENU, edit, is_sorted
from tests.e2e.running import Running
from tests.e2e.windows import KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

DRAG_STEPS = 5


def handle(page: Page, name: str) -> Locator:
    """Return the handle of a row."""
    return page.get_by_role("button", name=f"Move {name}", exact=True)


def stored(kitchen: Kitchen) -> list[tuple[str, str | None]]:
    """Return the menu as the server has it: ids and sections."""
    shop = kitchen.call("GET", f"/api/shops/{kitchen.shop_id}").json()
    return [(dish["id"], dish["section"]) for dish in shop["menu"]]


async def test_dishes_are_sorted_by_dragging_and_by_keys(
    browser: Browser, system: Running, client: Client
) -> None:
    kitchen = closed_kitchen(system, client, MENU)
    hot, cold = Section(name="Hot").model_dump(), Section(name="Cold").model_dump()
    kitchen.change_shop(sections=[hot, cold])
    async with opened(KitchenWindow, browser, system.url) as board:
        await board.log_in(kitchen.shop_id)
        await edit(board)
        page = board.page
        await is_sorted(page, "Hot", "Cold", "Without", "egg", "rice", "tea", "soup")
        await drag(page, "soup", page.locator(".heading", has_text="Hot"))
        await is_sorted(page, "Hot", "soup", "Cold", "Without", "egg", "rice", "tea")
        await drag(page, "egg", page.locator("[data-edit-id=tea]"))
        await is_sorted(page, "Hot", "soup", "Cold", "Without", "rice", "tea", "egg")
        await handle(page, "rice").focus()
        await press(page, "Space", "ArrowUp", "ArrowUp")
        await expect(page.get_by_test_id("sorting")).to_have_text("rice: 2 of 2, Hot")
        await press(page, "ArrowUp", "Space")
        await is_sorted(page, "Hot", "rice", "soup", "Cold", "Without", "tea", "egg")
        await expect(handle(page, "rice")).to_be_focused()
        await press(page, "Space", "ArrowDown", "Escape")
        await is_sorted(page, "Hot", "rice", "soup", "Cold", "Without", "tea", "egg")
        # Without dragging and without keys.
        await handle(page, "tea").click()
        await page.get_by_role("button", name="Move up").click()
        await handle(page, "tea").click()
        await is_sorted(page, "Hot", "rice", "soup", "Cold", "tea", "Without", "egg")
        # Renamed, a section keeps its dishes; removed, its dishes stay.
        await page.locator("summary").click()
        await page.locator("[data-section=Hot] .dish-line").click()
        await page.locator("input[name=name]").fill("Warm")
        await board.button("Save").click()
        await is_sorted(page, "Warm", "rice", "soup", "Cold", "tea", "Without", "egg")
        await page.locator("[data-section=Cold] .dish-line").click()
        await board.button("Remove the section").click()
        await page.get_by_test_id("remove-sure").click()
        await is_sorted(page, "Warm", "rice", "soup", "Without", "egg", "tea")
    assert [entry for entry in stored(kitchen) if entry[1] == "Warm"] == [
        ("rice", "Warm"),
        ("soup", "Warm"),
    ]


async def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        await page.keyboard.press(key)


async def drag(page: Page, name: str, target: Locator) -> None:
    """Drag a row by its handle to right below another."""
    await target.scroll_into_view_if_needed()
    await handle(page, name).hover()
    await page.mouse.down()
    box = await target.bounding_box()
    assert box
    await page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 4, steps=DRAG_STEPS)
    await expect(target).to_have_attribute("data-line", "below")
    await page.mouse.up()


async def test_a_finger_drags_a_dish_and_not_the_page(
    browser: Browser, system: Running, client: Client
) -> None:
    kitchen = closed_kitchen(system, client, MENU)
    # So high that the page does not follow the finger at its edge.
    tall: ViewportSize = {"width": 400, "height": 1400}
    async with opened(KitchenWindow, browser, system.url, has_touch=True, viewport=tall) as board:
        await board.log_in(kitchen.shop_id)
        await edit(board)
        page = board.page
        await is_sorted(page, "egg", "rice", "tea", "soup")
        target = page.locator("[data-edit-id=tea]")
        begin, end = await handle(page, "egg").bounding_box(), await target.bounding_box()
        assert begin
        assert end
        x, y = begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2
        way = end["y"] + end["height"] - 4 - y
        scrolled = await page.evaluate("scrollY")
        finger = await board.context.new_cdp_session(page)

        async def touch(kind: str, *points: float) -> None:
            at = [{"x": x, "y": point} for point in points]
            await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

        await touch("touchStart", y)
        for step in range(1, DRAG_STEPS + 1):
            await touch("touchMove", y + way * step / DRAG_STEPS)
        await expect(target).to_have_attribute("data-line", "below")
        assert await page.evaluate("scrollY") == scrolled
        await touch("touchEnd")
        await is_sorted(page, "rice", "tea", "egg", "soup")
