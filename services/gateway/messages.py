"""Passes clients' messages on to whoever reads them, as events on the broker.

Bounded in flight, and dropped while the broker is down: what clients send heals itself, because
they send it again each time they hear of what it is about.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from services.gateway import metrics
from services.gateway.hub import Subscription
from shared import tracing
from shared.broker import SessionLost, Unroutable
from shared.events import ClientMessage

IN_FLIGHT_MAX = 1000

Publish = Callable[[ClientMessage], Awaitable[None]]


class Messages:
    """The clients' messages that the broker has not confirmed yet."""

    def __init__(self, publish: Publish) -> None:
        """Take how to publish; it raises SessionLost or Unroutable."""
        self._publish = publish
        self._in_flight: set[asyncio.Task[None]] = set()

    def forward(self, subscription: Subscription, data: dict[str, Any]) -> None:
        """Send a message on its way; returns at once, and drops it when too many are."""
        if len(self._in_flight) >= IN_FLIGHT_MAX:
            metrics.messages_dropped.inc()
            return
        task = asyncio.ensure_future(self._deliver(subscription, data))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)

    async def _deliver(self, subscription: Subscription, data: dict[str, Any]) -> None:
        outcome = metrics.messages_dropped
        about = {"orderbell.channel": subscription.channel}
        try:
            with tracing.publishing(ClientMessage.EXCHANGE, about, begins=True):
                await self._publish(
                    ClientMessage.of(
                        subscription.channel, subscription.subject, data, subscription.issued_at
                    )
                )
            outcome = metrics.messages_forwarded
        except (SessionLost, Unroutable):
            pass
        finally:
            outcome.inc()
