"""What all clients of a gateway share, and the broker session behind them."""

import asyncio
import itertools
from collections.abc import Collection, Sequence
from typing import NoReturn

import structlog

from services.gateway import frames, metrics
from services.gateway.client_socket import ClientSocket
from services.gateway.close_codes import CloseCode
from services.gateway.continuity import Continuity, Notice
from services.gateway.hub import Hub, Subscription
from services.gateway.messages import Messages
from services.gateway.presence import Presence
from services.gateway.push import consume_batches
from services.gateway.revocations import Revocations
from services.gateway.settings import GatewaySettings
from shared import tracing
from shared.broker import Session, SessionLost
from shared.events import ClientMessage, GatewayPresence, message
from shared.identifiers import uuid7
from shared.push import EXCHANGE, PushBatch
from shared.settings import file_of
from shared.tokens import Verifier

WATCH_SECONDS = 0.25
FRAME_OF = {Notice.RESYNC: frames.RESYNC, Notice.INTERRUPTED: frames.INTERRUPTED}

log = structlog.get_logger()


class Gateway:
    """Takes batches from the broker to the clients, and what clients do to the broker."""

    def __init__(self, settings: GatewaySettings) -> None:
        """Begin with no client and no session."""
        self.settings = settings
        metrics.connections_max.set(settings.connections_max)
        for notice in Notice:
            # A counter that is born at 1 shows no increase.
            metrics.notices.labels(notice.value)
        self.verifier = Verifier(settings.token_public_keys, file_of("token_public_keys"))
        self.hub: Hub[ClientSocket] = Hub()
        self.revocations = Revocations()
        self.messages = Messages(self._publish)
        self._id = str(uuid7())
        self._presence = Presence(self._id)
        self._loop = asyncio.get_running_loop()
        self._continuity = Continuity(self._loop.time())
        self._session: Session | None = None
        self._session_numbers = itertools.count(1)

    async def work(self, session: Session) -> None:
        """Hear batches and announce leases for as long as the session stands."""
        await session.check(exchanges=("push", "clients"))
        try:
            await consume_batches(
                session, f"{self._id}.{next(self._session_numbers)}", self._deliver
            )
            self._session = session
            self._tell(self._continuity.bound(self._loop.time()))
            await self._presence.announce(self._publish)
        finally:
            self._session = None
            self._continuity.lost(self._loop.time())

    async def watch(self) -> NoReturn:
        """Tell clients what the mere passing of time means for them, until cancelled."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            self._tell(self._continuity.passed(self._loop.time()))

    def subscribe(self, client: ClientSocket, subscription: Subscription) -> None:
        """Let a client hear a channel from now on, and tell it so."""
        replaced = self.hub.subscribe(client, subscription)
        self._presence.arrived(subscription)
        if replaced is None:
            metrics.subscriptions.inc()
        else:
            self._presence.left([replaced])
        client.write(frames.subscribed(subscription.channel))
        if self._continuity.interrupted:
            client.write(frames.INTERRUPTED)

    def leave(self, client: ClientSocket) -> None:
        """Forget a client that is gone."""
        subscriptions = self.hub.leave(client)
        metrics.subscriptions.dec(len(subscriptions))
        self._presence.left(subscriptions)

    def _deliver(self, batch: PushBatch) -> None:
        metrics.batches.inc()
        self._tell(
            self._continuity.heard(
                batch.notifier, batch.number, self._loop.time(), goodbye=batch.goodbye
            )
        )
        for channel, issued_before in batch.closes:
            self._revoke(channel, issued_before)
        for (channel, text), traceparent in batch.traced_frames():
            clients = self.hub.on(channel)
            if clients:
                about: tracing.Attributes = {
                    "orderbell.channel": channel,
                    "orderbell.sockets": len(clients),
                }
                with tracing.processing(EXCHANGE, about, parent=traceparent, name="deliver"):
                    self._write(clients, text)

    def _write(self, clients: Collection[ClientSocket], text: str) -> None:
        frame = frames.wire(text)
        for client in clients:
            client.write(frame)
        metrics.frames_sent.inc(len(clients))

    def _revoke(self, channel: str, issued_before: float) -> None:
        self.revocations.revoke(channel, issued_before)
        for client, subscription in self.hub.on(channel).items():
            if subscription.issued_at < issued_before:
                client.end(CloseCode.UNAUTHORIZED)

    def _tell(self, notice: Notice | None) -> None:
        if notice is None:
            return
        log.info("clients_told", notice=notice.value, clients=len(self.hub.clients))
        metrics.notices.labels(notice.value).inc()
        for client in self.hub.clients:
            client.write(FRAME_OF[notice])

    async def _publish(self, events: Sequence[ClientMessage] | Sequence[GatewayPresence]) -> None:
        """Publish events; raises SessionLost, and Unroutable for messages nobody would get."""
        if self._session is None:
            raise SessionLost("no session")
        first = events[0]
        body, content_type = message([event.encode() for event in events])
        await self._session.publish(
            first.EXCHANGE,
            first.routing_key(),
            body,
            content_type=content_type,
            message_id=str(first.id),
            # A lease is told again in seconds, and worth nothing later.
            persistent=isinstance(first, ClientMessage),
            mandatory=isinstance(first, ClientMessage),
        )
