"""Two kitchen pages and two customer pages of the product, in Chromium, at one shop.

    async with open_pages(url_for, login, journal, random) as pages:
        …                              # the kitchens are logged in, and the customers order
        pages.stop_placing.set()       # no new orders, the kitchens go on
        while pages.busy: …            # who has not come to an end, by name

They are PAGE_NAMES; each reaches the edge by the address that `url_for(who)` returns, which is its
origin too. Staff press the buttons of the kitchen pages, customers order by the form, one after the
other; `placings` holds what they sent. Everything that `chaos.records` knows of a page is written
down from inside (`page`), except what it rings for.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from random import Random

from chaos.clients.customer_page import CustomerPage
from chaos.clients.kitchen_page import KitchenPage
from chaos.clients.page import RecordedPage, chromium
from chaos.clients.placing import Placing
from chaos.clients.plans import Plan, draw
from chaos.clients.session import ShopLogin
from chaos.clients.staff import Staff
from chaos.clients.tasks import beside
from chaos.records import Journal

KITCHEN_PAGES = ("kitchen-page-1", "kitchen-page-2")
CUSTOMER_PAGES = ("customer-page-1", "customer-page-2")
PAGE_NAMES = (*KITCHEN_PAGES, *CUSTOMER_PAGES)


class Pages:
    """The pages of a run."""

    def __init__(
        self, kitchens: list[KitchenPage], customers: list[CustomerPage], staff: Staff
    ) -> None:
        """Have these pages, with the staff that works at the kitchens'."""
        self.stop_placing = asyncio.Event()
        self._kitchens = kitchens
        self._customers = customers
        self._staff = staff

    @property
    def placings(self) -> list[Placing]:
        """What the customers have sent, with the order's id and token where there is one."""
        return [
            placing
            for customer in self._customers
            for placing in customer.recorded.placings.values()
        ]

    @property
    def busy(self) -> list[str]:
        """Whoever is not at the end of what was begun."""
        customers = [page.recorded.who for page in self._customers if page.busy]
        kitchens = [page.recorded.who for page in self._kitchens if page.shown]
        return [*customers, *kitchens]


@contextlib.asynccontextmanager
async def open_pages(
    url_for: Callable[[str], str],
    login: ShopLogin,
    journal: Journal,
    random: Random,
    plan: Callable[[Random], Plan] = draw,
) -> AsyncIterator[Pages]:
    """Return the pages when the kitchens' take orders and the customers have begun.

    Staff draw for each order what to do with it, as in `crowd.open_crowd`.
    """
    staff = Staff(random, plan)
    async with chromium() as browser:
        kitchens: list[KitchenPage] = []
        customers: list[CustomerPage] = []
        for who in KITCHEN_PAGES:
            page = await RecordedPage.make(
                browser, who, url_for(who), journal, shop_id=login.shop_id
            )
            page.changed = staff.look
            kitchens.append(KitchenPage(page, login, random))
        for who in CUSTOMER_PAGES:
            page = await RecordedPage.make(browser, who, url_for(who), journal)
            customers.append(CustomerPage(page, login.shop_id, random))
        staff.screens = kitchens
        # One presses the button that opens the shop; a second press at that moment would close it.
        for kitchen in kitchens:
            await kitchen.open()
        await asyncio.gather(*(customer.open() for customer in customers))
        pages = Pages(kitchens, customers, staff)
        ordering = [customer.run(pages.stop_placing) for customer in customers]
        async with beside(staff.run(), kitchens[-1].reload_now_and_then(), *ordering):
            yield pages
