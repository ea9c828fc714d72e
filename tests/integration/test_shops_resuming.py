"""Pauses and sold-out dishes that end by themselves, by the database's clock and by hand."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from services.shops.migrate import REVISIONS
from services.shops.resuming import BATCH_SHOPS_MAX, resume
from shared import migrations
from tests.integration.shops_process import QUICK, Shops, a_shops, at_once
from tests.servers import PostgresServer, wait_until

NO_BROKER = "amqp://nobody:nothing@127.0.0.1:1/orderbell"


@pytest.fixture(scope="module")
def database_url(postgres: PostgresServer) -> str:
    url = postgres.create_database("shops")
    migrations.migrate(url, REVISIONS)
    return url


@pytest.fixture(scope="module")
def shops(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shops]:
    """Return a process that hears no broker; what tells of its changes stays in its outbox."""
    output = tmp_path_factory.mktemp("shops") / "output.log"
    with a_shops(database_url, NO_BROKER, output, **QUICK) as process:
        wait_until(process.ready, "a ready shops")
        yield process


def attended(shops: Shops) -> str:
    """Make a shop that accepts: nothing expires, since no broker is heard."""
    shop_id = shops.a_shop()
    shops.attend(shop_id)
    assert shops.shop(shop_id)["accepting"]
    return shop_id


def sell_out(shops: Shops, shop_id: str, dish_id: str, **changes: Any) -> dict[str, Any]:
    return shops.change_dish(shop_id, dish_id, **{"available": False, **changes})


def minutes_from_now(instant: str) -> float:
    return (datetime.fromisoformat(instant) - datetime.now(UTC)) / timedelta(minutes=1)


def let_pauses_be_over(shops: Shops, *shop_ids: str) -> None:
    statement = "UPDATE shops SET paused_until = now() WHERE id = ANY(:ids)"
    shops.sql(statement, ids=list(shop_ids))


def let_dishes_be_due(shops: Shops, shop_id: str) -> None:
    statement = "UPDATE dishes SET back_at = now() WHERE shop_id = :id AND back_at IS NOT NULL"
    shops.sql(statement, id=shop_id)


def told(shops: Shops, shop_id: str) -> int:
    """Return how many changes of the shop wait to be published, its making included."""
    query = "SELECT count(*) FROM outbox WHERE subject = :id AND routing_key = 'shop.updated'"
    ((number,),) = shops.sql(query, id=shop_id)
    return int(number)


def test_a_pause_begins_and_ends_by_itself(shops: Shops) -> None:
    shop_id = attended(shops)
    paused = shops.change(shop_id, pause_minutes=20)
    assert 19.5 < minutes_from_now(paused["paused_until"]) <= 20
    assert (paused["open"], paused["kitchen_online"], paused["accepting"]) == (True, True, False)
    assert (paused["version"], shops.shop(shop_id)) == (3, paused)
    let_pauses_be_over(shops, shop_id)
    wait_until(lambda: shops.shop(shop_id)["accepting"], "the end of the pause")
    shop = shops.shop(shop_id)
    assert (shop["paused_until"], shop["version"]) == (None, 4)
    assert told(shops, shop_id) == 4


@pytest.mark.parametrize("by_hand", [{"pause_minutes": 0}, {"open": True}])
def test_a_pause_is_ended_by_hand(shops: Shops, by_hand: dict[str, Any]) -> None:
    shop_id = attended(shops)
    shops.change(shop_id, pause_minutes=720)
    shop = shops.change(shop_id, **by_hand)
    assert (shop["paused_until"], shop["accepting"], shop["version"]) == (None, True, 4)


def test_closing_ends_a_pause_and_opening_does_not_bring_it_back(shops: Shops) -> None:
    shop_id = attended(shops)
    shops.change(shop_id, pause_minutes=20)
    closed = shops.change(shop_id, open=False)
    assert (closed["paused_until"], closed["accepting"]) == (None, False)
    assert shops.change(shop_id, open=True)["accepting"]


def test_a_kitchen_that_comes_during_a_pause_does_not_end_it(shops: Shops) -> None:
    shop_id = shops.a_shop()
    shops.change(shop_id, pause_minutes=20)
    shops.attend(shop_id)
    shop = shops.shop(shop_id)
    assert (shop["kitchen_online"], shop["accepting"]) == (True, False)
    assert shop["paused_until"] is not None


def test_a_dish_comes_back_by_itself(shops: Shops) -> None:
    shop_id = shops.a_shop()
    rice = sell_out(shops, shop_id, "rice")
    egg = sell_out(shops, shop_id, "egg", back_minutes=30)
    assert 29.5 < minutes_from_now(egg["back_at"]) <= 30
    let_dishes_be_due(shops, shop_id)
    wait_until(lambda: shops.shop(shop_id)["menu"][0]["available"], "the dish")
    shop = shops.shop(shop_id)
    assert shop["menu"] == [{**egg, "available": True, "back_at": None}, rice]
    assert (shop["version"], told(shops, shop_id)) == (4, 4)


@pytest.mark.parametrize("available", [False, True])
def test_a_dish_that_is_switched_by_hand_stays_so(shops: Shops, *, available: bool) -> None:
    shop_id = shops.a_shop()
    sell_out(shops, shop_id, "egg", back_minutes=30)
    egg = sell_out(shops, shop_id, "egg", available=available)
    assert (egg["available"], egg["back_at"]) == (available, None)


def test_a_pause_and_dishes_that_end_together_are_one_change(shops: Shops) -> None:
    shop_id = shops.a_shop()
    shops.change(shop_id, pause_minutes=20)
    sell_out(shops, shop_id, "egg", back_minutes=30)
    sell_out(shops, shop_id, "rice", back_minutes=30)
    with shops.engine.begin() as connection:
        for statement in (
            "UPDATE shops SET paused_until = now() WHERE id = %s",
            "UPDATE dishes SET back_at = now() WHERE shop_id = %s",
        ):
            connection.exec_driver_sql(statement, (shop_id,))
        resumed = {shop.id: shop for shop in resume(connection)}
    assert resumed[shop_id].version == 5
    shop = shops.shop(shop_id)
    assert (shop["version"], shop["paused_until"]) == (5, None)
    assert [(dish["available"], dish["back_at"]) for dish in shop["menu"]] == [(True, None)] * 2


def test_a_shop_that_another_replica_is_changing_is_passed_over(shops: Shops) -> None:
    shop_id = shops.a_shop()
    shops.sql("UPDATE shops SET paused_until = now() + interval '3 s' WHERE id = :id", id=shop_id)
    with shops.engine.begin() as changing:
        changing.exec_driver_sql("SELECT FROM shops WHERE id = %s FOR UPDATE", (shop_id,))
        changing.exec_driver_sql("SELECT pg_sleep(3.5)")
        with shops.engine.begin() as other:
            assert shop_id not in {shop.id for shop in resume(other)}
        assert shops.shop(shop_id)["version"] == 1
    wait_until(lambda: shops.shop(shop_id)["version"] == 2, "the end of the pause")


def test_what_is_due_ends_once_however_many_replicas_look(
    shops: Shops, database_url: str, tmp_path: Path
) -> None:
    """More shops than a batch, changed by their kitchens meanwhile."""
    shop_ids = [shops.a_shop() for _ in range(BATCH_SHOPS_MAX + 10)]
    for shop_id in shop_ids:
        shops.change(shop_id, pause_minutes=20)
    with a_shops(database_url, NO_BROKER, tmp_path / "output.log", **QUICK) as other:
        wait_until(other.ready, "the other replica")
        let_pauses_be_over(shops, *shop_ids)
        at_once(
            *(
                partial(replica.change, shop_id, name=f"{shop_id} {replica is shops}")
                for shop_id in shop_ids[:6]
                for replica in (shops, other)
            )
        )
        wait_until(
            lambda: all(shops.shop(each)["paused_until"] is None for each in shop_ids),
            "the end of all pauses",
        )
        assert Counter(shops.shop(each)["version"] for each in shop_ids[6:]) == {
            3: len(shop_ids) - 6
        }
        assert Counter(shops.shop(each)["version"] for each in shop_ids[:6]) == {5: 6}
        assert {told(shops, each) for each in shop_ids[6:]} == {3}


def test_the_lookups_are_served_by_indexes_of_what_is_due(shops: Shops) -> None:
    for statement, index in (
        ("SELECT id FROM shops WHERE paused_until <= now()", "shops_by_end_of_pause"),
        ("SELECT shop_id FROM dishes WHERE back_at <= now()", "dishes_by_return"),
    ):
        with shops.engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {statement}").scalars().all()
        assert index in "\n".join(plan)
