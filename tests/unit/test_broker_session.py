"""What a session does when its own connection, or its work, ends half way."""

import asyncio
import gc
from typing import Any

import aio_pika
import pytest

from shared import broker
from shared.broker import Delivery, Session, SessionLost, keep_session, open_session
from tests.waiting import until

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


async def test_a_session_that_could_not_be_made_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def nothing(*_: Any) -> Session:
        raise TimeoutError

    monkeypatch.setattr(broker, "open_session", nothing)
    keeping = asyncio.ensure_future(keep_session(URL, "test", lambda _: asyncio.sleep(0)))
    await until(lambda: "connect: TimeoutError" in capsys.readouterr().out)
    keeping.cancel()


async def test_a_broker_that_hangs_up_before_it_is_greeted_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def connect(*_: Any, **__: Any) -> None:
        # As aiormq does when the end of the stream is there before its greeting is sent.
        raise StopAsyncIteration

    monkeypatch.setattr(aio_pika, "connect", connect)
    keeping = asyncio.ensure_future(keep_session(URL, "test", lambda _: asyncio.sleep(0)))
    await until(lambda: "connect: StopAsyncIteration" in capsys.readouterr().out)
    assert not keeping.done()
    keeping.cancel()


async def test_whatever_the_library_raises_while_publishing_is_a_lost_session() -> None:
    class Broken(Connection):
        async def basic_publish(self, *_: Any, **__: Any) -> None:
            raise Exception  # noqa: TRY002

    broken: Any = Broken()
    session = Session(broken, broken, broken, "test")
    with pytest.raises(SessionLost):
        await session.publish("orders", "order.placed", b"", content_type="text/plain")
    assert session.closed.done()


async def test_an_acknowledgement_that_fails_ends_the_session() -> None:
    class Channel:
        async def basic_ack(self, tag: int, *, multiple: bool) -> None:
            raise OSError(f"no connection, {tag=}, {multiple=}")

    connection: Any = Connection()
    channel: Any = Channel()
    delivery = Delivery(b"", 1, channel, "orders", "order.placed", {}, None, None)
    session = Session(connection, connection, connection, "test")
    with pytest.raises(SessionLost):
        await session.acknowledge(delivery, multiple=True)
    assert session.closed.done()


async def test_work_that_the_library_cancelled_gets_another_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def opened(*_: Any) -> Session:
        channel: Any = Connection()
        return Session(channel, channel, channel, "test")

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


class Ended:
    """A session that has ended by the time its work begins."""

    def __init__(self) -> None:
        self.closed = asyncio.get_running_loop().create_future()
        self.closed.set_result("it was reset")

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("error", "is_logged"), [(SessionLost("reset"), False), (ZeroDivisionError("a bug"), True)]
)
async def test_work_that_fails_after_its_session_ended_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    *,
    is_logged: bool,
) -> None:
    async def opened(*_: Any) -> Ended:
        return Ended()

    async def work(_: Session) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise error

    unseen: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unseen.append(context))
    monkeypatch.setattr(broker, "open_session", opened)
    said = ""
    keeping = asyncio.ensure_future(keep_session(URL, "test", work))
    while "it was reset" not in said:
        await asyncio.sleep(0.01)
        said += capsys.readouterr().out
    keeping.cancel()
    gc.collect()
    assert unseen == []
    assert ("broker_session_failed" in said) == is_logged
