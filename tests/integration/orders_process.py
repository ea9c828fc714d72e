"""The real `orders` process for tests, and what they ask of it."""

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
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from sqlalchemy import Engine, NullPool, create_engine, text

from services.orders.migrate import REVISIONS
from services.orders.shops import keep_shop
from shared.contracts import ShopState
from shared.migrations import migrate
from shared.tokens import Signer, new_key, public_part
from stack import ports
from tests.samples import a_shop
from tests.servers import BrokerServer, PostgresServer, as_owner, as_service, wait_until

STOP_SECONDS = 15
ANSWER_SECONDS = 15

SHOPS_KEY = new_key("shop:")
ORDERS_KEY = new_key("order:")
KITCHENS = Signer(json.dumps(SHOPS_KEY))
CUSTOMERS = Signer(json.dumps(ORDERS_KEY))

Result = TypeVar("Result")


@dataclass
class Orders:
    """One process of `orders`."""

    environment: dict[str, str]
    holder: socket.socket
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
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "services.orders"],
            env={**os.environ, **self.environment},
        )
        wait_until(self.alive, "orders")

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

    def sql(self, statement: str, **values: object) -> Any:
        """Run a statement; return the rows of a query, as tuples."""
        with self.engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else None

    def a_shop(self, **changes: Any) -> ShopState:
        """Return a shop of a new id that `orders` has a copy of."""
        return self.keep(a_shop(**{"id": f"shop-{uuid4().hex[:12]}", **changes}))

    def keep(self, shop: ShopState, **changes: Any) -> ShopState:
        """Have `orders` keep a copy of the shop, changed as given."""
        kept = shop.model_copy(update=changes)
        with self.engine.begin() as connection:
            keep_shop(connection, kept)
        return kept

    def post(self, path: str, body: Any = None, **headers: str | None) -> httpx.Response:
        return self.client.post(path, json=body, headers=_headers(headers))

    def get(self, path: str, token: str | None = None, **headers: str | None) -> httpx.Response:
        return self.client.get(path, headers=_headers({"Authorization": token, **headers}))

    def place(
        self, shop: ShopState | str, *, key: str | None = None, **body: Any
    ) -> httpx.Response:
        """Ask for an egg of the shop, or for what `body` says instead."""
        shop_id = shop if isinstance(shop, str) else shop.id
        return self.post(
            "/api/orders", a_basket(shop_id, **body), idempotency_key=key or str(uuid4())
        )

    def placed(self, shop: ShopState, **body: Any) -> dict[str, Any]:
        """Return an order that was just placed."""
        answer = self.place(shop, **body)
        assert answer.status_code == 201, answer.text
        order: dict[str, Any] = answer.json()["order"]
        return order

    def act(
        self, action: str, order: dict[str, Any], token: str | None, body: Any = None
    ) -> httpx.Response:
        return self.post(f"/api/orders/{order['id']}/{action}", body, authorization=token)

    def snapshot(self, shop: ShopState, **headers: str) -> httpx.Response:
        return self.get(f"/api/orders?shop_id={shop.id}&active=true", kitchen(shop.id), **headers)


def _headers(headers: dict[str, str | None]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items() if value is not None}


def a_basket(shop_id: str, **changes: Any) -> dict[str, Any]:
    """Return the body of an order for an egg, changed as given."""
    basket: dict[str, Any] = {
        "shop_id": shop_id,
        "items": [{"dish_id": "egg", "quantity": 1}],
        "customer": {"name": "Ada", "address": "1 Long Lane", "telephone": "555 0100"},
    }
    return basket | changes


def kitchen(shop_id: str, *, send: bool = True, issued_at: float | None = None) -> str:
    """Return the Authorization header of a kitchen of the shop."""
    token, _ = KITCHENS.mint(
        f"shop:{shop_id}",
        "kitchen",
        send=send,
        presence=send,
        lifetime_seconds=3600,
        issued_at=issued_at,
    )
    return f"Bearer {token}"


def customer(order_id: object, *, lifetime_seconds: float = 3600) -> str:
    """Return the Authorization header of an order's customer."""
    token, _ = CUSTOMERS.mint(
        f"order:{order_id}",
        "customer",
        send=False,
        presence=False,
        lifetime_seconds=lifetime_seconds,
    )
    return f"Bearer {token}"


def environment(database_url: str, broker_url: str) -> dict[str, str]:
    """Return what a process of `orders` needs to know, but for its port."""
    keys = {"keys": [public_part(SHOPS_KEY), public_part(ORDERS_KEY)]}
    return {
        "DATABASE_URL": as_service(database_url),
        "BROKER_URL": broker_url,
        "TOKEN_PRIVATE_KEY": json.dumps(ORDERS_KEY),
        "TOKEN_PUBLIC_KEYS": json.dumps(keys),
        # Where no kitchen is there to confirm orders, each is published once all the same.
        "RECEIVE_SECONDS": "600",
    }


@contextlib.contextmanager
def an_orders(database_url: str, broker_url: str, **settings: str) -> Iterator[Orders]:
    """Run a process of `orders` on a database, migrated or not."""
    holder = ports.reserve()
    values = environment(database_url, broker_url) | {"HTTP_PORT": str(ports.number(holder))}
    orders = Orders(values | settings, holder)
    orders.start()
    try:
        yield orders
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired, ProcessLookupError):
            orders.stop()
        assert orders.process is not None
        orders.process.kill()
        orders.process.wait(STOP_SECONDS)
        orders.client.close()
        orders.engine.dispose()
        holder.close()


@contextlib.contextmanager
def fresh_orders(
    postgres: PostgresServer, broker: BrokerServer, **settings: str
) -> Iterator[Orders]:
    """Run a process of `orders` on a database of its own, and return when it is ready."""
    database_url = postgres.create_database("orders")
    migrate(database_url, REVISIONS)
    with an_orders(database_url, broker.url("orders"), **settings) as orders:
        wait_until(orders.ready, "a ready orders")
        yield orders


def at_once(*calls: Callable[[], Result]) -> list[Result]:
    """Return what the calls return, all begun at the same moment on threads of their own."""
    gate = threading.Barrier(len(calls))

    def call(function: Callable[[], Result]) -> Result:
        gate.wait()
        return function()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, calls))
