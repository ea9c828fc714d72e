"""Shops of tests' own, made as an operator makes them, and the kitchens that log in to them."""

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
from argon2 import PasswordHasher
from sqlalchemy import NullPool, create_engine

from services.shops import store
from services.shops.shop import Shop
from shared.contracts import Dish
from tests.e2e.client import Client, basket, by, place
from tests.e2e.running import Running
from tests.servers import wait_until

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PASSCODE = "open sesame"
SHOP_ZONE = "Asia/Shanghai"
# Where a screen is that stands in another time zone than its shop.
ELSEWHERE = "America/Los_Angeles"
EGG = Dish(id="egg", name="egg", price=300, available=True)
RICE = Dish(id="rice", name="rice", price=100, available=True)


@dataclass(frozen=True)
class Kitchen:
    """A kitchen's session, and the calls that it makes."""

    client: Client
    shop_id: str
    token: str

    @property
    def channel(self) -> str:
        """Its shop's channel."""
        return f"shop:{self.shop_id}"

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Make a call with the session's token."""
        options["headers"] = by(self.token) | options.get("headers", {})
        return self.client.http.request(method, path, **options)

    def change_shop(self, **changes: Any) -> httpx.Response:
        """Open, close or rename the shop."""
        return self.call("PATCH", f"/api/shops/{self.shop_id}", json=changes)

    def attend(self, screen: str = "wall") -> httpx.Response:
        """Say over HTTP that a screen is there."""
        path = f"/api/shops/{self.shop_id}/presence"
        return self.call("PUT", path, json={"screen": screen})

    def act(self, order: Any, action: str, body: Any = None) -> httpx.Response:
        """Do something to an order."""
        return self.call("POST", f"/api/orders/{order['id']}/{action}", json=body)

    def confirm(self, *order_ids: str) -> httpx.Response:
        """Confirm over HTTP that these orders were shown."""
        wanted = {"shop_id": self.shop_id, "orders": order_ids}
        return self.call("POST", "/api/orders/received", json=wanted)

    def orders(self, **options: Any) -> httpx.Response:
        """Ask for the snapshot, or with `active=False` for the orders that ended."""
        headers = options.pop("headers", {})
        params = {"shop_id": self.shop_id, "active": True, **options}
        return self.call("GET", "/api/orders", params=params, headers=headers)


def make_shops(system: Running, *shops: Shop) -> None:
    """Put shops into the database, as the operator's command does."""
    url = system.environment("operator")["SHOPS_DATABASE_URL"]
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for shop in shops:
            assert store.create(connection, shop)


def a_shop(shop_id: str = "", menu: Sequence[Dish] = (EGG, RICE), accept_minutes: int = 10) -> Shop:
    """Return a closed shop, of a new id unless one is given, with the passcode PASSCODE."""
    return Shop(
        id=shop_id or f"test-{secrets.token_hex(6)}",
        name="Test kitchen",
        currency="CNY",
        timezone=SHOP_ZONE,
        accept_minutes=accept_minutes,
        passcode_hash=_hashed(PASSCODE),
        sessions_since=LONG_AGO,
        menu=tuple(menu),
    )


def log_in(client: Client, shop_id: str, passcode: str = PASSCODE, **more: Any) -> httpx.Response:
    """Log in to a shop's kitchen."""
    wanted = {"passcode": passcode, **more}
    return client.http.post(f"/api/shops/{shop_id}/sessions", json=wanted)


def closed_kitchen(
    system: Running, client: Client, menu: Sequence[Dish] = (EGG, RICE), accept_minutes: int = 10
) -> Kitchen:
    """Make a shop and log in to it; it is closed and nobody is there."""
    shop = a_shop(menu=menu, accept_minutes=accept_minutes)
    make_shops(system, shop)
    answer = log_in(client, shop.id)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    return Kitchen(client, shop.id, answer.json()["token"])


def open_kitchen(system: Running, client: Client, menu: Sequence[Dish] = (EGG, RICE)) -> Kitchen:
    """Make a shop, log in, open it, and return when it takes orders."""
    kitchen = closed_kitchen(system, client, menu)
    assert kitchen.change_shop(open=True).status_code == httpx.codes.OK
    assert kitchen.attend().status_code == httpx.codes.OK
    wait_until_orders_know(client, kitchen.shop_id, accepting=True)
    return kitchen


@contextlib.contextmanager
def staying(kitchen: Kitchen) -> Iterator[Kitchen]:
    """Have a kitchen be there for longer than its screen's lease."""
    with kitchen.client.socket(kitchen.token):
        yield kitchen


def wait_until_orders_know(client: Client, shop_id: str, *, accepting: bool) -> None:
    """Return when an order would be taken, or would not be.

    It is asked for a dish that no menu has: such an order leaves nothing behind.
    """
    unknown = basket(shop_id, items=[{"dish_id": "no-such-dish", "quantity": 1}])
    expected = "unknown_dish" if accepting else "shop_closed"
    wait_until(lambda: place(client, unknown).json()["code"] == expected, expected)


def wait_until_refused(kitchen: Kitchen, dish_id: str = "egg", **refusal: Any) -> None:
    """Return when one of this dish would be refused so: by then the orders know of the change."""
    items = [{"dish_id": dish_id, "quantity": 1}]
    wanted = basket(kitchen.shop_id, items=items, expected_total=1)
    wait_until(
        lambda: place(kitchen.client, wanted).json().items() >= refusal.items(), str(refusal)
    )


@cache
def _hashed(passcode: str) -> str:
    # With parameters that cost little: every test has a shop of its own.
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(passcode)
