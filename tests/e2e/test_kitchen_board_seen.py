"""What a cook sees of an order, whole and without relying on colour, and hears of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Route, ViewportSize, expect

from shared.contracts import LATE_MINUTES, SOON_MINUTES, print_instant
from tests.e2e.boards import board_of
from tests.e2e.client import placed
from tests.e2e.kitchens import SHOP_ZONE, Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, KitchenWindow, opened

WALL: ViewportSize = {"width": 1920, "height": 1080}
# The most that an order can have.
LINES = 50
NOTE_LENGTH = 200
# What of a ticket lies beyond its box, where nothing is drawn.
CUT = """
  ticket => {
    const box = ticket.getBoundingClientRect();
    return [...ticket.querySelectorAll(".item, .note, .who, button")].filter((element) => {
      const { top, right, bottom, left, width } = element.getBoundingClientRect();
      const isBeside = left < box.left || right > box.right;
      return width === 0 || isBeside || top < box.top || bottom > box.bottom;
    }).length;
  }
"""
SHAPE = """
  word => {
    const { clipPath, width } = getComputedStyle(word, "::before");
    return parseFloat(width) > 0 ? clipPath : "none";
  }
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("viewport", [PHONE, WALL], ids=["phone", "wall"])
async def test_the_longest_order_is_never_cut(
    browser: Browser, system: Running, kitchen: Kitchen, viewport: ViewportSize
) -> None:
    notes = ("no nuts please " * NOTE_LENGTH)[:NOTE_LENGTH].strip(), "x" * NOTE_LENGTH
    items = [
        {"dish_id": "egg", "quantity": 99, "note": notes[number % len(notes)]}
        for number in range(LINES)
    ]
    order, _ = placed(kitchen.client, kitchen.shop_id, items=items, note=notes[0])
    async with board_of(browser, system, kitchen, viewport=viewport) as board:
        ticket = board.ticket(order["id"])
        lines, decline = ticket.locator(".item"), ticket.locator("[data-action=reject]")
        await expect(lines).to_have_count(LINES)
        for place in (lines.last, decline, lines.first):
            await place.scroll_into_view_if_needed()
            await expect(place).to_be_in_viewport()
            assert await ticket.evaluate(CUT) == 0


async def test_age_is_told_by_a_word_and_a_shape_by_the_limits_of_the_shop(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    ages = [1, SOON_MINUTES - 1, LATE_MINUTES - 1]
    orders = [placed(kitchen.client, kitchen.shop_id)[0] for _ in ages]
    # Whatever else happens to an order tells its true age.
    assert kitchen.confirm(*(order["id"] for order in orders)).status_code == 204
    minutes = {order["id"]: age for order, age in zip(orders, ages, strict=True)}

    async def age(route: Route) -> None:
        """Answer as if each order had waited so long, and had long to wait yet."""
        answer = await route.fetch()
        if not answer.ok:
            await route.fulfill(response=answer)
            return
        content = await answer.json()
        now = datetime.now(UTC)
        for order in content["orders"]:
            order["placed_at"] = print_instant(now - timedelta(minutes=minutes[order["id"]]))
            order["accept_by"] = print_instant(now + timedelta(hours=1))
        await route.fulfill(response=answer, json=content)

    async with opened(KitchenWindow, browser, system.url) as board:
        await board.page.route("**/api/orders?*active=true", age)
        await board.log_in(kitchen.shop_id)

        async def says(*words: str | None) -> list[str]:
            """Return the shapes that stand with these words."""
            shapes = []
            for order, word in zip(orders, words, strict=True):
                place = board.ticket(order["id"]).locator(".urgency")
                if word is None:
                    await expect(place).to_have_count(0)
                else:
                    await expect(place).to_be_visible()
                    await expect(place).to_have_text(word)
                    shapes.append(await place.evaluate(SHAPE))
            return shapes

        (waits,) = await says(None, None, "waits")
        changed = {"soon_minutes": SOON_MINUTES - 2, "late_minutes": LATE_MINUTES - 2}
        assert kitchen.change_shop(**changed).status_code == 200
        shapes = await says(None, "waits", "late")
        assert shapes[0] == waits
        assert len({*shapes, "none"}) == len(shapes) + 1
        await board.page.unroute_all(behavior="wait")


async def test_a_ticket_says_what_was_promised_by_the_clock_of_the_shop(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    order, _ = placed(kitchen.client, kitchen.shop_id)
    accepted: dict[str, Any] = kitchen.act(order, "accept", {"minutes": 25}).json()
    promised = datetime.fromisoformat(accepted["promised_at"]).astimezone(ZoneInfo(SHOP_ZONE))
    async with board_of(browser, system, kitchen, timezone_id="Europe/Lisbon") as board:
        line = board.ticket(order["id"]).get_by_text("Promised for")
        await expect(line).to_have_text(f"Promised for {promised:%H:%M}")


async def test_who_silences_one_screen_leaves_the_other_ringing(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        board_of(browser, system, kitchen) as first,
        board_of(browser, system, kitchen) as second,
    ):
        placed(kitchen.client, kitchen.shop_id)
        for board in (first, second):
            await board.is_ringing(True)
            await board.hears_a_bell()
        silenced = await first.is_silenced()
        await second.hears_a_bell()
        await second.hears_a_bell()
        await second.is_ringing(True)
        assert await first.sounds() == silenced
