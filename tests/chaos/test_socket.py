"""A client's socket at a gateway that says what a test wants: what it states, and what it tells."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve

from chaos.clients.api import Answer, Outcome
from chaos.clients.socket import RESYNC_SPREAD_SECONDS, SUBPROTOCOL, LiveSocket
from chaos.clients.tasks import beside
from chaos.records import Journal
from tests.waiting import until

CHANNEL = "shop:s"


class Gateway:
    """Takes every subscription; its connections are a test's to use."""

    def __init__(self) -> None:
        self.connections: list[ServerConnection] = []
        self.heard: list[dict[str, Any]] = []

    async def serve(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        async for text in connection:
            frame = json.loads(text)
            self.heard.append(frame)
            if frame["type"] == "subscribe":
                await self.say(type="subscribed", channel=CHANNEL)

    async def say(self, **frame: Any) -> None:
        await self.connections[-1].send(json.dumps(frame))


class Listening:
    """Remembers what a channel's listener is told."""

    def __init__(self) -> None:
        self.misses: list[float] = []
        self.frames: list[dict[str, Any]] = []
        self.refusals = 0

    def hear(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)

    def miss(self, within_seconds: float) -> None:
        self.misses.append(within_seconds)

    def change(self) -> None:
        pass

    def refuse(self) -> None:
        self.refusals += 1


@pytest.fixture
async def gateway() -> AsyncIterator[tuple[Gateway, str]]:
    gateway = Gateway()
    async with serve(gateway.serve, "127.0.0.1", 0, subprotocols=[SUBPROTOCOL]) as server:
        yield gateway, f"http://127.0.0.1:{_port(server)}"


def _port(server: Server) -> int:
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port


async def test_a_socket_states_what_is_true_and_comes_back(
    gateway: tuple[Gateway, str], tmp_path: Path
) -> None:
    server, url = gateway
    journal, listening = Journal(tmp_path / "records.jsonl"), Listening()
    tokens = iter(["one", "two", "three"])
    socket = LiveSocket(url, "screen-1", journal, Random(1), "screen-1.1")
    socket.add(CHANNEL, lambda: next(tokens), listening)
    assert not await socket.send(CHANNEL, {"received": ["a"]})
    async with beside(socket.run()):
        await until(lambda: socket.state == "live")
        assert listening.misses == [0.0]
        assert await socket.send(CHANNEL, {"received": ["a"]})
        await until(lambda: server.heard[-1]["type"] == "message")
        await server.say(type="interrupted")
        await until(lambda: socket.state == "interrupted")
        assert not await socket.send(CHANNEL, {"received": ["a"]})
        await server.say(type="news")
        await server.say(type="resync")
        await until(lambda: socket.state == "live")
        assert 0 < listening.misses[-1] < RESYNC_SPREAD_SECONDS
        await server.connections[-1].close(1001)
        await until(lambda: len(server.connections) == 2 and socket.state == "live")
        await server.connections[-1].close(4401)
        await until(lambda: listening.refusals == 1)
    journal.close()
    assert [each["token"] for each in server.heard if each["type"] == "subscribe"][:2] == [
        "one",
        "two",
    ]
    kinds = [
        (record.kind, record.data.get("state") or record.data.get("code"))
        for record in journal.records
        if record.kind in {"stated", "opened", "closed"}
    ]
    assert kinds[:10] == [
        ("stated", "connecting"),
        ("opened", None),
        ("stated", "live"),
        ("stated", "interrupted"),
        ("stated", "live"),
        ("closed", 1001),
        ("stated", "offline"),
        ("stated", "connecting"),
        ("opened", None),
        ("stated", "live"),
    ]
    sockets = [record.data["socket"] for record in journal.records if record.kind == "opened"]
    assert len(set(sockets)) == len(sockets)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (None, Outcome.AGAIN),
        (200, Outcome.SUCCESS),
        (304, Outcome.SUCCESS),
        (409, Outcome.REFUSED),
        (429, Outcome.AGAIN),
        (503, Outcome.AGAIN),
    ],
)
def test_an_answer_is_good_final_or_to_be_asked_for_again(
    status: int | None, outcome: Outcome
) -> None:
    assert Answer(status).outcome is outcome
