"""Kitchens that come and go, as gateways and screens tell the real process."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from services.shops.leases import SCREENS_PER_SHOP_MAX
from shared.events import OrderPlaced
from tests.integration.shops_process import (
    Shops,
    fresh_shops,
    hear,
    kitchen,
    presence,
    say,
)
from tests.samples import an_order
from tests.servers import BrokerServer, PostgresServer, wait_until

DEAD = {"queue": "shops.presence", "outcome": "dead_lettered"}


@pytest.fixture(scope="module")
def shops(
    postgres: PostgresServer, broker: BrokerServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shops]:
    """Return a process whose leases outlast the tests."""
    broker.purge()
    output = tmp_path_factory.mktemp("shops") / "output.log"
    with fresh_shops(postgres, broker, output) as process:
        yield process


def is_online(shops: Shops, shop_id: str) -> bool:
    return bool(shops.shop(shop_id)["kitchen_online"])


def test_a_gateway_brings_kitchens_online(shops: Shops, broker: BrokerServer) -> None:
    here, there, nowhere = shops.a_shop(), shops.a_shop(open=False), shops.a_shop()
    hear(shops, broker, presence("g1", 1, here, there, "no-such-shop"))
    assert (shops.shop(here)["kitchen_online"], shops.shop(here)["accepting"]) == (True, True)
    assert (shops.shop(there)["kitchen_online"], shops.shop(there)["accepting"]) == (
        True,
        False,
    )
    assert not is_online(shops, nowhere)
    assert shops.shop(here)["version"] == 2


def test_renewing_a_lease_changes_no_version(shops: Shops, broker: BrokerServer) -> None:
    shop_id = shops.a_shop()
    hear(shops, broker, *(presence("g2", number, shop_id) for number in range(1, 5)))
    assert shops.shop(shop_id)["version"] == 2


def test_what_a_gateway_leaves_out_is_gone_and_the_shop_goes_on_accepting(
    shops: Shops, broker: BrokerServer
) -> None:
    gone, stays = shops.a_shop(), shops.a_shop()
    hear(shops, broker, presence("g3", 1, gone, stays), presence("g3", 2, stays))
    assert not is_online(shops, gone)
    assert shops.shop(gone)["accepting"]
    assert is_online(shops, stays)


def test_older_words_of_the_same_gateway_change_nothing(shops: Shops, broker: BrokerServer) -> None:
    shop_id = shops.a_shop()
    hear(shops, broker, presence("g4", 5, shop_id), presence("g4", 4))
    assert is_online(shops, shop_id)
    hear(shops, broker, presence("g4", 6), presence("g4", 5, shop_id))
    assert not is_online(shops, shop_id)


def test_numbers_are_each_gateways_own(shops: Shops, broker: BrokerServer) -> None:
    shop_id = shops.a_shop()
    hear(shops, broker, presence("g5", 100, shop_id), presence("g6", 1, shop_id))
    hear(shops, broker, presence("g5", 101))
    assert is_online(shops, shop_id)
    hear(shops, broker, presence("g6", 2))
    assert not is_online(shops, shop_id)


def test_a_word_that_is_over_revives_nobody(shops: Shops, broker: BrokerServer) -> None:
    shop_id = shops.a_shop()
    hear(shops, broker, presence("g7", 1, shop_id, lease_seconds=-1))
    assert not is_online(shops, shop_id)


def test_a_gateway_whose_clock_is_ahead_gets_no_longer_lease(
    shops: Shops, broker: BrokerServer
) -> None:
    shop_id = shops.a_shop()
    hear(shops, broker, presence("g8", 1, shop_id, lease_seconds=3600))
    ((longest,),) = shops.sql(
        "SELECT extract(epoch FROM max(expires_at) - now()) FROM presence_holders"
        " WHERE holder = 'gateway:g8'"
    )
    assert longest <= 15


def test_channels_that_are_no_shops_are_passed_over(shops: Shops, broker: BrokerServer) -> None:
    shop_id = shops.a_shop()
    word = presence("g9", 1, shop_id).replace(b"shop:", b"order:")
    hear(shops, broker, word)
    assert not is_online(shops, shop_id)


def test_bad_messages_are_set_aside_and_the_next_is_heard(
    shops: Shops, broker: BrokerServer
) -> None:
    shop_id = shops.a_shop()
    before = shops.metric("consumer_messages_total", **DEAD)
    say(broker, b"nonsense")
    say(broker, OrderPlaced.of(an_order()).encode())
    hear(shops, broker, presence("g10", 1, shop_id))
    assert is_online(shops, shop_id)
    wait_until(
        lambda: shops.metric("consumer_messages_total", **DEAD) == before + 2,
        "two dead letters",
    )


def test_a_screen_says_over_http_that_it_is_there(shops: Shops) -> None:
    shop_id = shops.a_shop()
    answer = shops.attend(shop_id)
    assert answer.status_code == 200
    left = datetime.fromisoformat(answer.json()["expires_at"]) - datetime.now(UTC)
    assert 40 < left.total_seconds() <= 45
    assert shops.shop(shop_id)["accepting"]
    again = shops.attend(shop_id).json()["expires_at"]
    assert again > answer.json()["expires_at"]
    assert shops.shop(shop_id)["version"] == 2


def test_a_shops_screens_are_bounded(shops: Shops) -> None:
    shop_id, other = shops.a_shop(), shops.a_shop()
    shops.attend(other)
    for number in range(SCREENS_PER_SHOP_MAX + 5):
        assert shops.attend(shop_id, f"screen {number} 📺").status_code == 200
    count = "SELECT count(*) FROM presence_leases WHERE shop_id = :id"
    assert shops.sql(count, id=shop_id) == [(SCREENS_PER_SHOP_MAX,)]
    assert shops.sql(count, id=other) == [(1,)]


@pytest.mark.parametrize(
    "body", [{}, {"screen": ""}, {"screen": 7}, {"screen": "a\0"}, {"screen": "x" * 81}]
)
def test_screens_that_are_none_are_refused(shops: Shops, body: object) -> None:
    shop_id = shops.a_shop()
    answer = shops.call("PUT", f"/{shop_id}/presence", body, kitchen(shop_id))
    assert answer.status_code == 422
    assert not is_online(shops, shop_id)
