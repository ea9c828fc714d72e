"""No event is lost: not by a dependency that is down, a bad message, or a session that ends."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import aio_pika
import pytest

from shared.broker import Session, keep_session, open_session
from shared.consumer import ATTEMPTS, HOPELESS_FROM_DELIVERIES, consume_events
from shared.events import CONTENT_TYPE, Event, ShopEvent, ShopUpdated, message
from shared.failures import DependencyDown
from tests.samples import a_shop
from tests.servers import BrokerServer
from tests.waiting import until

QUEUE = "orders.shops"

Handle = Callable[[Event], Awaitable[None]]


@pytest.fixture(autouse=True)
def empty_queues(broker: BrokerServer) -> None:
    broker.purge()


def version(event: Event) -> int:
    assert isinstance(event, ShopEvent)
    return event.data.shop.version


@contextlib.asynccontextmanager
async def consuming(
    broker: BrokerServer, handle: Handle, prefetch: int = 50
) -> AsyncIterator[None]:
    async def work(session: Session) -> None:
        await session.check(queues=[QUEUE])
        await consume_events(session, QUEUE, handle, prefetch=prefetch)

    task = asyncio.ensure_future(keep_session(broker.url("orders"), "test", work))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def publish(broker: BrokerServer, *bodies: bytes) -> None:
    session = await open_session(broker.url("shops"), "test publisher")
    await asyncio.gather(
        *(
            session.publish("shops", "shop.updated", body, content_type=CONTENT_TYPE)
            for body in bodies
        )
    )
    await session.close()


def shop_event(number: int) -> bytes:
    return ShopUpdated.of(a_shop(version=number)).encode()


async def messages(broker: BrokerServer, queue: str) -> int:
    """Return how many messages are in the queue and not held by a consumer."""
    connection = await aio_pika.connect(broker.url("operator"))
    async with connection:
        channel = await connection.channel()
        found = await channel.declare_queue(queue, passive=True)
        return found.declaration_result.message_count or 0


async def dead_letters(broker: BrokerServer, count: int) -> list[aio_pika.abc.AbstractMessage]:
    """Return the dead letters once there are so many, and take them away."""
    connection = await aio_pika.connect(broker.url("operator"))
    async with connection, asyncio.timeout(20):
        channel = await connection.channel()
        queue = await channel.get_queue("dead-letters", ensure=False)
        letters: list[aio_pika.abc.AbstractMessage] = []
        async with queue.iterator() as found:
            async for letter in found:
                await letter.ack()
                letters.append(letter)
                if len(letters) == count:
                    break
        return letters


async def test_each_event_is_handled_and_none_comes_back(broker: BrokerServer) -> None:
    seen: list[int] = []

    async def handle(event: Event) -> None:
        seen.append(version(event))

    async with consuming(broker, handle):
        await publish(broker, *map(shop_event, range(300)))
        await until(lambda: len(seen) == 300)
        await asyncio.sleep(0.2)
    assert sorted(seen) == list(range(300))
    assert await messages(broker, QUEUE) == 0


async def test_a_dependency_that_is_down_pauses_and_loses_nothing(broker: BrokerServer) -> None:
    seen: list[int] = []
    tried: set[int] = set()
    down = True

    async def handle(event: Event) -> None:
        tried.add(version(event))
        if down:
            raise DependencyDown("the database")
        seen.append(version(event))

    async with consuming(broker, handle, prefetch=10):
        await publish(broker, *map(shop_event, range(40)))
        await until(lambda: len(tried) == 10)
        await asyncio.sleep(2)
        assert len(tried) == 10, "more was taken than the prefetch allows"
        down = False
        await until(lambda: len(seen) == 40)
    assert sorted(seen) == list(range(40))
    assert await messages(broker, "dead-letters") == 0


async def test_a_bad_message_is_set_aside_with_its_reason(broker: BrokerServer) -> None:
    seen: list[int] = []
    attempts = 0

    async def handle(event: Event) -> None:
        nonlocal attempts
        if version(event) == 3:
            attempts += 1
            raise ValueError("cannot be cooked")
        seen.append(version(event))

    async with consuming(broker, handle, prefetch=5):
        await publish(broker, *map(shop_event, range(20)))
        (letter,) = await dead_letters(broker, 1)
        await until(lambda: len(seen) == 19)
    assert attempts == ATTEMPTS
    assert b'"version":3' in letter.body
    assert letter.headers["reason"] == "ValueError: cannot be cooked"
    assert "in handle" in str(letter.headers["stack"])
    assert letter.headers["queue"] == QUEUE
    assert letter.headers["routing-key"] == "shop.updated"
    assert str(letter.headers["first-failed-at"]).endswith("Z")
    assert await messages(broker, QUEUE) == 0


async def test_what_is_unreadable_is_set_aside_at_once(broker: BrokerServer) -> None:
    seen: list[int] = []

    async def handle(event: Event) -> None:
        seen.append(version(event))

    async with consuming(broker, handle):
        await publish(broker, b"\xff", b"{}", shop_event(1))
        letters = await dead_letters(broker, 2)
        await until(lambda: seen == [1])
    assert {letter.body for letter in letters} == {b"\xff", b"{}"}
    for letter in letters:
        assert str(letter.headers["reason"]).startswith("Unreadable: ")
        assert "in decode" in str(letter.headers["stack"])
        assert letter.headers["queue"] == QUEUE
        assert str(letter.headers["first-failed-at"]).endswith("Z")


async def test_of_a_batch_only_what_is_bad_is_set_aside(broker: BrokerServer) -> None:
    seen: list[int] = []
    running = most = 0

    async def handle(event: Event) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1
        if version(event) == 3:
            raise ValueError("cannot be cooked")
        seen.append(version(event))

    unreadable, _ = message([b"{}", shop_event(100)])
    sound, _ = message([shop_event(number) for number in range(50)])
    async with consuming(broker, handle, prefetch=5):
        await publish(broker, unreadable, sound)
        letters = await dead_letters(broker, 2)
        await until(lambda: len(seen) == 50)
    assert sorted(seen) == [0, 1, 2, *range(4, 50), 100]
    assert most == 5
    assert {letter.content_type for letter in letters} == {CONTENT_TYPE}
    assert any(letter.body == b"{}" for letter in letters)
    assert any(b'"version":3' in letter.body for letter in letters)
    assert await messages(broker, QUEUE) == 0


async def test_a_session_that_ends_gives_everything_to_the_next(broker: BrokerServer) -> None:
    """Connections are closed while messages are under way: each is handled at least once."""
    seen: set[int] = set()

    async def handle(event: Event) -> None:
        await asyncio.sleep(0.01)
        seen.add(version(event))

    async with consuming(broker, handle, prefetch=20):
        await publish(broker, *map(shop_event, range(500)))
        await until(lambda: len(seen) > 50)
        await asyncio.to_thread(broker.drop_connections)
        await until(lambda: len(seen) == 500)


async def test_a_restart_of_the_broker_is_a_new_session(broker: BrokerServer) -> None:
    seen: list[int] = []

    async def handle(event: Event) -> None:
        seen.append(version(event))

    async with consuming(broker, handle):
        await publish(broker, shop_event(1))
        await until(lambda: 1 in seen)
        await asyncio.to_thread(broker.stop)
        await asyncio.to_thread(broker.start)
        await publish(broker, shop_event(2))
        await until(lambda: 2 in seen)


INNOCENT = range(1, 6)
DEADLY = """
import asyncio, os, sys
from shared.broker import keep_session
from shared.consumer import consume_events

async def handle(event):
    if event.data.shop.version == 13:
        os._exit(13)
    print("handled", event.data.shop.version, flush=True)

async def work(session):
    await consume_events(session, "orders.shops", handle, prefetch=20)

asyncio.run(keep_session(os.environ["BROKER_URL"], "deadly", work))
"""


@pytest.mark.parametrize(
    ("deadly", "letters"),
    [(shop_event(13), 1), (message([b"{}", shop_event(13)])[0], 2)],
    ids=["event", "batch with what cannot be read"],
)
@pytest.mark.timeout(600)
async def test_a_message_that_kills_its_process_alone_ends_in_the_dead_letters(
    broker: BrokerServer, deadly: bytes, letters: int
) -> None:
    """Those behind it come back as often as it does; they are handled in the end."""
    await publish(broker, deadly, *map(shop_event, INNOCENT))
    environment = {**os.environ, "BROKER_URL": broker.url("orders")}
    seen: list[int] = []
    deaths = 0
    while deaths <= HOPELESS_FROM_DELIVERIES:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DEADLY, env=environment, stdout=subprocess.PIPE
        )
        assert process.stdout
        died = asyncio.ensure_future(process.wait())
        letter = asyncio.ensure_future(dead_letters(broker, letters)) if deaths >= 20 else None
        waiting = {died, letter} if letter else {died}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=60)
        if letter and letter.done():
            async with asyncio.timeout(20):
                while len(seen) < len(INNOCENT):
                    line = await process.stdout.readline()
                    if line.startswith(b"handled "):
                        seen.append(int(line.split()[1]))
            process.kill()
            await process.wait()
            break
        if letter:
            letter.cancel()
        assert died.result() == 13
        deaths += 1
    assert deaths == HOPELESS_FROM_DELIVERIES
    assert letter is not None
    assert any(b'"version":13' in each.body.replace(b" ", b"") for each in letter.result())
    assert all("its process died" in str(each.headers["reason"]) for each in letter.result())
    assert seen == list(INNOCENT)
    assert await messages(broker, "dead-letters") == 0
