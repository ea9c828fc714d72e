"""The lines that one kitchen is sent while it is logged in, and what is done in its name.

The old wires have no receipt: what was written to the socket counts as received. That a line has
arrived is known a little later, by the answer to a WebSocket ping behind it; a line without one is
sent again to the screen that comes back.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx
import structlog
from websockets.asyncio.server import ServerConnection

from services.template import wires
from services.template.api import Api
from services.template.feed import Feed
from services.template.order import Order, parse_order
from services.template.sent import Memory
from services.template.sessions import Session, Sessions

# How long a line waits to be taken, and then for the answer to the ping behind it.
WRITE_SECONDS = 10.0
PONG_SECONDS = 1.0
LOOK_SECONDS = 5.0
# The socket tells of the kitchen within milliseconds where nothing is down.
ATTENDING_SECONDS = 3.0
ATTENDING_LOOK_SECONDS = 0.05
RENEWAL_RETRY = timedelta(minutes=5)
# What a kitchen still has to cook. One that is ready is no new bill.
TO_COOK = frozenset({"placed", "accepted"})
# A line that is written is remembered until this many others have been.
WRITTEN_MAX = 5000
CALLED_OFF_TOGETHER = 5
CALLED_OFF = frozenset({"cancelled", "rejected"})

log = structlog.get_logger()


class Lines:
    """A kitchen that is logged in, under the name that it gave its shop."""

    def __init__(
        self,
        api: Api,
        session: Session,
        name: str,
        *,
        memory: Memory,
        socket: ServerConnection,
        frame: Callable[[str], str],
    ) -> None:
        """Write to `socket`, but not what its screen has been sent, by `memory`, before."""
        # Whatever has a line gets no other; what has not ended may yet be called off.
        self._written = dict.fromkeys(memory.arrived)
        self._not_ended = set(memory.written)
        self._arrived = set(memory.arrived)
        # A page that was loaded anew shows none of what it was sent before.
        self._shows = set(memory.arrived) if memory.broken else set[str]()
        self._called_off = set[str]()
        self._name = name
        self._socket = socket
        self._frame = frame
        self._changed = asyncio.Event()
        self.feed = Feed(api, session, self._changed.set, self._written.__contains__)

    def memory(self, *, broken: bool) -> Memory:
        """Return what the screen has been sent, for when it comes back."""
        return Memory(frozenset(self._not_ended), frozenset(self._arrived), broken)

    def belongs_to(self, session: Session, name: str) -> bool:
        """Return whether these lines are of that session's shop, under that name."""
        return session.shop_id == self.feed.session.shop_id and name == self._name

    async def run(self, sessions: Sessions, accept_before: timedelta) -> None:
        """Write lines until cancelled; raises SessionEnded, ConnectionClosed, TimeoutError, in a
        group.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self.feed.run())
            group.create_task(self._greet_and_write())
            group.create_task(self._look_after(sessions, accept_before))

    async def say(self, text: str) -> None:
        """Write a text; raises ConnectionClosed, TimeoutError if it is not read."""
        async with asyncio.timeout(WRITE_SECONDS):
            await self._socket.send(self._frame(text))

    async def _greet_and_write(self) -> None:
        await self._attend()
        await self.say(wires.online(self._name))
        while True:
            await self._changed.wait()
            self._changed.clear()
            shown = list(self.feed.merge.shown().values())
            new = [o for o in shown if o.status in TO_COOK and o.id not in self._written]
            if new:
                await self._write(new)
            if not self.feed.merge.suspect:
                await self._call_off()

    async def _attend(self) -> None:
        """Return when the shop's kitchen counts as there, so that orders go through from now on."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ATTENDING_SECONDS):
                while not (self.feed.is_live and await self.feed.is_attended()):
                    await asyncio.sleep(ATTENDING_LOOK_SECONDS)
                return
        # The socket does not say it: the broker is down, or the gateway.
        await self.feed.attend()

    async def _write(self, orders: Sequence[Order]) -> None:
        """Write a line for each, and confirm that."""
        for order in orders:
            await self.say(wires.bill(self._name, order))
            self._note_line(order.id)
            log.info("line_written", order_id=order.id)
        await self._ping_behind(partial(self._note_arrival, [order.id for order in orders]))
        # One that no snapshot vouches for is confirmed when one does.
        held = self.feed.merge.held
        self.feed.confirm(
            [o.id for o in orders if o.id in held and o.status == "placed" and not o.received]
        )

    async def _ping_behind(self, note: Callable[[], None]) -> None:
        """Have `note` called when all that was written has arrived; wait a moment for that.

        Raises ConnectionClosed.
        """

        def take(pong: "asyncio.Future[float]") -> None:
            if not pong.cancelled() and pong.exception() is None:
                note()

        pong = asyncio.ensure_future(await self._socket.ping())
        pong.add_done_callback(take)
        await asyncio.wait({pong}, timeout=PONG_SECONDS)
        if pong.done():
            pong.result()

    def _note_line(self, order_id: str) -> None:
        self._written[order_id] = None
        self._not_ended.add(order_id)
        if len(self._written) > WRITTEN_MAX:
            oldest = next(iter(self._written))
            del self._written[oldest]
            self._forget([oldest])

    def _note_arrival(self, order_ids: Sequence[str]) -> None:
        arrived = self._not_ended.intersection(order_ids)
        self._arrived |= arrived
        self._shows |= arrived

    def _forget(self, order_ids: Sequence[str]) -> None:
        for of_orders in (self._not_ended, self._arrived, self._shows, self._called_off):
            of_orders.difference_update(order_ids)

    async def _call_off(self) -> None:
        """Say of orders that are gone that they were called off, where they were: a few at a time,
        since new ones wait meanwhile. Where that cannot be learnt now, it is tried again later.
        """
        gone = self._not_ended - self._called_off - self.feed.merge.shown().keys()
        told = []
        for order_id in list(gone)[:CALLED_OFF_TOGETHER]:
            answer = await self.feed.call("GET", f"/api/orders/{order_id}")
            order = parse_order(answer.content) if answer.ok else None
            if order is None and answer.status != httpx.codes.NOT_FOUND:
                return
            if order and order.status in CALLED_OFF:
                await self.say(wires.cancelled(self._name, order))
                self._called_off.add(order_id)
                told.append(order_id)
            elif order is None or order.has_ended:
                self._forget([order_id])
        if told:
            await self._ping_behind(partial(self._forget, told))
        if len(gone) > CALLED_OFF_TOGETHER and not gone <= self._not_ended - self._called_off:
            self._changed.set()

    async def _look_after(self, sessions: Sessions, accept_before: timedelta) -> None:
        """Now and then: renew the session, accept what nobody has, try again what failed."""
        renew_at = self.feed.session.renew_at
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._changed.set()
            now = datetime.now(UTC)
            if now >= renew_at:
                renewed = await sessions.renew(self.feed.session)
                if renewed:
                    await self.feed.use(renewed)
                renew_at = renewed.renew_at if renewed else now + RENEWAL_RETRY
            if accept_before:
                await self._accept_before(now + self.feed.clock_difference + accept_before)

    async def _accept_before(self, moment: datetime) -> None:
        """Accept what this kitchen shows and would cancel itself by then: it is cooking that."""
        for order in list(self.feed.merge.held.values()):
            if (
                order.status == "placed"
                and order.id in self._shows
                and order.accept_by is not None
                and order.accept_by <= moment
            ):
                answer = await self.feed.call("POST", f"/api/orders/{order.id}/accept", {})
                log.info("accepted_for_kitchen", order_id=order.id, status=answer.status)
