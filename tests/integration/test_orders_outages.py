"""What `orders` does while a server is down, full or not there yet, and after; and when killed."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import make_url

from services.orders.migrate import REVISIONS
from shared.migrations import migrate
from tests.integration.orders_events import Heard
from tests.integration.orders_process import (
    Orders,
    an_orders,
    customer,
    fresh_orders,
    kitchen,
)
from tests.servers import BrokerServer, PostgresServer, wait_until


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


@pytest.fixture(autouse=True)
def heard(broker: BrokerServer) -> Heard:
    broker.purge()
    return Heard(broker)


def assert_unavailable(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_it_starts_before_its_database_is_migrated_and_consumes_nothing_until_then(
    postgres: PostgresServer, broker: BrokerServer, capfd: pytest.CaptureFixture[str]
) -> None:
    database_url = postgres.create_database("orders")
    with an_orders(database_url, broker.url("orders")) as early:
        waiting = early.client.get("/readyz")
        assert (waiting.status_code, waiting.text) == (
            503,
            "waiting for its database to be migrated\n",
        )
        assert_unavailable(early.place("shop1"))
        assert_unavailable(early.get("/api/orders?shop_id=shop1", kitchen("shop1")))
        told = capfd.readouterr().out
        assert '"event": "waiting"' in told
        assert "broker_session_begun" not in told
        migrate(database_url, REVISIONS)
        wait_until(early.ready, "readiness")
        assert early.place(early.a_shop()).status_code == 201


def test_a_database_that_stops_is_503_and_comes_back(
    postgres: PostgresServer, broker: BrokerServer, orders: Orders, heard: Heard
) -> None:
    del broker
    shop, key = orders.a_shop(), str(uuid4())
    order = orders.placed(shop)
    token = kitchen(shop.id)
    postgres.stop()
    assert_unavailable(orders.place(shop, key=key))
    assert_unavailable(orders.snapshot(shop))
    assert_unavailable(orders.act("accept", order, token))
    assert orders.client.get("/readyz").text == "waiting for its database\n"
    assert orders.alive()
    postgres.start()
    wait_until(orders.ready, "readiness")
    wait_until(lambda: orders.act("accept", order, token).status_code == 200, "the database")
    assert orders.place(shop, key=key).status_code == 201
    # What was published just before the crash may be published again: its row came back.
    told = {("OrderPlaced", 1), ("OrderAccepted", 2)}
    wait_until(lambda: set(heard.of(order["id"])) == told, "the events")


def test_with_the_broker_down_orders_are_taken_and_told_later_once(
    broker: BrokerServer, orders: Orders, heard: Heard
) -> None:
    broker.stop()
    shop = orders.a_shop()
    token = kitchen(shop.id)
    placed = [orders.placed(shop) for _ in range(30)]
    for order in placed[:10]:
        assert orders.act("accept", order, token).status_code == 200
    assert orders.ready()
    broker.start()
    expected = {(order["id"], 1): 1 for order in placed}
    expected |= {(order["id"], 2): 1 for order in placed[:10]}
    wait_until(lambda: heard.counted().keys() >= expected.keys(), "the events")
    wait_until(lambda: orders.sql("SELECT count(*) FROM outbox") == [(0,)], "an empty outbox")
    # What a test before this one left in the outbox may come as well.
    counted = heard.counted()
    assert {key: counted[key] for key in expected} == expected


@pytest.mark.parametrize("state", ["53100", "53300", "53200", "57P03", "25006", "40001"])
def test_a_server_in_trouble_is_503_and_leaves_nothing(orders: Orders, state: str) -> None:
    shop, key = orders.a_shop(), str(uuid4())
    with failing_inserts(orders, state):
        assert_unavailable(orders.place(shop, key=key))
    placed = orders.place(shop, key=key)
    assert (placed.status_code, placed.json()["order"]["number"]) == (201, "1")


def test_an_error_of_our_own_says_nothing(orders: Orders) -> None:
    shop = orders.a_shop()
    with failing_inserts(orders, "23514"):
        answer = orders.place(shop)
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "trigger" not in answer.text
    assert "Ada" not in answer.text


@contextlib.contextmanager
def failing_inserts(orders: Orders, state: str) -> Iterator[None]:
    """Have PostgreSQL refuse history rows with this SQLSTATE."""
    orders.sql(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$BEGIN RAISE 'raised by the trigger' USING ERRCODE = '{state}'; END$$"
    )
    orders.sql(
        "CREATE TRIGGER fail BEFORE INSERT ON order_history FOR EACH ROW EXECUTE FUNCTION fail()"
    )
    try:
        yield
    finally:
        orders.sql("DROP FUNCTION fail CASCADE")


def test_too_many_connections_are_503(postgres: PostgresServer, orders: Orders) -> None:
    shop = orders.a_shop()
    role = make_url(orders.environment["DATABASE_URL"]).username
    with contextlib.closing(postgres.superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(f'ALTER ROLE "{role}" CONNECTION LIMIT 0')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,)
        )
        assert_unavailable(orders.place(shop))
        assert_unavailable(orders.place(shop))
        cursor.execute(f'ALTER ROLE "{role}" CONNECTION LIMIT -1')
    wait_until(lambda: orders.place(shop).status_code == 201, "connections")


def test_a_frozen_holder_of_a_counter_holds_up_its_shop_alone(orders: Orders) -> None:
    shop, other = orders.a_shop(), orders.a_shop()
    orders.placed(shop)
    with orders.engine.connect() as frozen, ThreadPoolExecutor(1) as thread:
        frozen.exec_driver_sql(f"UPDATE counters SET count = count WHERE shop_id = '{shop.id}'")
        waiting = thread.submit(orders.place, shop)
        assert orders.placed(other)["number"] == "1"
        assert_unavailable(waiting.result(timeout=10))
        frozen.rollback()
    assert orders.placed(shop)["number"] == "2"


def test_two_replicas_share_the_work(
    postgres: PostgresServer, broker: BrokerServer, heard: Heard
) -> None:
    with (
        fresh_orders(postgres, broker) as one,
        an_orders(one.environment["DATABASE_URL"], broker.url("orders")) as two,
        ThreadPoolExecutor(8) as threads,
    ):
        shop = one.a_shop()
        keys = [str(uuid4()) for _ in range(40)]
        # Each replica is asked for each of them: a client that got no answer tries the other.
        calls = [partial(each.place, shop, key=key) for key in keys for each in (one, two)]
        answers = list(threads.map(lambda call: call(), calls))
        assert sorted(answer.status_code for answer in answers) == [200] * 40 + [201] * 40
        placed = {
            answer.json()["order"]["id"]: answer.json()["order"]["number"] for answer in answers
        }
        assert sorted(map(int, placed.values())) == list(range(1, 41))
        wait_until(lambda: heard.counted().keys() >= {(each, 1) for each in placed}, "the events")
        wait_until(lambda: one.sql("SELECT count(*) FROM outbox") == [(0,)], "an empty outbox")
        assert set(heard.counted().values()) == {1}


def test_what_a_killed_process_had_committed_is_told_by_the_next(
    broker: BrokerServer, postgres: PostgresServer, heard: Heard
) -> None:
    with fresh_orders(postgres, broker) as orders:
        broker.stop()
        order = orders.placed(orders.a_shop())
        assert orders.stop(signal.SIGKILL) == -signal.SIGKILL
        broker.start()
        orders.start()
        wait_until(lambda: heard.of(order["id"]) == [("OrderPlaced", 1)], "the event")
        assert orders.get(f"/api/orders/{order['id']}", customer(order["id"])).json() == order


@pytest.mark.parametrize("servers", ["up", "down"])
def test_it_stops_when_told(postgres: PostgresServer, broker: BrokerServer, servers: str) -> None:
    with fresh_orders(postgres, broker) as orders:
        orders.placed(orders.a_shop())
        if servers == "down":
            broker.stop()
            postgres.stop()
            assert_unavailable(orders.place("shop1"))
        assert orders.stop() == 0


def test_logs_name_orders_and_nobody(
    postgres: PostgresServer, broker: BrokerServer, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = {"name": "Zaphod Wurst", "address": "Kurze Gasse 99", "telephone": "0178-424242"}
    with fresh_orders(postgres, broker, LOG_LEVEL="debug") as orders:
        shop = orders.a_shop()
        placed = orders.place(shop, customer=secret, note="whisper").json()
        order, token = placed["order"], placed["token"]
        orders.get(f"/api/orders/{order['id']}", f"Bearer {token}")
        orders.act("accept", order, kitchen(shop.id))
        orders.act("cancel", order, f"Bearer {token}")
        for state in ("53100", "23514"):
            with failing_inserts(orders, state):
                orders.place(shop, customer=secret, note="whisper")
        orders.place(shop, customer=secret | {"name": "Zaphod Wurst" * 10})
    logs = capfd.readouterr().out
    assert order["id"] in logs
    assert shop.id in logs
    assert "request_failed" in logs
    servers = postgres.switch.log()
    assert "raised by the trigger" in servers
    for text in (*secret.values(), "whisper", token, kitchen(shop.id)[7:]):
        assert text not in logs
        assert text not in servers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN_PRIVATE_KEY", "no key"),
        ("TOKEN_PUBLIC_KEYS", '{"keys": []}'),
    ],
)
def test_wrong_keys_are_refused_in_one_line(orders: Orders, name: str, value: str) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "services.orders"],
        env={**orders.environment, name: value},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith("Settings refused: ")
