"""The staff of one shop: they look at its screens and act by them, as their plans say.

`Staff.run` lasts until cancelled; whoever makes the screens has them call `look` when something
else is shown.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Protocol

from chaos.clients.plans import Plan, Step, draw, next_step
from chaos.clients.truth import Order

LOOK_AGAIN_SECONDS = 1.0


class Board(Protocol):
    """A screen at which staff can act."""

    @property
    def present(self) -> bool:
        """Whether staff can be there to look at it."""

    @property
    def is_live(self) -> bool:
        """Whether it says of itself that what it shows is how it is."""

    @property
    def shown(self) -> Mapping[str, Order]:
        """What stands on it now, by id."""

    async def act(
        self, order_id: str, action: str, body: Mapping[str, Any] | None = None
    ) -> Order | None:
        """Return the order as it is after an action, None where that is not told."""


class Staff:
    """Who works at a shop's screens."""

    def __init__(self, random: Random, plan: Callable[[Random], Plan] = draw) -> None:
        """Draw a plan for each order with `plan`."""
        self.screens: Sequence[Board] = ()
        self._random = random
        self._plan = plan
        self._look_now = asyncio.Event()
        self._plans: dict[str, Plan] = {}
        # What has ended while a screen that was cut off still shows it: by id the last version.
        self._done: dict[str, int] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is to be done: no order shown, none being worked at."""
        return not self._plans and not any(screen.shown for screen in self.screens)

    def works_at(self, order_id: str) -> bool:
        """Return whether more is to be done with an order, perhaps although it has ended."""
        return order_id in self._plans

    def look(self) -> None:
        """Say that something else is shown on a screen."""
        self._look_now.set()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._look_now.wait()
                self._look_now.clear()
                shown = [order for screen in self.screens for order in screen.shown.values()]
                ids = {order.id for order in shown}
                self._done = {key: value for key, value in self._done.items() if key in ids}
                for order in shown:
                    if order.id not in self._plans and order.version > self._done.get(order.id, 0):
                        self._plans[order.id] = self._plan(self._random)
                        group.create_task(self._serve(order.id))

    async def _serve(self, order_id: str) -> None:
        """Do with an order what its plan says, until it has ended or is gone from the screens."""
        known: Order | None = None
        try:
            while known := self._newest(order_id, known):
                step, rest = next_step(self._plans[order_id], known.status)
                if step is None and known.has_ended:
                    return
                if step is None or not self._present:
                    await asyncio.sleep(LOOK_AGAIN_SECONDS)
                    continue
                await asyncio.sleep(step.after_seconds)
                now = self._newest(order_id, known)
                if not now or now.status != known.status or not self._present:
                    continue
                known = await self._do(order_id, step) or now
                self._plans[order_id] = rest
        finally:
            del self._plans[order_id]
            self._done[order_id] = known.version if known else 0
            self._look_now.set()

    async def _do(self, order_id: str, step: Step) -> Order | None:
        """Carry out a step at one screen, and its rival at another at the same moment.

        Staff go to a screen that shows the order, and rather to one that says it is live.
        """
        showing = [screen for screen in self._present if order_id in screen.shown]
        able = [screen for screen in showing if screen.is_live] or showing or self._present
        first = self._random.choice(able)
        others = [screen for screen in able if screen is not first]
        acts = [first.act(order_id, step.action, step.body)]
        if step.rival and others:
            acts.append(others[0].act(order_id, *step.rival))
        answers = [order for order in await asyncio.gather(*acts) if order]
        return max(answers, key=lambda order: order.version, default=None)

    def _newest(self, order_id: str, known: Order | None) -> Order | None:
        """Return the order as the staff know it; None when it is gone from the screens.

        What an answer said last (`known`) counts while it has ended, for then no screen shows it,
        and while nobody is there to look.
        """
        seen = [screen.shown[order_id] for screen in self.screens if order_id in screen.shown]
        if known and (seen or known.has_ended or not self._present):
            seen.append(known)
        return max(seen, key=lambda order: order.version, default=None)

    @property
    def _present(self) -> list[Board]:
        return [screen for screen in self.screens if screen.present]
