"""The kitchen's page of the product as a board at which staff press buttons (`staff.Board`)."""

import asyncio
import contextlib
from collections.abc import Mapping
from random import Random
from typing import Any

from playwright.async_api import Error, Locator

from chaos.clients.page import RecordedPage
from chaos.clients.session import ShopLogin
from chaos.clients.truth import Order

# In which status an action is offered.
OFFERED = {
    "accept": "[data-status=placed]",
    "ready": "[data-status=accepted]",
    "complete": "[data-status=ready]",
    "recall": "[data-status=ready]",
    "reject": "",
}
OUTCOME_SECONDS = 10.0
PRESS_MILLISECONDS = 1000
LOOK_SECONDS = 0.1
READY_LOOK_SECONDS = 0.3
RELOAD_SECONDS = (40.0, 80.0)


class KitchenPage:
    """One kitchen's page, logged in."""

    def __init__(self, recorded: RecordedPage, login: ShopLogin, random: Random) -> None:
        """Work with a page that is blank."""
        self.recorded = recorded
        self.present = False
        self._login = login
        self._random = random

    @property
    def shown(self) -> Mapping[str, Order]:
        """What stands on the board now, by id."""
        return self.recorded.shown

    @property
    def is_live(self) -> bool:
        """Whether the page says of itself that it is live."""
        return self.recorded.state == "live"

    async def open(self) -> None:
        """Log in and open the shop; return when the page says that it takes orders."""
        page = self.recorded.page
        while not self.present:
            await self.recorded.open("/kitchen")
            with contextlib.suppress(Error):
                if await page.locator(".log-in").count():
                    await page.locator("input[name=shop]").fill(self._login.shop_id)
                    await page.locator("input[name=passcode]").fill(self._login.passcode)
                    await page.locator("form button.primary").click()
                await page.locator(".open[data-open]").wait_for()
                shut = page.locator(".open[data-open=false] button")
                if await shut.count():
                    # Another screen of the shop may press first: then it is not pressed again.
                    await shut.click(timeout=PRESS_MILLISECONDS)
                await page.locator(".open[data-accepting=true]").wait_for()
                self.present = True

    async def reload_now_and_then(self) -> None:
        """Open the page anew every minute or so, until cancelled."""
        while True:
            await asyncio.sleep(self._random.uniform(*RELOAD_SECONDS))
            self.recorded.write("left")
            await self.recorded.open("/kitchen")

    async def act(
        self, order_id: str, action: str, body: Mapping[str, Any] | None = None
    ) -> Order | None:
        """Press the button of an action; return when the ticket shows what came of it.

        Declining is held back for some seconds, in which it may be undone.

        The order is returned as it is then shown, None where it is not: it is not there, or the
        page is just being opened.
        """
        before = self.shown.get(order_id)
        ticket = self.recorded.page.locator(f".ticket[data-order-id='{order_id}']{OFFERED[action]}")
        buttons = ticket.locator(f"[data-action={action}]")
        try:
            await self._any(buttons, await buttons.count())
            if action == "reject":
                reason = (body or {}).get("reason", "other")
                await ticket.locator(f"[data-reason={reason}]").click()
        except Error:
            return None
        waited = 0.0
        while self.shown.get(order_id) == before and waited < OUTCOME_SECONDS:
            await asyncio.sleep(LOOK_SECONDS)
            waited += LOOK_SECONDS
        return self.shown.get(order_id)

    async def _any(self, buttons: Locator, count: int) -> None:
        """Press one of these buttons."""
        await buttons.nth(self._random.randrange(count) if count else 0).click()
