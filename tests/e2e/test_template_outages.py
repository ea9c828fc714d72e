"""Parts that die or stay away: what old pages see of it, meanwhile and afterwards."""

import contextlib
import time
from collections.abc import Iterator

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from stack.system import TEMPLATE as ADAPTER
from tests.e2e.client import Client, placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.old_pages import (
    REMAKE,
    TEMPLATE,
    WIRES,
    OldKitchen,
    Wire,
    greeting,
    is_taken,
    line,
    old_kitchen,
    on_both_wires,
    order,
)
from tests.e2e.running import Running
from tests.servers import wait_until

# Below the 45 s after which a page asks in any case.
POLLED_SECONDS = 20.0
BACK_SECONDS = 40.0
CUSTOMER = {"name": "Ada", "address": "1 Long Lane", "telephone": "555 0100"}
UNKNOWN = "it is not known whether the order was taken: ask the shop"
BUSY = "this could not be done: try again in a moment"


@pytest.fixture(autouse=True)
def whole(system: Running) -> Iterator[None]:
    """Begin and end with everything in its place."""
    wait_until_whole(system)
    yield
    wait_until_whole(system)


def wait_until_whole(system: Running) -> None:
    """Return when everything, the adapter too, can do its work."""
    system.wait_until_whole()
    wait_until(lambda: system.is_ready(ADAPTER), "the adapter")


@contextlib.contextmanager
def at_work(client: Client, shop: Kitchen) -> Iterator[list[OldKitchen]]:
    """Return a kitchen's page of each wire, which have been sent an order."""
    with contextlib.ExitStack() as stack:
        pages = [stack.enter_context(old_kitchen(client, wire, shop.shop_id)) for wire in WIRES]
        heard(pages, "before")
        yield pages


def heard(pages: list[OldKitchen], address: str) -> float:
    """See that an order that is placed now is the next line everywhere; return its seconds."""
    began = time.monotonic()
    first, *others = pages
    first.hears_next(BACK_SECONDS, addr=address)
    for page in others:
        assert page.line(BACK_SECONDS) == line(page.shop, addr=address)
    return time.monotonic() - began


def is_accepting(shop: Kitchen) -> bool:
    """Tell whether the shop takes orders, as everybody sees it."""
    return bool(shop.client.http.get(f"/api/shops/{shop.shop_id}").json()["accepting"])


def are_received(shop: Kitchen) -> bool:
    """Tell whether every active order has been received."""
    return all(each["received_at"] for each in shop.orders().json()["orders"])


def test_without_the_broker_orders_come_by_polling_and_once(
    system: Running, client: Client, shop: Kitchen
) -> None:
    with at_work(client, shop) as pages:
        with system.down("rabbitmq"):
            assert heard(pages, "meanwhile") < POLLED_SECONDS
            wait_until(lambda: are_received(shop), "the receipt over HTTP")
            # Longer than a shop would go on accepting without its kitchen.
            assert heard(pages, "later") < POLLED_SECONDS
            assert is_accepting(shop)
            # Who comes now is greeted, and gets what there is.
            with old_kitchen(client, REMAKE, shop.shop_id) as late:
                expected = {
                    line(shop.shop_id, addr=each) for each in ("before", "meanwhile", "later")
                }
                assert {*late.lines(3)} == expected
        heard(pages, "after")
        assert is_accepting(shop)


def test_a_killed_gateway_is_not_noticed_by_old_kitchens(
    system: Running, client: Client, shop: Kitchen
) -> None:
    with at_work(client, shop) as pages:
        system.kill("gateway")
        assert heard(pages, "meanwhile") < 2 * POLLED_SECONDS
        wait_until(lambda: system.is_ready("gateway"), "the gateway")
        heard(pages, "after")
        assert is_accepting(shop)


@pytest.mark.parametrize("part", ["orders", "shops", "notifier"])
def test_a_killed_service_is_not_noticed_by_old_kitchens(
    system: Running, client: Client, shop: Kitchen, part: str
) -> None:
    with at_work(client, shop) as pages:
        system.kill(part)
        # The adapter tries for longer than a service needs to come back.
        heard(pages, "meanwhile")
        wait_until(lambda: system.is_ready(part), part)
        heard(pages, "after")


def test_without_the_database_it_is_said_in_the_old_form_and_kitchens_stay(
    system: Running, client: Client, shop: Kitchen
) -> None:
    with at_work(client, shop) as pages, contextlib.ExitStack() as stack:
        with system.down("postgres"):
            answer = order(client, TEMPLATE, shop.shop_id)
            assert (answer.status_code, answer.json()) == (
                200,
                {"error_code": -3, "error_msg": UNKNOWN},
            )
            answer = client.http.get(REMAKE.shops)
            assert (answer.status_code, answer.json()["code"]) == (503, 3)
            late = stack.enter_context(old_kitchen(client, REMAKE))
            late.send_login(shop.shop_id)
        # It has been tried for whoever came meanwhile.
        assert late.line(BACK_SECONDS) == greeting(shop.shop_id)
        assert late.line(BACK_SECONDS) == line(shop.shop_id, addr="before")
        wait_until(lambda: is_taken(order(client, REMAKE, shop.shop_id, addr="after")), "orders")
        for page in (*pages, late):
            assert page.line(BACK_SECONDS) == line(shop.shop_id, addr="after")


@contextlib.contextmanager
def back(client: Client, wire: Wire, shop: Kitchen) -> Iterator[OldKitchen]:
    """Return a kitchen's page that has tried to log in until it was greeted."""
    with contextlib.ExitStack() as stack:
        pages: list[OldKitchen] = []

        def opened() -> bool:
            with contextlib.suppress(OSError, InvalidStatus, ConnectionClosed, TimeoutError):
                pages.append(stack.enter_context(old_kitchen(client, wire, shop.shop_id)))
            return bool(pages)

        wait_until(opened, "a greeting")
        yield pages[0]


@on_both_wires
def test_kitchens_of_a_killed_adapter_come_back_to_all_that_is_to_be_cooked(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        page.hears_next(addr="before")
        system.kill(ADAPTER)
        with pytest.raises(ConnectionClosed):
            page.line()
    # In its grace period the shop takes orders of our own page.
    placed(client, shop.shop_id, customer=CUSTOMER | {"address": "meanwhile"})
    with back(client, wire, shop) as page:
        # What it was sent has been forgotten with the process: rather twice than never.
        expected = {line(shop.shop_id, addr=each) for each in ("before", "meanwhile")}
        assert {*page.lines(2)} == expected
        page.hears_next(addr="after")


def test_an_adapter_that_stops_closes_its_sockets(
    system: Running, client: Client, shop: Kitchen
) -> None:
    with at_work(client, shop) as pages:
        system.restart(ADAPTER)
        for page in pages:
            assert page.close_code() in {1001, 1006, None}
    with back(client, TEMPLATE, shop) as page:
        assert page.line() == line(shop.shop_id, addr="before")


def test_without_the_adapter_the_edge_answers_in_the_old_form(
    system: Running, client: Client
) -> None:
    with system.down(ADAPTER):
        for wire, code, words in (
            (TEMPLATE, '"error_code":-3', "error_msg"),
            (REMAKE, '"code":3', "message"),
        ):
            headers = {"Origin": "null"}
            for answer, said in (
                (client.http.post(wire.order, json={}, headers=headers), UNKNOWN),
                (client.http.get(wire.shops, headers=headers), BUSY),
            ):
                text = f'{{{code},"{words}":"{said}"}}'
                assert (answer.status_code, answer.text) == (503, text)
                assert answer.headers["Content-Type"] == "application/json"
                assert answer.headers.get_list("Access-Control-Allow-Origin") == ["*"]
            with pytest.raises(InvalidStatus) as refused, old_kitchen(client, wire):
                pass
            assert refused.value.response.status_code == httpx.codes.SERVICE_UNAVAILABLE
        # Everything else goes on.
        assert client.http.get("/api/shops").status_code == httpx.codes.OK
    wait_until(lambda: system.is_ready(ADAPTER), "the adapter")
    assert client.http.get(REMAKE.shops).status_code == httpx.codes.OK
