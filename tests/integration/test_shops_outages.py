"""What a broken database, a broken broker or a killed process does to shops and their kitchens."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import make_url

from services.shops.refresh import refresh
from shared.events import ShopEvent, ShopRefreshed
from tests.integration.shops_process import (
    GRACE_SECONDS,
    LEASE_SECONDS,
    QUICK,
    Shops,
    a_shops,
    fresh_shops,
    kitchen,
    presence,
    published,
    say,
)
from tests.servers import BrokerServer, PostgresServer, as_owner, wait_until

OUTAGE_SECONDS = 2 * LEASE_SECONDS + GRACE_SECONDS
RENEW_SECONDS = LEASE_SECONDS / 8
# Several sweeps, and less than a lease.
SWEEPS_SECONDS = 1


@pytest.fixture(scope="module")
def shops(
    postgres: PostgresServer, broker: BrokerServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shops]:
    """Return a process whose leases and grace periods take seconds."""
    broker.purge()
    settings = {**QUICK, "REFRESH_SECONDS": "6"}
    output = tmp_path_factory.mktemp("shops") / "output.log"
    with fresh_shops(postgres, broker, output, **settings) as process:
        yield process


@pytest.fixture(autouse=True)
def ready(shops: Shops) -> None:
    """Wait until the process is over what the test before has done to it."""
    wait_until(shops.ready, "a ready shops")


@contextlib.contextmanager
def a_gateway(broker: BrokerServer, *shop_ids: str) -> Iterator[None]:
    """Renew the leases of these shops' kitchens, whenever the broker lets us."""
    left = threading.Event()

    gateway = uuid4().hex

    def renew() -> None:
        number = 0
        while not left.wait(RENEW_SECONDS):
            number += 1
            with contextlib.suppress(OSError):
                say(broker, presence(gateway, number, *shop_ids, lease_seconds=LEASE_SECONDS))

    thread = threading.Thread(target=renew)
    thread.start()
    try:
        yield
    finally:
        left.set()
        thread.join()


def is_online(shops: Shops, shop_id: str) -> bool:
    return bool(shops.shop(shop_id)["kitchen_online"])


def wait_seconds(shops: Shops, seconds: float) -> None:
    """Return when so much time has gone by on the database's clock."""
    ((end,),) = shops.sql(f"SELECT clock_timestamp() + interval '{seconds} s'")
    wait_until(lambda: shops.sql("SELECT clock_timestamp() > :end", end=end) == [(True,)], "time")


def assert_unavailable(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["code"] == "unavailable"
    assert int(answer.headers["Retry-After"]) > 0


def test_while_the_broker_is_down_everything_works_and_is_told_afterwards(
    shops: Shops, broker: BrokerServer
) -> None:
    broker.stop()
    assert shops.ready()
    shop_id = shops.a_shop(name="made in the dark")
    answer = shops.call("PATCH", f"/{shop_id}", {"open": False}, kitchen(shop_id))
    assert answer.status_code == 200
    assert shops.log_in(shop_id).status_code == 201
    assert shops.attend(shop_id).status_code == 200
    broker.start()
    told: dict[int, bool] = {}

    def all_told() -> bool:
        shops_told = [event.data.shop for event in published(broker)]
        told.update({shop.version: shop.open for shop in shops_told if shop.id == shop_id})
        return len(told) == 3

    wait_until(all_told, "what happened meanwhile")
    assert told == {1: True, 2: False, 3: False}


def test_an_outage_of_the_broker_longer_than_the_grace_closes_no_shop(
    shops: Shops, broker: BrokerServer
) -> None:
    there, just_gone, by_http = shops.a_shop(), shops.a_shop(), shops.a_shop()
    say(broker, presence(uuid4().hex, 1, just_gone))
    shops.attend(by_http)
    with a_gateway(broker, there):
        wait_until(lambda: is_online(shops, there) and is_online(shops, just_gone), "kitchens")
        wait_until(lambda: not is_online(shops, just_gone), "the end of a lease")
        shops.attend(by_http)
        versions = [shops.shop(shop_id)["version"] for shop_id in (there, just_gone, by_http)]
        broker.stop()
        wait_seconds(shops, OUTAGE_SECONDS)
        for shop_id in (there, just_gone, by_http):
            assert shops.shop(shop_id)["accepting"]
        assert is_online(shops, there)
        assert is_online(shops, by_http)
        broker.start()
        # Who did not come back is gone after a whole lease, who did has never been away.
        wait_until(lambda: not shops.shop(just_gone)["accepting"], "the end of the grace period")
        wait_until(lambda: not is_online(shops, by_http), "the end of a lease")
        assert is_online(shops, there)
        now = [shops.shop(shop_id)["version"] for shop_id in (there, just_gone, by_http)]
        assert now == [versions[0], versions[1] + 1, versions[2] + 1]


def test_an_alarm_of_the_broker_longer_than_the_grace_closes_no_shop(
    shops: Shops, broker: BrokerServer
) -> None:
    there, by_http = shops.a_shop(), shops.a_shop()
    # Sessions stand and answer, and what a gateway publishes waits for the end of the alarm.
    with contextlib.ExitStack() as alarm:
        # It takes its time to begin; until it has, who is there has to say so.
        with a_gateway(broker, there):
            wait_until(lambda: is_online(shops, there), "the kitchen")
            alarm.enter_context(broker.alarm())
        shops.attend(by_http)
        versions = [shops.shop(shop_id)["version"] for shop_id in (there, by_http)]
        wait_seconds(shops, OUTAGE_SECONDS)
        for shop_id in (there, by_http):
            assert is_online(shops, shop_id)
            assert shops.shop(shop_id)["accepting"]
    with a_gateway(broker, there):
        wait_until(lambda: not is_online(shops, by_http), "the end of a lease")
        assert is_online(shops, there)
        now = [shops.shop(shop_id)["version"] for shop_id in (there, by_http)]
        assert now == [versions[0], versions[1] + 1]


def test_an_outage_of_the_database_answers_503_and_loses_no_kitchen(
    shops: Shops, broker: BrokerServer, postgres: PostgresServer
) -> None:
    shop_id, gone = shops.a_shop(), shops.a_shop()
    token = kitchen(shop_id)
    say(broker, presence("before the outage", 1, shop_id, gone))
    wait_until(lambda: is_online(shops, shop_id) and is_online(shops, gone), "kitchens")
    postgres.stop()
    lapsed_at = time.monotonic() + LEASE_SECONDS
    for method, path, body in (
        ("GET", "", None),
        ("GET", f"/{shop_id}", None),
        ("PATCH", f"/{shop_id}", {"open": False}),
        ("POST", f"/{shop_id}/menu", {"name": "tea", "price": 1}),
        ("DELETE", f"/{shop_id}/menu/egg", None),
        ("PUT", f"/{shop_id}/presence", {"screen": "wall"}),
        ("POST", f"/{shop_id}/sessions", None),
        ("POST", f"/{shop_id}/sessions", {"passcode": "x"}),
    ):
        assert_unavailable(shops.call(method, path, body, token))
    assert not shops.ready()
    assert shops.alive()
    wait_until(lambda: time.monotonic() > lapsed_at, "the end of the leases")
    postgres.start()
    wait_until(shops.ready, "a ready shops")
    assert_only_the_gone_one_goes(shops, broker, shop_id, gone)


def test_a_killed_process_comes_back_and_no_kitchen_flickers(
    shops: Shops, broker: BrokerServer
) -> None:
    shop_id, gone = shops.a_shop(), shops.a_shop()
    say(broker, presence("before the kill", 1, shop_id, gone))
    wait_until(lambda: is_online(shops, shop_id) and is_online(shops, gone), "kitchens")
    assert shops.stop(signal.SIGKILL) == -signal.SIGKILL
    wait_seconds(shops, LEASE_SECONDS)
    shops.start()
    wait_until(shops.ready, "a ready shops")
    assert_only_the_gone_one_goes(shops, broker, shop_id, gone)


def test_a_replica_that_stands_still_hides_no_kitchen(
    shops: Shops, broker: BrokerServer, tmp_path: Path
) -> None:
    one, other = shops.a_shop(), shops.a_shop()
    database_url = as_owner(shops.environment["DATABASE_URL"])
    second = a_shops(database_url, broker.url("shops"), tmp_path / "second.log", **QUICK)
    # Words that come in turns: each replica would be given those of one gateway alone.
    with second as frozen, a_gateway(broker, one), a_gateway(broker, other):
        wait_until(lambda: is_online(shops, one) and is_online(shops, other), "kitchens")
        wait_until(lambda: shops.heard() and frozen.heard(), "two that hear")
        with frozen.standing_still():
            for _ in range(OUTAGE_SECONDS):
                wait_seconds(shops, 1)
                assert (is_online(shops, one), is_online(shops, other)) == (True, True)


def assert_only_the_gone_one_goes(
    shops: Shops, broker: BrokerServer, shop_id: str, gone: str
) -> None:
    """Two kitchens' leases have lapsed unheard; one of them comes back, though not at once."""
    wait_seconds(shops, SWEEPS_SECONDS)
    assert (is_online(shops, shop_id), is_online(shops, gone)) == (True, True)
    with a_gateway(broker, shop_id):
        wait_until(lambda: not is_online(shops, gone), "the end of a lease")
        assert is_online(shops, shop_id)
        assert shops.shop(shop_id)["version"] == 2
        assert shops.shop(shop_id)["accepting"]


def test_a_full_disk_is_503_and_nothing_is_half_done(shops: Shops) -> None:
    shop_id = shops.a_shop()
    shops.sql(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
    )
    shops.sql("CREATE TRIGGER full_disk BEFORE INSERT ON outbox EXECUTE FUNCTION full_disk()")
    answer = shops.call("PATCH", f"/{shop_id}", {"open": False}, kitchen(shop_id))
    assert_unavailable(answer)
    assert "extend" not in answer.text
    assert_unavailable(shops.call("DELETE", f"/{shop_id}/menu/egg", None, kitchen(shop_id)))
    assert (shops.shop(shop_id)["open"], len(shops.shop(shop_id)["menu"])) == (True, 2)
    shops.sql("DROP TRIGGER full_disk ON outbox")
    answer = shops.call("PATCH", f"/{shop_id}", {"open": False}, kitchen(shop_id))
    assert (answer.status_code, answer.json()["version"]) == (200, 2)


def test_a_database_without_free_connections_is_503(shops: Shops, postgres: PostgresServer) -> None:
    shop_id = shops.a_shop()
    role = make_url(shops.environment["DATABASE_URL"]).username
    with contextlib.closing(postgres.superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {role} CONNECTION LIMIT 0")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,)
        )
        wait_until(lambda: shops.call("GET", f"/{shop_id}").status_code == 503, "no connection")
        assert_unavailable(shops.call("PATCH", f"/{shop_id}", {"open": False}, kitchen(shop_id)))
        cursor.execute(f"ALTER ROLE {role} CONNECTION LIMIT -1")
    wait_until(lambda: shops.call("GET", f"/{shop_id}").status_code == 200, "connections")


def test_a_shop_that_is_locked_for_long_is_503_and_others_are_served(shops: Shops) -> None:
    locked, other = shops.a_shop(), shops.a_shop()
    with shops.engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT 1 FROM shops WHERE id = '{locked}' FOR UPDATE")
        assert_unavailable(shops.call("PATCH", f"/{locked}", {"open": False}, kitchen(locked)))
        answer = shops.call("PATCH", f"/{other}", {"open": False}, kitchen(other))
        assert answer.status_code == 200
    answer = shops.call("PATCH", f"/{locked}", {"open": False}, kitchen(locked))
    assert answer.status_code == 200


def test_shops_are_told_again_by_themselves(shops: Shops, broker: BrokerServer) -> None:
    shop_id = shops.a_shop()
    told: list[ShopEvent] = []

    def twice() -> bool:
        heard = [event for event in published(broker) if event.data.shop.id == shop_id]
        told.extend(event for event in heard if isinstance(event, ShopRefreshed))
        return len(told) >= 2

    wait_until(twice, "the shop, told again")
    assert {event.data.shop.version for event in told} == {1}
    assert [dish.id for dish in told[0].data.shop.menu] == ["egg", "rice"]


def test_while_the_broker_is_down_refreshing_does_not_fill_the_outbox(
    shops: Shops, broker: BrokerServer
) -> None:
    broker.stop()
    shop_id = shops.a_shop()
    for _ in range(3):
        shops.sql("UPDATE shops SET refreshed_at = now() - interval '1 hour'")
        with shops.engine.begin() as connection:
            refresh(connection, timedelta(minutes=5))
    count = "SELECT count(*) FROM outbox WHERE subject = :id AND routing_key = 'shop.refreshed'"
    assert shops.sql(count, id=shop_id) == [(1,)]
