import asyncio
from collections.abc import AsyncIterator

import pytest

from chaos.links import Link, Links, State

ANSWER_SECONDS = 2.0
SILENCE_SECONDS = 0.2


@pytest.fixture
async def link() -> AsyncIterator[Link]:
    """Return a link to a server that sends back what it gets."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(100):
            writer.write(chunk)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1")
    links = Links()
    link = await links.add("client-1>server")
    link.upstream = server.sockets[0].getsockname()
    yield link
    links.close()
    server.close()


async def ask(
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], within: float = ANSWER_SECONDS
) -> bytes:
    reader, writer = connection
    writer.write(b"ring")
    async with asyncio.timeout(within):
        return await reader.read(100)


async def test_what_is_open_passes_bytes_and_the_end(link: Link) -> None:
    connection = reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    assert await ask(connection) == b"ring"
    assert len(link.ports_upstream()) == 1
    writer.write_eof()
    assert await reader.read() == b""


async def test_what_is_stalled_passes_nothing_and_then_what_waited(link: Link) -> None:
    connection = await asyncio.open_connection("127.0.0.1", link.port)
    assert await ask(connection) == b"ring"
    link.turn(State.STALLED)
    with pytest.raises(TimeoutError):
        await ask(connection, SILENCE_SECONDS)
    link.turn(State.OPEN)
    assert await connection[0].read(100) == b"ring"


async def test_what_is_cut_is_reset_and_hung_up_on(link: Link) -> None:
    connection = await asyncio.open_connection("127.0.0.1", link.port)
    assert await ask(connection) == b"ring"
    link.turn(State.CUT)
    with pytest.raises(ConnectionError):
        await ask(connection)
    reader, _ = await asyncio.open_connection("127.0.0.1", link.port)
    assert await reader.read(1) == b""
    link.turn(State.OPEN)
    assert await ask(await asyncio.open_connection("127.0.0.1", link.port)) == b"ring"


@pytest.mark.parametrize("slow", ["delay_seconds", "answer_delay_seconds"])
async def test_what_is_slow_comes_later(link: Link, slow: str) -> None:
    setattr(link, slow, SILENCE_SECONDS)
    connection = await asyncio.open_connection("127.0.0.1", link.port)
    with pytest.raises(TimeoutError):
        await ask(connection, SILENCE_SECONDS)
    assert await connection[0].read(100) == b"ring"
