"""A publisher that writes ready-made frames: 2 µs a message, where a client library takes 100."""

import asyncio
import itertools
from collections import deque
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from pamqp import base, commands, frame, header
from pamqp.header import ProtocolHeader

from bench.contestant import Publication
from shared.events import BATCH_CONTENT_TYPE, CONTENT_TYPE
from shared.relay import FED_WINDOW, MESSAGE_EVENTS_MAX

Wanted = tuple[int, str, str]

CHANNEL = 1
BODY_FRAME, FRAME_END = b"\x03" + CHANNEL.to_bytes(2, "big"), b"\xce"
PERSISTENT = 2
CONNECT_LIMIT_SECONDS = 5
FRAME_HEAD_BYTES = 7
READ_BYTES = 64 * 1024


class Publisher:
    """A connection on a channel with confirms, which are counted by the broker alone."""

    def __init__(self, writer: asyncio.StreamWriter, publications: Sequence[Publication]) -> None:
        self._writer = writer
        self._publications = publications
        self._heads = [_head(each, len(each.body.encode()), CONTENT_TYPE) for each in publications]

    def publish(self, wanted: Sequence[Wanted]) -> None:
        """Publish messages: each a publication's number, what to replace in it, and by what."""
        parts = []
        for each in wanted:
            parts += [self._heads[each[0]], self._body(each), FRAME_END]
        self._writer.write(b"".join(parts))

    async def hear(self, reader: asyncio.StreamReader) -> None:
        """Drop what the broker says, until it closes."""
        while await reader.read(READ_BYTES):
            pass

    def _body(self, wanted: Wanted) -> bytes:
        number, old, new = wanted
        return self._publications[number].body.replace(old, new).encode()

    def close(self) -> None:
        """Drop the connection."""
        self._writer.transport.abort()


class RelayingPublisher(Publisher):
    """Publishes as Orderbell's relay does: what waits shares the next of a few messages under way.

    All publications have one routing key.
    """

    def __init__(self, writer: asyncio.StreamWriter, publications: Sequence[Publication]) -> None:
        super().__init__(writer, publications)
        self._waiting: deque[Wanted] = deque()
        self._under_way: set[int] = set()
        self._tags = itertools.count(1)

    def publish(self, wanted: Sequence[Wanted]) -> None:
        """Publish messages, or have them wait for the broker's confirms."""
        self._waiting += wanted
        while self._waiting and len(self._under_way) < FED_WINDOW:
            self._under_way.add(next(self._tags))
            count = min(MESSAGE_EVENTS_MAX, len(self._waiting))
            if count == 1:
                super().publish([self._waiting.popleft()])
                continue
            events = [self._body(self._waiting.popleft()) for _ in range(count)]
            body = b"[" + b",".join(events) + b"]"
            head = _head(self._publications[0], len(body), BATCH_CONTENT_TYPE)
            self._writer.write(head + body + FRAME_END)

    async def hear(self, reader: asyncio.StreamReader) -> None:
        """Publish what waited for the broker's confirms, until it closes."""
        while True:
            try:
                confirm = await _respond(reader)
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            assert isinstance(confirm, commands.Basic.Ack)
            last = confirm.delivery_tag or 0
            first = 0 if confirm.multiple else last
            self._under_way = {tag for tag in self._under_way if not first <= tag <= last}
            self.publish([])


async def open_publisher(
    url: str, publications: Sequence[Publication], *, relaying: bool = False
) -> Publisher:
    """Return a publisher at an `amqp:` URL; raises ConnectionError where it is refused."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(ProtocolHeader(0, 9, 1).marshal())
    async with asyncio.timeout(CONNECT_LIMIT_SECONDS):
        await _respond(reader)
        login = f"\0{unquote(where.username or '')}\0{unquote(where.password or '')}"
        start = commands.Connection.StartOk({}, "PLAIN", login, "en_US")
        writer.write(frame.marshal(start, 0))
        tune = await _respond(reader)
        assert isinstance(tune, commands.Connection.Tune)
        # Without heartbeats: a run is short, and nobody reads them here.
        answer = commands.Connection.TuneOk(tune.channel_max, tune.frame_max, 0)
        writer.write(frame.marshal(answer, 0))
        virtual_host = unquote(where.path[1:]) or "/"
        for channel, request in (
            (0, commands.Connection.Open(virtual_host)),
            (CHANNEL, commands.Channel.Open()),
            (CHANNEL, commands.Confirm.Select()),
        ):
            writer.write(frame.marshal(request, channel))
            await _respond(reader)
    publisher = (RelayingPublisher if relaying else Publisher)(writer, publications)
    hearing = asyncio.ensure_future(publisher.hear(reader))
    hearing.add_done_callback(lambda _: publisher.close())
    return publisher


async def _respond(reader: asyncio.StreamReader) -> base.Frame:
    """Return the next method that the broker sends; raises ConnectionError for a close."""
    head = await reader.readexactly(FRAME_HEAD_BYTES)
    rest = await reader.readexactly(int.from_bytes(head[3:], "big") + 1)
    _, _, response = frame.unmarshal(head + rest)
    if isinstance(response, commands.Connection.Close | commands.Channel.Close):
        raise ConnectionError(response.reply_text)
    assert isinstance(response, base.Frame)
    return response


def _head(publication: Publication, body_bytes: int, content_type: str) -> bytes:
    """Return all of a message but its body."""
    properties = commands.Basic.Properties(
        content_type=content_type, delivery_mode=PERSISTENT, message_id="bench"
    )
    method = commands.Basic.Publish(
        exchange=publication.exchange, routing_key=publication.routing_key
    )
    return (
        frame.marshal(method, CHANNEL)
        + frame.marshal(header.ContentHeader(body_size=body_bytes, properties=properties), CHANNEL)
        + BODY_FRAME
        + body_bytes.to_bytes(4, "big")
    )
