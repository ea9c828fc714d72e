"""A kitchen's day in a real Chromium: its figures, its list, and what can be taken away of both."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.e2e.client import Client, by, placed
from tests.e2e.kitchens import ELSEWHERE, PASSCODE, SHOP_ZONE, Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

SOLD = [("egg", 2), ("egg", 2), ("rice", 3)]
REVENUE = "15.00"
CARDS_AT_FIRST = 20


def order(kitchen: Kitchen, name: str, dish: str = "egg", quantity: int = 1) -> tuple[Any, str]:
    """Place an order of one dish by somebody of this name."""
    customer = {"name": name, "address": "1 Long Lane", "telephone": "13800138000"}
    items = [{"dish_id": dish, "quantity": quantity}]
    return placed(kitchen.client, kitchen.shop_id, items=items, customer=customer)


def a_day(kitchen: Kitchen) -> None:
    """Sell what is in SOLD, decline two orders and have one cancelled."""
    for dish, quantity in SOLD:
        kitchen.act(order(kitchen, "Ada", dish, quantity)[0], "accept", {"minutes": 10})
    kitchen.act(order(kitchen, "Mei")[0], "reject", {"reason": "sold_out"})
    kitchen.act(order(kitchen, "张伟")[0], "reject", {"reason": "too_busy"})
    cancelled, token = order(kitchen, "=1+1")
    path = f"/api/orders/{cancelled['id']}/cancel"
    assert kitchen.client.http.post(path, headers=by(token)).is_success


async def look_at_today(window: KitchenWindow) -> Page:
    """Turn to the day's view, and return the page when its orders are there."""
    await window.page.locator("nav [data-view=today]").click()
    await expect(window.page.get_by_test_id("found")).to_be_visible()
    return window.page


async def figure(page: Page, name: str, value: str | re.Pattern[str]) -> None:
    """Return when a figure reads so."""
    await expect(page.locator(f"[data-figure={name}] .value")).to_have_text(value)


async def test_figures_and_list(browser: Browser, system: Running, kitchen: Kitchen) -> None:
    a_day(kitchen)
    async with opened(KitchenWindow, browser, system.url, timezone_id=ELSEWHERE) as board:
        await board.log_in(kitchen.shop_id)
        page = await look_at_today(board)
        await figure(page, "orders", "6")
        await figure(page, "accepted", "3")
        await figure(page, "revenue", re.compile(re.escape(REVENUE)))
        await figure(page, "rejected", "2")
        await figure(page, "cancelled", "1")
        await figure(page, "accept", re.compile(r"^\d+ s$"))
        await figure(page, "ready", "–")
        await expect(page.locator("[data-reason=sold_out]")).to_have_text("Sold out: 1")
        await expect(page.get_by_test_id("since")).to_contain_text(SHOP_ZONE)
        await expect(page.locator("[data-plot=orders] .amount")).not_to_have_count(0)
        bars = page.locator("[data-plot=orders] .amount")
        counts = await bars.evaluate_all("bars => bars.map(bar => Number(bar.dataset.value))")
        assert sum(counts) == 6
        cells = await page.get_by_test_id("hours").locator("td:nth-of-type(1)").all_text_contents()
        assert [int(cell) for cell in cells if cell != "0"] == counts
        sold = page.get_by_test_id("sold").locator("tbody tr")
        await expect(sold).to_have_text([re.compile("egg4"), re.compile("rice3")])
        rows = page.locator(".day-list tbody tr")
        await expect(rows).to_have_count(6)
        await expect(rows.first).to_contain_text("By the customer")
        await page.get_by_label("Number or name").fill("伟")
        await expect(rows).to_have_count(1)
        await expect(rows).to_contain_text("Too busy")
        await page.get_by_label("Number or name").fill("")
        order(kitchen, "Late")
        await figure(page, "orders", "7")
        await expect(rows).to_have_count(7)
        await board.button("Day before").click()
        await expect(page.get_by_text("No orders on this day.")).to_be_visible()
        await figure(page, "orders", "0")
        await page.get_by_role("group", name="Choose the day").get_by_text("Today").click()
        await figure(page, "orders", "7")


async def test_a_phone_begins_with_the_newest_orders(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    for _ in range(CARDS_AT_FIRST + 1):
        order(kitchen, "Ada")
    async with opened(KitchenWindow, browser, system.url, viewport=PHONE) as board:
        await board.log_in(kitchen.shop_id)
        page = await look_at_today(board)
        cards = page.locator(".day-list tbody tr")
        await expect(cards).to_have_count(CARDS_AT_FIRST)
        await page.get_by_role("link", name="All orders of the day").click()
        title = page.get_by_role("heading", name="All orders of the day")
        await expect(title).to_be_in_viewport()
        head = await page.locator("header.bar").bounding_box()
        box = await title.bounding_box()
        assert head
        assert box
        assert box["y"] >= head["height"]
        await board.button(f"Show all {CARDS_AT_FIRST + 1}").click()
        await expect(cards).to_have_count(CARDS_AT_FIRST + 1)


async def test_taking_it_along(
    browser: Browser, system: Running, kitchen: Kitchen, tmp_path: Path
) -> None:
    a_day(kitchen)
    async with opened(KitchenWindow, browser, system.url, viewport=PHONE) as board:
        await board.log_in(kitchen.shop_id)
        page = await look_at_today(board)
        await expect(page.get_by_text("Files and lists hold names")).to_have_count(1)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        for button, name, rows in (("a row an order", "orders", 6), ("a row a dish", "lines", 6)):
            async with page.expect_download() as download:
                await board.button(re.compile(button)).click()
            saved = await download.value
            day = await page.locator(".today").get_attribute("data-day")
            assert saved.suggested_filename == f"{kitchen.shop_id}-{day}-{name}.csv"
            await saved.save_as(tmp_path / name)
            content = (tmp_path / name).read_bytes().decode("utf-8-sig")
            assert content.count("\r\n") == 1 + rows
        orders = (tmp_path / "orders").read_bytes().decode("utf-8")
        assert orders.startswith("\ufeffNumber,Date,")
        assert ",'=1+1," in orders
        assert '"\t13800138000"' in orders


async def test_a_screen_that_only_looks_has_figures_too(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    a_day(kitchen)
    async with opened(KitchenWindow, browser, system.url, "zh-CN") as board:
        await board.page.goto(f"{system.url}/kitchen?shop={kitchen.shop_id}&look")
        await board.page.locator("input[name=passcode]").fill(PASSCODE)
        await board.page.locator("form button.primary").click()
        page = await look_at_today(board)
        await figure(page, "orders", "6")
        await expect(page.locator(".day-list tbody tr").first).to_contain_text("顾客取消")


async def test_figures_that_cannot_be_had(
    browser: Browser, system: Running, kitchen: Kitchen, client: Client
) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=404, json={"code": "unknown_shop"})

    async with opened(KitchenWindow, browser, system.url) as board:
        board.without_answers = True
        await board.log_in(kitchen.shop_id)
        await board.page.route("**/api/orders/statistics*", refuse)
        await board.page.locator("nav [data-view=today]").click()
        notice = board.page.get_by_role("alert")
        await expect(notice).to_contain_text("The figures cannot be loaded.")
        await board.page.unroute("**/api/orders/statistics*")
        placed(client, kitchen.shop_id)
        await figure(board.page, "orders", "1")
        await expect(notice).to_have_count(0)
        await board.page.route("**/api/orders/statistics*", refuse)
        placed(client, kitchen.shop_id)
        await expect(notice).to_contain_text("newer ones cannot be loaded")
        await figure(board.page, "orders", "1")
