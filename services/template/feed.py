"""One kitchen's orders, kept true: the socket, the snapshots, the rules, and its being there.

There is this one way of loading, whether a kitchen comes, comes back, or was cut off: the rules of
`merge.py`. Without a live socket the snapshot is polled, and presence and receipts go over HTTP.
"""

import asyncio
import contextlib
import random
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from services.template.api import Answer, Api
from services.template.live import Listener, Live, SessionEnded
from services.template.merge import Effects, Merge
from services.template.order import Order, parse_order
from services.template.sessions import Session

LIVE_POLL_SECONDS = (45.0, 60.0)
POLL_SECONDS = (2.5, 4.0)
RETRY_SECONDS = (0.5, 1.5)
# However many events ask for it, snapshots are asked for no faster than this.
SHORTEST_SECONDS = 0.3
RESYNC_SPREAD_SECONDS = 3.0
# How long an order may stay unseen because no snapshot can be had.
DOUBT_SECONDS = 5.0
PRESENCE_SECONDS = 15.0
# So that a frame stays far below a gateway's limit.
RECEIPT_IDS_MAX = 100
# A socket that is just being opened gets the time to tell of the kitchen by itself.
PATIENCE_SECONDS = 2.0


class Feed:
    """What one kitchen has to show."""

    def __init__(
        self,
        api: Api,
        session: Session,
        changed: Callable[[], None],
        was_shown: Callable[[str], bool],
    ) -> None:
        """Follow the session's shop; `changed` is called when something may have to be shown.

        An order that `was_shown` is confirmed again each time it is heard of unreceived.
        """
        self.session = session
        self.merge = Merge()
        # How far the database's clock, which orders' times are by, is before ours.
        self.clock_difference = timedelta()
        self._api = api
        self._changed = changed
        self._was_shown = was_shown
        self._live = Live(
            api.origin,
            session.shop_id,
            lambda: self.session.token,
            Listener(self._hear, self._miss, self._change),
        )
        self._screen = str(uuid.uuid4())
        self._clock = asyncio.get_running_loop().time
        self._due = 0.0
        self._sooner = asyncio.Event()
        self._unconfirmed: dict[str, None] = {}
        self._confirm_now = asyncio.Event()
        self._timers: set[asyncio.TimerHandle] = set()

    @property
    def is_live(self) -> bool:
        """Whether the socket tells all that there is."""
        return self._live.is_live

    async def run(self) -> None:
        """Follow until cancelled; raises SessionEnded, in a group."""
        self.merge.discontinuity()
        try:
            async with asyncio.TaskGroup() as group:
                for part in (self._live.run, self._ask, self._attend, self._confirm):
                    group.create_task(part())
        finally:
            for timer in self._timers:
                timer.cancel()

    async def use(self, session: Session) -> None:
        """Go on with a renewed session, losing nothing."""
        self.session = session
        await self._live.renew()

    def confirm(self, order_ids: Sequence[str]) -> None:
        """Send receipts for orders that were shown."""
        self._unconfirmed.update(dict.fromkeys(order_ids))
        self._confirm_now.set()

    async def call(self, method: str, path: str, content: Any = None, **headers: str) -> Answer:
        """Return the answer to a call of this kitchen; raises SessionEnded where it is none."""
        answer = await self._api.call(
            method,
            path,
            address=self.session.address,
            token=self.session.token,
            content=content,
            headers=headers,
        )
        if answer.status == httpx.codes.UNAUTHORIZED:
            raise SessionEnded
        return answer

    async def is_attended(self) -> bool:
        """Return whether the kitchen counts as there, and orders go through if its shop is open."""
        answer = await self.call("GET", f"/api/shops/{self.session.shop_id}")
        if not answer.ok or not answer.content["kitchen_online"]:
            return False
        return not answer.content["accepting"] or await self._takes_orders()

    async def _takes_orders(self) -> bool:
        """Return whether `orders` has heard of it too, which comes a moment later.

        An order of a dish that nobody has is refused for that alone, and leaves nothing behind. It
        is no customer's, and counts against no address.
        """
        order = {
            "shop_id": self.session.shop_id,
            "items": [{"dish_id": str(uuid.UUID(int=0)), "quantity": 1}],
            "customer": {"name": "-", "address": "-", "telephone": "-"},
        }
        key = {"Idempotency-Key": str(uuid.uuid4())}
        answer = await self._api.call("POST", "/api/orders", content=order, headers=key)
        return answer.code == "unknown_dish"

    def _hear(self, content: dict[str, Any]) -> None:
        effects = self.merge.event(parse_order(content))
        self._carry_out(effects)
        if effects.doubt:
            self._ask_within(0)

    def _miss(self, spread: bool) -> None:
        self.merge.discontinuity()
        self._ask_within(random.uniform(0, RESYNC_SPREAD_SECONDS) if spread else 0)

    def _change(self) -> None:
        if not self.is_live:
            self._ask_within(random.uniform(*POLL_SECONDS))

    def _ask_within(self, seconds: float) -> None:
        self._due = min(self._due, self._clock() + seconds)
        self._sooner.set()

    async def _ask(self) -> None:
        """Ask for snapshots, by the timer and whenever one is wanted."""
        shop_id = self.session.shop_id
        while True:
            await self._until_due()
            self.merge.poll()
            flight = self.merge.take_off()
            assert flight is not None  # noqa: S101
            tag = {"If-None-Match": flight.etag} if flight.etag else {}
            answer = await self.call("GET", f"/api/orders?shop_id={shop_id}&active=true", **tag)
            if answer.ok:
                self._merge_answer(flight.id, answer)
                await asyncio.sleep(SHORTEST_SECONDS)
            else:
                self.merge.failure(flight.id)
                pause = max(answer.retry_after_seconds, random.uniform(*RETRY_SECONDS))
                await asyncio.sleep(pause)
                self._ask_within(0)

    async def _until_due(self) -> None:
        while (left := self._due - self._clock()) > 0:
            self._sooner.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._sooner.wait()
        period = LIVE_POLL_SECONDS if self.is_live else POLL_SECONDS
        self._due = self._clock() + random.uniform(*period)

    def _merge_answer(self, flight_id: int, answer: Answer) -> None:
        orders: list[Order] | None = None
        if answer.status != httpx.codes.NOT_MODIFIED:
            orders = [parse_order(order) for order in answer.content["orders"]]
        as_of = datetime.fromisoformat(answer.headers["As-Of"])
        self.clock_difference = as_of - datetime.now(UTC)
        tag = answer.headers.get("ETag")
        # Whoever wanted another one already has said when.
        was_wanted = self.merge.want
        self._carry_out(self.merge.answer(flight_id, orders, tag, as_of))
        if self.merge.want and not was_wanted:
            self._ask_within(0)

    def _carry_out(self, effects: Effects) -> None:
        for order_id in effects.doubt:
            self._reveal_later(order_id)
        if again := list(filter(self._was_shown, effects.confirm)):
            self.confirm(again)
        self._changed()

    def _reveal_later(self, order_id: str) -> None:
        def reveal() -> None:
            self._timers.discard(timer)
            self.merge.reveal(order_id)
            self._changed()

        timer = asyncio.get_running_loop().call_later(DOUBT_SECONDS, reveal)
        self._timers.add(timer)

    async def _attend(self) -> None:
        """Say over HTTP that the kitchen is there, while no socket says it."""
        while True:
            await asyncio.sleep(PATIENCE_SECONDS)
            if not self.is_live:
                await self.attend()
                await asyncio.sleep(PRESENCE_SECONDS - PATIENCE_SECONDS)

    async def attend(self) -> None:
        """Say over HTTP that the kitchen is there."""
        path = f"/api/shops/{self.session.shop_id}/presence"
        await self.call("PUT", path, {"screen": self._screen})

    async def _confirm(self) -> None:
        """Send receipts; one that is lost is sent again when its order is heard of again."""
        while True:
            await self._confirm_now.wait()
            self._confirm_now.clear()
            ids = [*self._unconfirmed][:RECEIPT_IDS_MAX]
            for order_id in ids:
                del self._unconfirmed[order_id]
            if self._unconfirmed:
                self._confirm_now.set()
            if not await self._live.message({"received": ids}):
                await self.call(
                    "POST",
                    "/api/orders/received",
                    {"shop_id": self.session.shop_id, "orders": ids},
                )
