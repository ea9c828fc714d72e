"""Leases and grace periods that end while everything else is well, at the real process."""

import time
from collections.abc import Iterator

import pytest

from shared.contracts import ShopState
from tests.integration.shops_process import (
    LEASE_SECONDS,
    QUICK,
    Shops,
    fresh_shops,
    hear,
    presence,
    published,
    say,
)
from tests.servers import BrokerServer, PostgresServer, wait_until


@pytest.fixture(scope="module")
def shops(
    postgres: PostgresServer, broker: BrokerServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shops]:
    broker.purge()
    output = tmp_path_factory.mktemp("shops") / "output.log"
    with fresh_shops(postgres, broker, output, **QUICK) as process:
        yield process


def is_online(shops: Shops, shop_id: str) -> bool:
    return bool(shops.shop(shop_id)["kitchen_online"])


def test_every_step_of_coming_and_going_is_told_once(shops: Shops, broker: BrokerServer) -> None:
    """The gateway died: nobody says that its kitchens are gone."""
    shop_id = shops.a_shop()
    say(broker, presence("dead", 1, shop_id))
    told: list[ShopState] = []

    def closed() -> bool:
        told.extend(event.data.shop for event in published(broker))
        return bool(told) and told[-1].version == 4

    wait_until(closed, "the end of the grace period")
    steps = [(shop.version, shop.kitchen_online, shop.accepting) for shop in told]
    assert steps == [(1, False, False), (2, True, True), (3, False, True), (4, False, False)]
    assert {shop.id for shop in told} == {shop_id}
    assert shops.shop(shop_id)["accepting"] is False


def test_a_screen_that_stops_renewing_is_gone(shops: Shops) -> None:
    shop_id = shops.a_shop()
    shops.attend(shop_id)
    assert is_online(shops, shop_id)
    wait_until(lambda: not is_online(shops, shop_id), "the end of the lease")
    wait_until(lambda: not shops.shop(shop_id)["accepting"], "the end of the grace period")
    shops.attend(shop_id)
    assert shops.shop(shop_id)["accepting"]


def test_a_kitchen_that_is_back_in_time_kept_its_shop_accepting(
    shops: Shops, broker: BrokerServer
) -> None:
    shop_id = shops.a_shop()
    say(broker, presence("first", 1, shop_id))
    wait_until(lambda: is_online(shops, shop_id), "the kitchen")
    wait_until(lambda: not is_online(shops, shop_id), "the end of the lease")
    say(broker, presence("second", 1, shop_id))
    wait_until(lambda: is_online(shops, shop_id), "the kitchen again")
    told = [event.data.shop for event in published(broker) if event.data.shop.id == shop_id]
    assert all(shop.accepting for shop in told if shop.version > 1)


def test_a_gateway_whose_clock_is_behind_is_named_once_in_the_log(
    shops: Shops, broker: BrokerServer
) -> None:
    def complaints() -> list[str]:
        return [line["gateway"] for line in shops.log() if line["event"] == "gateway_clock_behind"]

    def over(gateway: str, number: int) -> bytes:
        return presence(gateway, number, shop_id, lease_seconds=-60)

    shop_id = shops.a_shop()
    hear(shops, broker, over("late once", 1), presence("late once", 2, shop_id))
    hear(shops, broker, over("behind", 1))
    # What waited in the queue comes all at once.
    hear(shops, broker, *(over("waited", number) for number in range(1, 5)))
    time.sleep(LEASE_SECONDS)
    assert complaints() == []
    hear(shops, broker, over("late once", 3), over("behind", 2), over("behind", 3))
    assert complaints() == ["behind"]
