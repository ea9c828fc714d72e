"""Leases: tells who cares which channels have a client whose token asks for it.

A lease is the gateway's whole state with a running number and an end, announced as soon as a
channel gets its first such client, or has been without one for LINGER_SECONDS, and again every
RENEW_SECONDS. A gateway that stops or is killed renews nothing, so its leases end by themselves.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from services.gateway.hub import Subscription
from shared.events import GatewayPresence, GatewayPresenceData

LEASE_SECONDS = 15
RENEW_SECONDS = 5
# Many clients that come at once are announced together.
PAUSE_SECONDS = 0.1
# A page that is loaded again, or whose gateway stops, is back by then, here or at another gateway:
# nobody hears that it was away.
LINGER_SECONDS = 5

Publish = Callable[[Sequence[GatewayPresence]], Awaitable[None]]


class Presence:
    """The channels that this gateway holds a lease for."""

    def __init__(self, gateway_id: str) -> None:
        """Begin with none."""
        self._gateway_id = gateway_id
        self._number = 0
        self._clients: Counter[str] = Counter()
        self._changed = asyncio.Event()

    def arrived(self, subscription: Subscription) -> None:
        """Count a client in, if its token leaves a lease."""
        if subscription.leaves_lease:
            self._clients[subscription.channel] += 1
            if self._clients[subscription.channel] == 1:
                self._changed.set()

    def left(self, subscriptions: Iterable[Subscription]) -> None:
        """Count out, after LINGER_SECONDS, what a client had subscribed to."""
        loop = asyncio.get_running_loop()
        for subscription in subscriptions:
            if subscription.leaves_lease:
                loop.call_later(LINGER_SECONDS, self._count_out, subscription.channel)

    def _count_out(self, channel: str) -> None:
        self._clients[channel] -= 1
        if not self._clients[channel]:
            del self._clients[channel]
            self._changed.set()

    async def announce(self, publish: Publish) -> None:
        """Announce the leases whenever they change, and renew them, until cancelled."""
        while True:
            self._changed.clear()
            await publish([self._lease()])
            await asyncio.sleep(PAUSE_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(RENEW_SECONDS):
                    await self._changed.wait()

    def _lease(self) -> GatewayPresence:
        self._number += 1
        return GatewayPresence.of(
            GatewayPresenceData(
                gateway=self._gateway_id,
                number=self._number,
                expires_at=datetime.now(UTC) + timedelta(seconds=LEASE_SECONDS),
                channels=tuple(self._clients),
            )
        )
