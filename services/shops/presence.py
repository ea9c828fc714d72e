"""How this process hears that kitchens are there, and notices when they no longer are."""

import asyncio
import math
import time
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import structlog
from sqlalchemy import Connection

from services.shops import leases, passcodes, store
from services.shops.opening import Hearing, heard, may_expire
from services.shops.settings import ShopsSettings
from services.shops.shop import Shop
from shared.broker import Session
from shared.consumer import consume_events
from shared.database import Database, DatabaseUnavailable
from shared.events import Event, GatewayPresence, GatewayPresenceData
from shared.rounds import do_for_ever

QUEUE = "shops.presence"
# A replica that stands still keeps this word from the others until the broker gives it up.
PREFETCH_MESSAGES = 1
# What is published to see that the broker takes anything: no queue is bound to it. An alarm lets a
# connection's first message through as far as its header, so this one has a body.
EXCHANGE, ROUTING_KEY, BODY = "shops", "presence", b"?"
# A broker that takes longer to answer is not heard well enough to expire anything by.
ANSWER_LIMIT_SECONDS = 2
LATE_GATEWAYS_MAX = 1000

log = structlog.get_logger()


class Presence:
    """The gateways' leases as this process hears them, and the sweep over all leases."""

    def __init__(
        self, database: Database, settings: ShopsSettings, changed: Callable[[], None]
    ) -> None:
        """Take where leases are stored; `changed` is called when a shop may have changed."""
        self._database = database
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._grace = timedelta(seconds=settings.grace_seconds)
        self._sweep_seconds = settings.sweep_seconds
        self._changed = changed
        self._session: Session | None = None
        # What was heard last could not be stored; until it is, nothing counts as heard.
        self._deaf = False
        self._breaks = 0
        self._hearing: Hearing | None = None
        # Since when the words of each gateway are over when they are heard, by the monotonic clock.
        self._late_since: dict[str, float] = {}

    async def consume(self, session: Session) -> None:
        """Hear gateways until the session ends."""
        await session.check(queues=[QUEUE])
        self._session = session
        self._deaf = False
        try:
            await consume_events(session, QUEUE, self._hear, prefetch=PREFETCH_MESSAGES)
        finally:
            self._session = None
            self._breaks += 1

    async def sweep(self) -> NoReturn:
        """Expire leases and end grace periods, every few seconds, until cancelled."""
        await do_for_ever("sweep", self._sweep_seconds, self._sweep)

    async def _hear(self, event: Event) -> None:
        if not isinstance(event, GatewayPresence):
            raise TypeError(f"{event.type} is not for {QUEUE}")
        try:
            shops = await self._announce(event.data)
            # A gateway's first word may be of thousands; the next words must not wait for them all.
            for shop_id in sorted(shops)[: leases.SWEEP_SHOPS_MAX]:
                _log(await self._database.run(leases.settle, shop_id, self._grace, may_end=False))
        except DatabaseUnavailable:
            self._deaf = True
            self._breaks += 1
            raise
        self._deaf = False
        if shops:
            self._changed()

    async def _announce(self, word: GatewayPresenceData) -> set[str]:
        try:
            shops = await self._database.run(leases.announce, word, self._lease)
        except leases.WordIsOver as over:
            self._complain(word.gateway, over.seconds)
            return set()
        self._late_since.pop(word.gateway, None)
        return shops

    def _complain(self, gateway: str, seconds: float) -> None:
        """Say once that a gateway's clock must be behind: for a whole lease its words were over.

        Those that waited in the queue, as in an alarm of the broker, come all at once.
        """
        if len(self._late_since) >= LATE_GATEWAYS_MAX:
            self._late_since.clear()
        now = time.monotonic()
        if now - self._late_since.setdefault(gateway, now) >= self._lease.total_seconds():
            self._late_since[gateway] = math.inf
            log.warning("gateway_clock_behind", gateway=gateway, over_seconds=round(seconds, 1))

    async def _sweep(self) -> None:
        up = await self._broker_answers()
        while True:
            try:
                self._hearing, shops = await self._database.run(
                    self._sweep_some, self._hearing, self._breaks, up=up
                )
            except Exception:
                self._breaks += 1
                raise
            if not shops:
                return
            self._changed()
            for shop in shops:
                _log(shop)

    async def _broker_answers(self) -> bool:
        """Return whether a gateway's word could have come just now.

        An open session may be a dead one; and in an alarm the broker answers, and takes nothing.
        """
        session = self._session
        if session is None or self._deaf:
            return False
        try:
            async with asyncio.timeout(ANSWER_LIMIT_SECONDS):
                await session.publish(
                    EXCHANGE,
                    ROUTING_KEY,
                    BODY,
                    content_type="text/plain",
                    persistent=False,
                    mandatory=False,
                )
                await session.check(queues=[QUEUE])
        except Exception:
            # Whatever it was: no word may have come through, so for the sweep it is a break.
            self._breaks += 1
            log.warning("broker_does_not_answer", session="shops.presence")
            return False
        return session is self._session

    def _sweep_some(
        self, connection: Connection, last: Hearing | None, breaks: int, *, up: bool
    ) -> tuple[Hearing, list[Shop]]:
        """Return what this sweep knew, and shops that it changed; then there may be more."""
        hearing = heard(
            last, up=up, breaks=breaks, now=store.clock(connection), pause_limit=self._lease / 2
        )
        may_end = may_expire(hearing, self._lease)
        if may_end:
            leases.expire(connection)
        passcodes.forget(connection)
        return hearing, [
            leases.settle(connection, shop_id, self._grace, may_end=may_end)
            for shop_id in leases.unsettled(connection, may_end=may_end)
        ]


def _log(shop: Shop) -> None:
    log.info(
        "presence_changed",
        shop_id=shop.id,
        kitchen_online=shop.kitchen_online,
        accepting=shop.accepting,
        version=shop.version,
    )
