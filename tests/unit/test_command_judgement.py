"""What `orderbell status` finds wrong, and in which order."""

from dataclasses import replace
from typing import Any

import pytest

from command.asking import Unanswered
from command.facts import (
    READY,
    Broker,
    Database,
    Facts,
    Outbox,
    Queue,
    Unreceived,
    queue_of,
)
from command.judgement import (
    OUTBOX_SECONDS_MAX,
    QUEUE_MESSAGES_MAX,
    UNRECEIVED_SECONDS_MAX,
    findings,
)
from shared.broker_map import OPERATOR, QUEUES

EMPTY = Database(Outbox(0, 0))
BROKER = Broker(
    queues={queue.name: Queue(0, 0 if queue.reader == OPERATOR else 2) for queue in QUEUES},
    connections={"orders": 2},
    alarms=(),
)
FINE = Facts(processes={"orders-1": READY}, broker=BROKER, shops=EMPTY, orders=EMPTY)


def with_queue(name: str, queue: Queue | None) -> Facts:
    queues = {**BROKER.queues, name: queue}
    return replace(
        FINE,
        broker=replace(BROKER, queues={key: value for key, value in queues.items() if value}),
    )


def waiting(seconds: float) -> Facts:
    return replace(FINE, orders=replace(EMPTY, unreceived=Unreceived(3, "o1", "shop1", seconds)))


def behind(seconds: float) -> Facts:
    return replace(FINE, shops=Database(Outbox(9, seconds)))


@pytest.mark.parametrize(
    ("told", "copies"),
    [
        ({"members": ["a", "b", "c"], "online": ["b"]}, (3, 1)),
        ({"members": ["a", "b", "c"], "online": []}, (3, 0)),
        # Who just came up does not tell yet who else is there.
        ({"members": ["a"]}, (1, 1)),
        ({"type": "classic"}, (1, 1)),
    ],
)
def test_the_copies_of_a_queue_are_as_rabbitmq_tells(
    told: dict[str, Any], copies: tuple[int, int]
) -> None:
    numbers = {"name": "orders.receipts", "messages": 4, "consumers": 2}
    assert queue_of({**numbers, **told}) == Queue(4, 2, *copies)
    assert queue_of({"name": "orders.receipts", **told}) == Queue(None, None, *copies)


@pytest.mark.parametrize(
    "facts",
    [
        FINE,
        Facts(processes={}, broker=None, shops=None, orders=None),
        waiting(UNRECEIVED_SECONDS_MAX),
        behind(OUTBOX_SECONDS_MAX),
        with_queue("notifier.orders", Queue(QUEUE_MESSAGES_MAX, 1)),
        with_queue("notifier.orders", Queue(0, 1, copies=3, copies_there=2)),
        # A broker that has just come up does not know yet.
        with_queue("notifier.orders", Queue(None, None)),
    ],
)
def test_nothing_is_wrong_where_nothing_is(facts: Facts) -> None:
    assert findings(facts) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(FINE, broker=Unanswered("it is down")), ["broker", "it is down"]),
        (replace(FINE, broker=replace(BROKER, alarms=("disk of rabbit@a",))), ["alarm", "disk"]),
        (replace(FINE, orders=Unanswered("timeout")), ["orders", "database", "timeout"]),
        (replace(FINE, processes={"gateway-2": "waiting"}), ["gateway-2", "waiting"]),
        (with_queue("notifier.orders", Queue(0, 0)), ["nobody reads notifier.orders", "notifier"]),
        (with_queue("notifier.orders", None), ["no queue notifier.orders"]),
        (
            with_queue("orders.receipts", Queue(QUEUE_MESSAGES_MAX + 1, 1)),
            ["1001 messages", "orders"],
        ),
        (
            with_queue("orders.receipts", Queue(0, 1, copies=3, copies_there=1)),
            ["orders.receipts", "1 of 3 copies"],
        ),
        (with_queue("orders.receipts", Queue(0, 1, copies=2, copies_there=1)), ["1 of 2 copies"]),
        (
            replace(FINE, broker=replace(BROKER, nodes_away=("rabbit@broker-2",))),
            ["node rabbit@broker-2", "away"],
        ),
        (with_queue("dead-letters", Queue(2, 0)), ["2 dead letters", "orderbell dead-letters"]),
        (waiting(UNRECEIVED_SECONDS_MAX + 1), ["o1", "61 s", "shop1", "2 more"]),
        (behind(OUTBOX_SECONDS_MAX + 1), ["shops", "31 s", "9 events"]),
    ],
)
def test_what_is_wrong_is_named(facts: Facts, words: list[str]) -> None:
    (line,) = findings(facts)
    assert [word for word in words if word not in line] == []


def test_what_explains_the_rest_comes_first() -> None:
    facts = Facts(
        processes={"notifier-1": "waiting for its broker session"},
        broker=Unanswered("it is down"),
        shops=EMPTY,
        orders=Database(Outbox(4, 60), Unreceived(1, "o1", "shop1", 90)),
    )
    broker, process, order, outbox = findings(facts)
    assert "broker cannot be asked" in broker
    assert "notifier-1" in process
    assert "o1" in order
    assert "outbox" in outbox


def test_a_queue_that_stands_still_comes_before_its_reader_and_a_node_that_is_away_last() -> None:
    standing = with_queue("orders.receipts", Queue(0, 2, copies=3, copies_there=1)).broker
    assert isinstance(standing, Broker)
    facts = replace(
        FINE,
        processes={"orders-1": "waiting"},
        broker=replace(standing, nodes_away=("rabbit@broker-2",)),
        orders=Database(Outbox(4, 60)),
    )
    queue, process, outbox, node = findings(facts)
    assert "orders.receipts stands still" in queue
    assert "orders-1" in process
    assert "outbox" in outbox
    assert "rabbit@broker-2" in node
