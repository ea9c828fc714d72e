"""What a session does when its own connection, or its work, ends half way."""

import asyncio
from typing import Any

import aio_pika
import pytest

from shared import broker
from shared.broker import Session, keep_session, open_session

URL = "amqp://nobody@nowhere/"


class Connection:
    """A connection whose broker answers nothing after the handshake."""

    def __init__(self) -> None:
        self.close_callbacks: set[Any] = set()
        self.closed = False

    async def channel(self, **_: Any) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True


async def test_a_connection_that_gives_no_channel_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connection = Connection()

    async def connect(*_: Any, **__: Any) -> Connection:
        return connection

    monkeypatch.setattr(aio_pika, "connect", connect)
    monkeypatch.setattr(broker, "CONNECT_LIMIT_SECONDS", 0.01)
    with pytest.raises(TimeoutError):
        await open_session(URL, "test")
    assert connection.closed


async def test_work_that_the_library_cancelled_gets_another_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def opened(*_: Any) -> Session:
        channel: Any = Connection()
        return Session(channel, channel)

    begun = asyncio.Queue[int]()

    async def work(_: Session) -> None:
        begun.put_nowait(1)
        raise asyncio.CancelledError

    monkeypatch.setattr(broker, "open_session", opened)
    keeping = asyncio.ensure_future(keep_session(URL, "test", work))
    async with asyncio.timeout(5):
        for _ in range(2):
            await begun.get()
    assert not keeping.done()
    keeping.cancel()
