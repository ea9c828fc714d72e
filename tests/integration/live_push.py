"""Live gateways and notifiers for tests, and clients that speak the protocol to them."""

import asyncio
import contextlib
import json
import os
import secrets
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from services.gateway.__main__ import serve as serve_gateway
from services.gateway.settings import GatewaySettings
from services.notifier.__main__ import serve as serve_notifier
from services.notifier.settings import NotifierSettings
from shared.broker import Session, open_session
from shared.consumer import consume_events
from shared.events import CONTENT_TYPE, Event, GatewayPresence, GatewayPresenceData
from shared.push import CONTENT_TYPE as BATCH_CONTENT_TYPE
from shared.push import PushBatch
from shared.tokens import Signer, new_key, public_part
from stack import ports
from tests.servers import BrokerServer, wait_until

FRAME_SECONDS = 10
STOP_SECONDS = 8
# A port that nobody but root may listen on, and nobody does.
NO_BROKER_URL = "amqp://nobody:none@127.0.0.1:1/orderbell"
SUBPROTOCOL = Subprotocol("orderbell.v1")

SHOPS_KEY = new_key("shop:")
ORDERS_KEY = new_key("order:")
SHOPS = Signer(json.dumps(SHOPS_KEY))
ORDERS = Signer(json.dumps(ORDERS_KEY))
PUBLIC_KEYS = json.dumps({"keys": [public_part(SHOPS_KEY), public_part(ORDERS_KEY)]})


def kitchen_token(shop_id: str = "shop1", lifetime_seconds: float = 600, **rights: Any) -> str:
    """Return a token of a kitchen; unless told otherwise it may send and leaves a lease."""
    token, _ = SHOPS.mint(
        f"shop:{shop_id}",
        "kitchen",
        lifetime_seconds=lifetime_seconds,
        **{"send": True, "presence": True, **rights},
    )
    return token


def customer_token(order_id: str) -> str:
    """Return the token of an order's customer."""
    token, _ = ORDERS.mint(
        f"order:{order_id}", "customer", send=False, presence=False, lifetime_seconds=600
    )
    return token


@dataclass
class Live:
    """A service that runs, in this process or in one of its own."""

    http_port: int
    websocket_port: int = 0
    task: "asyncio.Task[None] | None" = None
    process: asyncio.subprocess.Process | None = None
    log: Path | None = None

    @property
    def url(self) -> str:
        """Where clients connect to."""
        return f"ws://{ports.LOOPBACK}:{self.websocket_port}/ws"

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a call to the operations port; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(
                f"http://{ports.LOOPBACK}:{self.http_port}{path}", timeout=5
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    async def is_ready(self) -> bool:
        """Tell whether it says that it is ready."""
        status, _ = await asyncio.to_thread(self.get, "/readyz")
        return status == 200

    async def wait_ready(self) -> None:
        """Return when it is ready; raises what it failed with."""
        async with asyncio.timeout(20):
            while not await self.is_ready():
                if self.task is not None and self.task.done():
                    self.task.result()
                if self.process is not None and self.process.returncode is not None:
                    raise AssertionError(self.output())
                await asyncio.sleep(0.05)

    async def metric(self, name: str) -> float:
        """Return the sum of a metric over its labels."""
        _, text = await asyncio.to_thread(self.get, "/metrics")
        lines = [line for line in text.splitlines() if line.split("{")[0].split(" ")[0] == name]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines)

    def output(self) -> str:
        """Return everything that the process logged."""
        assert self.log is not None
        return self.log.read_text()


@contextlib.contextmanager
def two_ports() -> Iterator[tuple[int, int]]:
    """Hold two free ports."""
    holders = [ports.reserve(), ports.reserve()]
    try:
        yield ports.number(holders[0]), ports.number(holders[1])
    finally:
        for holder in holders:
            holder.close()


@contextlib.asynccontextmanager
async def gateway(broker: BrokerServer | None, **settings: Any) -> AsyncIterator[Live]:
    """Run a gateway in this process, with its queue bound; without a broker where none is given."""
    with two_ports() as (http_port, websocket_port):
        chosen = {
            "http_port": http_port,
            "websocket_port": websocket_port,
            "broker_url": broker.url("gateway") if broker else NO_BROKER_URL,
            "token_public_keys": PUBLIC_KEYS,
            "drain_seconds": 0,
            **settings,
        }
        task = asyncio.create_task(serve_gateway(GatewaySettings(**chosen)))
        async with running(Live(http_port, websocket_port, task=task)) as live:
            if broker:
                await bound(broker)
            yield live


@contextlib.asynccontextmanager
async def notifier(broker: BrokerServer) -> AsyncIterator[Live]:
    """Run a notifier in this process."""
    with two_ports() as (http_port, _):
        settings = NotifierSettings(http_port=http_port, broker_url=broker.url("notifier"))
        task = asyncio.create_task(serve_notifier(settings))
        async with running(Live(http_port, task=task)) as live:
            yield live


@contextlib.asynccontextmanager
async def running(live: Live) -> AsyncIterator[Live]:
    """Wait until it is ready, and end it afterwards."""
    assert live.task is not None
    try:
        await live.wait_ready()
        yield live
    finally:
        live.task.cancel()
        await asyncio.wait({live.task})


@contextlib.asynccontextmanager
async def process(
    name: str, broker: BrokerServer | None, folder: Path, **environment: str
) -> AsyncIterator[Live]:
    """Run `gateway` or `notifier` as a process of its own, as operators do."""
    with two_ports() as (http_port, websocket_port):
        log = folder / f"{name}-{http_port}.log"
        chosen: Mapping[str, str] = {
            "PATH": os.environ["PATH"],
            "BROKER_URL": broker.url(name) if broker else NO_BROKER_URL,
            "HTTP_PORT": str(http_port),
            "WEBSOCKET_PORT": str(websocket_port),
            "TOKEN_PUBLIC_KEYS": PUBLIC_KEYS,
            "DRAIN_SECONDS": "0",
            **environment,
        }
        with log.open("wb") as output:
            started = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                f"services.{name}",
                env=chosen,
                stdout=output,
                stderr=output,
            )
        live = Live(http_port, websocket_port, process=started, log=log)
        try:
            await live.wait_ready()
            if broker and name == "gateway":
                await bound(broker)
            yield live
        finally:
            await stopped(started)


async def stopped(process: asyncio.subprocess.Process) -> None:
    """End a process that may have ended already, in good order if it still can."""
    if process.returncode is None:
        process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
    if process.returncode is None:
        process.kill()
    await process.wait()


async def bound(broker: BrokerServer) -> None:
    """Return when every gateway's queue is bound that has a session."""

    def has_queue() -> bool:
        bindings = broker.management("GET", "/exchanges/orderbell/push/bindings/source")
        return any(binding["destination"].startswith("gateway.") for binding in bindings)

    await asyncio.to_thread(wait_until, has_queue, "a gateway's queue")


@dataclass
class Notifier:
    """Publishes what a notifier might, batch by batch."""

    session: Session
    name: str = "n"
    number: int = 0
    closes: list[tuple[str, float]] = field(default_factory=list)

    async def push(
        self,
        *frames: tuple[str, str],
        closes: tuple[tuple[str, float], ...] = (),
        goodbye: bool = False,
    ) -> None:
        """Publish the next batch."""
        self.number += 1
        batch = PushBatch(
            notifier=self.name, number=self.number, frames=frames, closes=closes, goodbye=goodbye
        )
        await self.session.publish(
            "push", "", batch.encode(), content_type=BATCH_CONTENT_TYPE, mandatory=False
        )


@contextlib.asynccontextmanager
async def pushing(broker: BrokerServer) -> AsyncIterator[Notifier]:
    """Yield somebody who publishes batches by hand."""
    async with session_of(broker, "notifier") as session:
        yield Notifier(session)


@contextlib.asynccontextmanager
async def session_of(broker: BrokerServer, user: str) -> AsyncIterator[Session]:
    """Yield a session of a user of the broker."""
    session = await open_session(broker.url(user), "test")
    try:
        yield session
    finally:
        await session.close()


async def publish(session: Session, *events: Event) -> None:
    """Publish events as their owner does."""
    await asyncio.gather(
        *(
            session.publish(
                event.EXCHANGE, event.routing_key(), event.encode(), content_type=CONTENT_TYPE
            )
            for event in events
        )
    )


@contextlib.asynccontextmanager
async def batches(broker: BrokerServer) -> AsyncIterator["asyncio.Queue[PushBatch]"]:
    """Yield every batch that notifiers publish from now on."""
    heard: asyncio.Queue[PushBatch] = asyncio.Queue()
    async with session_of(broker, "gateway") as session:
        await session.consume_own_queue(
            f"gateway.{secrets.token_hex(4)}",
            "push",
            lambda delivery: heard.put_nowait(PushBatch.decode(delivery.body)),
            arguments={},
        )
        yield heard


@contextlib.asynccontextmanager
async def events(
    broker: BrokerServer, user: str, queue: str
) -> AsyncIterator["asyncio.Queue[Event]"]:
    """Yield every event that comes to a queue from now on."""
    heard: asyncio.Queue[Event] = asyncio.Queue()

    async def handle(event: Event) -> None:
        heard.put_nowait(event)

    async with session_of(broker, user) as session:
        consuming = asyncio.create_task(consume_events(session, queue, handle))
        try:
            yield heard
        finally:
            consuming.cancel()
            await asyncio.wait({consuming})


async def lease(
    heard: "asyncio.Queue[Event]", channels: set[str], limit_seconds: float = 5
) -> GatewayPresenceData:
    """Return the next announcement of exactly these channels."""
    async with asyncio.timeout(limit_seconds):
        while True:
            event = await heard.get()
            assert isinstance(event, GatewayPresence)
            if set(event.data.channels) == channels:
                return event.data


@contextlib.asynccontextmanager
async def client(
    live: Live, *subscriptions: str, **options: Any
) -> AsyncIterator[ClientConnection]:
    """Connect, and subscribe to public channels or by tokens."""
    chosen: dict[str, Any] = {
        "subprotocols": [SUBPROTOCOL],
        "ping_interval": None,
        "close_timeout": 1,
        **options,
    }
    async with connect(live.url, **chosen) as socket:
        for subscription in subscriptions:
            await subscribe(socket, subscription)
            assert (await frame(socket))["type"] == "subscribed"
        yield socket


async def subscribe(socket: ClientConnection, token_or_channel: str) -> None:
    """Send a `subscribe` frame."""
    kind = "channel" if token_or_channel.startswith("public:") else "token"
    await send(socket, {"type": "subscribe", kind: token_or_channel})


async def send(socket: ClientConnection, content: Any) -> None:
    """Send a frame."""
    await socket.send(json.dumps(content))


async def frame(socket: ClientConnection) -> dict[str, Any]:
    """Return the next frame."""
    async with asyncio.timeout(FRAME_SECONDS):
        content: dict[str, Any] = json.loads(await socket.recv())
    return content


async def close_code(socket: ClientConnection, limit_seconds: float = FRAME_SECONDS) -> int | None:
    """Return the code with which the socket is closed, whatever comes before."""
    async with asyncio.timeout(limit_seconds):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None
