"""What clients get for what they send: every frame, error code and close code of the contract."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.typing import Origin, Subprotocol

from services.gateway import connection
from services.gateway.client_socket import CLOSE_SECONDS
from tests.integration.live_push import Live, gateway
from tests.integration.push_clients import SUBPROTOCOL, client, close_code, frame, send, subscribe
from tests.integration.push_tokens import customer_token, kitchen_token
from tests.integration.push_traffic import pushing
from tests.servers import BrokerServer


@pytest_asyncio.fixture
async def live(broker: BrokerServer) -> AsyncIterator[Live]:
    async with gateway(broker) as live:
        yield live


async def still_serves(live: Live) -> None:
    async with client(live, "public:shops"):
        pass


async def test_a_kitchen_a_customer_and_everybody_subscribe_on_one_socket(live: Live) -> None:
    async with client(live) as socket:
        assert socket.subprotocol == SUBPROTOCOL
        for subscription, channel in (
            (kitchen_token(), "shop:shop1"),
            (customer_token("o1"), "order:o1"),
            ("public:shops", "public:shops"),
            ("public:shop:shop1", "public:shop:shop1"),
        ):
            await subscribe(socket, subscription)
            assert await frame(socket) == {"type": "subscribed", "channel": channel}


@pytest.mark.parametrize(
    "message",
    [
        b"\x00\x01",
        b'{"type":"subscribe","channel":"public:shops"}',
        "hello",
        "[]",
        '{"type":"resync"}',
        '{"type":"subscribe","channel":5}',
        '{"type":"message","channel":"public:shops","data":[1]}',
        "[" * 10_000,
    ],
)
async def test_what_is_no_frame_closes_with_4400(live: Live, message: str | bytes) -> None:
    async with client(live, "public:shops") as socket:
        await socket.send(message)
        assert await close_code(socket) == 4400
    await still_serves(live)


async def test_text_that_is_no_utf8_closes_with_4400(live: Live) -> None:
    async with client(live, "public:shops") as socket:
        await socket.send(b'{"type":"\xff"}', text=True)
        assert await close_code(socket) == 4400


@pytest.mark.parametrize("size", [16 * 1024 + 1, 1024 * 1024])
async def test_a_message_that_is_too_large_closes_with_4413(live: Live, size: int) -> None:
    async with client(live, "public:shops") as socket:
        await socket.send("x" * size)
        assert await close_code(socket) == 4413
    await still_serves(live)


async def test_a_message_that_is_too_large_in_parts_closes_with_4413(live: Live) -> None:
    async with client(live, "public:shops") as socket:
        with contextlib.suppress(ConnectionClosed):
            await socket.send("x" * 1024 for _ in range(17))
        assert await close_code(socket) == 4413


async def test_a_message_as_large_as_allowed_is_read(live: Live) -> None:
    async with client(live, "public:shops") as socket:
        content = {"type": "subscribe", "channel": "public:shop:a", "pad": ""}
        content["pad"] = "x" * (16 * 1024 - len(json.dumps(content)))
        await send(socket, content)
        assert await frame(socket) == {"type": "subscribed", "channel": "public:shop:a"}


async def test_a_thousand_frames_a_second_close_with_4413(live: Live) -> None:
    async with client(live, kitchen_token()) as flood, client(live, "public:shops") as other:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(1000):
                await send(flood, {"type": "message", "channel": "public:shops", "data": {}})
                await asyncio.sleep(0.001)
        assert await close_code(flood) == 4413
        await subscribe(other, "public:shop:a")
        assert (await frame(other))["type"] == "subscribed"


async def test_who_goes_on_flooding_hears_why_it_was_closed(live: Live) -> None:
    message = {"type": "message", "channel": "public:shops", "data": {}}
    flood = Frame(Opcode.TEXT, json.dumps(message).encode()).serialize(mask=True) * 300_000
    socket = await connect(live.url, ping_interval=None)
    await subscribe(socket, kitchen_token())
    assert (await frame(socket))["type"] == "subscribed"
    socket.transport.write(flood)
    assert await close_code(socket, limit_seconds=CLOSE_SECONDS * 0.8) == 4413


async def test_a_lively_kitchen_is_not_too_many(live: Live) -> None:
    async with client(live, kitchen_token()) as socket:
        for _ in range(150):
            await subscribe(socket, "public:shops")
        for _ in range(150):
            assert (await frame(socket))["type"] == "subscribed"


async def test_silence_closes_with_4408(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_SUBSCRIPTION_SECONDS", 0.2)
    async with client(live) as socket:
        assert await close_code(socket) == 4408


async def test_frames_that_subscribe_to_nothing_do_not_put_off_4408(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FIRST_SUBSCRIPTION_SECONDS", 1.0)
    async with client(live) as socket:
        await send(socket, {"type": "message", "channel": "shop:shop1", "data": {}})
        assert await frame(socket) == {"type": "error", "code": "forbidden"}
        assert await close_code(socket) == 4408


async def test_who_subscribed_may_be_silent_and_hears_heartbeats(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FIRST_SUBSCRIPTION_SECONDS", 1.0)
    monkeypatch.setattr(connection, "HEARTBEAT_SECONDS", 0.5)
    async with client(live, "public:shops") as socket:
        for _ in range(3):
            assert await frame(socket) == {"type": "heartbeat"}


async def test_the_17th_subscription_is_an_error_and_the_others_stay(
    live: Live, broker: BrokerServer
) -> None:
    async with pushing(broker) as notifier, client(live) as socket:
        for number in range(16):
            await subscribe(socket, f"public:{number}")
            assert (await frame(socket))["type"] == "subscribed"
        for refused in ("public:16", kitchen_token()):
            await subscribe(socket, refused)
            assert await frame(socket) == {"type": "error", "code": "too_many_subscriptions"}
        await subscribe(socket, "public:3")
        assert await frame(socket) == {"type": "subscribed", "channel": "public:3"}
        await notifier.push(("public:16", '"no"'), ("public:0", '"yes"'))
        assert await asyncio.wait_for(socket.recv(), 5) == '"yes"'


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1"])
async def test_a_foreign_origin_is_refused_with_403(live: Live, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(live.url, origin=Origin(origin))
    assert refused.value.response.status_code == 403


async def test_the_own_origin_is_let_in_over_http_and_https(live: Live) -> None:
    for scheme in ("http", "https"):
        async with client(
            live, "public:shops", origin=Origin(f"{scheme}://127.0.0.1:{live.websocket_port}")
        ):
            pass


async def test_who_offers_no_subprotocol_is_let_in_and_who_offers_another_is_not(
    live: Live,
) -> None:
    async with client(live, "public:shops", subprotocols=None) as socket:
        assert socket.subprotocol is None
    with pytest.raises(InvalidStatus) as refused:
        await connect(live.url, subprotocols=[Subprotocol("orderbell.v9")])
    assert refused.value.response.status_code == 400


async def test_another_path_is_404_and_compression_is_not_negotiated(live: Live) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(live.url.replace("/ws", "/other"))
    assert refused.value.response.status_code == 404
    async with client(live, compression="deflate") as socket:
        assert socket.response is not None
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_more_connections_than_allowed_are_503(broker: BrokerServer) -> None:
    async with gateway(broker, connections_max=2) as live:
        async with client(live, "public:shops"), client(live, "public:shops"):
            with pytest.raises(InvalidStatus) as refused:
                await connect(live.url)
            assert refused.value.response.status_code == 503
        await still_serves(live)
