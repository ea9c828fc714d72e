"""One connection from the edge: a request is read, and answered at once, later, or for ever.

    GET /ws?after=CURSOR                        a poll: frames after the cursor, or a wait for one
    GET /ws  Accept: text/event-stream          a stream; Last-Event-ID is a cursor

Without a cursor the first thing heard is `resync`: what was before is in the snapshot. As in the
gateway nothing here awaits a client, and none has a task of its own.
"""

import asyncio
import time
from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qs

import httptools

from bench.waiting import answers
from bench.waiting.feed import Feed
from services.gateway.hub import Subscription

# The gateway's, so that one location of the edge leads to either.
PATH = b"/ws"
REQUEST_SECONDS = 5
# All requests of a connection that is kept come within this of each other.
KEEP_ALIVE_SECONDS = 75


class ClientConnection(asyncio.Protocol):
    """A connection with one request at a time."""

    __slots__ = (
        "_feed",
        "_headers",
        "_is_stream",
        "_parser",
        "_subscription",
        "_timer",
        "_transport",
        "_url",
    )

    def __init__(self, feed: Feed) -> None:
        """Take where frames come from."""
        self._feed = feed
        self._parser = httptools.HttpRequestParser(self)
        self._url = b""
        self._headers: dict[bytes, bytes] = {}
        self._subscription: Subscription | None = None
        self._is_stream = False
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Bound what waits for the client; the transport calls this at the beginning."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(self._feed.settings.slow_client_bytes)
        self._wait(REQUEST_SECONDS, self._transport.abort)

    def data_received(self, data: bytes) -> None:
        """Read on; the transport calls this."""
        if self._subscription is not None:
            # A request before the answer to the last one: nobody who means well does that.
            self._transport.abort()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client; the transport calls this when the connection has ended."""
        del exc
        self._rest()

    def pause_writing(self) -> None:
        """Cut off a client for which more than the bound waits; the transport calls this."""
        self._transport.abort()

    def on_url(self, url: bytes) -> None:
        """Take the target of a request; the parser calls this."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; the parser calls this."""
        self._headers[name.lower()] = value

    def on_message_complete(self) -> None:
        """Answer, or begin to wait; the parser calls this."""
        path, _, query = self._url.partition(b"?")
        headers, self._url, self._headers = self._headers, b"", {}
        scheme, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        subscription = self._feed.opened_by(token) if scheme.lower() == "bearer" else None
        if path != PATH or self._parser.get_method() != b"GET":
            self._answer(answers.problem(404))
        elif subscription is None:
            self._answer(answers.problem(401))
        elif len(self._feed.hub.clients) >= self._feed.settings.connections_max:
            self._answer(answers.problem(503))
        elif b"text/event-stream" in headers.get(b"accept", b""):
            self._stream(subscription, headers.get(b"last-event-id", b"").decode("latin-1"))
        else:
            cursor = parse_qs(query.decode("latin-1")).get("after", [""])[0]
            self._poll(subscription, cursor)

    def _poll(self, subscription: Subscription, cursor: str) -> None:
        missed = self._feed.missed(subscription.channel, cursor)
        if missed:
            self._answer(answers.poll(self._feed.log.cursor, missed))
            return
        self._begin(subscription)
        seconds = min(self._feed.settings.poll_seconds, subscription.expires_at - time.time())
        self._wait(seconds, self._end_poll)

    def _end_poll(self) -> None:
        self._answer(answers.poll(self._feed.log.cursor, ()))

    def _stream(self, subscription: Subscription, cursor: str) -> None:
        self._begin(subscription)
        self._is_stream = True
        cursor_now = self._feed.log.cursor
        missed = self._feed.missed(subscription.channel, cursor)
        events = (answers.event(cursor_now, text) for text in missed)
        self._transport.write(b"".join([answers.STREAM_HEAD, *events]))
        self._beat_later()

    def _beat_later(self) -> None:
        assert self._subscription is not None
        left = self._subscription.expires_at - time.time()
        period = self._feed.settings.heartbeat_seconds
        if left <= period:
            self._wait(left, self.refuse)
        else:
            self._wait(period, self._beat)

    def _beat(self) -> None:
        self._transport.write(answers.HEARTBEAT)
        self._beat_later()

    def hear(self, text: str) -> None:
        """Take a frame: the answer to a poll, or one more event of a stream."""
        if self._is_stream:
            self._transport.write(answers.event(self._feed.log.cursor, text))
        else:
            self._answer(answers.poll(self._feed.log.cursor, [text]))

    def refuse(self) -> None:
        """End: the token holds no more. A stream just ends, and is refused when it comes back."""
        if self._is_stream:
            self._transport.close()
        else:
            self._answer(answers.problem(401))

    def _begin(self, subscription: Subscription) -> None:
        self._subscription = subscription
        self._feed.hub.subscribe(self, subscription)

    def _answer(self, answer: bytes) -> None:
        self._rest()
        self._transport.write(answer)
        self._wait(KEEP_ALIVE_SECONDS, self._transport.close)

    def _rest(self) -> None:
        """Wait for nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._subscription is not None:
            self._feed.hub.leave(self)
            self._subscription = None

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), then)
