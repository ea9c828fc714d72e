"""A page of the product in a real browser: opened until it stands, and recorded from inside.

`recorder.js` and `recorder_calls.js` see what happens in the page; here it is written down, and
remembered for whoever works with the page.
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Error, Page, async_playwright

from chaos.clients.placing import Placing
from chaos.clients.truth import Order
from chaos.records import Journal

RECORDERS = [Path(__file__).with_name(name) for name in ("recorder.js", "recorder_calls.js")]
# A page whose scripts did not come, because something was cut off, is opened anew.
LOADING_MILLISECONDS = 8_000
OPEN_AGAIN_SECONDS = 2.0
ACTING_MILLISECONDS = 5_000
BLANK = "about:blank"


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Return the machine's Chromium, the one that CHROMIUM names if it is set."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--mute-audio", *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        )
        try:
            yield browser
        finally:
            await browser.close()


class RecordedPage:
    """A page in a browser of its own, whose cookies and storage nobody else has."""

    def __init__(
        self, who: str, page: Page, url: str, journal: Journal, *, shop_id: str | None = None
    ) -> None:
        """Write as `who`; `shop_id` is the shop whose screen it is, if it is one."""
        self.who = who
        self.page = page
        self.shown: dict[str, Order] = {}
        self.state = "connecting"
        self.placings: dict[str, Placing] = {}
        self.refused: set[str] = set()
        self.changed: Callable[[], None] = lambda: None
        self._url = url
        self._journal = journal
        self._shop_id = shop_id
        self._sees: dict[str, Callable[[float, dict[str, Any]], None]] = {
            "opened_page": self._see_opened_page,
            "shown": self._see_shown,
            "hidden": self._see_hidden,
            "stated": self._see_stated,
            "placing": self._see_placing,
            "placed": self._see_placed,
            "refused": self._see_refused,
        }

    @classmethod
    async def make(
        cls, browser: Browser, who: str, url: str, journal: Journal, **options: Any
    ) -> "RecordedPage":
        """Return a page that is recorded from its first document on; it is blank."""
        # As on a LAN by plain http: no page is opened otherwise than from the edge.
        context = await browser.new_context(
            locale="en-GB", service_workers="block", reduced_motion="reduce"
        )
        context.set_default_timeout(ACTING_MILLISECONDS)
        page = await context.new_page()
        recorded = cls(who, page, url, journal, **options)
        await page.expose_binding("record", lambda _source, batch: recorded.take(batch))
        for recorder in RECORDERS:
            await page.add_init_script(path=recorder)
        return recorded

    async def open(self, address: str) -> None:
        """Open a path of the edge, with nothing left of the page before; try until it stands."""
        while True:
            try:
                await self.page.goto(BLANK)
                await self.page.goto(self._url + address, timeout=LOADING_MILLISECONDS)
                await self.page.wait_for_selector(
                    "[data-connection], .log-in", timeout=LOADING_MILLISECONDS
                )
            except Error:
                await asyncio.sleep(OPEN_AGAIN_SECONDS)
                # It may have come up too late, and goes now.
                self.write("left")
            else:
                return

    def take(self, batch: Sequence[Mapping[str, Any]]) -> None:
        """Write down what the recorder saw."""
        for line in batch:
            at, kind, data = line["at"], line["kind"], dict(line["data"])
            if see := self._sees.get(kind):
                see(at, data)
            if "socket" in data:
                data["socket"] = f"{self.who}.{data['socket']}"
            self._journal.write(self.who, kind, at=at, **data)

    def write(self, kind: str, **data: Any) -> None:
        """Write down what the recorder cannot see."""
        self._journal.write(self.who, kind, **data)

    def _see_opened_page(self, _at: float, data: dict[str, Any]) -> None:
        self.shown = {}
        self.state = "connecting"
        if self._shop_id is not None:
            data["shop_id"] = self._shop_id
        self.changed()

    def _see_shown(self, at: float, data: dict[str, Any]) -> None:
        order_id = data["order_id"]
        self.shown[order_id] = Order(
            id=order_id,
            version=data["version"],
            status=data["status"],
            received=data["received"],
            updated_at=datetime.fromtimestamp(at, UTC),
        )
        self.changed()

    def _see_hidden(self, _at: float, data: dict[str, Any]) -> None:
        self.shown.pop(data["order_id"], None)
        self.changed()

    def _see_stated(self, _at: float, data: dict[str, Any]) -> None:
        self.state = data["state"]

    def _see_placing(self, _at: float, data: dict[str, Any]) -> None:
        key, body = data["key"], data.pop("body")
        self.placings.setdefault(key, Placing(self.who, data["shop_id"], body, key))

    def _see_placed(self, _at: float, data: dict[str, Any]) -> None:
        known = self.placings[data["key"]]
        token = data.pop("token")
        self.placings[data["key"]] = replace(known, order_id=data["order_id"], token=token)

    def _see_refused(self, _at: float, data: dict[str, Any]) -> None:
        self.refused.add(data["key"])
