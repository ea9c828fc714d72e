"""Batches fill while the last one is being confirmed."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from services.notifier import batcher as batcher_module
from services.notifier.audience import Rendered
from services.notifier.batcher import CHARACTERS_MAX, FRAMES_MAX, Batcher
from shared.broker import SessionLost
from shared.push import PushBatch


class Broker:
    """Takes batches, and confirms each when told to."""

    def __init__(self) -> None:
        self.published: asyncio.Queue[tuple[PushBatch, asyncio.Future[None]]] = asyncio.Queue()

    async def publish(self, batch: PushBatch) -> None:
        confirm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.published.put_nowait((batch, confirm))
        await confirm

    async def confirm(self) -> PushBatch:
        async with asyncio.timeout(2):
            batch, confirm = await self.published.get()
        confirm.set_result(None)
        return batch


def rendered(name: str, size: int = 1) -> Rendered:
    return Rendered(frames=((name, "x" * size),))


def channels(batch: PushBatch) -> list[str]:
    return [channel for channel, _ in batch.frames]


@pytest.fixture
def broker() -> Broker:
    return Broker()


@pytest.fixture
async def batcher(broker: Broker) -> AsyncIterator[Batcher]:
    """A batcher whose first, empty batch is confirmed."""
    batcher = Batcher("n", itertools.count(1), broker.publish)
    task = asyncio.create_task(batcher.run())
    assert await broker.confirm() == PushBatch(notifier="n", number=1)
    yield batcher
    task.cancel()


async def test_a_lone_message_waits_for_nothing(batcher: Batcher, broker: Broker) -> None:
    pushed = asyncio.create_task(batcher.push(rendered("a")))
    async with asyncio.timeout(0.5):
        batch = await broker.confirm()
        await pushed
    assert (batch.number, channels(batch)) == (2, ["a"])


async def test_the_next_batch_fills_while_one_is_being_confirmed(
    batcher: Batcher, broker: Broker
) -> None:
    first = asyncio.create_task(batcher.push(rendered("a")))
    batch, confirm = await broker.published.get()
    later = [asyncio.create_task(batcher.push(rendered(name))) for name in "bcd"]
    await asyncio.sleep(0)
    assert broker.published.empty()
    assert not first.done()
    confirm.set_result(None)
    await first
    assert not any(task.done() for task in later)
    batch = await broker.confirm()
    assert (batch.number, channels(batch)) == (3, ["b", "c", "d"])
    await asyncio.gather(*later)


async def test_batches_are_bounded_in_frames_and_in_size(batcher: Batcher, broker: Broker) -> None:
    pushes = [asyncio.create_task(batcher.push(rendered(f"{n}"))) for n in range(FRAMES_MAX + 1)]
    await asyncio.sleep(0)
    assert len((await broker.confirm()).frames) == FRAMES_MAX
    assert len((await broker.confirm()).frames) == 1
    await asyncio.gather(*pushes)

    large = CHARACTERS_MAX // 2 + 1
    pushes = [asyncio.create_task(batcher.push(rendered(name, large))) for name in "ab"]
    pushes.append(asyncio.create_task(batcher.push(rendered("huge", CHARACTERS_MAX * 2))))
    await asyncio.sleep(0)
    assert [channels(await broker.confirm()) for _ in range(3)] == [["a"], ["b"], ["huge"]]
    await asyncio.gather(*pushes)


async def test_closes_travel_with_the_batch(batcher: Batcher, broker: Broker) -> None:
    pushed = asyncio.create_task(batcher.push(Rendered(frames=(), closes=(("shop:a", 1.5),))))
    assert (await broker.confirm()).closes == (("shop:a", 1.5),)
    await pushed


async def test_a_lost_batch_confirms_nobody_and_its_number_is_not_used_again() -> None:
    numbers = itertools.count(1)
    published: list[PushBatch] = []

    async def lose_frames(batch: PushBatch) -> None:
        published.append(batch)
        if batch.frames:
            raise SessionLost("gone")

    first = Batcher("n", numbers, lose_frames)
    pushed = asyncio.create_task(first.push(rendered("a")))
    with pytest.raises(SessionLost):
        await first.run()
    assert not pushed.done()
    pushed.cancel()

    broker = Broker()
    second = Batcher("n", numbers, broker.publish)
    again = asyncio.create_task(second.push(rendered("a")))
    task = asyncio.create_task(second.run())
    assert (await broker.confirm()).number == published[-1].number + 1
    assert channels(await broker.confirm()) == ["a"]
    await again
    task.cancel()


async def test_an_idle_notifier_is_heard(
    batcher: Batcher, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batcher_module, "HEARTBEAT_SECONDS", 0.01)
    pushed = asyncio.create_task(batcher.push(rendered("a")))
    await broker.confirm()
    await pushed
    assert [await broker.confirm() for _ in range(3)] == [
        PushBatch(notifier="n", number=number) for number in (3, 4, 5)
    ]


async def test_a_goodbye_has_the_next_number(batcher: Batcher, broker: Broker) -> None:
    saying = asyncio.create_task(batcher.say_goodbye())
    assert await broker.confirm() == PushBatch(notifier="n", number=2, goodbye=True)
    await saying
