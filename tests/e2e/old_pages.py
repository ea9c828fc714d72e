"""Pages that were written for the template or for its remake: they know the old wires alone."""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.e2e.client import FRAME_SECONDS, Client
from tests.e2e.kitchens import PASSCODE
from tests.e2e.running import Running
from tests.servers import wait_until

# Pages that are opened from a file are of this origin.
FILE = Origin("null")
CUSTOMER = {"user": "Ada", "addr": "1 Long Lane", "telephone": "555 0100"}


@dataclass(frozen=True)
class Wire:
    """Where a wire's sockets, orders and shops are, and what its kitchen adds to a log-in."""

    socket: str
    order: str
    shops: str
    online: str


TEMPLATE = Wire("/pgws", "/bill", "/get_shop_info", "")
REMAKE = Wire("/remake/ws", "/remake/order", "/remake/get_shop_info", ";online")
WIRES = (TEMPLATE, REMAKE)
on_both_wires = pytest.mark.parametrize("wire", WIRES, ids=["template", "remake"])


class OldKitchen:
    """A kitchen's page of either wire, at a client's address."""

    def __init__(self, client: Client, wire: Wire, connection: ClientConnection) -> None:
        self.client = client
        self.wire = wire
        self.connection = connection
        self.shop = ""

    def send_login(self, shop: str, passcode: str = PASSCODE) -> None:
        """Write the shop's name as such a page does, with its passcode."""
        self.connection.send(f"{shop}:{passcode}{self.wire.online}")

    def log_in(self, shop: str, passcode: str = PASSCODE) -> None:
        """Log in, and return when the kitchen is greeted."""
        self.send_login(shop, passcode)
        assert self.line() == greeting(shop)
        self.shop = shop

    def frame(self, limit_seconds: float = FRAME_SECONDS) -> str:
        """Return the next frame as it comes; raises TimeoutError, ConnectionClosed."""
        frame = self.connection.recv(limit_seconds)
        assert isinstance(frame, str)
        return frame

    def line(self, limit_seconds: float = FRAME_SECONDS) -> str:
        """Return the text of the next frame."""
        frame = self.frame(limit_seconds)
        if self.wire is TEMPLATE:
            return frame
        content = json.loads(frame)
        assert content.keys() == {"data"}
        return str(content["data"])

    def lines(self, count: int, limit_seconds: float = FRAME_SECONDS) -> list[str]:
        """Return the texts of the next frames, within one limit for all of them."""
        deadline = time.monotonic() + limit_seconds
        return [self.line(max(0.0, deadline - time.monotonic())) for _ in range(count)]

    def hears_next(self, limit_seconds: float = FRAME_SECONDS, **changes: str) -> None:
        """See that of an order that is placed now the next frame is the line: none is between."""
        assert is_taken(order(self.client, self.wire, self.shop, **changes))
        expected = {name: text for name, text in changes.items() if name != "user"}
        assert self.line(limit_seconds) == line(self.shop, **expected)

    def close_code(self, limit_seconds: float = FRAME_SECONDS) -> int | None:
        """Return the code with which the socket is closed, and see that no frame comes before."""
        try:
            frame = self.connection.recv(limit_seconds)
        except ConnectionClosed as closed:
            return int(closed.rcvd.code) if closed.rcvd else None
        raise AssertionError(f"one more frame: {frame!r}")


@contextlib.contextmanager
def old_kitchen(client: Client, wire: Wire, shop: str = "", **options: Any) -> Iterator[OldKitchen]:
    """Return a kitchen's page at a client's address, logged in if a shop is named."""
    chosen: dict[str, Any] = {
        "origin": FILE,
        "source_address": (client.address, 0),
        "compression": None,
        "proxy": None,
        "ping_interval": None,
        "close_timeout": 1,
        "max_queue": None,
        **options,
    }
    with connect(f"ws://{urlsplit(client.url).netloc}{wire.socket}", **chosen) as connection:
        page = OldKitchen(client, wire, connection)
        if shop:
            page.log_in(shop)
        yield page


def wait_until_all_have_left(system: Running) -> None:
    """Return when what each page that has gone was sent is kept, for when it comes back.

    Its socket ends a moment earlier, and whoever comes back before that is taken for another.
    """
    gauge = "template_connections"
    wait_until(lambda: system.metric("template", gauge) == 0, "the end of all old sockets")


def wanted(wire: Wire, shop: str, *dishes: str, **changes: Any) -> dict[str, Any]:
    """Return what such a page sends to order these dishes; an egg, unless told otherwise."""
    names = dishes or ("egg",)
    if wire is TEMPLATE:
        return {**CUSTOMER, "shop_name": shop, "dish": ",".join(names), **changes}
    rows = [{"dish": name, "price": 0.01} for name in names]
    return {**CUSTOMER, "shop_name": shop, "dishList": rows, **changes}


def order(client: Client, wire: Wire, shop: str, *dishes: str, **changes: Any) -> httpx.Response:
    """Order dishes as such a page does."""
    return client.http.post(wire.order, json=wanted(wire, shop, *dishes, **changes))


def is_taken(answer: httpx.Response) -> bool:
    """Tell whether an order was taken, on either wire."""
    content = answer.json()
    return answer.status_code == 200 and 0 in (content.get("error_code"), content.get("code"))


def greeting(shop: str) -> str:
    """Return what a kitchen is told that has logged in."""
    return f"{shop}  Online !!!"


def line(shop: str, dishes: str = "egg", **changes: str) -> str:
    """Return the line of a new order of CUSTOMER, to the letter."""
    who = CUSTOMER | changes
    return (
        f"Hi {shop} , you get a new bill ---  {dishes},"
        f" addr {who['addr']} , telephone {who['telephone']} -_- "
    )


def cancelled(shop: str, dishes: str = "egg") -> str:
    """Return the line of an order that was called off after its first line."""
    return line(shop, dishes).replace("you get a new bill", "this bill was cancelled")
