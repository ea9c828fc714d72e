"""What is wrong with an Orderbell, given the facts: pure, and the worst first."""

from collections.abc import Iterator

from command.asking import Unanswered
from command.facts import READY, Broker, Database, Facts, Queue
from shared.broker_map import OPERATOR, QUEUES

# A relay that can publish is a second behind at most; a broker that restarts takes some more.
OUTBOX_SECONDS_MAX = 30.0
# A screen that is there shows an order within seconds.
UNRECEIVED_SECONDS_MAX = 60.0
# Readers that keep up have fewer before them, even in a rush.
QUEUE_MESSAGES_MAX = 1000


def findings(facts: Facts) -> list[str]:
    """Return what is wrong, one line each; the first is what to look at first."""
    return [
        *_servers(facts),
        *_standing_queues(facts),
        *_processes(facts),
        *_unread_queues(facts),
        *_unreceived_orders(facts),
        *_outboxes(facts),
        *_full_queues(facts),
        *_nodes_away(facts),
    ]


def _servers(facts: Facts) -> Iterator[str]:
    if isinstance(facts.broker, Unanswered):
        yield f"the broker cannot be asked: {facts.broker.why}"
    if isinstance(facts.broker, Broker):
        for alarm in facts.broker.alarms:
            yield f"the broker takes nothing: alarm for the {alarm}"
    for name, database in _databases(facts):
        if isinstance(database, Unanswered):
            yield f"{name} cannot use its database: {database.why}"


def _standing_queues(facts: Facts) -> Iterator[str]:
    """Tell of quorum queues without a majority: they take and hand out nothing."""
    for name, queue in _queues(facts):
        if queue.copies_there * 2 <= queue.copies:
            yield f"{name} stands still: {queue.copies_there} of {queue.copies} copies are there"


def _processes(facts: Facts) -> Iterator[str]:
    for name, said in facts.processes.items():
        if said != READY:
            yield f"{name} is not ready: {said}"


def _unread_queues(facts: Facts) -> Iterator[str]:
    if not isinstance(facts.broker, Broker):
        return
    for queue in QUEUES:
        found = facts.broker.queues.get(queue.name)
        if found is None:
            yield f"the broker has no queue {queue.name}: it has not loaded its definitions"
        elif found.consumers == 0 and queue.reader != OPERATOR:
            yield f"nobody reads {queue.name}: look at {queue.reader}"


def _unreceived_orders(facts: Facts) -> Iterator[str]:
    waiting = facts.orders.unreceived if isinstance(facts.orders, Database) else None
    if waiting and waiting.seconds > UNRECEIVED_SECONDS_MAX:
        yield (
            f"order {waiting.order_id} has waited {waiting.seconds:.0f} s for a kitchen's screen of"
            f" {waiting.shop_id}, and {waiting.orders - 1} more wait"
        )


def _outboxes(facts: Facts) -> Iterator[str]:
    for name, database in _databases(facts):
        if isinstance(database, Database) and database.outbox.oldest_seconds > OUTBOX_SECONDS_MAX:
            yield (
                f"{name} has not published for {database.outbox.oldest_seconds:.0f} s what waits in"
                f" its outbox ({database.outbox.rows} events)"
            )


def _full_queues(facts: Facts) -> Iterator[str]:
    queues = dict(_queues(facts))
    for queue in QUEUES:
        found = queues.get(queue.name)
        messages = (found.messages or 0) if found else 0
        if queue.reader == OPERATOR and messages:
            yield f"{messages} dead letters wait: orderbell dead-letters list"
        elif messages > QUEUE_MESSAGES_MAX:
            yield f"{messages} messages wait in {queue.name}: {queue.reader} does not keep up"


def _nodes_away(facts: Facts) -> Iterator[str]:
    for node in facts.broker.nodes_away if isinstance(facts.broker, Broker) else ():
        yield f"the broker's node {node} is away"


def _queues(facts: Facts) -> Iterator[tuple[str, Queue]]:
    if isinstance(facts.broker, Broker):
        yield from sorted(facts.broker.queues.items())


def _databases(facts: Facts) -> Iterator[tuple[str, Database | Unanswered | None]]:
    yield "shops", facts.shops
    yield "orders", facts.orders
