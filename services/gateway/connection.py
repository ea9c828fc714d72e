"""One client's life, from its first frame to its last."""

import asyncio
import math
import time

from services.gateway import frames, metrics
from services.gateway.client_socket import ClientSocket
from services.gateway.close_codes import CloseCode, ErrorCode
from services.gateway.frames import Message, NotAFrame, Subscribe
from services.gateway.gateway import Gateway
from services.gateway.hub import Subscription
from services.gateway.rate_limit import TokenBucket
from shared.tokens import InvalidToken

FIRST_SUBSCRIPTION_SECONDS = 5
# A page that hears nothing for 45 s connects again. A client that vanished without closing, its
# cable pulled, is found within this and the seconds for its pong and its close.
HEARTBEAT_SECONDS = 20
SUBSCRIPTIONS_MAX = 16


class Connection:
    """What one client may do, and when its time is up."""

    __slots__ = ("_bucket", "_expiry", "_gateway", "_heartbeat", "_loop", "_silence", "_socket")

    def __init__(self, socket: ClientSocket, gateway: Gateway) -> None:
        """Start the clocks."""
        metrics.connections.inc()
        self._socket = socket
        self._gateway = gateway
        self._loop = asyncio.get_running_loop()
        self._bucket = TokenBucket(
            gateway.settings.messages_per_second,
            gateway.settings.messages_burst,
            self._loop.time(),
        )
        self._silence: asyncio.TimerHandle | None = self._loop.call_later(
            FIRST_SUBSCRIPTION_SECONDS, socket.end, CloseCode.NO_SUBSCRIPTION
        )
        self._heartbeat = self._loop.call_later(HEARTBEAT_SECONDS, self._beat)
        self._expiry: asyncio.TimerHandle | None = None

    def leave(self) -> None:
        """Forget the client: it is gone."""
        metrics.connections.dec()
        self._gateway.leave(self._socket)
        for timer in (self._silence, self._heartbeat, self._expiry):
            if timer is not None:
                timer.cancel()

    def receive(self, text: str) -> None:
        """Do what the client asks for."""
        if not self._bucket.take(self._loop.time()):
            self._socket.end(CloseCode.TOO_LARGE_OR_TOO_MANY)
            return
        try:
            frame = frames.parse(text)
        except NotAFrame:
            self._socket.end(CloseCode.NOT_A_FRAME)
            return
        match frame:
            case Subscribe():
                self._subscribe(frame)
            case Message():
                self._forward(frame)

    def _subscribe(self, frame: Subscribe) -> None:
        subscription = self._opened_by(frame)
        if subscription is None:
            self._socket.end(CloseCode.UNAUTHORIZED)
            return
        channels = self._gateway.hub.of(self._socket)
        if len(channels) >= SUBSCRIPTIONS_MAX and subscription.channel not in channels:
            self._socket.write(frames.error(ErrorCode.TOO_MANY_SUBSCRIPTIONS))
            return
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None
        self._gateway.subscribe(self._socket, subscription)
        self._watch_expiry()

    def _opened_by(self, frame: Subscribe) -> Subscription | None:
        """Return the subscription that the client is entitled to; None when it is to none."""
        if frame.token is None:
            is_public = (frame.channel or "").startswith(frames.PUBLIC_PREFIX)
            return Subscription(frame.channel) if frame.channel and is_public else None
        try:
            claims = self._gateway.verifier.verify(frame.token)
        except InvalidToken:
            return None
        if self._gateway.revocations.covers(claims.channel, claims.issued_at):
            return None
        return Subscription.of(claims)

    def _forward(self, frame: Message) -> None:
        """Pass a message on, by the right of the token of the very channel that it names."""
        subscription = self._gateway.hub.of(self._socket).get(frame.channel)
        if subscription is None or not subscription.may_send:
            self._socket.write(frames.error(ErrorCode.FORBIDDEN))
            return
        self._gateway.messages.forward(subscription, frame.data)

    def _beat(self) -> None:
        self._socket.write_and_ping(frames.HEARTBEAT)
        self._heartbeat = self._loop.call_later(HEARTBEAT_SECONDS, self._beat)
        self._watch_expiry()

    def _watch_expiry(self) -> None:
        """End the socket when the first of its tokens expires, by the wall clock.

        One that lives longer than until the next heartbeat is looked at again then.
        """
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        subscriptions = self._gateway.hub.of(self._socket).values()
        expires_at = min((each.expires_at for each in subscriptions), default=math.inf)
        remaining = expires_at - time.time()
        if remaining <= 0:
            self._socket.end(CloseCode.UNAUTHORIZED)
        elif remaining <= HEARTBEAT_SECONDS:
            self._expiry = self._loop.call_later(remaining, self._watch_expiry)
