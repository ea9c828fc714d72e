"""Bad input on the old sockets: one line or a close, and nobody else suffers."""

import contextlib
import json
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from tests.e2e.client import Client, placed
from tests.e2e.kitchens import PASSCODE, Kitchen, closed_kitchen, wait_until_orders_know
from tests.e2e.old_pages import (
    REMAKE,
    TEMPLATE,
    WIRES,
    OldKitchen,
    Wire,
    is_taken,
    line,
    old_kitchen,
    on_both_wires,
    order,
)
from tests.e2e.running import Running
from tests.servers import wait_until

REFUSED = "Wrong shop or passcode: log in as <shop id>:<passcode>"
UNSUPPORTED_DATA, POLICY_VIOLATION, TOO_BIG = 1007, 1008, 1009
FRAMES_A_MINUTE = 120
CROWD = 300


@pytest.fixture(scope="module")
def cook(system: Running) -> Iterator[Kitchen]:
    """Return a shop's kitchen, as the contract sees it."""
    client = Client(system.url)
    with client.http:
        yield closed_kitchen(system, client)


@pytest.fixture(scope="module")
def page(system: Running, cook: Kitchen) -> Iterator[OldKitchen]:
    """Return the old page of the same kitchen, which is there all the time."""
    client = Client(system.url)
    with client.http, old_kitchen(client, TEMPLATE, cook.shop_id) as page:
        wait_until_orders_know(client, cook.shop_id, accepting=True)
        yield page


LOGINS = (
    "' OR 1=1; DROP TABLE map; --",
    "SHOP:' OR '1'='1",
    "SHOP' --:open sesame",
    '"; DELETE FROM shops; --:x',
    "SHOP:open sesame\0",
    "SHOP\0:open sesame",
    "SHOP:open sesame\nshop1:shop1x",
    "\nHi shop1 , you get a new bill ---  gold",
    "SHOP/../shop1:shop1x",
    "SHOP%2f..:x",
    "shop1?x=1#y:z",
    "SHOP;online;online",
    "{}:{}",
    '{"shop_name":"SHOP","passcode":"open sesame"}',
    "::::",
    ":",
    "：：",
    "\u202eSHOP:open sesame",
    "\x01\x1b[2J:\x7f",
    "🍜" * 100 + ":" + "🍜" * 100,
    f"SHOP:{'x' * 900}",
)


@on_both_wires
def test_log_ins_that_make_no_sense_get_one_line_and_open_nothing(
    system: Running, cook: Kitchen, page: OldKitchen, wire: Wire
) -> None:
    for text in LOGINS:
        # At an address of its own each, or the limit would speak first.
        client = Client(system.url)
        with client.http, old_kitchen(client, wire) as strange:
            strange.connection.send(text.replace("SHOP", cook.shop_id) + wire.online)
            assert strange.line() == REFUSED, text
            assert strange.close_code() == POLICY_VIOLATION
    with Client(system.url).http as http:
        assert {"shop1", "shop2", "lanzhou", cook.shop_id} <= http.get(
            "/get_shop_info"
        ).json().keys()
    page.hears_next()


FRAMES = {
    "binary": (b"\x00\x01", POLICY_VIOLATION),
    "a log-in as binary": (b"SHOP:open sesame", POLICY_VIOLATION),
    "over the limit": ("x" * 2_000, TOO_BIG),
    "a megabyte": ("x" * 1_000_000, TOO_BIG),
    "over the limit in bytes": ("面" * 400, TOO_BIG),
}


@on_both_wires
@pytest.mark.parametrize(("frame", "code"), FRAMES.values(), ids=FRAMES)
def test_frames_that_no_old_page_writes_close_the_socket(
    shop: Kitchen, page: OldKitchen, wire: Wire, frame: str | bytes, code: int
) -> None:
    for logged_in_to in ("", shop.shop_id):
        with old_kitchen(shop.client, wire, logged_in_to) as strange:
            with contextlib.suppress(ConnectionClosed):
                strange.connection.send(frame)
            assert strange.close_code() == code
    page.hears_next()


@on_both_wires
def test_half_a_character_closes_the_socket(client: Client, page: OldKitchen, wire: Wire) -> None:
    with old_kitchen(client, wire) as strange:
        # A lone surrogate, as no encoder of UTF-8 writes it.
        text = Frame(Opcode.TEXT, b"shop1:\xed\xa0\x80")
        strange.connection.socket.sendall(text.serialize(mask=True))
        assert strange.close_code() == UNSUPPORTED_DATA
    page.hears_next()


@on_both_wires
@pytest.mark.parametrize("logged_in", [False, True])
def test_a_flood_of_frames_closes_the_socket_that_floods(
    shop: Kitchen, page: OldKitchen, wire: Wire, logged_in: bool
) -> None:
    text = "ping" if wire is REMAKE else f"{shop.shop_id}:{PASSCODE}"
    with old_kitchen(shop.client, wire, shop.shop_id if logged_in else "") as flooding:
        with contextlib.suppress(ConnectionClosed):
            # A minute may begin meanwhile.
            for _ in range(2 * FRAMES_A_MINUTE + 10):
                flooding.connection.send(text)
        with pytest.raises(ConnectionClosed) as closed:
            flooding.lines(2 * FRAMES_A_MINUTE + 10, 30)
        assert closed.value.rcvd is None or closed.value.rcvd.code == POLICY_VIOLATION
        page.hears_next()
    with old_kitchen(shop.client, wire, shop.shop_id):
        pass


@on_both_wires
def test_nobody_reads_a_shops_orders_without_its_passcode(
    cook: Kitchen, page: OldKitchen, shop: Kitchen, wire: Wire
) -> None:
    client = shop.client
    with (
        old_kitchen(client, wire) as silent,
        old_kitchen(client, wire, shop.shop_id) as neighbour,
        old_kitchen(client, REMAKE) as pinging,
    ):
        pinging.connection.send("ping")
        page.hears_next()
        placed(client, cook.shop_id)
        assert page.line() == line(cook.shop_id)
        assert is_taken(order(client, wire, shop.shop_id, addr="next door"))
        assert neighbour.line() == line(shop.shop_id, addr="next door")
        for strange in (silent, pinging):
            with pytest.raises(TimeoutError):
                strange.line(0.1)
        # What opened its own shop opens no other.
        neighbour.send_login(cook.shop_id, "wrong")
        assert neighbour.line() == REFUSED
        assert neighbour.close_code() == POLICY_VIOLATION


@pytest.mark.parametrize("path", ["/pgws/", "/pgws2", "/remake/", "/remake/pgws", "/remake/ws/x"])
def test_other_addresses_are_none(client: Client, path: str) -> None:
    assert client.http.get(path).status_code == httpx.codes.NOT_FOUND


def test_an_address_of_sockets_is_no_page(client: Client) -> None:
    for wire in WIRES:
        assert client.http.get(wire.socket).status_code == 426


def test_a_crowd_that_vanishes_is_forgotten(
    system: Running, client: Client, page: OldKitchen
) -> None:
    gauge = "template_connections"
    before = system.metric("template", gauge)
    for number in range(CROWD):
        with old_kitchen(client, WIRES[number % 2]) as strange:
            strange.connection.socket.close()
    wait_until(lambda: system.metric("template", gauge) <= before, "the end of them all")
    page.hears_next()


def test_a_line_with_quotes_stays_one_frame_of_json(client: Client, shop: Kitchen) -> None:
    text = '1"}{"data":"gold" \\ \' 🍜 \u202e'
    with old_kitchen(client, REMAKE, shop.shop_id) as remake:
        assert is_taken(order(client, REMAKE, shop.shop_id, addr=text))
        frame = remake.frame()
        assert json.loads(frame) == {"data": line(shop.shop_id, addr=text)}
        assert frame.startswith('{"data": "Hi ')
