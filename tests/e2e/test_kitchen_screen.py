"""The device of a kitchen's page: its sound, who sees it, and what it says when it is cut off."""

import contextlib
import json
import re
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Route, expect

from chaos.links import State
from shared.contracts import print_instant
from tests.e2e.cables import cable_to, no_sockets
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import PASSCODE, Kitchen, closed_kitchen
from tests.e2e.running import Running
from tests.e2e.windows import PHONE, KitchenWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What is promised is a second; a busy machine may take longer.
STEP_SECONDS = 15.0
# The least that a sound at full volume has, of a full scale of 1.
LOUD_RMS = 0.15
# Where tests' shops are, and where some devices are.
SHOP_ZONE = "Asia/Shanghai"
ELSEWHERE = "America/Los_Angeles"
# It rings so often for those who have waited longest, and a little more.
LOUDEST_EVERY_MILLISECONDS = 1600
SOUNDS = ["bell", "chime", "marimba", "buzzer", "whistle"]
# Notes every sound that is played: how loud, and its pitches.
RECORD_SOUNDS = """
  globalThis.played = [];
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode) played.push({ gain: this.gain.value, hertz: [] });
    return connect.call(this, to, ...more);
  };
  const begin = AudioScheduledSourceNode.prototype.start;
  AudioScheduledSourceNode.prototype.start = function (...when) {
    played.at(-1)?.hertz.push(Math.round(this.frequency.value));
    return begin.apply(this, when);
  };
"""
SHOW_AS = """
  state => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }
"""
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


class Screen(KitchenWindow):
    """The kitchen's page on a device whose sounds are noted."""

    async def played(self) -> list[dict[str, Any]]:
        """Return what was played, the latest last."""
        noted: list[dict[str, Any]] = await self.page.evaluate("played")
        return noted

    async def plays(self) -> dict[str, Any]:
        """Return the next sound that is played."""
        (sound,) = await self.plays_after(len(await self.played()))
        return sound

    async def plays_after(self, before: int, count: int = 1) -> list[dict[str, Any]]:
        """Return the sounds that are played next after so many."""
        end = before + count
        await self.page.wait_for_function("end => played.length >= end", arg=end)
        return (await self.played())[before:end]

    async def watch(self, shop_id: str) -> None:
        """Log in only to look, by the address that the settings give."""
        await self.page.goto(f"{self.url}/kitchen?shop={shop_id}&look")
        await expect(self.page.locator("input[name=shop]")).to_have_value(shop_id)
        await expect(self.page.locator("input[name=watch]")).to_be_checked()
        await self.page.locator("input[name=passcode]").fill(PASSCODE)
        await self.page.locator("form button.primary").click()
        await self.is_connected("live")

    async def open_settings(self) -> None:
        """Show the settings."""
        await self.page.locator("nav [data-view=settings]").click()

    @property
    def blocked(self) -> Any:
        """What says that the sound is off."""
        return self.page.get_by_test_id("sound-blocked")


@contextlib.asynccontextmanager
async def screen(browser: Browser, url: str, **options: Any) -> AsyncIterator[Screen]:
    """Return a device of its own."""
    async with opened(Screen, browser, url, **options) as window:
        await window.context.add_init_script(RECORD_SOUNDS)
        yield window


async def test_screens_of_a_shop_are_in_step(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        screen(browser, system.url) as first,
        screen(browser, system.url) as second,
        screen(browser, system.url) as looking,
    ):
        await first.log_in(kitchen.shop_id)
        await second.log_in(kitchen.shop_id)
        await looking.watch(kitchen.shop_id)
        order, _ = placed(kitchen.client, kitchen.shop_id)
        for board in (first, second):
            await board.is_ringing(True)
            await board.plays()
            await expect(board.page).to_have_title(re.compile(r"^\(1\) "))
            icon = board.page.locator("link[rel=icon][type='image/svg+xml']")
            await expect(icon).to_have_attribute("href", re.compile(r"^data:.*%3E1%3C"))
        await looking.shows(**{order["id"]: "placed"})
        clicked = time.monotonic()
        await first.act(order["id"], "ready in 20 minutes")
        for board in (second, looking):
            await board.shows(**{order["id"]: "accepted"})
            await board.is_ringing(False)
        seconds = time.monotonic() - clicked
        print(f"accepted at one screen, silent and moved at the others {seconds:.2f} s later")
        assert seconds < STEP_SECONDS
        await expect(second.page).to_have_title("Orderbell kitchen")
        await expect(icon).to_have_attribute("href", "/icon.svg")
        assert await looking.played() == []


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
        placed(kitchen.client, kitchen.shop_id)
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
        await board.open_settings()
        heard = {}
        for sound in SOUNDS:
            await board.page.locator(f"input[value={sound}]").check()
            before = len(await board.played())
            await board.button("Try the bell").click()
            (heard[sound],) = await board.plays_after(before)
        assert len({tuple(one["hertz"]) for one in heard.values()}) == len(SOUNDS)
        await board.page.locator("input[value=buzzer]").check()
        await board.page.locator("input[name=volume]").fill("40")
        before = len(await board.played())
        await board.button("Try the bell").click()
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


async def test_what_nobody_can_see_or_hear_is_not_confirmed(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as board:
        await board.log_in(kitchen.shop_id)
        # A page that was loaded without a touch has no sound.
        await board.page.reload()
        await expect(board.blocked).to_have_attribute("data-urgent", "false")
        await board.page.evaluate(SHOW_AS, "hidden")
        hidden, _ = placed(kitchen.client, kitchen.shop_id)
        ticket = board.ticket(hidden["id"])
        await expect(ticket).to_have_attribute("data-received", "false")
        await expect(board.blocked).to_contain_text("Waiting unheard: 1")
        assert kitchen.call("GET", f"/api/orders/{hidden['id']}").json()["received_at"] is None
        await board.page.evaluate(SHOW_AS, "visible")
        await expect(ticket).to_have_attribute("data-received", "true")
        # What can be heard need not be seen.
        await board.blocked.click()
        await expect(board.blocked).to_have_count(0)
        await board.page.evaluate(SHOW_AS, "hidden")
        heard, _ = placed(kitchen.client, kitchen.shop_id)
        await expect(board.ticket(heard["id"])).to_have_attribute("data-received", "true")


async def test_who_only_looks_neither_acts_nor_counts(
    browser: Browser, system: Running, client: Client
) -> None:
    shop = closed_kitchen(system, client)
    assert shop.change_shop(open=True).status_code == 200
    async with screen(browser, system.url) as looking:
        await looking.watch(shop.shop_id)
        await expect(looking.page.get_by_test_id("looking")).to_have_text("Only looking")
        assert not client.http.get(f"/api/shops/{shop.shop_id}").json()["kitchen_online"]
        async with screen(browser, system.url) as board:
            await board.log_in(shop.shop_id)
            await expect(board.page.locator(".open[data-accepting=true]")).to_be_visible()
            await board.page.evaluate(SHOW_AS, "hidden")
            order, _ = placed(client, shop.shop_id)
            await looking.shows(**{order["id"]: "placed"})
            await expect(looking.page.locator(".ticket button.primary")).to_have_count(0)
            assert await looking.played() == []
            await looking.open_settings()
            await looking.page.locator("input[name=rings-watching]").check()
            await looking.is_ringing(True)
            await looking.plays()


async def test_who_only_looks_is_told_of_the_missing_sound_where_it_should_ring(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as looking:
        await looking.context.add_init_script("delete globalThis.AudioContext")
        await looking.watch(kitchen.shop_id)
        told = looking.page.locator(".told-below > .notice", has_text="can play no sound")
        await looking.open_settings()
        rings = looking.page.locator("input[name=rings-watching]")
        await expect(rings).not_to_be_checked()
        await expect(told).to_have_count(0)
        await rings.check()
        await expect(told).to_be_visible()


async def test_looking_in_one_tab_leaves_the_tab_that_acts_as_it_is(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with screen(browser, system.url) as board:
        await board.log_in(kitchen.shop_id)
        looking = Screen(board.url, board.context, await board.context.new_page())
        await looking.watch(kitchen.shop_id)
        order, _ = placed(kitchen.client, kitchen.shop_id)
        for tab in (board, looking):
            await tab.shows(**{order["id"]: "placed"})
        await board.is_ringing(True)
        await looking.is_ringing(False)
        await looking.page.get_by_test_id("more").click()
        await looking.button("Log out").click()
        await board.is_connected("live")
        # Whoever leaves the box out acts, also after a reload.
        await looking.page.locator("input[name=watch]").uncheck()
        await looking.page.locator("input[name=passcode]").fill(PASSCODE)
        await looking.page.locator("form button.primary").click()
        await looking.is_ringing(True)
        await looking.page.reload()
        await looking.is_ringing(True)
        await expect(looking.page.get_by_test_id("looking")).to_have_count(0)


@pytest.mark.parametrize("end", ["touched", "time is over"])
async def test_when_the_session_ends_the_log_in_calls_for_those_who_wait(
    browser: Browser, system: Running, kitchen: Kitchen, end: str
) -> None:
    async with screen(browser, system.url) as board:
        board.without_answers = True
        await board.page.clock.install()
        await board.context.add_init_script(no_sockets())
        await board.log_in(kitchen.shop_id, "interrupted")
        placed(kitchen.client, kitchen.shop_id)
        await board.is_ringing(True)
        await board.page.route(
            "**/api/orders?*active=true",
            lambda route: route.fulfill(status=401, json={"code": "unauthorized"}),
        )
        waiting = board.page.get_by_role("alert")
        await expect(waiting).to_contain_text("waiting: 1")
        await expect(board.page).to_have_title(re.compile(r"^\(1\) "))
        await board.plays()
        await board.plays()
        if end == "touched":
            await board.page.mouse.click(5, 5)
        else:
            await board.page.clock.fast_forward("10:00")
        await expect(board.page).to_have_title("Orderbell kitchen")
        played = len(await board.played())
        await board.page.wait_for_timeout(LOUDEST_EVERY_MILLISECONDS)
        assert len(await board.played()) == played
        await expect(waiting).to_be_visible()
        await board.page.unroute_all(behavior="wait")
        await board.page.locator("input[name=passcode]").fill(PASSCODE)
        await board.page.locator("form button.primary").click()
        await board.is_ringing(True)


async def test_a_screen_that_is_cut_off_says_so_and_then_what_came_meanwhile(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        cable_to(system.url) as cable,
        screen(browser, f"http://127.0.0.1:{cable.port}", timezone_id=ELSEWHERE) as board,
    ):
        board.without_answers = True
        await board.page.clock.install()
        await board.log_in(kitchen.shop_id)
        known, _ = placed(kitchen.client, kitchen.shop_id)
        await board.shows(**{known["id"]: "placed"})
        cable.turn(State.CUT)
        lost = board.page.get_by_test_id("lost")
        # By the shop's clock.
        wall = datetime.now(ZoneInfo(SHOP_ZONE))
        minutes = [wall - timedelta(minutes=passed) for passed in range(2)]
        since = "|".join(f"{minute:%H:%M}" for minute in minutes)
        await expect(lost).to_contain_text(re.compile(f"Since ({since})"))
        await expect(lost).to_contain_text("1 came in the 10 min before")
        await expect(lost).to_have_attribute("data-about", "0")
        await board.page.clock.fast_forward("30:00")
        await expect(lost).to_contain_text("About 3 orders may be missing")
        await expect(lost).to_have_attribute("data-about", "3")
        # All across the foot of the screen, and where the page is not in sight.
        box, window = await lost.bounding_box(), board.page.viewport_size
        assert box
        assert window
        assert (box["x"], box["width"]) == (0, window["width"])
        assert box["y"] + box["height"] == window["height"]
        await expect(board.page).to_have_title(re.compile(r"^⚠ \(1\) "))
        icon = board.page.locator("link[rel=icon][type='image/svg+xml']")
        await expect(icon).to_have_attribute("href", re.compile(r"^data:.*%3E!%3C"))
        await expect(board.page.locator(".board")).to_have_attribute("data-offline", "true")
        await expect(board.page.get_by_test_id("lost-said")).to_have_text(re.compile("^No conn"))
        # The tickets stay in sight, and can be worked with.
        await board.shows(**{known["id"]: "placed"})
        await board.ticket(known["id"]).get_by_role("button").first.click(trial=True)
        waiting, _ = placed(kitchen.client, kitchen.shop_id)
        ended, _ = placed(kitchen.client, kitchen.shop_id)
        assert kitchen.act(ended, "reject", {"reason": "too_busy"}).status_code == 200
        cable.turn(State.OPEN)
        came = board.page.get_by_test_id("came")
        await expect(came).to_contain_text("2 orders came in meanwhile")
        await expect(lost).to_have_count(0)
        await board.shows(**{known["id"]: "placed", waiting["id"]: "placed"})
        await expect(board.page).to_have_title(re.compile(r"^\(2\) "))
        await came.get_by_role("button").click()
        await expect(came).to_have_count(0)


async def test_a_phone_pauses_from_its_menu_which_is_gone_then(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url, viewport=PHONE) as board:
        await board.log_in(kitchen.shop_id)
        await board.page.get_by_test_id("more").click()
        menu = board.page.locator(".more-items")
        name = await board.page.locator("h1").inner_text()
        await expect(menu.locator("strong").first).to_have_text(name)
        await menu.locator("[aria-haspopup=dialog]").click()
        await expect(menu).to_have_css("visibility", "hidden")
        await board.page.locator("[data-pause='10']").click()
        await expect(menu).to_have_count(0)
        await expect(board.page.get_by_test_id("no-orders")).to_contain_text("Paused")


async def test_logging_in_says_what_is_wrong_where_it_is(
    browser: Browser, system: Running, client: Client
) -> None:
    shop = closed_kitchen(system, client)
    async with screen(browser, system.url) as board:
        board.without_answers = True
        await board.log_in(shop.shop_id)
        await expect(board.page.get_by_test_id("no-orders")).to_contain_text("Closed")
        await board.page.get_by_test_id("more").click()
        await board.page.keyboard.press("Escape")
        await expect(board.page.get_by_test_id("more")).to_be_focused()
        await board.page.get_by_test_id("more").click()
        await board.button("Log out").click()
        await expect(board.page.locator("input[name=shop]")).to_have_value(shop.shop_id)
        passcode = board.page.locator("input[name=passcode]")
        await passcode.fill("wrong")
        await board.page.get_by_test_id("reveal").click()
        await expect(passcode).to_have_attribute("type", "text")
        await board.page.locator("form button.primary").click()
        await expect(passcode).to_have_attribute("aria-invalid", "true")
        await expect(passcode).to_be_focused()
        await passcode.fill(PASSCODE)
        await passcode.press("Enter")
        await board.is_connected("live")
