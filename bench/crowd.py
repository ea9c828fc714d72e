"""Who comes to a system in the bench: customers at their sockets, shops, and kitchens' screens.

Their tokens are minted here, by the services' own keys: no log-in is measured.
"""

import json
import secrets
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, NullPool, create_engine

from bench import generate_shops
from bench.contestant import Opening
from bench.load.filling import Kitchen
from bench.load.screens import Screen
from bench.orders import basket
from shared.tokens import Signer
from tests.e2e.kitchens import a_shop, make_shops
from tests.e2e.running import Running

SUBPROTOCOL = "orderbell.v1"
TOKEN_SECONDS = 24 * 3600
SUBSCRIBED = '{"type":"subscribed"'
# Longer than any section: an order that nobody accepts is cancelled then.
ACCEPT_MINUTES = 60


def edge_port(system: Running) -> int:
    """Return the port of the edge."""
    return urlsplit(system.url).port or 0


def gateway_port(system: Running) -> int:
    """Return the port of the gateway itself."""
    return int(system.environment("gateway")["WEBSOCKET_PORT"])


def customers(system: Running, port: int, count: int) -> list[Opening]:
    """Return how so many customers open their sockets, each to hear of an order of its own."""
    signer = _signer(system, "orders")
    return [opening(_minted(signer, f"order:{uuid.uuid4()}"), port) for _ in range(count)]


def open_shops(system: Running, count: int) -> list[str]:
    """Make shops that are open, and return their ids; no order is cancelled in them."""
    shops = [replace(a_shop(accept_minutes=ACCEPT_MINUTES), open=True) for _ in range(count)]
    make_shops(system, *shops)
    return [shop.id for shop in shops]


def attended_shops(system: Running, count: int) -> list[str]:
    """Make shops that take orders, as if a kitchen were there for good, and return their ids.

    Both databases are written to, since to have thousands told to `orders` takes minutes.
    """
    stem = f"crowd-{secrets.token_hex(4)}-"
    attended = replace(a_shop(f"{stem}0", accept_minutes=ACCEPT_MINUTES), open=True)
    operator = system.environment("operator")
    with _connected(operator["SHOPS_DATABASE_URL"]) as connection:
        first = generate_shops.make_shops(connection, count, replace(attended, kitchen_online=True))
    with _connected(operator["ORDERS_DATABASE_URL"]) as connection:
        generate_shops.copy_shops(connection, first, count)
    return [f"{stem}{number}" for number in range(count)]


def screens(
    system: Running, shops: Sequence[str], each: int, *, presence: bool = True
) -> list[Screen]:
    """Return so many screens of each shop, behind the edge; without presence none is counted."""
    signer, port = _signer(system, "shops"), edge_port(system)
    found = []
    for shop_id in [*shops] * each:
        token = _minted(signer, f"shop:{shop_id}", presence=presence)
        path = f"/api/orders?shop_id={shop_id}&active=true"
        found.append(Screen(shop_id, opening(token, port), path, token))
    return found


def kitchens(system: Running, orders: dict[str, int]) -> list[Kitchen]:
    """Return who fills shops with orders: so many for each of these ids."""
    signer = _signer(system, "shops")
    return [
        Kitchen(shop_id, _minted(signer, f"shop:{shop_id}"), json.dumps(basket(shop_id)), count)
        for shop_id, count in orders.items()
    ]


def kitchen_token(system: Running, shop_id: str) -> str:
    """Return a token of a kitchen's session."""
    return _minted(_signer(system, "shops"), f"shop:{shop_id}")


def opening(token: str, port: int) -> Opening:
    """Return how whoever has a token opens a socket."""
    said = json.dumps({"type": "subscribe", "token": token})
    return Opening(port, "/ws", ((said, SUBSCRIBED),), SUBPROTOCOL)


def _connected(url: str) -> AbstractContextManager[Connection]:
    return create_engine(url, poolclass=NullPool).begin()


def _signer(system: Running, service: str) -> Signer:
    return Signer(Path(system.environment(service)["TOKEN_PRIVATE_KEY_FILE"]).read_text())


def _minted(signer: Signer, channel: str, *, presence: bool = True) -> str:
    is_kitchen = channel.startswith("shop:")
    token, _ = signer.mint(
        channel,
        "kitchen" if is_kitchen else "customer",
        send=is_kitchen,
        presence=is_kitchen and presence,
        lifetime_seconds=TOKEN_SECONDS,
    )
    return token
