"""All clients but the pages: shops with their screens and staff, customers, a lonely shop, a probe.

    async with open_crowd(url_for, logins, journal, random, orders_per_second=4) as crowd:
        …                              # every kitchen is there, and customers come
        crowd.stop_placing.set()       # no new orders, staff go on
        while crowd.busy: …            # what is not yet at its end, by name

`url_for(who)` is asked once for each client: `screen-1` … (shop number i has 2i-1 and 2i), then
`screen-lonely`, `screen-probe`, `customer-probe`, `customer-1` …, and `crowd` for what is asked
before the start. In the end `placings` holds every key with its body, and the order's id and token
where there is one. A client that meets an answer that the contract does not know raises, and ends
the block with an ExceptionGroup.

The lonely shop has one screen, which leaves for long stretches (socket and presence), while
customers try to order there; after `stop_placing` it stays. At the probe shop staff do everything
at once for one customer, who orders twice a second, follows nothing, and asks again without the
pauses that a server wishes: so it is measured how soon all is well again.
"""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from random import Random
from typing import Any

from chaos.clients.api import Api
from chaos.clients.customer import Customer
from chaos.clients.placing import Placing, basket, place
from chaos.clients.plans import AT_ONCE, Plan, draw
from chaos.clients.screen import Screen
from chaos.clients.session import ShopLogin
from chaos.clients.staff import Staff
from chaos.clients.tasks import beside, is_set
from chaos.records import Journal

SCREENS_PER_SHOP = 2
# More than these are not followed at once: who comes then waits outside.
CUSTOMERS_MAX = 150
FULL_SECONDS = 0.5
ACCEPTING_LOOK_SECONDS = 0.3
LIVE_LOOK_SECONDS = 0.1
LONELY_EVERY_SECONDS = 2.0
LONELY_THERE_SECONDS = (20.0, 35.0)
# Longer than lease, grace and the time to notice take together.
LONELY_AWAY_SECONDS = (50.0, 75.0)
PROBE_EVERY_SECONDS = 0.5
PAGES_EVERY_SECONDS = 2.0
PROBE_ANSWER_SECONDS = 3.0


@contextlib.asynccontextmanager
async def open_crowd(
    url_for: Callable[[str], str],
    logins: Sequence[ShopLogin],
    journal: Journal,
    random: Random,
    *,
    orders_per_second: float,
    lonely: ShopLogin | None = None,
    probe: ShopLogin | None = None,
    pages: ShopLogin | None = None,
    plan: Callable[[Random], Plan] = draw,
) -> AsyncIterator["Crowd"]:
    """Return the crowd when every shop takes orders and customers begin to come.

    So many a second come to the shops of `logins` in the long run, as it happens; staff draw for
    each order what to do with it. At the shop `pages`, whose screens are somebody else's, one more
    customer orders now and then. In the end every client is closed.
    """
    crowd = Crowd(url_for, journal, random)
    for number, login in enumerate(logins):
        first = number * SCREENS_PER_SHOP + 1
        crowd.hire(login, [f"screen-{first + more}" for more in range(SCREENS_PER_SHOP)], plan)
    kitchens = [screen.run() for screen in crowd.screens]
    if lonely:
        (screen,) = crowd.hire(lonely, ["screen-lonely"], plan)
        kitchens.append(crowd.come_and_go(screen))
    if probe:
        (screen,) = crowd.hire(probe, ["screen-probe"], lambda _random: AT_ONCE)
        kitchens.append(screen.run())
    try:
        async with beside(*kitchens, *(staff.run() for staff in crowd.staff.values())):
            await crowd.read_menus()
            await crowd.until_live()
            visits = [crowd.arrive(logins, orders_per_second)]
            visits += [crowd.try_again_and_again(lonely)] if lonely else []
            if probe:
                visits.append(crowd.keep_ordering("customer-probe", probe, PROBE_EVERY_SECONDS))
            if pages:
                visits.append(crowd.keep_ordering("customer-by-app", pages, PAGES_EVERY_SECONDS))
            async with beside(*visits):
                yield crowd
    finally:
        for screen in crowd.screens:
            await screen.close()


class Crowd:
    """The clients of a run, and what they hold."""

    def __init__(self, url_for: Callable[[str], str], journal: Journal, random: Random) -> None:
        """Have nobody yet."""
        self.stop_placing = asyncio.Event()
        self.placings: list[Placing] = []
        self.staff: dict[str, Staff] = {}
        self.screens: list[Screen] = []
        self._url_for = url_for
        self._journal = journal
        self._random = random
        self._numbers = itertools.count(1)
        self._customers: set[str] = set()
        self._menus: dict[str, Sequence[Mapping[str, Any]]] = {}

    @property
    def busy(self) -> list[str]:
        """Whoever is not at the end of what was begun: customers and kitchens."""
        kitchens = [f"shop {shop_id}" for shop_id, staff in self.staff.items() if not staff.is_idle]
        return [*self._customers, *kitchens]

    def hire(
        self, login: ShopLogin, names: Sequence[str], plan: Callable[[Random], Plan]
    ) -> Sequence[Screen]:
        """Give a shop its staff and its screens, and return these."""
        staff = Staff(self._random, plan)
        screens = [
            Screen(
                name,
                self._url_for(name),
                login,
                journal=self._journal,
                random=self._random,
                changed=staff.look,
            )
            for name in names
        ]
        staff.screens = screens
        self.staff[login.shop_id] = staff
        self.screens += screens
        return screens

    async def read_menus(self) -> None:
        """Read what every shop sells, and return when all of them take orders."""
        api = Api(self._url_for("crowd"), self._random)
        try:
            for shop_id in self.staff:
                await self._read_menu(api, shop_id)
        finally:
            await api.close()

    async def until_live(self) -> None:
        """Return when all screens are live: one is enough for a shop to take orders."""
        while not all(screen.is_live for screen in self.screens):
            await asyncio.sleep(LIVE_LOOK_SECONDS)

    async def arrive(self, logins: Sequence[ShopLogin], orders_per_second: float) -> None:
        """Let customers come, independently of each other."""
        async with asyncio.TaskGroup() as customers:
            while not await is_set(
                self.stop_placing, within=self._random.expovariate(orders_per_second)
            ):
                if not await self._is_full():
                    customers.create_task(self._serve(self._random.choice(logins)))

    async def try_again_and_again(self, login: ShopLogin) -> None:
        """Let customers come to a shop one after the other, whether or not it takes orders."""
        async with asyncio.TaskGroup() as customers:
            while not await is_set(self.stop_placing, within=LONELY_EVERY_SECONDS):
                if not await self._is_full():
                    customers.create_task(self._serve(login))

    async def come_and_go(self, screen: Screen) -> None:
        """Have a screen leave for long and come back; it stays when no more orders are placed."""
        while True:
            async with beside(screen.run()):
                if await is_set(self.stop_placing, within=self._seconds(LONELY_THERE_SECONDS)):
                    await asyncio.Event().wait()
            screen.leave()
            await is_set(self.stop_placing, within=self._seconds(LONELY_AWAY_SECONDS))

    async def keep_ordering(self, who: str, login: ShopLogin, every_seconds: float) -> None:
        """Order again and again, each time until it is answered for good, and follow nothing."""
        api = Api(self._url_for(who), self._random, PROBE_ANSWER_SECONDS)
        clock = asyncio.get_running_loop().time
        self._customers.add(who)
        try:
            await self._read_menu(api, login.shop_id)
            while not self.stop_placing.is_set():
                next_at = clock() + every_seconds
                placing = self._placing(who, login, self._random)
                await place(api, placing, self._journal, pause_seconds=PROBE_EVERY_SECONDS)
                await is_set(self.stop_placing, within=max(0.0, next_at - clock()))
        finally:
            self._customers.remove(who)
            await api.close()

    async def _read_menu(self, api: Api, shop_id: str) -> None:
        """Read what a shop sells, and return when it takes orders."""
        while True:
            answer = await api.insist("GET", f"/api/shops/{shop_id}")
            if answer.content.get("accepting"):
                break
            await asyncio.sleep(ACCEPTING_LOOK_SECONDS)
        self._menus[shop_id] = answer.content["menu"]

    async def _serve(self, login: ShopLogin) -> None:
        """Let one customer order and follow."""
        random = Random(self._random.random())
        who = f"customer-{next(self._numbers)}"
        customer = Customer(
            who=who,
            url=self._url_for(who),
            placing=self._placing(who, login, random),
            journal=self._journal,
            random=random,
            is_worked_at=self.staff[login.shop_id].works_at,
        )
        self._customers.add(who)
        await customer.run()
        self._customers.remove(who)

    async def _is_full(self) -> bool:
        """Return False when one more customer may come, True when none may any more."""
        while len(self._customers) >= CUSTOMERS_MAX and not self.stop_placing.is_set():
            await asyncio.sleep(FULL_SECONDS)
        return self.stop_placing.is_set()

    def _placing(self, who: str, login: ShopLogin, random: Random) -> Placing:
        body = basket(login.shop_id, self._menus[login.shop_id], random)
        placing = Placing(who, login.shop_id, body)
        self.placings.append(placing)
        return placing

    def _seconds(self, between: tuple[float, float]) -> float:
        return self._random.uniform(*between)
