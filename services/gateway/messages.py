"""Passes clients' messages on to whoever reads them, as events on the broker.

While one batch of them is being confirmed, the next one fills: a lone message waits for nothing.
Bounded, and dropped while the broker is down: what clients send heals itself, because they send it
again each time they hear of what it is about.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from services.gateway import metrics
from services.gateway.hub import Subscription
from shared import tracing
from shared.broker import SessionLost, Unroutable
from shared.events import ClientMessage

WAITING_MAX = 1000
BATCH_MAX = 64

Publish = Callable[[Sequence[ClientMessage]], Awaitable[None]]


class Messages:
    """The clients' messages that the broker has not confirmed yet."""

    def __init__(self, publish: Publish) -> None:
        """Take how to publish a batch; it raises SessionLost or Unroutable."""
        self._publish = publish
        self._waiting: deque[ClientMessage] = deque()
        self._publisher: asyncio.Task[None] | None = None

    def forward(self, subscription: Subscription, data: dict[str, Any]) -> None:
        """Send a message on its way; returns at once, and drops it when too many wait."""
        if len(self._waiting) >= WAITING_MAX:
            metrics.messages_dropped.inc()
            return
        about = {"orderbell.channel": subscription.channel}
        with tracing.publishing(ClientMessage.EXCHANGE, about, begins=True):
            self._waiting.append(
                ClientMessage.of(
                    subscription.channel, subscription.subject, data, subscription.issued_at
                )
            )
        if self._publisher is None:
            self._publisher = asyncio.ensure_future(self._publish_all())

    async def _publish_all(self) -> None:
        try:
            while self._waiting:
                count = min(BATCH_MAX, len(self._waiting))
                batch = [self._waiting.popleft() for _ in range(count)]
                outcome = metrics.messages_dropped
                with contextlib.suppress(SessionLost, Unroutable):
                    await self._publish(batch)
                    outcome = metrics.messages_forwarded
                outcome.inc(count)
        finally:
            self._publisher = None
