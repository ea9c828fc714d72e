"""The orders of a shop's business day at the real process: which, page by page, and for whom."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from services.orders.numbering import business_day
from shared.contracts import ShopState
from tests.integration.orders_process import Orders, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer

DAY = "2026-03-28"
# Both answer for a business day, and are opened by the same.
PATHS = ["/api/orders", "/api/orders/statistics"]


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


def ids(listed: Any) -> list[str]:
    return [order["id"] for order in listed["orders"]]


def pages(orders: Orders, shop: ShopState, day: str, limit: int) -> Iterator[Any]:
    path = f"/api/orders?shop_id={shop.id}&day={day}&limit={limit}"
    after = ""
    while True:
        page = orders.get(path + after, kitchen(shop.id)).json()
        yield page
        if page["next"] is None:
            return
        after = f"&after={quote(page['next'])}"


def placed_at(orders: Orders, shop: ShopState, *instants: str) -> list[str]:
    """Return the ids of orders that are made to have been placed then."""
    placed = [orders.placed(shop)["id"] for _ in instants]
    for order_id, instant in zip(placed, instants, strict=True):
        orders.sql("UPDATE orders SET placed_at = :at WHERE id = :id", at=instant, id=order_id)
    return placed


def test_today_holds_every_order_oldest_first(orders: Orders) -> None:
    shop = orders.a_shop()
    token = kitchen(shop.id)
    placed = [orders.placed(shop) for _ in range(5)]
    orders.placed(orders.a_shop())
    orders.act("accept", placed[1], token)
    orders.act("reject", placed[2], token)
    orders.act("cancel", placed[3], customer(placed[3]["id"]))
    answer = orders.get(f"/api/orders?shop_id={shop.id}&day=today", token)
    assert answer.status_code == 200
    assert answer.json().keys() == {"orders", "next", "as_of"}
    assert ids(answer.json()) == [order["id"] for order in placed]
    assert [order["status"] for order in answer.json()["orders"]] == [
        *("placed", "accepted", "rejected", "cancelled", "placed")
    ]
    assert answer.json()["as_of"] > placed[-1]["placed_at"]
    assert answer.headers["Cache-Control"] == "no-store"
    today = business_day(datetime.now(UTC), shop.timezone).isoformat()
    for query in (f"day={today}", "day=today&active=false", "day=today&limit=200"):
        again = orders.get(f"/api/orders?shop_id={shop.id}&{query}", token).json()
        assert again["orders"] == answer.json()["orders"]


def test_a_day_begins_and_ends_at_four_as_clocks_change(orders: Orders) -> None:
    shop = orders.a_shop(timezone="Europe/Berlin")
    _, first, last, _ = placed_at(
        orders,
        shop,
        "2026-03-28T03:59:59.999999+01:00",
        "2026-03-28T04:00:00+01:00",
        "2026-03-29T03:59:59.999999+02:00",
        "2026-03-29T04:00:00+02:00",
    )
    assert [ids(page) for page in pages(orders, shop, DAY, 200)] == [[first, last]]
    assert [len(ids(page)) for page in pages(orders, shop, "2026-03-29", 200)] == [1]


def test_pages_tell_apart_what_was_placed_at_once(orders: Orders) -> None:
    shop = orders.a_shop()
    noon = f"{DAY}T12:00:00+08:00"
    placed = placed_at(orders, shop, *[noon] * 5, f"{DAY}T11:59:00+08:00")
    expected = [placed[5], *sorted(placed[:5])]
    listed = list(pages(orders, shop, DAY, 2))
    assert [ids(page) for page in listed] == [expected[:2], expected[2:4], expected[4:]]
    assert all(page["as_of"] for page in listed)


def test_pages_have_no_gaps_and_no_doubles_while_orders_are_placed(orders: Orders) -> None:
    shop = orders.a_shop()
    placed = [orders.placed(shop) for _ in range(10)]
    seen = []
    for page in pages(orders, shop, "today", 3):
        seen += page["orders"]
        placed.append(orders.placed(shop))
        # What is on a page may change, and stays where it is.
        orders.act("reject", page["orders"][0], kitchen(shop.id))
    assert len(seen) > 10
    assert seen == placed[: len(seen)]
    assert ids(next(pages(orders, shop, "today", 200))) == [order["id"] for order in placed]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "day", ["", "yesterday", "1999-12-31", "2026-02-30", "20260328", "9999-12-31", "%00"]
)
def test_what_is_no_day_is_refused(orders: Orders, path: str, day: str) -> None:
    shop = orders.a_shop()
    answer = orders.get(f"{path}?shop_id={shop.id}&day={day}", kitchen(shop.id))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("path", PATHS)
def test_a_day_may_be_tomorrow_and_no_later(orders: Orders, path: str) -> None:
    shop = orders.a_shop()
    today = business_day(datetime.now(UTC), shop.timezone)

    def asked(days: int) -> int:
        day = today + timedelta(days=days)
        return orders.get(f"{path}?shop_id={shop.id}&day={day}", kitchen(shop.id)).status_code

    assert [asked(days) for days in (-3000, 0, 1, 3)] == [200, 200, 200, 422]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "after=x"])
def test_pages_that_are_none_are_refused(orders: Orders, query: str) -> None:
    shop = orders.a_shop()
    answer = orders.get(f"/api/orders?shop_id={shop.id}&day=today&{query}", kitchen(shop.id))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("path", PATHS)
def test_who_may_ask_for_a_day(orders: Orders, path: str) -> None:
    shop, other = orders.a_shop(), orders.a_shop()
    order = orders.placed(shop)

    def attempt(token: str | None) -> tuple[int, str | None]:
        answer = orders.get(f"{path}?shop_id={shop.id}&day=today", token)
        return answer.status_code, answer.json().get("code")

    assert attempt(kitchen(shop.id)) == (200, None)
    assert attempt(kitchen(shop.id, send=False)) == (200, None)
    assert attempt(None) == (401, "unauthorized")
    assert attempt(kitchen(other.id)) == (403, "forbidden")
    assert attempt(customer(order["id"])) == (403, "forbidden")
    since = datetime.now(UTC)
    orders.keep(shop, version=2, sessions_since=since)
    assert attempt(kitchen(shop.id, issued_at=since.timestamp() - 0.01)) == (401, "unauthorized")
    assert attempt(kitchen(shop.id, issued_at=since.timestamp())) == (200, None)


@pytest.mark.parametrize("path", PATHS)
def test_a_shop_without_a_copy_has_no_day(orders: Orders, path: str) -> None:
    answer = orders.get(f"{path}?shop_id=nowhere&day=today", kitchen("nowhere"))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_shop")


@pytest.mark.parametrize("path", PATHS)
def test_a_day_that_waits_too_long_for_the_database_is_unavailable(
    orders: Orders, path: str
) -> None:
    shop = orders.a_shop()
    with orders.engine.connect() as connection:
        connection.exec_driver_sql("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        answer = orders.get(f"{path}?shop_id={shop.id}&day=today", kitchen(shop.id))
        connection.rollback()
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
