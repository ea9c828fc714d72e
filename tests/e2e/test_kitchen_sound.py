"""A kitchen's sound: silent for a minute, louder the longer somebody waits, and chosen."""

import json
import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Browser, Route, expect

from shared.contracts import print_instant
from tests.e2e.client import placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.menus import show
from tests.e2e.running import Running
from tests.e2e.screens import screen

pytestmark = pytest.mark.asyncio(loop_scope="module")

# The least that a sound at full volume has, of a full scale of 1.
LOUD_RMS = 0.15
SOUNDS = ["bell", "chime", "marimba", "buzzer", "whistle"]
# Renders each sound at full volume without a loudspeaker.
RENDER_SOUNDS = """
  async () => {
    const { play } = await import("/kitchen/screen/sound.js");
    const { SOUNDS } = await import("/kitchen/screen/sounds.js");
    const rendered = {};
    for (const [name, tones] of Object.entries(SOUNDS)) {
      const context = new OfflineAudioContext(1, 44100, 44100);
      play(context, tones, 1);
      const samples = (await context.startRendering()).getChannelData(0);
      const peak = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
      rendered[name] = { peak, rms: Math.sqrt(power) };
    }
    return rendered;
  }
"""
# Presses a button, and tells how much was played before: what was tried last may be heard again.
PRESS = "button => { const before = played.length; button.click(); return before; }"


async def test_a_screen_is_silent_for_a_minute_but_not_for_another_order(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as board:
        await board.page.clock.install()
        await board.log_in(kitchen.shop_id)
        first, _ = placed(kitchen.client, kitchen.shop_id)
        await board.is_ringing(True)
        await board.is_silenced()
        silent = board.button(re.compile("^Silent"))
        await expect(silent).to_have_text(re.compile(r"Silent 0:5\d"))
        await silent.click()
        await board.is_ringing(True)
        await board.is_silenced()
        second, _ = placed(kitchen.client, kitchen.shop_id)
        await board.is_ringing(True)
        await board.plays()
        await board.is_silenced()
        await board.page.clock.fast_forward("00:40")
        await board.is_ringing(False)
        await board.page.clock.fast_forward("00:21")
        await board.is_ringing(True)
        await board.plays()
        await board.shows(**{first["id"]: "placed", second["id"]: "placed"})


async def test_it_rings_louder_and_faster_the_longer_an_order_waits(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    waited_minutes = 0

    async def age(route: Route) -> None:
        """Answer as if the orders had been placed earlier."""
        answer = await route.fetch()
        content = await answer.json()
        for order in content["orders"]:
            for name in ("placed_at", "accept_by"):
                order[name] = earlier(order[name], waited_minutes)
        headers = answer.headers | {"etag": f'"{waited_minutes}"'}
        await route.fulfill(status=200, headers=headers, body=json.dumps(content))

    async with screen(browser, system.url) as board:
        await board.page.route("**/api/orders?*active=true", age)
        await board.log_in(kitchen.shop_id)
        order, _ = placed(kitchen.client, kitchen.shop_id)
        # Whatever else happens to an order tells its true age.
        assert kitchen.confirm(order["id"]).status_code == 204
        gains = []
        for level, minutes in (("1", 0), ("2", 4), ("3", 8)):
            waited_minutes = minutes
            await board.page.reload()
            frame = board.page.locator(".kitchen")
            await expect(frame).to_have_attribute("data-ring-level", level)
            await board.page.locator("h1").click()
            gains.append((await board.plays())["gain"])
        assert gains == sorted(set(gains))


def earlier(instant: str, minutes: int) -> str:
    """Return an instant of as many minutes before, as the servers write it."""
    return print_instant(datetime.fromisoformat(instant) - timedelta(minutes=minutes))


async def test_the_sound_is_chosen_tried_and_remembered(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as board:
        await board.log_in(kitchen.shop_id)
        await show(board, "settings")
        heard = {}
        for sound in SOUNDS:
            await board.page.locator(f"input[value={sound}]").check()
            before = len(await board.played())
            await board.button("Try the bell").click()
            (heard[sound],) = await board.plays_after(before)
        assert len({tuple(one["hertz"]) for one in heard.values()}) == len(SOUNDS)
        await board.page.locator("input[value=buzzer]").check()
        await board.page.locator("input[name=volume]").fill("40")
        before = await board.button("Try the bell").evaluate(PRESS)
        quiet, louder = await board.plays_after(before, 2)
        assert quiet["hertz"] == heard["buzzer"]["hertz"]
        assert quiet["gain"] < heard["buzzer"]["gain"] / 2
        # As a new order rings, and then as one does that waits for long.
        assert louder["gain"] == pytest.approx(quiet["gain"] * 2)
        await board.page.locator("input[value=dark]").check()
        await board.page.locator("input[value=huge]").check()
        await board.page.reload()
        root = board.page.locator("html")
        await expect(root).to_have_attribute("data-scheme", "dark")
        await expect(root).to_have_attribute("data-ticket-size", "huge")
        await board.page.locator("h1").click()
        placed(kitchen.client, kitchen.shop_id)
        await expect(board.page.locator(".tickets").first).to_have_css("zoom", "1.6")
        rung = await board.plays()
        assert rung["hertz"] == quiet["hertz"]
        assert rung["gain"] == quiet["gain"]
        loud = await board.page.evaluate(RENDER_SOUNDS)
        for sound in SOUNDS:
            print(sound, loud[sound])
            assert LOUD_RMS < loud[sound]["rms"] < loud[sound]["peak"] <= 1, (sound, loud[sound])
