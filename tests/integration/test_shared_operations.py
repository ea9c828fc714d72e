"""How a process that serves HTTP leaves: nobody's request is lost on the way."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared import operations
from shared.operations import (
    GRACE_SECONDS,
    LAST_REQUEST_SECONDS,
    LEAVE_SECONDS,
    operations_routes,
    serve_http,
)
from stack import ports
from tests.waiting import until

SLOW_SECONDS = LEAVE_SECONDS + LAST_REQUEST_SECONDS + 3.0


async def ready() -> str | None:
    return None


async def quick(request: Request) -> Response:
    del request
    return PlainTextResponse("quick")


async def slow(request: Request) -> Response:
    await asyncio.sleep(float(request.query_params["seconds"]))
    return PlainTextResponse("slow")


@contextlib.asynccontextmanager
async def served() -> AsyncIterator[tuple[str, "asyncio.Task[None]"]]:
    """Run a service; return its address and what runs it."""
    app = Starlette(
        routes=[*operations_routes(ready), Route("/quick", quick), Route("/slow", slow)]
    )
    holder = ports.reserve()
    url = f"http://{ports.LOOPBACK}:{ports.number(holder)}"
    task = asyncio.create_task(serve_http(app, ports.LOOPBACK, ports.number(holder)))
    try:
        async with httpx.AsyncClient(base_url=url) as client:
            async with asyncio.timeout(10):
                while not await answers(client):
                    await asyncio.sleep(0.02)
        yield url, task
    finally:
        task.cancel()
        await asyncio.wait({task})
        holder.close()


async def answers(client: httpx.AsyncClient) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return (await client.get("/readyz")).status_code == httpx.codes.OK
    return False


async def refused(client: httpx.AsyncClient) -> bool:
    """Return once nobody takes a new connection; until then every request is answered."""
    async with asyncio.timeout(SLOW_SECONDS):
        while True:
            try:
                assert (await client.get("/quick")).headers["Connection"] == "close"
            except httpx.ConnectError:
                return True


async def test_it_is_not_ready_any_more_and_serves_on_for_a_while() -> None:
    async with served() as (url, task), httpx.AsyncClient(base_url=url) as client:
        assert "Connection" not in (await client.get("/quick")).headers
        task.cancel()
        await asyncio.sleep(0)
        last = await client.get("/quick")
        assert (last.text, last.headers["Connection"]) == ("quick", "close")
        # On a new connection, which is still taken.
        unready = await client.get("/readyz")
        assert (unready.status_code, unready.headers["Connection"]) == (503, "close")
        assert (await client.get("/quick")).text == "quick"
        assert not task.done()


async def test_what_is_under_way_ends_and_who_comes_later_is_refused() -> None:
    async with served() as (url, task), httpx.AsyncClient(base_url=url, timeout=20) as client:
        under_way = asyncio.create_task(client.get("/slow", params={"seconds": SLOW_SECONDS}))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        task.cancel()
        await asyncio.sleep(0)
        async with httpx.AsyncClient(base_url=url) as newcomer:
            assert await refused(newcomer)
            assert time.monotonic() - began >= LEAVE_SECONDS - 0.1
        assert not under_way.done()
        assert (await under_way).text == "slow"
        await until(task.done)


async def test_a_request_that_takes_too_long_does_not_hold_up_the_end() -> None:
    async with served() as (url, task), httpx.AsyncClient(base_url=url, timeout=20) as client:
        under_way = asyncio.create_task(client.get("/slow", params={"seconds": 60}))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        task.cancel()
        await until(task.done)
        limit_seconds = LEAVE_SECONDS + LAST_REQUEST_SECONDS + GRACE_SECONDS
        assert time.monotonic() - began < limit_seconds + 2
        answer = await under_way
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) >= 1


async def test_a_request_on_a_connection_that_was_idle_until_the_end_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(operations, "LAST_REQUEST_SECONDS", 1.0)
    async with served() as (url, task), httpx.AsyncClient(base_url=url) as idle:
        await idle.get("/quick")
        task.cancel()
        await asyncio.sleep(0)
        async with httpx.AsyncClient(base_url=url) as newcomer:
            assert await refused(newcomer)
        assert (await idle.get("/quick")).headers["Connection"] == "close"
