"""Windows of a real Chromium on Orderbell's pages; whatever a page complains of fails its test."""

import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    WebSocketRoute,
    async_playwright,
    expect,
)

from tests.e2e.kitchens import PASSCODE

# So narrow that a menu and its basket, or the columns of a board, are not side by side.
PHONE: ViewportSize = {"width": 390, "height": 844}
EXPECT_MILLISECONDS = 20_000
# A broker takes its time to start, and pages to try again.
BACK_MILLISECONDS = 100_000
# A name that is no secure context, unlike 127.0.0.1 and localhost.
LAN_NAME = "shop.example"
# An interface of this machine came or went, a container's for instance: the browser asks again.
MOVED_NETWORK = "net::ERR_NETWORK_CHANGED"
# What the browser itself says of an answer that did not come.
NO_ANSWER = re.compile(r"Failed to load resource|WebSocket connection to|net::ERR_")
NO_WORKER = "Service Worker registration blocked by Playwright"
# Counts what is started in the Web Audio graph, whoever made it.
COUNT_SOUNDS = """
  globalThis.soundsStarted = 0;
  const start = AudioScheduledSourceNode.prototype.start;
  AudioScheduledSourceNode.prototype.start = function (...when) {
    globalThis.soundsStarted += 1;
    return start.apply(this, when);
  };
"""
TWO_FRAMES = """
  () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
"""

expect.set_options(timeout=EXPECT_MILLISECONDS)


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Return the machine's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=[
                f"--host-resolver-rules=MAP {LAN_NAME} 127.0.0.1",
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
            ],
        )
        yield browser
        await browser.close()


@dataclass
class Window:
    """A page in a browser of its own."""

    url: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    # Without an edge or a gateway the browser has to complain.
    without_answers: bool = False

    def complain(self, message: ConsoleMessage) -> None:
        """Keep what the console says that is worse than information."""
        excused = (
            message.text == NO_WORKER
            or MOVED_NETWORK in message.text
            or (self.without_answers and NO_ANSWER.search(message.text))
        )
        if message.type in {"error", "warning"} and not excused:
            self.complaints.append(f"{message.type}: {message.text}")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """Return the button of this name."""
        return self.page.get_by_role("button", name=name)

    async def is_connected(self, state: str) -> None:
        """Return when the page says so of its connection."""
        bar = self.page.locator("[data-connection]").first
        await expect(bar).to_have_attribute("data-connection", state, timeout=BACK_MILLISECONDS)


class KitchenWindow(Window):
    """The kitchen's page."""

    async def log_in(self, shop_id: str, state: str = "live", passcode: str = PASSCODE) -> None:
        """Open the page and log in; return when it says this of its connection."""
        await self.page.goto(f"{self.url}/kitchen")
        await self.page.locator("input[name=shop]").fill(shop_id)
        await self.page.locator("input[name=passcode]").fill(passcode)
        await self.page.locator("form button.primary").click()
        await self.is_connected(state)

    def ticket(self, order_id: str) -> Locator:
        """Return the ticket of an order."""
        return self.page.locator(f".ticket[data-order-id='{order_id}']")

    async def shows(self, **statuses: str) -> None:
        """Return when these orders stand on the board so, each once, and no others."""
        await expect(self.page.locator(".ticket")).to_have_count(len(statuses))
        for order_id, status in statuses.items():
            await expect(self.ticket(order_id)).to_have_attribute("data-status", status)

    async def is_ringing(self, ringing: bool) -> None:
        """Return when the board rings, or does not."""
        board = self.page.locator(".kitchen")
        await expect(board).to_have_attribute("data-ringing", str(ringing).lower())

    async def sounds(self) -> int:
        """Return how many sounds have been started."""
        return int(await self.page.evaluate("soundsStarted"))

    async def is_silenced(self) -> int:
        """Silence the bell that rings; return how many sounds have been started by then."""
        await self.button("Quiet").click()
        await self.is_ringing(False)
        return await self.sounds()

    async def hears_a_bell(self) -> None:
        """Return when one more sound has been started."""
        before = await self.sounds()
        await self.page.wait_for_function("before => soundsStarted > before", arg=before)

    async def act(self, order_id: str, button: str) -> None:
        """Press a ticket's button, by a part of its name."""
        await self.ticket(order_id).get_by_role("button", name=button).first.click()


class CustomerWindow(Window):
    """The customer's page."""

    @property
    def order(self) -> Locator:
        """The order that is being watched."""
        return self.page.locator("article[data-order-id]")

    async def choose(self, shop_id: str, eggs: int = 2) -> None:
        """Open a shop, fill the basket and say who orders."""
        await self.page.goto(f"{self.url}/#/shop/{shop_id}")
        for _ in range(eggs):
            await self.page.locator(".dish[data-dish-id=egg] .add").click()
        await self.go_to_basket()
        await self.page.locator("input[name=name]").fill("Mei")
        await self.page.locator("input[name=telephone]").fill("555 0100")
        await self.page.locator("input[name=address]").fill("1 Long Lane")

    async def go_to_basket(self) -> None:
        """Go from the menu to the basket, where they are not side by side."""
        link = self.page.locator(".to-basket")
        if await link.is_visible():
            await link.click()

    @property
    def order_button(self) -> Locator:
        """The button that sends the order."""
        return self.page.locator("#checkout button.primary")

    async def send(self) -> str:
        """Send the order and return its id."""
        await self.order_button.click()
        return await self.order_id()

    async def order_id(self) -> str:
        """Return the id of the order that is being watched."""
        order_id = await self.order.get_attribute("data-order-id", timeout=EXPECT_MILLISECONDS)
        assert order_id
        return order_id

    async def sees(self, status: str, *done: str) -> None:
        """Return when the order has this status and exactly these stages are done."""
        await expect(self.order).to_have_attribute("data-status", status)
        stages = self.page.locator(".progress [data-done=true]")
        await expect(stages).to_have_count(len(done))
        for number, stage in enumerate(done):
            await expect(stages.nth(number)).to_have_attribute("data-stage", stage)


async def sockets_of(window: Window) -> list[WebSocketRoute]:
    """Return what will hold the page's sockets: being offline does not end them."""
    sockets: list[WebSocketRoute] = []

    def let_through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await window.page.route_web_socket("**/*", let_through)
    return sockets


@contextlib.asynccontextmanager
async def opened(
    kind: type[Any], browser: Browser, url: str, locale: str = "en-GB", **options: Any
) -> AsyncIterator[Any]:
    """Return a window of this kind; in the end it must have complained of nothing."""
    # What a service worker fetches cannot be watched or kept away: tests that are of it allow one.
    # And without a graphics card every frame of an animation is drawn by the processor.
    options = {"service_workers": "block", "reduced_motion": "reduce"} | options
    context = await browser.new_context(locale=locale, **options)
    context.set_default_timeout(EXPECT_MILLISECONDS)
    await context.add_init_script(COUNT_SOUNDS)
    window = kind(url, context, await context.new_page())
    # All its tabs and workers.
    context.on("console", window.complain)
    context.on("weberror", lambda error: window.complaints.append(str(error.error)))
    yield window
    for page in context.pages:
        # Answers that are still changed for a page that goes.
        await page.unroute_all(behavior="ignoreErrors")
    await context.close()
    assert not window.complaints, window.complaints
