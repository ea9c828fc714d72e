"""Kitchens whose connections break or whose gateway goes: who is back is not said to be gone."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from websockets.exceptions import ConnectionClosed, WebSocketException

from services.shops.schema import presence_leases as leases
from tests.e2e.client import Client, Socket
from tests.e2e.kitchens import Kitchen, closed_kitchen
from tests.e2e.running import Running
from tests.servers import wait_until

KITCHENS = 4
LOOK_SECONDS = 0.1
# A killed gateway's sockets break at once.
BREAK_SECONDS = 3.0


@pytest.fixture
def client(pair: Running) -> Iterator[Client]:
    client = Client(pair.url)
    with client.http:
        yield client


def open_kitchens(pair: Running, client: Client) -> list[Kitchen]:
    """Make shops that are open, and where nobody is yet."""
    kitchens = [closed_kitchen(pair, client) for _ in range(KITCHENS)]
    for kitchen in kitchens:
        assert kitchen.change_shop(open=True).status_code == 200
    return kitchens


@contextlib.contextmanager
def attended(kitchen: Kitchen) -> Iterator[None]:
    """Keep a kitchen's socket meanwhile, and another one whenever it breaks, as its page does."""
    over = threading.Event()

    def keep() -> None:
        while not over.is_set():
            with (
                contextlib.suppress(OSError, WebSocketException, TimeoutError),
                kitchen.client.socket(kitchen.token) as socket,
            ):
                while not over.is_set():
                    with contextlib.suppress(TimeoutError):
                        socket.frame(LOOK_SECONDS)

    thread = threading.Thread(target=keep)
    thread.start()
    try:
        wait_until(lambda: shop(kitchen)["kitchen_online"], "the kitchen")
        yield
    finally:
        over.set()
        thread.join()


def shop(kitchen: Kitchen) -> dict[str, Any]:
    """Return a kitchen's shop as everybody sees it."""
    answer = kitchen.client.http.get(f"/api/shops/{kitchen.shop_id}")
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def is_broken(socket: Socket) -> bool:
    """Tell whether a socket breaks now."""
    with contextlib.suppress(TimeoutError):
        try:
            while True:
                socket.frame(BREAK_SECONDS)
        except ConnectionClosed:
            return True
    return False


def lease_holders(pair: Running, kitchens: list[Kitchen]) -> set[str]:
    """Return which gateways have said that these kitchens are there."""
    ids = [kitchen.shop_id for kitchen in kitchens]
    query = select(leases.c.holder).where(leases.c.shop_id.in_(ids))
    with pair.transaction("shops") as connection:
        return set(connection.execute(query).scalars())


def test_kitchens_of_a_killed_gateway_are_at_the_other_and_who_does_not_return_is_gone(
    pair: Running, client: Client
) -> None:
    returning, staying_away = open_kitchens(pair, client), open_kitchens(pair, client)
    with contextlib.ExitStack() as stack:
        for kitchen in returning:
            stack.enter_context(attended(kitchen))
        sockets = [stack.enter_context(each.client.socket(each.token)) for each in staying_away]
        wait_until(lambda: all(shop(each)["kitchen_online"] for each in staying_away), "kitchens")
        before = {each.shop_id: shop(each)["version"] for each in (*returning, *staying_away)}
        assert len(lease_holders(pair, returning)) == 2
        pair.kill("gateway-1")
        broken = [is_broken(socket) for socket in sockets]
        gone = [each for each, is_gone in zip(staying_away, broken, strict=True) if is_gone]
        assert 0 < len(gone) < KITCHENS
        wait_until(
            lambda: not any(shop(each)["kitchen_online"] for each in gone), "their lease's end"
        )
        wait_until(lambda: not any(shop(each)["accepting"] for each in gone), "their grace's end")
        for each in {*returning, *staying_away} - {*gone}:
            assert shop(each)["accepting"]
            assert shop(each)["version"] == before[each.shop_id]


def test_kitchens_of_a_gateway_that_stops_never_were_away(pair: Running, client: Client) -> None:
    kitchens = open_kitchens(pair, client)
    with contextlib.ExitStack() as stack:
        for kitchen in kitchens:
            stack.enter_context(attended(kitchen))
        versions = [shop(kitchen)["version"] for kitchen in kitchens]
        before = lease_holders(pair, kitchens)
        assert len(before) == 2
        pair.restart("gateway-2")
        # The word of the one that stopped holds until its lease is over.
        wait_until(lambda: not before <= lease_holders(pair, kitchens), "the end of a lease")
        assert [shop(kitchen)["version"] for kitchen in kitchens] == versions
        assert all(shop(kitchen)["accepting"] for kitchen in kitchens)


def test_a_page_that_is_loaded_again_changes_nothing_and_one_that_is_closed_is_gone(
    pair: Running, client: Client
) -> None:
    kitchen = open_kitchens(pair, client)[0]
    for _ in range(3):
        with client.socket(kitchen.token):
            wait_until(lambda: shop(kitchen)["kitchen_online"], "the kitchen")
            version = shop(kitchen)["version"]
    assert shop(kitchen)["version"] == version == 3
    wait_until(lambda: not shop(kitchen)["kitchen_online"], "the end of its presence")
    assert shop(kitchen)["accepting"]
    wait_until(lambda: not shop(kitchen)["accepting"], "the end of the grace period")
