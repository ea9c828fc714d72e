"""A publisher that writes ready-made frames: 2 µs a message, where a client library takes 100."""

import asyncio
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from pamqp import base, commands, frame, header
from pamqp.header import ProtocolHeader

from bench.contestant import Publication

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
        self._heads = [_head(each) for each in publications]
        self._bodies = [each.body for each in publications]

    def publish(self, wanted: Sequence[tuple[int, str, str]]) -> None:
        """Publish messages: each a publication's number, what to replace in it, and by what."""
        parts = []
        for number, old, new in wanted:
            body = self._bodies[number].replace(old, new).encode()
            parts += [self._heads[number], body, FRAME_END]
        self._writer.write(b"".join(parts))

    def close(self) -> None:
        """Drop the connection."""
        self._writer.transport.abort()


async def open_publisher(url: str, publications: Sequence[Publication]) -> Publisher:
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
    discarding = asyncio.ensure_future(_discard(reader))
    publisher = Publisher(writer, publications)
    discarding.add_done_callback(lambda _: publisher.close())
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


async def _discard(reader: asyncio.StreamReader) -> None:
    while await reader.read(READ_BYTES):
        pass


def _head(publication: Publication) -> bytes:
    """Return all of a message but its body, which keeps its length."""
    body_bytes = len(publication.body.encode())
    properties = commands.Basic.Properties(
        content_type="application/cloudevents+json", delivery_mode=PERSISTENT, message_id="bench"
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
