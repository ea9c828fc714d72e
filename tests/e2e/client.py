"""An outside client: it knows the contract alone, and holds every answer against it.

Every code that an answer, an `error` frame or a close carries is noted in CODES_SEEN.
"""

import contextlib
import itertools
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

PROBLEM = "application/problem+json"
SUBPROTOCOL = Subprotocol("orderbell.v1")
ANSWER_SECONDS = 20.0
FRAME_SECONDS = 30.0

CODES_SEEN: set[str] = set()
_addresses = itertools.count()


class Client:
    """Somebody at an address of their own: limits by address are theirs alone."""

    def __init__(self, url: str) -> None:
        self.url = url
        number = next(_addresses)
        self.address = f"127.{1 + number // 62500}.{number // 250 % 250}.{2 + number % 250}"
        self.http = httpx.Client(
            base_url=url,
            timeout=ANSWER_SECONDS,
            transport=httpx.HTTPTransport(local_address=self.address),
            event_hooks={"response": [hold_against_contract]},
        )

    @contextlib.contextmanager
    def socket(self, *subscriptions: str, **options: Any) -> Iterator["Socket"]:
        """Return a socket that is subscribed to these channels, or by these tokens."""
        chosen: dict[str, Any] = {
            "subprotocols": [SUBPROTOCOL],
            "compression": None,
            "proxy": None,
            "ping_interval": None,
            "close_timeout": 1,
            # A page's socket reads whether or not the page looks.
            "max_queue": None,
            **options,
        }
        with connect(f"ws://{urlsplit(self.url).netloc}/ws", **chosen) as connection:
            socket = Socket(connection)
            for subscription in subscriptions:
                socket.subscribe(subscription)
            yield socket


def hold_against_contract(answer: httpx.Response) -> None:
    """See that an error is a problem document with a code, and no accident; note the code."""
    if answer.status_code < httpx.codes.BAD_REQUEST:
        return
    answer.read()
    assert answer.status_code != httpx.codes.INTERNAL_SERVER_ERROR, answer.text
    if not answer.request.url.path.startswith("/api/"):
        return
    assert answer.headers["Content-Type"] == PROBLEM, answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert isinstance(problem["type"], str)
    assert isinstance(problem["title"], str)
    assert "Traceback" not in answer.text
    if answer.status_code in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}:
        assert int(answer.headers["Retry-After"]) >= 1
    CODES_SEEN.add(problem["code"])


class Socket:
    """A socket that speaks `orderbell.v1`."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send(self, content: Any) -> None:
        """Send a frame."""
        self.connection.send(json.dumps(content))

    def message(self, channel: str, data: Any) -> None:
        """Send a message on a channel."""
        self.send({"type": "message", "channel": channel, "data": data})

    def subscribe(self, token_or_channel: str) -> str:
        """Subscribe, and return the channel that the answer names."""
        kind = "channel" if token_or_channel.startswith("public:") else "token"
        self.send({"type": "subscribe", kind: token_or_channel})
        return str(self.wait_for(type="subscribed")["channel"])

    def frame(self, limit_seconds: float = FRAME_SECONDS) -> dict[str, Any]:
        """Return the next frame; raises TimeoutError, or ConnectionClosed with its code noted."""
        try:
            text = self.connection.recv(limit_seconds)
        except ConnectionClosed as closed:
            if closed.rcvd:
                CODES_SEEN.add(str(int(closed.rcvd.code)))
            raise
        assert isinstance(text, str)
        frame: dict[str, Any] = json.loads(text)
        if frame["type"] == "error":
            CODES_SEEN.add(frame["code"])
        return frame

    def wait_for(self, limit_seconds: float = FRAME_SECONDS, **members: Any) -> dict[str, Any]:
        """Return the next frame that has these members, whatever comes before."""
        deadline = time.monotonic() + limit_seconds
        while True:
            frame = self.frame(max(0.0, deadline - time.monotonic()))
            if members.items() <= frame.items():
                return frame

    def close_code(self, limit_seconds: float = FRAME_SECONDS) -> int | None:
        """Return the code with which the socket is closed, whatever comes before."""
        try:
            while True:
                self.frame(limit_seconds)
        except ConnectionClosed as closed:
            return int(closed.rcvd.code) if closed.rcvd else None


def basket(shop_id: str, **changes: Any) -> dict[str, Any]:
    """Return what a customer orders: an egg, unless told otherwise."""
    return {
        "shop_id": shop_id,
        "items": [{"dish_id": "egg", "quantity": 1}],
        "customer": {"name": "Ada", "address": "1 Long Lane", "telephone": "555 0100"},
        **changes,
    }


def place(client: Client, wanted: Any, key: str | None = None) -> httpx.Response:
    """Ask for an order, with a new key unless one is given."""
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return client.http.post("/api/orders", json=wanted, headers=headers)


def placed(client: Client, shop_id: str, **changes: Any) -> tuple[dict[str, Any], str]:
    """Place an order, and return it and its customer's token."""
    answer = place(client, basket(shop_id, **changes))
    assert answer.status_code == httpx.codes.CREATED, answer.text
    content = answer.json()
    return content["order"], content["token"]


def by(token: str) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
