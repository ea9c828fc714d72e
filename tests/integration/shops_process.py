"""The real `shops` process for tests, and what they ask of it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from sqlalchemy import Engine, NullPool, create_engine, text

from services.shops import passcodes, store
from services.shops.migrate import REVISIONS
from services.shops.shop import Shop
from shared import migrations
from shared.contracts import Dish
from shared.events import CONTENT_TYPE, GatewayPresence, GatewayPresenceData, ShopEvent, decode_all
from shared.tokens import Signer, new_key, public_part
from stack import ports
from tests.servers import BrokerServer, PostgresServer, as_owner, as_service, wait_until

STOP_SECONDS = 15
ANSWER_SECONDS = 15
PASSCODE = "right passcode"

# Settings by which leases and grace periods take seconds.
LEASE_SECONDS = 6
GRACE_SECONDS = 6
QUICK = {
    "LEASE_SECONDS": str(LEASE_SECONDS),
    "SCREEN_LEASE_SECONDS": str(LEASE_SECONDS),
    "GRACE_SECONDS": str(GRACE_SECONDS),
    "SWEEP_SECONDS": "0.2",
}

SHOPS_KEY = new_key("shop:")
ORDERS_KEY = new_key("order:")
KITCHENS = Signer(json.dumps(SHOPS_KEY))
CUSTOMERS = Signer(json.dumps(ORDERS_KEY))
# Slow to make on purpose, and the same for all shops of the tests.
PASSCODE_HASH = passcodes.hashed(PASSCODE)

Result = TypeVar("Result")


@dataclass
class Shops:
    """One process of `shops`."""

    environment: dict[str, str]
    holder: socket.socket
    output: Path
    process: "subprocess.Popen[bytes] | None" = None
    client: httpx.Client = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        base_url = f"http://127.0.0.1:{self.environment['HTTP_PORT']}"
        limits = httpx.Limits(max_connections=50)
        self.client = httpx.Client(base_url=base_url, timeout=ANSWER_SECONDS, limits=limits)
        self.engine = create_engine(as_owner(self.environment["DATABASE_URL"]), poolclass=NullPool)

    def start(self) -> None:
        """Start the process and return when it answers; ready it need not be."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "services.shops"],
                env={**os.environ, **self.environment},
                stdout=output,
                stderr=output,
            )
        wait_until(self.alive, "shops")

    def alive(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return self.client.get("/healthz").status_code == 200
        return False

    def ready(self) -> bool:
        return self.client.get("/readyz").status_code == 200

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop the process and return its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[None]:
        """Freeze the process meanwhile; to others its connections look alive."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def log(self) -> list[dict[str, Any]]:
        """Return the lines that the process has logged."""
        return [json.loads(line) for line in self.output.read_text().splitlines()]

    def metric(self, name: str, **labels: str) -> float:
        """Return a metric's value, 0 for one that is not there yet."""
        for line in self.client.get("/metrics").text.splitlines():
            if line.startswith(name) and all(f'{k}="{v}"' in line for k, v in labels.items()):
                return float(line.rpartition(" ")[2])
        return 0

    def heard(self) -> float:
        """Return how many words of gateways it has dealt with."""
        return self.metric("consumer_messages_total", queue="shops.presence", outcome="handled")

    def sql(self, statement: str, **values: object) -> Any:
        """Run a statement; return the rows of a query, as tuples."""
        with self.engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else None

    def a_shop(self, **changes: Any) -> str:
        """Make a shop of a new id, with PASSCODE, an egg and rice; return its id."""
        values: dict[str, Any] = {
            "id": f"shop-{uuid4().hex[:12]}",
            "name": "Shop 1",
            "currency": "CNY",
            "timezone": "Asia/Shanghai",
            "accept_minutes": 10,
            "passcode_hash": PASSCODE_HASH,
            "sessions_since": datetime.now(UTC) - timedelta(seconds=1),
            "open": True,
            "menu": (
                Dish(id="egg", name="egg", price=300, available=True),
                Dish(id="rice", name="rice", price=100, available=True),
            ),
        }
        shop = Shop(**values | changes)
        with self.engine.begin() as connection:
            assert store.create(connection, shop)
        return shop.id

    def shop(self, shop_id: str) -> dict[str, Any]:
        """Return the shop as its page shows it."""
        answer = self.client.get(f"/api/shops/{shop_id}")
        assert answer.status_code == 200, answer.text
        shop: dict[str, Any] = answer.json()
        return shop

    def call(
        self, method: str, path: str, body: Any = None, token: str | None = None, **more: Any
    ) -> httpx.Response:
        """Return the answer to a call below /api/shops."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= more.pop("headers", {})
        if body is not None:
            more["json"] = body
        return self.client.request(method, f"/api/shops{path}", headers=headers, **more)

    def log_in(self, shop_id: str, passcode: str = PASSCODE, **more: Any) -> httpx.Response:
        """Try a passcode, from the address `address`."""
        address = more.pop("address", f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1")
        return self.call(
            "POST",
            f"/{shop_id}/sessions",
            {"passcode": passcode, **more},
            headers={"X-Real-IP": address},
        )

    def attend(self, shop_id: str, screen: str = "wall") -> httpx.Response:
        """Say over HTTP that a kitchen's screen is there."""
        return self.call("PUT", f"/{shop_id}/presence", {"screen": screen}, kitchen(shop_id))

    def change(self, shop_id: str, **changes: Any) -> dict[str, Any]:
        """Change a shop as its kitchen does, and return it."""
        return self._changed(f"/{shop_id}", shop_id, changes)

    def change_dish(self, shop_id: str, dish_id: str, **changes: Any) -> dict[str, Any]:
        """Change a dish as the shop's kitchen does, and return it."""
        return self._changed(f"/{shop_id}/menu/{dish_id}", shop_id, changes)

    def _changed(self, path: str, shop_id: str, changes: dict[str, Any]) -> dict[str, Any]:
        answer = self.call("PATCH", path, changes, kitchen(shop_id))
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content


def kitchen(shop_id: str, **changes: Any) -> str:
    """Return a token of the shop's kitchen, changed as given."""
    values: dict[str, Any] = {"send": True, "presence": True, "lifetime_seconds": 3600}
    token, _ = KITCHENS.mint(f"shop:{shop_id}", "kitchen", **values | changes)
    return token


def customer() -> str:
    """Return the token of an order's customer."""
    token, _ = CUSTOMERS.mint(
        f"order:{uuid4()}", "customer", send=False, presence=False, lifetime_seconds=3600
    )
    return token


def presence(gateway: str, number: int, *shop_ids: str, lease_seconds: float = 15) -> bytes:
    """Return a gateway's word that the kitchens of these shops are there."""
    data = GatewayPresenceData(
        gateway=gateway,
        number=number,
        expires_at=datetime.now(UTC) + timedelta(seconds=lease_seconds),
        channels=tuple(f"shop:{shop_id}" for shop_id in shop_ids),
    )
    return GatewayPresence.of(data).encode()


def say(broker: BrokerServer, body: bytes) -> None:
    """Publish what a gateway says; returns when the broker has it."""
    answer = broker.management(
        "POST",
        "/exchanges/orderbell/clients/publish",
        {
            "routing_key": "gateway.presence",
            "payload": body.decode(),
            "payload_encoding": "string",
            "properties": {"content_type": CONTENT_TYPE, "delivery_mode": 2},
        },
    )
    assert answer["routed"]


def hear(shops: Shops, broker: BrokerServer, *words: bytes) -> None:
    """Have the process hear these words one after the other; return when each is dealt with."""

    def is_dealt_with(before: float) -> bool:
        return shops.heard() > before

    for word in words:
        before = shops.heard()
        say(broker, word)
        wait_until(partial(is_dealt_with, before), "the gateway's word")


def published(broker: BrokerServer, queue: str = "orders.shops") -> list[ShopEvent]:
    """Take and return the shop events that wait in a queue."""
    messages = broker.management(
        "POST",
        f"/queues/orderbell/{queue}/get",
        {"count": 1000, "ackmode": "ack_requeue_false", "encoding": "auto"},
    )
    bodies = [message["payload"].encode() for message in messages]
    events = [event for body in bodies for event in decode_all(body)]
    return [event for event in events if isinstance(event, ShopEvent)]


def environment(database_url: str, broker_url: str) -> dict[str, str]:
    """Return what a process of `shops` needs to know, but for its port."""
    keys = {"keys": [public_part(SHOPS_KEY), public_part(ORDERS_KEY)]}
    return {
        "DATABASE_URL": as_service(database_url),
        "BROKER_URL": broker_url,
        "TOKEN_PRIVATE_KEY": json.dumps(SHOPS_KEY),
        "TOKEN_PUBLIC_KEYS": json.dumps(keys),
    }


def migrate(database_url: str) -> "subprocess.CompletedProcess[bytes]":
    """Make the tables as an operator would."""
    return subprocess.run(
        [sys.executable, "-m", "services.shops.migrate"],
        env={**os.environ, "DATABASE_URL": database_url},
        check=True,
        timeout=60,
        stdout=subprocess.PIPE,
    )


@contextlib.contextmanager
def a_shops(database_url: str, broker_url: str, output: Path, **settings: str) -> Iterator[Shops]:
    """Run a process of `shops` on a database, migrated or not; `output` gets its log."""
    holder = ports.reserve()
    values = environment(database_url, broker_url) | {"HTTP_PORT": str(ports.number(holder))}
    shops = Shops(values | settings, holder, output)
    shops.start()
    try:
        yield shops
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired, ProcessLookupError):
            shops.stop()
        assert shops.process is not None
        shops.process.kill()
        shops.process.wait(STOP_SECONDS)
        shops.client.close()
        shops.engine.dispose()
        holder.close()


@contextlib.contextmanager
def fresh_shops(
    postgres: PostgresServer, broker: BrokerServer, output: Path, **settings: str
) -> Iterator[Shops]:
    """Run a process of `shops` on a database of its own, and return when it is ready."""
    database_url = postgres.create_database("shops")
    migrations.migrate(database_url, REVISIONS)
    with a_shops(database_url, broker.url("shops"), output, **settings) as shops:
        wait_until(shops.ready, "a ready shops")
        yield shops


def at_once(*calls: Callable[[], Result]) -> list[Result]:
    """Return what the calls return, all begun at the same moment on threads of their own."""
    gate = threading.Barrier(len(calls))

    def call(function: Callable[[], Result]) -> Result:
        gate.wait()
        return function()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, calls))
