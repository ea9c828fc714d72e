"""Bad input on the socket through the edge: the documented close code, and nobody else suffers."""

import contextlib
import json
import os
import socket as sockets
import struct
from base64 import b64encode
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from shared.contracts import Dish
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import Kitchen, open_kitchen
from tests.e2e.running import Running
from tests.servers import wait_until

CROWD = 1000
# A line about each of them has far more; whatever else happens meanwhile may be told.
CHARACTERS_EACH = 10


def test_a_customers_socket_claims_no_receipts(client: Client, shared_kitchen: Kitchen) -> None:
    order, token = placed(client, shared_kitchen.shop_id)
    with client.socket(token, shared_kitchen.token) as socket:
        for channel in (f"order:{order['id']}", "shop:shop1", "order:x"):
            socket.message(channel, {"received": [order["id"]]})
            assert socket.wait_for(type="error")["code"] == "forbidden"
        # What a kitchen sends that is no receipt changes nothing either.
        for data in ({}, {"received": order["id"]}, {"received": [1, None, "x"]}, {"x": "\0"}):
            socket.message(shared_kitchen.channel, data)
        shared_kitchen.act(order, "accept")
        assert socket.wait_for(event="order.accepted")["order"]["version"] == 2


MESSAGES = {
    "binary": (b"\x00\x01", 4400),
    "no JSON": ("hello", 4400),
    "deep": ("[" * 10_000, 4400),
    "no frame of ours": ('{"type":"subscribed","channel":"shop:shop1"}', 4400),
    "a channel of another type": ('{"type":"subscribe","channel":["public:shops"]}', 4400),
    "half a surrogate pair": ('{"type":"message","channel":"a","data":{"a":"\\ud800"}}', 4400),
    "one megabyte": ("x" * 1_000_000, 4413),
    "another's channel": ('{"type":"subscribe","channel":"shop:shop1"}', 4401),
    "an empty token": ('{"type":"subscribe","token":""}', 4401),
}


@pytest.mark.parametrize(("message", "code"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_that_makes_no_sense(client: Client, message: str | bytes, code: int) -> None:
    with client.socket("public:shops") as other:
        with client.socket("public:shops") as socket:
            with contextlib.suppress(ConnectionClosed):
                socket.connection.send(message)
            assert socket.close_code() == code
        assert other.subscribe("public:shop:shop1") == "public:shop:shop1"


def connected(client: Client, **options: int) -> sockets.socket:
    """Return a bare connection to the edge, with these socket options."""
    url = urlsplit(client.url)
    bare = sockets.socket()
    for name, value in options.items():
        bare.setsockopt(sockets.SOL_SOCKET, getattr(sockets, name), value)
    bare.bind((client.address, 0))
    bare.connect((url.hostname, url.port))
    return bare


@pytest.mark.answers("1013")
def test_a_client_that_never_reads_is_closed_and_holds_up_nobody(
    system: Running, client: Client
) -> None:
    dishes = [Dish(id=f"d{n}", name="菜" * 80, price=1, available=True) for n in range(400)]
    kitchen = open_kitchen(system, client, dishes)
    channel = f"public:shop:{kitchen.shop_id}"
    closed = 'gateway_closes_total{code="1013"}'
    before = system.metric("gateway", closed)
    slow = connected(client, SO_RCVBUF=4096)
    with client.socket(channel, sock=slow, max_queue=1) as asleep, client.socket(channel) as awake:
        numbers = iter(range(300))
        while system.metric("gateway", closed) == before:
            name = f"name {next(numbers)}"
            kitchen.change_shop(name=name)
            while awake.wait_for(type="event")["shop"]["name"] != name:
                pass
        assert asleep.close_code() == 1013
        kitchen.change_shop(name="the last")
        while awake.wait_for(type="event")["shop"]["name"] != "the last":
            pass


def vanish(client: Client) -> None:
    """Connect, subscribe, and reset the connection without a close."""
    key = b64encode(os.urandom(16)).decode()
    bare = connected(client)
    bare.sendall(
        f"GET /ws HTTP/1.1\r\nHost: {urlsplit(client.url).netloc}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    assert bare.recv(1000).startswith(b"HTTP/1.1 101")
    subscribe = json.dumps({"type": "subscribe", "channel": "public:shops"}).encode()
    bare.sendall(Frame(Opcode.TEXT, subscribe).serialize(mask=True))
    assert b"subscribed" in bare.recv(1000)
    bare.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
    bare.close()


def test_a_thousand_clients_that_vanish_are_forgotten_in_silence(
    system: Running, client: Client, shared_kitchen: Kitchen
) -> None:
    written = len(system.log("gateway"))
    before = system.metric("gateway", "gateway_connections")
    for _ in range(CROWD):
        vanish(client)
    wait_until(
        lambda: system.metric("gateway", "gateway_connections") <= before, "the end of them all"
    )
    assert len(system.log("gateway")) - written < CROWD * CHARACTERS_EACH
    with client.socket(shared_kitchen.token) as screen:
        order, _ = placed(client, shared_kitchen.shop_id)
        while screen.wait_for(event="order.placed")["order"] != order:
            pass
