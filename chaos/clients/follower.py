"""Keeps one channel's orders true: drives `truth.Truth` with events, snapshots and time.

There is this one way of loading, whether a client starts, returns, polls or was cut off. Written
down: `snapshot`, `shown`, `hidden` and, for a kitchen's screen, `rang`.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from chaos.clients.acting import UNAUTHORIZED
from chaos.clients.api import Answer, Api, Outcome
from chaos.clients.socket import LiveSocket
from chaos.clients.truth import Effects, Order, Truth, parse_order
from chaos.records import Journal

LIVE_POLL_SECONDS = (40.0, 60.0)
POLL_SECONDS = (1.6, 2.4)
RETRY_SECONDS = (0.5, 1.5)
# However many events ask for it, snapshots are asked for no faster than this.
SHORTEST_SECONDS = 0.3
# How long an order may stay unseen because no snapshot can be had.
DOUBT_SECONDS = 5.0
NOT_MODIFIED = 304


@dataclass(frozen=True)
class Subject:
    """What is followed: the snapshot's path, whose it is in the records, and by which token."""

    path: str
    named: Mapping[str, str]
    token: Callable[[], str]


@dataclass
class Follower:
    """A channel's listener (`socket.Listener`) that asks for snapshots as the rules want them.

    `effects` are carried out by `confirm` (ids), and `refused` is called when the token is.
    """

    who: str
    subject: Subject
    api: Api
    socket: LiveSocket
    journal: Journal
    random: Random
    truth: Truth = field(default_factory=Truth)
    rings: bool = False
    confirm: Callable[[list[str]], None] = lambda _ids: None
    changed: Callable[[], None] = lambda: None
    refused: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.visible: dict[str, Order] = {}
        self.answers = 0
        self._due = 0.0
        self._sooner = asyncio.Event()
        self._timers: set[asyncio.TimerHandle] = set()
        self.truth.discontinuity()

    async def run(self) -> None:
        """Ask for snapshots until cancelled."""
        try:
            while True:
                await self._until_due()
                self.truth.poll()
                flight = self.truth.take_off()
                if flight is None:
                    raise RuntimeError("a snapshot is under way already")
                tag = {"If-None-Match": flight.etag} if flight.etag else {}
                path, token = self.subject.path, self.subject.token()
                answer = await self.api.call("GET", path, token=token, headers=tag)
                if answer.outcome is Outcome.SUCCESS:
                    self._merge(flight.id, answer)
                    await asyncio.sleep(SHORTEST_SECONDS)
                else:
                    await self._fail(flight.id, answer)
        finally:
            for timer in self._timers:
                timer.cancel()

    def ask_within(self, seconds: float) -> None:
        """Ask for a snapshot after so long, unless one is due sooner."""
        self._due = min(self._due, asyncio.get_running_loop().time() + seconds)
        self._sooner.set()

    async def look(self) -> None:
        """Return when a snapshot that was asked for after now has been merged."""
        # The next answer may be to a question that was put before.
        wanted = self.answers + (2 if self.truth.flight else 1)
        while self.answers < wanted:
            self.ask_within(0)
            await asyncio.sleep(SHORTEST_SECONDS)

    def take(self, order: Order) -> None:
        """Take an order that was heard of otherwise, as the answer to an action."""
        self._carry_out(self.truth.event(order))

    def hear(self, frame: dict[str, Any]) -> None:
        """Take an event's frame."""
        self.take(parse_order(frame["order"]))

    def miss(self, within_seconds: float) -> None:
        """Doubt everything, and ask after so long."""
        self.truth.discontinuity()
        self.ask_within(within_seconds)

    def change(self) -> None:
        """The socket's state is another one: poll if it has to be."""
        if self.socket.state != "live":
            self.ask_within(self.random.uniform(*POLL_SECONDS))

    def refuse(self) -> None:
        """The socket was closed because of the token."""
        self.refused()

    async def _until_due(self) -> None:
        clock = asyncio.get_running_loop().time
        while (left := self._due - clock()) > 0:
            self._sooner.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._sooner.wait()
        period = LIVE_POLL_SECONDS if self.socket.state == "live" else POLL_SECONDS
        self._due = clock() + self.random.uniform(*period)

    def _merge(self, flight_id: int, answer: Answer) -> None:
        as_of = datetime.fromisoformat(answer.header("As-Of") or "")
        orders = None
        if answer.status != NOT_MODIFIED:
            content = answer.content
            orders = [parse_order(order) for order in content.get("orders", [content])]
        effects = self.truth.answer(flight_id, orders, answer.header("ETag"), as_of)
        self.answers += 1
        self.journal.write(
            self.who,
            "snapshot",
            as_of=as_of.timestamp(),
            orders=[[order.id, order.version, order.status] for order in self.truth.base],
            **dict[str, Any](self.subject.named),
        )
        self._carry_out(effects)

    async def _fail(self, flight_id: int, answer: Answer) -> None:
        self.truth.fail(flight_id)
        if answer.status == UNAUTHORIZED:
            self.refused()
        await asyncio.sleep(max(answer.retry_after_seconds, self.random.uniform(*RETRY_SECONDS)))
        self.ask_within(0)

    def _carry_out(self, effects: Effects) -> None:
        for order_id in effects.doubt:
            self._reveal_later(order_id)
        if effects.ask:
            self.ask_within(0)
        self._show()
        if self.rings:
            for order_id in effects.ring:
                self.journal.write(self.who, "rang", order_id=order_id)
        if effects.confirm:
            self.confirm(effects.confirm)

    def _reveal_later(self, order_id: str) -> None:
        def reveal() -> None:
            self._timers.discard(timer)
            self._carry_out(self.truth.reveal(order_id))

        timer = asyncio.get_running_loop().call_later(DOUBT_SECONDS, reveal)
        self._timers.add(timer)

    def _show(self) -> None:
        """Write what is to be seen now and was not before, or not so."""
        before, self.visible = self.visible, self.truth.shown()
        if before == self.visible:
            return
        for order_id in before.keys() - self.visible.keys():
            self.journal.write(self.who, "hidden", order_id=order_id)
        for order in self.visible.values():
            if before.get(order.id) != order:
                self.journal.write(
                    self.who,
                    "shown",
                    order_id=order.id,
                    version=order.version,
                    status=order.status,
                    received=order.received,
                    verified=self.truth.is_verified(order.id),
                )
        self.changed()
