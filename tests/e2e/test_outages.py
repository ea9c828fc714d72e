"""Parts that die or stay away: what an outside client sees of it, meanwhile and afterwards."""

import contextlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.e2e.client import Client, Socket, basket, by, place, placed
from tests.e2e.kitchens import Kitchen, wait_until_orders_know
from tests.e2e.running import Running
from tests.servers import wait_until

BACK_SECONDS = 40.0
Order = dict[str, Any]


@pytest.fixture(autouse=True)
def whole(system: Running) -> Iterator[None]:
    """Begin and end with everything in its place."""
    system.wait_until_whole()
    yield
    system.wait_until_whole()


def heard(socket: Socket, order: Order) -> None:
    """Return when the event of this order has come."""
    while socket.wait_for(BACK_SECONDS, event="order.placed")["order"]["id"] != order["id"]:
        pass


def caught_up(kitchen: Kitchen, socket: Socket, *orders: Order) -> None:
    """Return when `resync` has come, the snapshot holds these orders, and the next one is heard."""
    assert socket.wait_for(BACK_SECONDS, type="resync") == {"type": "resync"}
    snapshot = kitchen.orders().json()["orders"]
    assert [order["id"] for order in snapshot] == [order["id"] for order in orders]
    heard(socket, placed(kitchen.client, kitchen.shop_id)[0])


@contextlib.contextmanager
def subscribed(client: Client, *subscriptions: str) -> Iterator[Socket]:
    """Return a socket once the gateway is there to take it."""
    with contextlib.ExitStack() as stack:
        sockets: list[Socket] = []

        def opened() -> bool:
            with contextlib.suppress(OSError, InvalidStatus, ConnectionClosed, TimeoutError):
                sockets.append(stack.enter_context(client.socket(*subscriptions)))
            return bool(sockets)

        wait_until(opened, "a socket")
        yield sockets[0]


def test_without_the_broker_orders_are_taken_and_come_afterwards(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    with client.socket(kitchen.token) as socket:
        with system.down("rabbitmq"):
            meanwhile = [placed(client, kitchen.shop_id) for _ in range(3)]
            orders = [order for order, _ in meanwhile]
            assert socket.wait_for(type="interrupted") == {"type": "interrupted"}
            # Who comes now is told as well.
            with client.socket(meanwhile[0][1]) as phone:
                assert phone.frame() == {"type": "interrupted"}
            # Meanwhile a screen polls, confirms over HTTP, and stays present so.
            assert kitchen.orders().json()["orders"] == orders
            assert kitchen.confirm(orders[0]["id"]).status_code == 204
            assert kitchen.act(orders[1], "accept").status_code == 200
            assert kitchen.attend().status_code == 200
        caught_up(kitchen, socket, *orders)


def test_a_frozen_broker_is_noticed(system: Running, client: Client, kitchen: Kitchen) -> None:
    with client.socket(kitchen.token) as socket:
        with system.frozen("rabbitmq"):
            order, token = placed(client, kitchen.shop_id)
            assert socket.wait_for(BACK_SECONDS, type="interrupted") == {"type": "interrupted"}
            assert client.http.get(f"/api/orders/{order['id']}", headers=by(token)).json() == order
        caught_up(kitchen, socket, order)


@pytest.mark.answers("unavailable")
def test_without_the_database_it_is_503_and_sockets_stay(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    order, token = placed(client, kitchen.shop_id)
    with client.socket(kitchen.token) as socket:
        with system.down("postgres"):
            for answer in (
                place(client, basket(kitchen.shop_id)),
                kitchen.orders(),
                kitchen.act(order, "accept"),
                client.http.get(f"/api/orders/{order['id']}", headers=by(token)),
                client.http.get("/api/shops"),
                kitchen.change_shop(open=True),
            ):
                assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
                assert int(answer.headers["Retry-After"]) >= 1
            assert socket.subscribe("public:shops") == "public:shops"
        wait_until_orders_know(client, kitchen.shop_id, accepting=True)
        after, _ = placed(client, kitchen.shop_id)
        heard(socket, after)
        assert kitchen.orders().json()["orders"] == [order, after]


def test_a_notifier_that_was_away_loses_nothing(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    with client.socket(kitchen.token) as socket:
        with system.down("notifier"):
            order, _ = placed(client, kitchen.shop_id)
        heard(socket, order)


def test_a_killed_gateway_is_back_by_itself(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    with client.socket(kitchen.token) as socket:
        system.kill("gateway")
        assert socket.close_code() in {None, 1006}
        order, _ = placed(client, kitchen.shop_id)
    with subscribed(client, kitchen.token) as socket:
        assert kitchen.orders().json()["orders"] == [order]
        heard(socket, placed(client, kitchen.shop_id)[0])


@pytest.mark.parametrize("part", ["orders", "shops", "edge"])
def test_a_killed_service_is_back_by_itself(
    system: Running, client: Client, kitchen: Kitchen, part: str
) -> None:
    order, _ = placed(client, kitchen.shop_id)
    system.kill(part)

    def answers() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return (
                kitchen.change_shop(open=True).status_code == 200
                and kitchen.orders().status_code == 200
            )
        return False

    wait_until(answers, f"the return of {part}")
    after, _ = placed(client, kitchen.shop_id)
    assert kitchen.orders().json()["orders"] == [order, after]
