"""The kitchen's menu in a real Chromium: what is sold out, editing, pauses, settings, the link."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, Route, ViewportSize, expect
from sqlalchemy import text

from shared.contracts import Dish, Section
from tests.e2e.client import Client, basket, place
from tests.e2e.kitchens import (
    EGG,
    PASSCODE,
    RICE,
    Kitchen,
    closed_kitchen,
    open_kitchen,
    wait_until_orders_know,
)
from tests.e2e.running import Running
from tests.e2e.windows import LAN_NAME, CustomerWindow, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEA = Dish(id="tea", name="tea", price=200, available=True)
SOUP = Dish(id="soup", name="soup", price=900, available=True)
MENU = [EGG, RICE, TEA, SOUP]
ELSEWHERE = "America/Los_Angeles"
DRAG_STEPS = 5
PHONE: dict[str, Any] = {"viewport": {"width": 400, "height": 800}}


async def show(board: KitchenWindow, view: str) -> None:
    """Show a view of the kitchen's page."""
    await board.page.locator(f"nav [data-view={view}]").click()


async def edit(board: KitchenWindow) -> None:
    """Begin to edit the menu."""
    await show(board, "menu")
    await board.page.get_by_test_id("edit-menu").click()


def dish(page: Page, dish_id: str) -> Locator:
    """Return a dish where it is sold, by the kitchen or to a customer."""
    return page.locator(f"[data-dish-id={dish_id}]")


async def is_available(page: Page, dish_id: str, available: bool) -> None:
    """Return when a page shows a dish so."""
    await expect(dish(page, dish_id)).to_have_attribute("data-available", str(available).lower())


async def is_sorted(page: Page, *names: str) -> None:
    """Return when the rows and headings to sort are these, as far as their names begin."""
    rows = page.locator(".dish-list > .sorted > li")
    await expect(rows).to_have_text([re.compile(rf"^\s*{name}\b") for name in names])


def handle(page: Page, name: str) -> Locator:
    """Return the handle of a row."""
    return page.get_by_role("button", name=f"Move {name}", exact=True)


def stored(kitchen: Kitchen) -> list[tuple[str, str | None]]:
    """Return the menu as the server has it: ids and sections."""
    shop = kitchen.call("GET", f"/api/shops/{kitchen.shop_id}").json()
    return [(dish["id"], dish["section"]) for dish in shop["menu"]]


async def test_sold_out_for_a_while(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    async with (
        opened(KitchenWindow, browser, system.url, timezone_id=ELSEWHERE) as board,
        opened(CustomerWindow, browser, system.url, **PHONE) as phone,
    ):
        await board.log_in(kitchen.shop_id)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await is_available(phone.page, "egg", True)
        await show(board, "menu")
        await dish(board.page, "egg").locator(".dish-line").click()
        await board.page.locator("[data-back=half_hour]").click()
        await is_available(phone.page, "egg", False)
        await is_available(board.page, "egg", False)
        back = re.compile(r"back at (\w{3} )?\d\d:\d\d")
        await expect(dish(board.page, "egg")).to_contain_text(back)
        await expect(board.page.locator("[data-sold-out=egg]")).to_be_visible()
        await is_available(phone.page, "rice", True)
        its_time_has_come(system, kitchen.shop_id)
        await is_available(phone.page, "egg", True)
        await is_available(board.page, "egg", True)
        await dish(board.page, "rice").locator(".dish-line").click()
        await board.page.locator("[data-back=never]").click()
        await is_available(phone.page, "rice", False)
        await dish(board.page, "rice").get_by_role("button", name="Bring back rice").click()
        await is_available(phone.page, "rice", True)
        # At a time of one's own, by the shop's clock, wherever the tablet is.
        await dish(board.page, "rice").locator(".dish-line").click()
        wall = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=5)
        await board.page.locator("input[name=back-time]").fill(f"{wall:%H:%M}")
        await board.button(re.compile(f"^Back at .*{wall:%H:%M}$")).click()
        await expect(dish(board.page, "rice")).to_contain_text(f"{wall:%H:%M}")
        await is_available(phone.page, "rice", False)
        shop = kitchen.call("GET", f"/api/shops/{kitchen.shop_id}").json()
        back_at = next(one["back_at"] for one in shop["menu"] if one["id"] == "rice")
        assert abs(datetime.fromisoformat(back_at) - wall) < timedelta(minutes=2)
        await dish(board.page, "rice").get_by_role("button", name="Bring back rice").click()
        await is_available(phone.page, "rice", True)
        # Escape changes nothing, and the focus is where it was.
        line = dish(board.page, "egg").locator(".dish-line")
        closing = board.page.get_by_role("dialog").get_by_label("Close")
        for _ in range(2):
            await line.click()
            await closing.click()
            await expect(line).to_be_focused()
            await line.click()
            await board.page.keyboard.press("Escape")
            await expect(line).to_be_focused()
        await board.page.get_by_role("searchbox").fill("RIC")
        await expect(board.page.locator("[data-dish-id]")).to_have_count(1)
        await is_available(board.page, "rice", True)


def its_time_has_come(system: Running, shop_id: str) -> None:
    """Have the sold out dishes of a shop be back by now."""
    with system.transaction("shops") as connection:
        connection.execute(
            text("UPDATE dishes SET back_at = now() WHERE shop_id = :shop AND NOT available"),
            {"shop": shop_id},
        )


async def test_a_change_that_is_refused_is_set_right(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        await show(board, "menu")
        await board.page.route(
            "**/menu/egg", lambda route: route.fulfill(status=404, json={"code": "unknown_dish"})
        )
        await dish(board.page, "egg").locator(".dish-line").click()
        await board.page.locator("[data-back=never]").click()
        await expect(board.page.locator("[data-code=unknown_dish]")).to_be_visible()
        await is_available(board.page, "egg", True)
        # So it is told whoever has turned to the board meanwhile, until it is read.
        await show(board, "board")
        refused = board.page.locator(".bar [data-code=unknown_dish]")
        await expect(refused).to_contain_text("egg is unchanged")
        await refused.get_by_role("button").click()
        await expect(refused).to_have_count(0)


async def test_a_dish_whose_answer_is_lost_is_added_once(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async def lose_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        await edit(board)
        page = board.page
        await page.route("**/menu", lose_answer)
        await page.get_by_test_id("add-dish").click()
        await page.locator("input[name=name]").fill("dumplings")
        await page.locator("input[name=price]").fill("12.5")
        await board.button("Save").click()
        await expect(page.locator("dialog [data-code=no_answer]")).to_be_visible()
        await board.button("Cancel").click()
        await is_sorted(page, "egg", "rice", "dumplings")


async def test_dishes_are_edited(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    async with (
        opened(KitchenWindow, browser, system.url) as board,
        opened(KitchenWindow, browser, system.url) as other,
        opened(CustomerWindow, browser, system.url, locale="zh-CN", **PHONE) as phone,
    ):
        for window in (board, other):
            await window.log_in(kitchen.shop_id)
            await edit(window)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        page = board.page
        await page.get_by_test_id("add-dish").click()
        await page.locator("input[name=name]").fill("dumplings")
        await page.locator("input[name=name-zh]").fill("饺子")
        await page.locator("input[name=price]").fill("a lot")
        await expect(page.get_by_text("Digits alone")).to_be_visible()
        await board.button("Save").click()
        await expect(page.locator("input[name=price]")).to_be_focused()
        await page.locator("input[name=price]").fill("12.5")
        await page.locator("select[name=section]").select_option(label="New section…")
        await page.locator("input[name=newSection]").fill("Hot")
        await board.button("Save").click()
        await expect(page.locator("dialog")).to_have_count(0)
        for window in (board, other):
            await is_sorted(window.page, "Hot", "dumplings", "Without a section", "egg", "rice")
        await expect(phone.page.get_by_text("饺子")).to_be_visible()
        await expect(phone.page.get_by_text(re.compile(r"12\.50"))).to_be_visible()
        # One screen changes the name while another changes the price: both hold.
        await row(other.page, "egg").click()
        await other.page.locator("input[name=price]").fill("3.50")
        await row(page, "egg").click()
        await page.locator("input[name=name]").fill("duck egg")
        await board.button("Save").click()
        await expect(other.page.locator("input[name=name]")).to_have_value("duck egg")
        await other.button("Save").click()
        await expect(row(page, "egg")).to_contain_text("¥3.50")
        await expect(row(page, "egg")).to_contain_text("duck egg")
        await row(page, "rice").click()
        await row(other.page, "rice").click()
        await board.button("Remove from the menu").click()
        await page.get_by_test_id("remove-sure").click()
        await expect(row(page, "rice")).to_have_count(0)
        await expect(other.page.get_by_text("Another screen has removed")).to_be_visible()
        await expect(dish(phone.page, "rice")).to_have_count(0)


def row(page: Page, dish_id: str) -> Locator:
    """Return what opens a dish to edit it."""
    return page.locator(f"[data-edit-id={dish_id}] .dish-line")


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


async def test_a_renaming_that_failed_halfway_is_made_again(
    browser: Browser, system: Running, client: Client
) -> None:
    kitchen = closed_kitchen(system, client, MENU)
    kitchen.change_shop(sections=[Section(name="Hot").model_dump()])
    for dish_id in ("tea", "soup"):
        kitchen.call(
            "PATCH", f"/api/shops/{kitchen.shop_id}/menu/{dish_id}", json={"section": "Hot"}
        )
    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        await edit(board)
        page = board.page
        await is_sorted(page, "Hot", "tea", "soup", "Without", "egg", "rice")
        await page.route(
            "**/menu/soup", lambda route: route.fulfill(status=404, json={"code": "unknown_dish"})
        )
        await page.locator("summary").click()
        await page.locator("[data-section=Hot] .dish-line").click()
        await page.locator("input[name=name]").fill("Warm")
        await board.button("Save").click()
        await expect(page.locator("dialog [data-code=unknown_dish]")).to_be_visible()
        await page.unroute_all(behavior="wait")
        # Another name, now that the first is there: no dish is left behind in it.
        await page.locator("input[name=name]").fill("Fiery")
        await board.button("Save").click()
        await is_sorted(page, "Fiery", "tea", "soup", "Without", "egg", "rice")


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
    await page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 4, steps=5)
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


async def test_a_pause_is_seen_and_ends(browser: Browser, system: Running, client: Client) -> None:
    kitchen = open_kitchen(system, client)
    async with (
        opened(KitchenWindow, browser, system.url) as board,
        opened(CustomerWindow, browser, system.url, **PHONE) as phone,
    ):
        await board.log_in(kitchen.shop_id)
        await phone.page.goto(f"{system.url}/#/shop/{kitchen.shop_id}")
        await expect(phone.page.locator("[data-state=accepting]").first).to_be_visible()
        await board.button("Pause").click()
        await board.button("20 minutes").click()
        state = board.page.locator(".open")
        await expect(state).to_have_attribute("data-state", "paused")
        await expect(state).to_contain_text(re.compile(r"Paused · (20:00|19:\d\d)"))
        notice = board.page.locator(".told-below > .notice")
        await expect(notice).to_contain_text(re.compile(r"by itself at (\w{3} )?\d\d:\d\d\."))
        await expect(state).to_have_attribute("data-accepting", "false")
        await expect(phone.page.locator("[data-state=paused]").first).to_be_visible()
        wait_until_orders_know(client, kitchen.shop_id, accepting=False)
        assert place(client, basket(kitchen.shop_id)).json()["code"] == "shop_closed"
        await board.button("Resume").click()
        await expect(state).to_have_attribute("data-accepting", "true")
        await expect(phone.page.locator("[data-state=accepting]").first).to_be_visible()
        wait_until_orders_know(client, kitchen.shop_id, accepting=True)
        assert place(client, basket(kitchen.shop_id)).status_code == httpx.codes.CREATED
        # Nobody has to end it.
        await board.button("Pause").click()
        await board.page.locator("[data-pause='10']").click()
        await expect(phone.page.locator("[data-state=paused]").first).to_be_visible()
        its_pause_is_over(system, kitchen.shop_id)
        await expect(state).to_have_attribute("data-accepting", "true")
        await expect(phone.page.locator("[data-state=accepting]").first).to_be_visible()


def its_pause_is_over(system: Running, shop_id: str) -> None:
    """Have the pause of a shop be over by now."""
    with system.transaction("shops") as connection:
        connection.execute(
            text("UPDATE shops SET paused_until = now() WHERE id = :shop"), {"shop": shop_id}
        )


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
