"""Work that is done again and again: what a failure does to it, and what is said of it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from structlog.testing import capture_logs

from shared.failures import DependencyDown
from shared.rounds import do_for_ever

EVERY_SECONDS = 0.01


async def rounds(errors: list[Exception | None]) -> list[float]:
    """Return when each round began, one that fails with each of these errors and a good one."""
    began: list[float] = []
    done = asyncio.Event()

    async def once() -> None:
        began.append(asyncio.get_running_loop().time())
        if len(began) > len(errors):
            done.set()
        elif error := errors[len(began) - 1]:
            raise error

    await until_done(once, done)
    return began


async def until_done(once: Callable[[], Awaitable[None]], done: asyncio.Event) -> None:
    working = asyncio.ensure_future(do_for_ever("work", EVERY_SECONDS, once))
    try:
        async with asyncio.timeout(20):
            await done.wait()
        assert not working.done()
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


async def test_it_goes_on_with_a_pause_in_between() -> None:
    with capture_logs() as logs:
        began = await rounds([None, None, None])
    assert began[-1] - began[0] >= 3 * EVERY_SECONDS
    assert logs == []


async def test_while_a_dependency_is_down_the_waits_grow_and_each_is_told() -> None:
    with capture_logs() as logs:
        began = await rounds([DependencyDown("is away")] * 3 + [None, DependencyDown("again")])
    assert [entry["event"] for entry in logs] == ["work_paused"] * 4
    assert [entry["reason"] for entry in logs] == ["is away"] * 3 + ["again"]
    # Doubled from 0.2 s, and jittered by half; a round that went well begins anew.
    for number, bound in enumerate((0.2, 0.4, 0.8)):
        assert bound / 2 <= began[number + 1] - began[number]
        assert bound / 2 <= logs[number]["next_in_seconds"] <= bound
    assert logs[3]["next_in_seconds"] <= 0.2


async def test_an_error_that_nobody_foresaw_says_where_it_was_and_nothing_else() -> None:
    with capture_logs() as logs:
        await rounds([ValueError("Zaphod Wurst, Kurze Gasse 99")])
    (entry,) = logs
    assert (entry["event"], entry["error"]) == ("work_failed", "ValueError")
    assert "in once" in entry["stack"]
    assert "Zaphod" not in str(entry)
