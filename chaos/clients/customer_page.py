"""The customer's page of the product: somebody orders by its form, watches, and orders again."""

import asyncio
from collections.abc import Callable
from random import Random

from playwright.async_api import Error

from chaos.clients.page import RecordedPage
from chaos.clients.placing import Placing
from chaos.clients.tasks import is_set

DISHES_MAX = 3
LOOK_SECONDS = 0.3
LINGER_SECONDS = (1.0, 4.0)
HUNGRY_AGAIN_SECONDS = (0.5, 3.0)
REFUSED_SECONDS = 2.0
# A page that gets no further by itself for so long is opened anew.
PATIENCE_SECONDS = 30.0
# Of a hundred orders.
CANCELLING = 10
RELOADING = 20
WHIM_SECONDS = (0.0, 4.0)
CUSTOMER = {"name": "Mei", "telephone": "555 0100", "address": "1 Long Lane"}


class CustomerPage:
    """One customer's page."""

    def __init__(self, recorded: RecordedPage, shop_id: str, random: Random) -> None:
        """Work with a page that is blank."""
        self.recorded = recorded
        self._shop_link = f"/#/shop/{shop_id}"
        self._random = random
        self._left: set[str] = set()

    @property
    def busy(self) -> bool:
        """Whether an order is being sent, or has not ended yet."""
        current = self._current
        if not current or not current.order_id:
            return current is not None
        shown = self.recorded.shown.get(current.order_id)
        return shown is None or not shown.has_ended

    async def open(self) -> None:
        """Open the page: the current order's if there is one, else the shop's."""
        current, address = self._current, self._shop_link
        if current and current.order_id:
            address = f"/#/order/{current.order_id}/{current.token}"
        await self.recorded.open(address)

    async def run(self, stop_placing: asyncio.Event) -> None:
        """Order and watch until no more is to be ordered; then the last order stays in sight."""
        while not stop_placing.is_set() or self.busy:
            try:
                await self._go_on(stop_placing)
            except (Error, TimeoutError):
                await self._reopen()

    async def _go_on(self, stop_placing: asyncio.Event) -> None:
        """Do what is next: send an order, wait for what becomes of it, leave it behind.

        Raises playwright's Error, or TimeoutError, where the page gets no further.
        """
        current = self._current
        if not current:
            await self._order()
        elif not current.order_id:
            # The page sends it again and again by itself.
            await self._until(lambda: self._current is not current)
        else:
            await self._watch(current.order_id)
            if not await is_set(stop_placing, within=self._seconds(LINGER_SECONDS)):
                self.recorded.write("left", order_id=current.order_id)
                self._left.add(current.order_id)
                await self.recorded.page.evaluate("hash => { location.hash = hash; }", "#/")
                await is_set(stop_placing, within=self._seconds(HUNGRY_AGAIN_SECONDS))

    async def _order(self) -> None:
        """Fill the basket and the form, and press the button; the shop may not take it."""
        page, known = self.recorded.page, len(self.recorded.placings)
        await page.evaluate("link => { location.hash = link; }", self._shop_link[1:])
        add = page.locator(".dish[data-available=true] .add")
        await add.first.wait_for()
        for _ in range(self._random.randint(1, DISHES_MAX)):
            await add.nth(self._random.randrange(await add.count())).click()
        for name, text in CUSTOMER.items():
            await page.locator(f"input[name={name}]").fill(text)
        button = page.locator("#checkout button.primary:not([aria-disabled=true])")
        await button.click(timeout=PATIENCE_SECONDS * 1000)
        await self._until(lambda: len(self.recorded.placings) > known)
        await asyncio.sleep(LOOK_SECONDS)
        if not self._current:
            await asyncio.sleep(REFUSED_SECONDS)

    async def _watch(self, order_id: str) -> None:
        """Return when the order is seen to have ended; reload and cancel as one feels."""
        await self._until(lambda: order_id in self.recorded.shown)
        if self._feels_like(RELOADING):
            await asyncio.sleep(self._seconds(WHIM_SECONDS))
            await self._reopen()
        if self._feels_like(CANCELLING):
            await asyncio.sleep(self._seconds(WHIM_SECONDS))
            for button in (".cancelling button", ".cancelling button.danger"):
                if await self.recorded.page.locator(button).count():
                    await self.recorded.page.locator(button).first.click()
        while self.busy:
            await asyncio.sleep(LOOK_SECONDS)

    async def _reopen(self) -> None:
        self.recorded.write("left")
        await self.open()

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Return when the condition holds; raises TimeoutError when patience is at its end."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():
                await asyncio.sleep(LOOK_SECONDS)

    @property
    def _current(self) -> Placing | None:
        """The order that is sent or watched."""
        for key, placing in self.recorded.placings.items():
            if key not in self.recorded.refused and placing.order_id not in self._left:
                return placing
        return None

    def _seconds(self, between: tuple[float, float]) -> float:
        return self._random.uniform(*between)

    def _feels_like(self, percent: int) -> bool:
        return self._random.random() * 100 < percent
