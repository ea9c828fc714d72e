"""A kitchen's page on a device: what it plays is noted, and it may be out of sight."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Browser, expect

from tests.e2e.kitchens import PASSCODE
from tests.e2e.windows import KitchenWindow, opened

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
