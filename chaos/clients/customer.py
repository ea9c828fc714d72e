"""A customer: looks at a shop, orders, and follows the order until it has ended for good.

`Customer(...).run()` ends by itself, with a last look at the order. Written down beside what the
socket, the follower, the placing and the cancelling write: `opened_page`, `accepting` and `left`.
What is shown when a customer leaves for good has to be how it is.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from chaos.clients.acting import Actor, act
from chaos.clients.api import Api, Outcome
from chaos.clients.follower import Follower, Subject
from chaos.clients.placing import Placing, place
from chaos.clients.socket import LiveSocket
from chaos.clients.tasks import beside
from chaos.clients.truth import Truth
from chaos.records import Journal

LOOK_SECONDS = 0.5
# After the end somebody may still say something old.
LINGER_SECONDS = (1.0, 3.0)
WATCH_SECONDS = (0.5, 4.0)
REPEAT_SECONDS = (0.0, 3.0)
CANCEL_SECONDS = (0.0, 3.0)
RELOAD_SECONDS = (0.5, 8.0)
AWAY_SECONDS = (0.2, 4.0)
# Of a hundred customers.
WATCHING = 25
REPEATING = 10
CANCELLING = 6
RELOADING = 10


@dataclass
class Customer:
    """One customer, who orders once.

    `is_worked_at` tells of an order that has ended whether it may come back.
    """

    who: str
    url: str
    placing: Placing
    journal: Journal
    random: Random
    is_worked_at: Callable[[str], bool]

    def __post_init__(self) -> None:
        self._api = Api(self.url, self.random)
        self._sockets = 0

    async def run(self) -> None:
        """Order, and follow the order until it has ended; return at once where it is refused."""
        try:
            if self._feels_like(WATCHING):
                await self._watch_shop()
            if await place(self._api, self.placing, self.journal):
                if self._feels_like(RELOADING):
                    await self._visit(self.random.uniform(*RELOAD_SECONDS))
                    await asyncio.sleep(self.random.uniform(*AWAY_SECONDS))
                await self._visit()
        finally:
            await self._api.close()

    async def _watch_shop(self) -> None:
        """Look at the shop for a while, as its page does before an order is tried."""
        self.journal.write(self.who, "opened_page")
        shop_id = self.placing.shop_id
        socket = self._socket()
        socket.add(f"public:shop:{shop_id}", None)
        async with beside(socket.run()):
            answer = await self._api.call("GET", f"/api/shops/{shop_id}")
            if answer.outcome is Outcome.SUCCESS:
                told = {name: answer.content[name] for name in ("accepting", "version")}
                self.journal.write(self.who, "accepting", shop_id=shop_id, **told)
            await asyncio.sleep(self.random.uniform(*WATCH_SECONDS))
        self.journal.write(self.who, "left")

    async def _visit(self, seconds: float | None = None) -> None:
        """Follow the order on a page that knows nothing yet: for so long, or to the end."""
        self.journal.write(self.who, "opened_page")
        order_id = str(self.placing.order_id)
        socket = self._socket()
        follower = Follower(
            who=self.who,
            subject=Subject(f"/api/orders/{order_id}", {"order_id": order_id}, self._token),
            api=self._api,
            socket=socket,
            journal=self.journal,
            random=self.random,
            truth=Truth(leaving=()),
        )
        socket.add(f"order:{order_id}", self._token, follower)
        whims = [self._cancel(follower)] if self._feels_like(CANCELLING) else []
        whims += [self._repeat()] if self._feels_like(REPEATING) else []
        async with beside(socket.run(), follower.run(), *whims):
            if seconds is None:
                await self._until_over(follower)
            else:
                await asyncio.sleep(seconds)
        self.journal.write(self.who, "left")

    async def _until_over(self, follower: Follower) -> None:
        """Return when the order has ended, nobody works at it, and a last look says the same."""
        order_id = str(self.placing.order_id)
        while True:
            known = follower.visible.get(order_id)
            if known and known.has_ended and not self.is_worked_at(order_id):
                await asyncio.sleep(self.random.uniform(*LINGER_SECONDS))
                await follower.look()
                if follower.visible.get(order_id) == known:
                    return
            else:
                await asyncio.sleep(LOOK_SECONDS)

    async def _cancel(self, follower: Follower) -> None:
        """Change one's mind while the kitchen has not accepted yet."""
        await asyncio.sleep(self.random.uniform(*CANCEL_SECONDS))
        order_id = str(self.placing.order_id)
        shown = follower.visible.get(order_id)
        if shown and shown.status == "placed":
            actor = Actor(self.who, self._api, self.journal, self._token, follower.take)
            await act(actor, order_id, "cancel")

    async def _repeat(self) -> None:
        """Send the same once more, as after an answer that was lost."""
        await asyncio.sleep(self.random.uniform(*REPEAT_SECONDS))
        await place(self._api, self.placing, self.journal)

    def _token(self) -> str:
        return self.placing.token

    def _socket(self) -> LiveSocket:
        self._sockets += 1
        names = f"{self.who}.{self._sockets}"
        return LiveSocket(self.url, self.who, self.journal, self.random, names)

    def _feels_like(self, percent: int) -> bool:
        return self.random.random() * 100 < percent
