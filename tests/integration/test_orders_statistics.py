"""How a shop's day went, counted by the real process: every number of the answer."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared.contracts import Dish, ShopState
from tests.integration.orders_process import Orders, customer, fresh_orders, kitchen
from tests.servers import BrokerServer, PostgresServer

# Long ago, so that the day is over: orders are moved there once they have been acted on.
DAY = "2025-06-15"
NEXT_DAY = "2025-06-16"
UNTIL_COMPLETED = ("accept", "ready", "complete")
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def orders(postgres: PostgresServer, broker: BrokerServer) -> Iterator[Orders]:
    with fresh_orders(postgres, broker) as process:
        yield process


def statistics(orders: Orders, shop: ShopState, day: str = DAY) -> Answer:
    answer = orders.get(f"/api/orders/statistics?shop_id={shop.id}&day={day}", kitchen(shop.id))
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(answer.json())


def ordered(
    orders: Orders,
    shop: ShopState,
    *actions: str,
    at: str = f"{DAY}T12:00:00+08:00",
    items: Any = (("egg", 1),),
    accept_seconds: float = 60,
    ready_seconds: float = 600,
) -> str:
    """Return the id of an order that was acted on, at times as given."""
    wanted = [{"dish_id": dish, "quantity": quantity} for dish, quantity in items]
    order = orders.placed(shop, items=wanted)
    for action in actions:
        by = customer(order["id"]) if action == "cancel" else kitchen(shop.id)
        name, _, reason = action.partition(" ")
        answer = orders.act(name, order, by, {"reason": reason} if reason else None)
        assert answer.status_code == 200, answer.text
    orders.sql(
        "UPDATE orders SET placed_at = CAST(:at AS timestamptz),"
        " accepted_at = CASE WHEN accepted_at IS NOT NULL THEN"
        "  CAST(:at AS timestamptz) + make_interval(secs => :accept) END,"
        " ready_at = CASE WHEN ready_at IS NOT NULL THEN"
        "  CAST(:at AS timestamptz) + make_interval(secs => :ready) END"
        " WHERE id = :id",
        at=at,
        id=order["id"],
        accept=accept_seconds,
        ready=accept_seconds + ready_seconds,
    )
    return str(order["id"])


def change_line(orders: Orders, order_id: str, **changes: Any) -> None:
    """Change the first line of an order."""
    orders.sql(
        "UPDATE orders"
        " SET items = jsonb_set(items, '{0}', items -> 0 || CAST(:changes AS jsonb))"
        " WHERE id = :id",
        id=order_id,
        changes=json.dumps(changes),
    )


def test_the_route_is_no_order(orders: Orders) -> None:
    shop = orders.a_shop()
    answer = orders.get(f"/api/orders/statistics?shop_id={shop.id}", kitchen(shop.id))
    assert (answer.status_code, answer.json()["orders"]) == (200, 0)
    assert orders.get("/api/orders/statistics", kitchen(shop.id)).json()["code"] == (
        "invalid_request"
    )


def test_today_so_far(orders: Orders) -> None:
    shop = orders.a_shop(currency="EUR", timezone="Europe/Berlin")
    order = orders.placed(shop)
    answer = statistics(orders, shop, "today")
    assert (answer["orders"], answer["accepted"], answer["revenue"]) == (1, 0, 0)
    assert (answer["currency"], answer["timezone"]) == ("EUR", "Europe/Berlin")
    assert answer["begins_at"] <= order["placed_at"] < answer["as_of"] < answer["ends_at"]
    hour = next(hour for hour in reversed(answer["hours"]) if hour["orders"])
    assert hour["begins_at"] <= order["placed_at"]


def test_every_status_is_counted_as_what_it_is(orders: Orders) -> None:
    shop = orders.a_shop()
    ordered(orders, shop)
    ordered(orders, shop, "accept")
    ordered(orders, shop, "accept", "ready", items=[("egg", 2), ("rice", 1)])
    ordered(orders, shop, *UNTIL_COMPLETED, items=[("rice", 4)])
    ordered(orders, shop, "reject sold_out")
    ordered(orders, shop, "accept", "reject sold_out")
    ordered(orders, shop, "accept", "ready", "reject no_show")
    ordered(orders, shop, "cancel")
    timed_out = ordered(orders, shop, "cancel")
    orders.sql("UPDATE orders SET closed_reason = 'kitchen_timeout' WHERE id = :id", id=timed_out)
    other_day = ordered(orders, shop, *UNTIL_COMPLETED, at=f"{NEXT_DAY}T04:00:00+08:00")
    ordered(orders, orders.a_shop(), *UNTIL_COMPLETED)
    answer = statistics(orders, shop)
    assert {name: answer[name] for name in ("orders", "accepted", "completed", "revenue")} == {
        "orders": 9,
        "accepted": 5,
        "completed": 1,
        "revenue": 300 + 700 + 400,
    }
    assert answer["rejected"] == {"sold_out": 2, "no_show": 1}
    assert answer["cancelled"] == {"customer": 1, "kitchen_timeout": 1}
    assert statistics(orders, shop, NEXT_DAY)["orders"] == 1
    orders.sql(
        "UPDATE orders SET closed_reason = 'unattended', ready_at = NULL WHERE id = :id",
        id=other_day,
    )
    unattended = statistics(orders, shop, NEXT_DAY)
    assert (unattended["completed"], unattended["revenue"]) == (1, 300)
    assert (unattended["rejected"], unattended["cancelled"]) == ({}, {})
    assert unattended["ready_seconds"] == {"median": None, "p90": None}


def test_what_was_recalled_counts_as_what_it_is_now(orders: Orders) -> None:
    shop = orders.a_shop()
    ordered(orders, shop, *UNTIL_COMPLETED, "recall", ready_seconds=100)
    ordered(orders, shop, "accept", "ready", "recall", ready_seconds=900)
    ordered(orders, shop, *UNTIL_COMPLETED, "recall", "reject other")
    answer = statistics(orders, shop)
    assert (answer["orders"], answer["accepted"], answer["completed"]) == (3, 3, 0)
    assert answer["revenue"] == 600
    assert answer["rejected"] == {"other": 1}
    assert answer["ready_seconds"] == {"median": 350.0, "p90": 550.0}
    assert answer["dishes"][0]["quantity"] == 2


def test_how_long_it_took(orders: Orders) -> None:
    shop = orders.a_shop()
    assert statistics(orders, shop)["accept_seconds"] == {"median": None, "p90": None}
    for seconds in (10, 20, 30.56, 40):
        ordered(orders, shop, "accept", "ready", accept_seconds=seconds, ready_seconds=10 * seconds)
    ordered(orders, shop)
    ordered(orders, shop, "accept", accept_seconds=50)
    answer = statistics(orders, shop)
    assert answer["accept_seconds"] == {"median": 30.6, "p90": 46.0}
    assert answer["ready_seconds"] == {"median": 252.8, "p90": 371.7}


@pytest.mark.parametrize(
    ("day", "count", "first", "last"),
    [
        ("2026-03-28", 23, "2026-03-28T04:00:00+01:00", "2026-03-29T03:59:59+02:00"),
        ("2025-10-25", 25, "2025-10-25T04:59:59.999999+02:00", "2025-10-26T03:00:00+01:00"),
        ("2025-06-15", 24, "2025-06-15T04:00:00+02:00", "2025-06-16T03:00:00+02:00"),
    ],
)
def test_hours_are_those_of_the_day(
    orders: Orders, day: str, count: int, first: str, last: str
) -> None:
    shop = orders.a_shop(timezone="Europe/Berlin")
    ordered(orders, shop, "accept", at=first)
    ordered(orders, shop, at=last)
    ordered(orders, shop, "accept", at=last, items=[("rice", 3)])
    answer = statistics(orders, shop, day)
    hours = answer["hours"]
    assert len(hours) == count
    assert hours[0]["begins_at"] == answer["begins_at"]
    assert hours[-1]["begins_at"] < answer["ends_at"]
    assert [hour["orders"] for hour in hours] == [1, *[0] * (count - 2), 2]
    assert [hour["revenue"] for hour in hours] == [300, *[0] * (count - 2), 300]
    assert (answer["orders"], answer["revenue"]) == (3, 600)


def test_dishes_come_most_sold_first_under_their_newest_names(orders: Orders) -> None:
    shop = orders.a_shop()
    newest = ordered(orders, shop, "accept", at=f"{DAY}T13:00:00+08:00", items=[("rice", 3)])
    older = ordered(orders, shop, *UNTIL_COMPLETED, items=[("egg", 5), ("rice", 4), ("rice", 1)])
    refused = ordered(
        orders, shop, "reject", at=f"{DAY}T14:00:00+08:00", items=[("egg", 9), ("rice", 9)]
    )
    names = {"zh": "米饭", "en": "steamed rice"}
    change_line(orders, newest, name="steamed rice", price=150, names=names)
    change_line(orders, refused, name="refused")
    orders.sql("UPDATE orders SET items = items #- '{0,names}' WHERE id = :id", id=older)
    assert statistics(orders, shop)["dishes"] == [
        {
            "dish_id": "rice",
            "name": "steamed rice",
            "names": names,
            "quantity": 8,
            "revenue": 3 * 150 + 5 * 100,
        },
        {"dish_id": "egg", "name": "egg", "names": None, "quantity": 5, "revenue": 1500},
    ]
    change_line(orders, newest, names=None)
    assert statistics(orders, shop)["dishes"][0]["names"] is None


def test_fifty_dishes_are_the_most(orders: Orders) -> None:
    menu = tuple(
        Dish(id=f"dish-{n:02}", name=f"Dish {n}", price=100, available=True) for n in range(52)
    )
    shop = orders.a_shop(menu=menu)
    ordered(orders, shop, "accept", items=[(dish.id, 2) for dish in menu[2:52]])
    ordered(orders, shop, "accept", items=[(dish.id, 1) for dish in menu[:3]])
    dishes = statistics(orders, shop)["dishes"]
    assert len(dishes) == 50
    assert [dish["quantity"] for dish in dishes] == [3, *[2] * 49]
    assert [dish["dish_id"] for dish in dishes] == [dish.id for dish in menu[2:52]]


def test_what_was_forgotten_counts_on(orders: Orders) -> None:
    shop = orders.a_shop()
    ordered(orders, shop, *UNTIL_COMPLETED)
    before = statistics(orders, shop)
    orders.sql("UPDATE orders SET customer_name = '', erased_at = now()")
    assert {**statistics(orders, shop), "as_of": before["as_of"]} == before
