"""A shop at work: customers order, a screen shows, a cook cooks; in the end nothing is lost."""

import contextlib
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from tests.e2e.client import Client, Socket, basket, by, place
from tests.e2e.kitchens import Kitchen
from tests.servers import wait_until

CUSTOMERS = 3
ORDER_EVERY_SECONDS = 0.4
PAUSE_SECONDS = 0.05
RETRY_SECONDS = 0.2
RETRIES_MAX = 100
# Orders are placed before the first disturbance and after the last as well.
QUIET_SECONDS = 2.0
NEXT_STEP = {"placed": "accept", "accepted": "ready", "ready": "complete"}
Order = dict[str, Any]


@dataclass
class Calls:
    """Makes calls until they are answered for good, and counts what came before that."""

    refused: Counter[str] = field(default_factory=Counter)

    def until_answered(self, name: str, call: Callable[[], httpx.Response]) -> httpx.Response:
        """Return the first answer that does not ask to try again.

        503 does (the client has seen to its Retry-After), and a connection that breaks.
        """
        for _ in range(RETRIES_MAX):
            try:
                answer = call()
            except httpx.TransportError as error:
                self.refused[f"{name}: {type(error).__name__}"] += 1
            else:
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer
                self.refused[f"{name}: 503"] += 1
            time.sleep(RETRY_SECONDS)
        raise TimeoutError(name)


@dataclass
class Customer:
    """Orders one egg after the other."""

    client: Client
    shop_id: str
    calls: Calls
    placed: dict[str, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)

    def order(self, over: threading.Event) -> None:
        """Place orders until it is over; each is tried with its own key until it is taken."""
        while not over.wait(ORDER_EVERY_SECONDS):
            wanted, key, began = basket(self.shop_id), str(uuid.uuid4()), time.monotonic()
            answer = self.calls.until_answered("place", partial(place, self.client, wanted, key))
            assert answer.status_code in {httpx.codes.CREATED, httpx.codes.OK}, answer.text
            self.placed[answer.json()["order"]["id"]] = answer.json()["token"]
            self.waits.append(time.monotonic() - began)

    def state(self, order_id: str) -> Order:
        """Return an order as it is."""
        headers = by(self.placed[order_id])
        answer = self.calls.until_answered(
            "read", lambda: self.client.http.get(f"/api/orders/{order_id}", headers=headers)
        )
        assert answer.status_code == httpx.codes.OK, answer.text
        order: Order = answer.json()
        return order


@dataclass
class Screen:
    """A kitchen's screen, and the cook who does what it shows."""

    kitchen: Kitchen
    calls: Calls
    shown: dict[str, Order] = field(default_factory=dict)
    sockets: int = 0

    def watch(self, over: threading.Event) -> None:
        """Keep a socket until it is over, and another one whenever it breaks."""
        while not over.is_set():
            with (
                contextlib.suppress(OSError, WebSocketException, TimeoutError),
                self.kitchen.client.socket(self.kitchen.token) as socket,
            ):
                self.sockets += 1
                self._catch_up()
                self._hear(socket, over)

    def cook(self, over: threading.Event) -> None:
        """Take each order one step further whenever the screen shows that it has come to the last.

        What the answers say is not shown: everything has to come by the socket.
        """
        done: dict[str, int] = {}
        while not over.wait(PAUSE_SECONDS):
            for order in list(self.shown.values()):
                if order["status"] in NEXT_STEP and done.get(order["id"], 0) < order["version"]:
                    self._act(order, NEXT_STEP[order["status"]])
                    done[order["id"]] = order["version"]

    def _act(self, order: Order, action: str) -> None:
        answer = self.calls.until_answered(action, lambda: self.kitchen.act(order, action))
        assert answer.status_code == httpx.codes.OK, answer.text

    def _hear(self, socket: Socket, over: threading.Event) -> None:
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                frame = socket.frame(PAUSE_SECONDS)
                if frame["type"] == "event":
                    self._show(frame["order"])
                elif frame["type"] == "resync":
                    self._catch_up()

    def _catch_up(self) -> None:
        """Show what the snapshot holds, and what became of the orders that it does not hold."""
        answer = self.calls.until_answered("snapshot", self.kitchen.orders)
        assert answer.status_code == httpx.codes.OK, answer.text
        held = {order["id"]: order for order in answer.json()["orders"]}
        for order_id, order in self.shown.copy().items():
            if order["status"] in NEXT_STEP and order_id not in held:
                ended = self.calls.until_answered(
                    "read", partial(self.kitchen.call, "GET", f"/api/orders/{order_id}")
                )
                self._show(ended.json())
        for order in held.values():
            self._show(order)

    def _show(self, order: Order) -> None:
        shown = self.shown.get(order["id"])
        if shown is None or shown["version"] < order["version"]:
            self.shown[order["id"]] = order


@dataclass(frozen=True)
class Shop:
    """A shop at work, and how to see that everybody is still at it."""

    calls: Calls
    at_work: Sequence["Future[None]"]

    def assert_at_work(self) -> None:
        """See that nobody has given up."""
        for thread in self.at_work:
            if thread.done():
                thread.result()
                raise AssertionError("somebody has stopped working")


@contextlib.contextmanager
def busy_shop(url: str, kitchen: Kitchen) -> Iterator[Shop]:
    """Have customers order and the kitchen cook meanwhile; in the end see that nothing was lost.

    Every order that was placed has come to its end on the screen, and is there as it is.
    """
    calls = Calls()
    screen = Screen(kitchen, calls)
    customers = [Customer(Client(url), kitchen.shop_id, calls) for _ in range(CUSTOMERS)]
    closed, over = threading.Event(), threading.Event()
    with ThreadPoolExecutor(CUSTOMERS + 2) as threads:
        cooking = [threads.submit(screen.watch, over), threads.submit(screen.cook, over)]
        ordering = [threads.submit(customer.order, closed) for customer in customers]
        try:
            time.sleep(QUIET_SECONDS)
            yield Shop(calls, [*cooking, *ordering])
            time.sleep(QUIET_SECONDS)
            closed.set()
            for thread in ordering:
                thread.result()
            placed = [id_ for customer in customers for id_ in customer.placed]
            wait_until(
                lambda: all(
                    screen.shown.get(id_, {}).get("status") == "completed" for id_ in placed
                ),
                "the end of every order on the screen",
            )
        finally:
            closed.set()
            over.set()
        for thread in cooking:
            thread.result()
    print(f"{len(placed)} orders, {screen.sockets} sockets, tried again: {dict(calls.refused)}")
    assert len(placed) == len(set(placed)) == len(screen.shown)
    for customer in customers:
        for order_id in customer.placed:
            assert screen.shown[order_id]["version"] == customer.state(order_id)["version"]
