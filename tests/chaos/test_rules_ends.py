"""Rules 1, 2, 4 and 6: what is stored, seen, and left in the end."""

from typing import Any

import pytest

from chaos.rules.clients import SCREEN_BEFORE
from chaos.rules.violation import epoch_seconds
from tests.chaos.telling import LIMITS, START, Telling, a_good_run, of


@pytest.fixture
def run() -> Telling:
    return a_good_run()


# Rule 1: stored once, one order a key


@pytest.mark.parametrize("rows", [0, 2])
def test_an_order_that_is_not_there_once(run: Telling, rows: int) -> None:
    run.changes["rows"] = {**dict.fromkeys(run.orders, 1), "done": rows}
    assert run.broken() == {1: {"done"}}


def test_an_order_that_no_longer_answers(run: Telling) -> None:
    del run.orders["done"], run.histories["done"]
    run.changes["rows"] = {**dict.fromkeys(run.orders, 1), "done": 1}
    assert run.broken()[1] == {"done"}


def test_a_key_that_gives_another_order_when_it_is_sent_again(run: Telling) -> None:
    run.changes["repeats"] = {**run.repeats, "key-done": "another"}
    run.changes["rows"] = {**dict.fromkeys(run.orders, 1), "another": 1}
    assert run.broken() == {1: {"done", "another"}}


def test_a_key_that_gave_two_orders_in_the_run(run: Telling) -> None:
    told = {"order_id": "back", "version": 1, "status": "placed", "new": False}
    run.say(30, "customer-done", "placed", key="key-done", shop_id="noodles", **told)
    broken = run.broken()
    assert broken[1] == {"done", "back"}


def test_the_same_order_again_for_the_same_key_is_as_it_should_be(run: Telling) -> None:
    told = {"order_id": "done", "version": 5, "status": "completed", "new": False}
    run.say(30, "customer-done", "placed", key="key-done", shop_id="noodles", **told)
    assert run.found() == []


def test_a_key_that_was_not_sent_once_more(run: Telling) -> None:
    run.changes["repeats"] = {k: v for k, v in run.repeats.items() if k != "key-done"}
    assert run.broken() == {1: {"done"}}


def test_an_order_that_nobody_asked_for(run: Telling) -> None:
    run.changes["rows"] = {**dict.fromkeys(run.orders, 1), "ghost": 1}
    assert run.broken() == {1: {"ghost"}}


def test_an_order_whose_answer_was_lost_is_known_by_its_key(run: Telling) -> None:
    run.drop(of("customer-done", "placed"))
    assert run.found() == []
    run.changes["repeats"] = {k: v for k, v in run.repeats.items() if k != "key-done"}
    assert run.broken() == {1: {"done"}}


# Rule 2: seen by a kitchen, or its end by its customer


def hide_from_screens(run: Telling, order_id: str) -> None:
    run.drop(lambda record: record.who in run.screens and _names(record.data, order_id))


def _names(data: Any, order_id: str) -> bool:
    return data.get("order_id") == order_id or order_id in data.get("order_ids", ())


def test_an_order_that_no_screen_has_shown(run: Telling) -> None:
    hide_from_screens(run, "done")
    assert run.broken()[2] == {"done"}


@pytest.mark.parametrize("order_id", ["cancelled", "rejected"])
def test_an_order_whose_end_its_customer_saw(run: Telling, order_id: str) -> None:
    hide_from_screens(run, order_id)
    assert 2 not in run.broken()


def test_an_order_whose_end_its_customer_did_not_see(run: Telling) -> None:
    hide_from_screens(run, "cancelled")
    run.drop(of("customer-cancelled", "shown", status="cancelled"))
    broken = run.broken()
    assert broken[2] == {"cancelled"}
    assert "cancelled" in broken[4]


def test_a_screen_that_was_not_connected_has_not_been_told(run: Telling) -> None:
    for who in run.screens:
        run.say(9, who, "closed", socket="1", code=1001)
    assert run.broken()[2] == set(run.orders) - {"rejected", "cancelled"}


def test_a_screen_that_asks_for_snapshots_has_been_told(run: Telling) -> None:
    for who in run.screens:
        run.say(9, who, "closed", socket="1", code=1001)
        orders = [[order_id, 1, "placed"] for order_id in run.orders]
        run.say(9.5, who, "snapshot", shop_id="noodles", as_of=START + 9.5, orders=orders)
    assert 2 not in run.broken()


def test_a_screen_of_another_shop_does_not_count(run: Telling) -> None:
    hide_from_screens(run, "done")
    run.screen("screen-9", shop="rice")
    run.say(15, "screen-9", "shown", order_id="done", version=2, status="placed", received=True)
    assert run.broken()[2] == {"done"}


# Rule 4: what is seen last is how it is


def test_a_customer_who_did_not_see_the_last_version(run: Telling) -> None:
    run.drop(of("customer-done", "shown", version=5))
    assert run.broken() == {4: {"done"}}


def test_a_customer_who_sees_nothing(run: Telling) -> None:
    run.say(90, "customer-done", "hidden", order_id="done")
    assert run.broken() == {4: {"done"}}


def test_a_customer_who_came_back_to_an_empty_page(run: Telling) -> None:
    run.say(90, "customer-done", "opened_page")
    assert run.broken() == {4: {"done"}}


def test_a_customer_who_left_that_order_does_not_matter(run: Telling) -> None:
    run.drop(of("customer-done", "shown", version=5))
    run.say(50, "customer-done", "left", order_id="done")
    assert run.found() == []


def test_a_customer_who_left_has_seen_the_end(run: Telling) -> None:
    run.say(50, "customer-done", "left")
    assert run.found() == []
    run.drop(of("customer-done", "shown", version=5))
    assert run.broken() == {4: {"done"}}


def test_a_customer_who_left_is_not_held_to_what_came_after(run: Telling) -> None:
    recalled = next(e for e in run.histories["back"] if e["event"] == "order.recalled")
    at = epoch_seconds(recalled["at"]) - START
    run.drop(lambda r: r.who == "customer-back" and r.at >= START + at)
    on_its_way = LIMITS.delivery_seconds
    for left_at, broken in ((at - 1, None), (at + 1, None), (at + on_its_way + 1, {"back"})):
        run.say(left_at, "customer-back", "left")
        assert run.broken().get(4) == broken
        run.drop(of("customer-back", "left"))


def test_a_customer_without_a_page_follows_nothing(run: Telling) -> None:
    run.drop(lambda r: r.who == "customer-done" and r.kind not in {"placing", "placed", "event"})
    assert run.found() == []


def test_a_ghost_on_a_screen(run: Telling) -> None:
    run.drop(of("screen-1", "hidden", order_id="done"))
    assert run.broken() == {4: {"done"}}


def test_an_order_that_a_screen_lacks(run: Telling) -> None:
    run.say(90, "screen-1", "hidden", order_id="cooking")
    assert run.broken() == {4: {"cooking"}}


def test_an_old_version_on_a_screen(run: Telling) -> None:
    run.drop(of("kitchen-page-1", "shown", order_id="back", version=6))
    run.drop(of("kitchen-page-1", "hidden", order_id="back"))
    assert run.broken() == {4: {"back"}}


def test_a_screen_that_lost_everything_when_it_was_opened_again(run: Telling) -> None:
    run.say(90, "screen-1", "opened_page", shop_id="noodles")
    assert run.broken() == {4: {"cooking", "back"}}


def test_a_screen_that_left_does_not_matter_until_it_is_back(run: Telling) -> None:
    run.drop(of("screen-1", "hidden", order_id="done"))
    run.say(90, "screen-1", "left")
    assert run.found() == []
    run.say(95, "screen-1", "opened_page", shop_id="noodles")
    assert run.broken() == {4: {"cooking", "back"}}


def test_the_screens_of_the_run_before_show_nothing_to_anybody(run: Telling) -> None:
    run.say(0, SCREEN_BEFORE, "attended", shop_id="noodles", expires_at=START + 10)
    assert run.found() == []


def test_a_snapshot_that_contradicts_the_orders(run: Telling) -> None:
    run.changes["snapshots"] = {"noodles": [run.orders["cooking"], run.orders["done"]]}
    assert run.broken() == {4: {"done", "back"}}


# Rule 6: nothing left behind


@pytest.mark.parametrize(
    "changes",
    [
        {"waiting": {"notifier.orders": 1}},
        {"outbox": {"orders": 3, "shops": 0}},
        {"dead_letters": []},
        {"dead_letters": ["letter-1", "letter-2"]},
        {"leaked": ["4711 python3"]},
        {"memory_mib": {"orders-1": 200.5}},
        {"memory_mib": {"orders-1": 90.0, "orders-2": 1.0}},
    ],
)
def test_what_is_left_behind(run: Telling, changes: dict[str, Any]) -> None:
    run.changes = changes
    assert run.broken() == {6: {None}}


def test_a_letter_that_was_set_aside_twice_is_one(run: Telling) -> None:
    run.changes["dead_letters"] = ["letter-1", "letter-1"]
    assert run.found() == []
