"""Reading orders at the real process: the snapshot that pages merge, pages of ended orders."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from services.orders.reading import READ_TOGETHER_MAX
from tests.integration.orders_process import Orders, at_once, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


def ids(listed: Any) -> list[str]:
    return [order["id"] for order in listed["orders"]]


def test_the_snapshot_holds_what_is_active_oldest_first(orders: Orders) -> None:
    shop = orders.a_shop()
    token = kitchen(shop.id)
    placed = [orders.placed(shop) for _ in range(5)]
    orders.placed(orders.a_shop())
    orders.act("accept", placed[1], token)
    orders.act("accept", placed[2], token)
    ready = orders.act("ready", placed[2], token).json()
    orders.act("reject", placed[3], token)
    snapshot = orders.snapshot(shop)
    assert snapshot.status_code == 200
    assert ids(snapshot.json()) == [placed[number]["id"] for number in (0, 1, 2, 4)]
    assert snapshot.json()["orders"][2] == ready
    assert (
        orders.get(f"/api/orders?shop_id={shop.id}", token).json()["orders"]
        == (snapshot.json()["orders"])
    )


def test_as_of_is_after_the_read_and_always_told(orders: Orders) -> None:
    shop = orders.a_shop()
    empty = orders.snapshot(shop)
    assert empty.json()["orders"] == []
    before = datetime.now(UTC)
    order = orders.placed(shop)
    full = orders.snapshot(shop)
    same = orders.snapshot(shop, if_none_match=full.headers["ETag"])
    times = [empty.headers["As-Of"], order["updated_at"], full.headers["As-Of"]]
    assert (same.status_code, same.content) == (304, b"")
    assert [*times, same.headers["As-Of"]] == sorted([*times, same.headers["As-Of"]])
    assert full.headers["As-Of"] == full.json()["as_of"]
    assert abs((datetime.fromisoformat(full.json()["as_of"]) - before).total_seconds()) < 60
    assert same.headers["ETag"] == full.headers["ETag"]
    assert {empty.headers["Cache-Control"], same.headers["Cache-Control"]} == {"no-store"}


def test_as_of_comes_after_a_read_that_took_its_time(orders: Orders) -> None:
    shop = orders.a_shop()
    orders.placed(shop)
    # The read itself waits for this lock, and its transaction began before.
    with orders.engine.connect() as connection:
        connection.exec_driver_sql("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(orders.snapshot, shop)
            while not orders.sql(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            ):
                assert not answer.done()
            freed_at = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
            connection.rollback()
            assert datetime.fromisoformat(answer.result().json()["as_of"]) > freed_at


def test_the_etag_covers_every_version(orders: Orders) -> None:
    shop = orders.a_shop()
    token = kitchen(shop.id)
    first, second = orders.placed(shop), orders.placed(shop)
    seen = [orders.snapshot(shop).headers["ETag"]]
    for action, order in (("accept", first), ("accept", second), ("ready", first)):
        orders.act(action, order, token)
        answer = orders.snapshot(shop, if_none_match=seen[-1])
        assert answer.status_code == 200
        seen.append(answer.headers["ETag"])
    orders.act("reject", second, token)
    seen.append(orders.snapshot(shop).headers["ETag"])
    assert len(set(seen)) == 5


def test_who_asks_together_gets_what_is_their_own(orders: Orders) -> None:
    shops = [orders.a_shop() for _ in range(READ_TOGETHER_MAX + 3)]
    placed = [orders.placed(shop) for shop in shops]
    empty, unknown = orders.a_shop(), str(uuid4())

    def asked(path: str, token: str) -> Callable[[], httpx.Response]:
        return lambda: orders.get(path, token)

    def look(order_id: str, token: str) -> Callable[[], httpx.Response]:
        return asked(f"/api/orders/{order_id}", token)

    def snapshot(shop_id: str) -> Callable[[], httpx.Response]:
        return asked(f"/api/orders?shop_id={shop_id}&active=true", kitchen(shop_id))

    answers = at_once(
        *(snapshot(shop.id) for shop in (*shops, *shops, empty)),
        *(look(order["id"], customer(order["id"])) for order in placed),
        look(placed[0]["id"], kitchen(shops[1].id)),
        look(unknown, customer(unknown)),
        snapshot("no-such-shop"),
    )
    listed = [ids(answer.json()) for answer in answers[: 2 * len(shops) + 1]]
    own = [[order["id"]] for order in placed]
    assert listed == [*own, *own, []]
    *looks, anothers, nobodys, nowhere = answers[2 * len(shops) + 1 :]
    assert [answer.json() for answer in looks] == placed
    assert (anothers.status_code, nobodys.status_code) == (404, 404)
    assert ids(nowhere.json()) == []


@pytest.mark.parametrize(
    ("header", "status"),
    [("{}", 304), ("W/{}", 304), ('"other", W/{}', 304), ("*", 304), ('"other"', 200), ("", 200)],
)
def test_etags_are_compared_weakly(orders: Orders, header: str, status: int) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    snapshot = orders.snapshot(shop).headers["ETag"]
    assert orders.snapshot(shop, if_none_match=header.format(snapshot)).status_code == status
    path, token = f"/api/orders/{order['id']}", customer(order["id"])
    single = orders.get(path, token)
    again = orders.get(path, token, if_none_match=header.format(single.headers["ETag"]))
    assert again.status_code == status
    assert again.headers["As-Of"] > single.headers["As-Of"]


def test_ended_orders_come_in_pages_newest_first(orders: Orders) -> None:
    shop = orders.a_shop()
    token = kitchen(shop.id)
    placed = [orders.placed(shop) for _ in range(7)]
    orders.placed(shop)
    for order in reversed(placed[3:]):
        orders.act("reject", order, token)
    for order in placed[:3]:
        orders.act("cancel", order, customer(order["id"]))
    # Two that ended at the very same time, on two pages, are told apart by their ids.
    orders.sql(
        "UPDATE orders SET ended_at = (SELECT ended_at FROM orders WHERE id = :first)"
        " WHERE id = :second",
        first=placed[1]["id"],
        second=placed[0]["id"],
    )
    path = f"/api/orders?shop_id={shop.id}&active=false&limit=2"
    pages, after = [], ""
    while True:
        page = orders.get(path + after, token).json()
        assert page["as_of"]
        pages.append(ids(page))
        if page["next"] is None:
            break
        after = f"&after={quote(page['next'])}"
    expected = [placed[number]["id"] for number in (2, 1, 0, 3, 4, 5, 6)]
    assert pages == [expected[:2], expected[2:4], expected[4:6], expected[6:]]
    assert ids(orders.get(path.replace("&limit=2", ""), token).json()) == expected


def test_a_recalled_order_leaves_the_ended_ones(orders: Orders) -> None:
    shop = orders.a_shop()
    token = kitchen(shop.id)
    order = orders.placed(shop)
    for action in ("accept", "ready", "complete"):
        orders.act(action, order, token)
    ended = f"/api/orders?shop_id={shop.id}&active=false"
    assert ids(orders.get(ended, token).json()) == [order["id"]]
    orders.act("recall", order, token)
    assert orders.get(ended, token).json()["orders"] == []
    assert ids(orders.snapshot(shop).json()) == [order["id"]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "active=maybe",
        "limit=0",
        "limit=201",
        "limit=x",
        "active=false&after=x",
        "active=false&after=2026-01-01T00:00:00_00000000-0000-4000-8000-000000000000",
        "active=false&after=2026-01-01T00:00:00Z_x",
        "active=false&after=%00",
    ],
)
def test_bad_queries_are_refused(orders: Orders, query: str) -> None:
    shop = orders.a_shop()
    path = f"/api/orders?shop_id={shop.id}&{query}" if query else "/api/orders"
    answer = orders.get(path, kitchen(shop.id))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("active", ["true", "false"])
def test_who_may_list(orders: Orders, active: str) -> None:
    shop, other = orders.a_shop(), orders.a_shop()
    order = orders.placed(shop)

    def attempt(token: str | None) -> tuple[int, str | None]:
        answer = orders.get(f"/api/orders?shop_id={shop.id}&active={active}", token)
        return answer.status_code, answer.json().get("code")

    assert attempt(kitchen(shop.id)) == (200, None)
    assert attempt(kitchen(shop.id, send=False)) == (200, None)
    assert attempt(None) == (401, "unauthorized")
    assert attempt("Bearer") == (401, "unauthorized")
    assert attempt("Basic eDp5") == (401, "unauthorized")
    assert attempt(kitchen(other.id)) == (403, "forbidden")
    assert attempt(customer(order["id"])) == (403, "forbidden")


@pytest.mark.parametrize("path", ["", "/history"])
def test_who_may_read_an_order(orders: Orders, path: str) -> None:
    shop = orders.a_shop()
    order, another = orders.placed(shop), orders.placed(shop)

    def attempt(token: str | None) -> tuple[int, str | None]:
        answer = orders.get(f"/api/orders/{order['id']}{path}", token)
        return answer.status_code, answer.json().get("code")

    assert attempt(kitchen(shop.id)) == (200, None)
    assert attempt(kitchen(shop.id, send=False)) == (200, None)
    assert attempt(customer(order["id"])) == (200, None)
    assert attempt(None) == (401, "unauthorized")
    assert attempt(customer(another["id"])) == (404, "unknown_order")
    assert attempt(kitchen(orders.a_shop().id)) == (404, "unknown_order")


def test_an_ended_session_reads_no_more(orders: Orders) -> None:
    shop = orders.a_shop()
    order = orders.placed(shop)
    old = kitchen(shop.id)
    since = datetime.now(UTC)
    orders.keep(shop, version=2, sessions_since=since)
    earlier, later = since.timestamp() - 0.01, since.timestamp()
    for path in (f"?shop_id={shop.id}", f"?shop_id={shop.id}&active=false", f"/{order['id']}"):
        assert orders.get(f"/api/orders{path}", old).status_code == 401
        assert (
            orders.get(f"/api/orders{path}", kitchen(shop.id, issued_at=earlier)).json()["code"]
            == "unauthorized"
        )
        assert (
            orders.get(f"/api/orders{path}", kitchen(shop.id, issued_at=later)).status_code == 200
        )
    # The customer is not the shop's to log out.
    assert orders.get(f"/api/orders/{order['id']}", customer(order["id"])).status_code == 200
