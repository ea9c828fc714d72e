"""Calls that wait are done together, and what is wrong with one is no other's harm."""

import asyncio
from collections.abc import Sequence

import pytest

from shared import batching as module
from shared.batching import BATCH_MAX, WAITING_MAX, Batching
from shared.database import DatabaseUnavailable

WRONG, DOWN = 1300, 9900


class Writer:
    """Writes numbers, one batch at a time; `gate` holds it up."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def write(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        await self.gate.wait()
        if WRONG in numbers:
            raise ValueError(WRONG)
        if DOWN in numbers:
            raise DatabaseUnavailable("down")
        return [number * 10 for number in numbers]


async def test_a_lone_call_is_written_at_once_and_a_rush_in_batches() -> None:
    writer = Writer()
    batching = Batching(writer.write)
    assert await batching.submit(1) == 10
    writer.gate.clear()
    calls = [asyncio.ensure_future(batching.submit(number)) for number in range(100)]
    await asyncio.sleep(0)
    writer.gate.set()
    assert await asyncio.gather(*calls) == [number * 10 for number in range(100)]
    assert [len(batch) for batch in writer.batches] == [1, BATCH_MAX, 100 - BATCH_MAX]
    assert await batching.submit(7) == 70


async def test_what_is_wrong_with_one_is_its_own() -> None:
    batching = Batching(Writer().write)
    first, wrong, last = await asyncio.gather(
        *(batching.submit(number) for number in (1, WRONG, 2)), return_exceptions=True
    )
    assert (first, last) == (10, 20)
    assert isinstance(wrong, ValueError)


async def test_a_database_that_is_down_is_down_for_all_and_asked_once() -> None:
    writer = Writer()
    batching = Batching(writer.write)
    outcomes = await asyncio.gather(
        *(batching.submit(number) for number in (1, DOWN, 2)), return_exceptions=True
    )
    assert all(isinstance(outcome, DatabaseUnavailable) for outcome in outcomes)
    assert writer.batches == [[1, DOWN, 2]]


async def test_who_gave_up_is_written_all_the_same_and_holds_up_nobody() -> None:
    writer = Writer()
    batching = Batching(writer.write)
    writer.gate.clear()
    given_up = asyncio.ensure_future(batching.submit(1))
    other = asyncio.ensure_future(batching.submit(2))
    while not writer.batches:
        await asyncio.sleep(0)
    given_up.cancel()
    writer.gate.set()
    assert await other == 20
    assert writer.batches == [[1, 2]]


async def test_no_more_wait_than_the_bound() -> None:
    writer = Writer()
    batching = Batching(writer.write)
    writer.gate.clear()
    calls = [asyncio.ensure_future(batching.submit(1))]
    await asyncio.sleep(0.01)
    calls += [asyncio.ensure_future(batching.submit(1)) for _ in range(WAITING_MAX)]
    await asyncio.sleep(0.01)
    with pytest.raises(DatabaseUnavailable):
        await batching.submit(1)
    writer.gate.set()
    assert await asyncio.gather(*calls) == [10] * (1 + WAITING_MAX)


async def test_who_gave_up_before_their_batch_is_passed_over() -> None:
    writer = Writer()
    batching = Batching(writer.write)
    writer.gate.clear()
    first = [asyncio.ensure_future(batching.submit(number)) for number in (1, 2, 3)]
    while not writer.batches:
        await asyncio.sleep(0)
    given_up, last = (asyncio.ensure_future(batching.submit(number)) for number in (4, 5))
    await asyncio.sleep(0)
    given_up.cancel()
    writer.gate.set()
    assert [await call for call in (*first, last)] == [10, 20, 30, 50]
    assert writer.batches == [[1, 2, 3], [5]]


async def test_what_waited_too_long_is_refused_and_what_came_later_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WAITING_LIMIT_SECONDS", 1.0)
    writer = Writer()
    batching = Batching(writer.write, batch_max=1)
    writer.gate.clear()
    first, second = (asyncio.ensure_future(batching.submit(number)) for number in (1, 2))
    await asyncio.sleep(1.2)
    late = asyncio.ensure_future(batching.submit(3))
    await asyncio.sleep(0)
    writer.gate.set()
    assert (await first, await late) == (10, 30)
    with pytest.raises(DatabaseUnavailable, match="too long"):
        await second
    assert writer.batches == [[1], [3]]
