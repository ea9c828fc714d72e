"""The bench's server for long polling and server-sent events: it is as careful as a gateway."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bench.waiting.__main__ import serve
from bench.waiting.settings import WaitingSettings
from stack import ports
from tests.integration.live_push import Live, running, two_ports
from tests.integration.push_tokens import PUBLIC_KEYS, SHOPS, kitchen_token
from tests.integration.push_traffic import pushing
from tests.servers import READY_SECONDS, BrokerServer

POLL_SECONDS, HEARTBEAT_SECONDS = 4.0, 0.5
RESYNC = {"type": "resync"}


@contextlib.asynccontextmanager
async def server(broker: BrokerServer, **settings: Any) -> AsyncIterator[Live]:
    with two_ports() as (http_port, websocket_port):
        chosen = {
            "http_port": http_port,
            "websocket_port": websocket_port,
            "broker_url": broker.url("gateway"),
            "token_public_keys": PUBLIC_KEYS,
            "poll_seconds": POLL_SECONDS,
            "heartbeat_seconds": HEARTBEAT_SECONDS,
            **settings,
        }
        task = asyncio.create_task(serve(WaitingSettings(**chosen)))
        async with running(Live(http_port, websocket_port, task=task)) as live:
            await hears(live, broker)
            yield live


async def hears(live: Live, broker: BrokerServer) -> None:
    """Return when it hears what is pushed: until then it may yet tell of its own session."""
    async with client(live) as http, pushing(broker) as notifier, asyncio.timeout(READY_SECONDS):
        heard, cursor = await poll(http, "")
        while "heard" not in heard:
            await notifier.push(("shop:shop1", '"heard"'), goodbye=True)
            heard, cursor = await poll(http, cursor)


@pytest_asyncio.fixture
async def http(broker: BrokerServer) -> AsyncIterator[httpx.AsyncClient]:
    async with server(broker) as live, client(live) as http:
        yield http


def client(live: Live) -> httpx.AsyncClient:
    url = f"http://{ports.LOOPBACK}:{live.websocket_port}"
    return httpx.AsyncClient(base_url=url, timeout=10)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


async def poll(http: httpx.AsyncClient, cursor: str, token: str = "") -> tuple[list[Any], str]:
    answer = await http.get(
        "/ws", params={"after": cursor}, headers=bearer(token or kitchen_token())
    )
    assert answer.status_code == 200, answer.text
    content = answer.json()
    return content["frames"], content["cursor"]


async def first_cursor(http: httpx.AsyncClient) -> str:
    frames, cursor = await poll(http, "")
    assert frames == [RESYNC]
    return cursor


@contextlib.asynccontextmanager
async def stream(
    http: httpx.AsyncClient, token: str = "", **headers: str
) -> AsyncIterator[AsyncIterator[str]]:
    chosen = {"Accept": "text/event-stream", **bearer(token or kitchen_token()), **headers}
    async with http.stream("GET", "/ws", headers=chosen) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/event-stream"
        yield answer.aiter_lines()


async def event(lines: AsyncIterator[str]) -> list[str]:
    """Return the lines of the next event or comment."""
    found: list[str] = []
    async with asyncio.timeout(5):
        async for line in lines:
            if not line:
                return found
            found.append(line)
    raise EOFError("the stream ended")


async def ended(lines: AsyncIterator[str]) -> None:
    """Return when a stream has ended."""
    async with asyncio.timeout(5):
        async for _ in lines:
            pass


async def test_a_poll_waits_for_a_frame_of_its_channel(
    http: httpx.AsyncClient, broker: BrokerServer
) -> None:
    cursor = await first_cursor(http)
    async with pushing(broker) as notifier:
        asking = asyncio.create_task(poll(http, cursor))
        await asyncio.sleep(0.2)
        await notifier.push(("shop:shop2", '"not ours"'))
        await asyncio.sleep(0.1)
        assert not asking.done()
        await notifier.push(("shop:shop1", '"ours"'))
        assert (await asking)[0] == ["ours"]


async def test_nothing_is_lost_between_two_polls(
    http: httpx.AsyncClient, broker: BrokerServer
) -> None:
    cursor = await first_cursor(http)
    heard: list[str] = []
    async with pushing(broker) as notifier:

        async def push_all() -> None:
            for number in range(50):
                await notifier.push(
                    ("shop:shop1", f'"{number}"'),
                    ("shop:shop2", '"not ours"'),
                    ("shop:shop1", f'"{number} and a half"'),
                )

        pushes = asyncio.create_task(push_all())
        while len(heard) < 100:
            frames, cursor = await poll(http, cursor)
            heard += frames
            await asyncio.sleep(0.01)
        await pushes
    expected = [text for number in range(50) for text in (f"{number}", f"{number} and a half")]
    assert heard == expected


async def test_a_poll_without_news_ends_in_time_with_a_cursor_that_goes_on(
    http: httpx.AsyncClient, broker: BrokerServer
) -> None:
    cursor, began = await first_cursor(http), time.monotonic()
    frames, cursor = await poll(http, cursor)
    assert frames == []
    assert POLL_SECONDS <= time.monotonic() - began < POLL_SECONDS + 5
    async with pushing(broker) as notifier:
        await notifier.push(("shop:shop1", '"then"'))
        assert (await poll(http, cursor))[0] == ["then"]


async def test_a_stream_sends_events_and_comments(
    http: httpx.AsyncClient, broker: BrokerServer
) -> None:
    async with pushing(broker) as notifier, stream(http) as lines:
        cursor, data = await event(lines)
        assert cursor.startswith("id: ")
        assert data == 'data: {"type":"resync"}'
        assert await event(lines) == [":"]
        await notifier.push(("shop:shop1", '{"n":1}'))
        later, data = await event(lines)
        assert data == 'data: {"n":1}'
        assert later != cursor


async def test_a_stream_goes_on_where_the_last_one_ended(
    http: httpx.AsyncClient, broker: BrokerServer
) -> None:
    async with pushing(broker) as notifier:
        async with stream(http) as lines:
            cursor = (await event(lines))[0].removeprefix("id: ")
        await notifier.push(("shop:shop1", '"a"'), ("shop:shop2", '"b"'), ("shop:shop1", '"c"'))
        async with stream(http, **{"Last-Event-ID": cursor}) as lines:
            assert [(await event(lines))[1] for _ in range(2)] == ['data: "a"', 'data: "c"']


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
@pytest.mark.parametrize("token", ["", "nonsense", kitchen_token(lifetime_seconds=-1)])
async def test_a_bad_token_is_refused(http: httpx.AsyncClient, kind: str, token: str) -> None:
    answer = await http.get("/ws", headers={"Accept": kind, **bearer(token)})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthorized"


async def test_a_revoked_token_waits_no_more(http: httpx.AsyncClient, broker: BrokerServer) -> None:
    now = time.time()
    old, _ = SHOPS.mint(
        "shop:shop1", "k", send=True, presence=True, lifetime_seconds=600, issued_at=now - 10
    )
    cursor = await first_cursor(http)
    async with pushing(broker) as notifier, stream(http, old) as lines:
        await event(lines)
        asking = asyncio.create_task(http.get("/ws", params={"after": cursor}, headers=bearer(old)))
        await asyncio.sleep(0.2)
        await notifier.push(closes=(("shop:shop1", now),))
        assert (await asking).status_code == 401
        await ended(lines)
    assert (await http.get("/ws", headers=bearer(old))).status_code == 401


async def test_a_stream_ends_when_its_token_does(http: httpx.AsyncClient) -> None:
    async with stream(http, kitchen_token(lifetime_seconds=3)) as lines:
        await ended(lines)


async def test_whoever_may_have_missed_something_is_told(
    http: httpx.AsyncClient, broker: BrokerServer
) -> None:
    cursor = await first_cursor(http)
    async with pushing(broker) as notifier, stream(http) as lines:
        await event(lines)
        await notifier.push(("shop:shop1", '"heard"'))
        asking = asyncio.create_task(poll(http, (await poll(http, cursor))[1]))
        await asyncio.sleep(0.2)
        # A batch was lost: its number is missing.
        notifier.number += 1
        await notifier.push(("shop:shop1", '"after"'))
        frames, cursor = await asking
        assert frames == [RESYNC]
        assert (await poll(http, cursor))[0] == ["after"]
        heard: list[str] = []
        while len(heard) < 2:
            heard += [line for line in (await event(lines))[-1:] if line != ":"]
        assert heard == ['data: "heard"', f"data: {json.dumps(RESYNC, separators=(',', ':'))}"]


async def test_what_is_no_request_of_this_server(http: httpx.AsyncClient) -> None:
    assert (await http.get("/other", headers=bearer(kitchen_token()))).status_code == 404
    assert (await http.post("/ws", headers=bearer(kitchen_token()))).status_code == 404


async def test_there_is_room_for_so_many(broker: BrokerServer) -> None:
    async with (
        server(broker, connections_max=1) as live,
        client(live) as http,
        stream(http) as lines,
    ):
        await event(lines)
        assert (await http.get("/ws", headers=bearer(kitchen_token()))).status_code == 503
