"""`orderbell status`: how everything is, and what to look at first."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from command.arguments import Parsers, add_verb
from command.asking import Unanswered
from command.facts import Broker, Database, Facts, gather
from command.failure import FAILED
from command.judgement import findings
from command.printing import table, tell
from command.settings import operator_settings
from shared.broker_map import QUEUES

FINE = "All is well."


def add_commands(nouns: Parsers) -> None:
    """Add `status`."""
    add_verb(
        nouns,
        "status",
        _status,
        "tell how everything is, and what to look at first",
        "For people and for monitors: the exit status is 0 when all is well and 1 otherwise. "
        "What the environment does not name is not looked at. The broker's numbers may be some "
        "seconds old.",
    )


def _status(options: argparse.Namespace) -> None:
    facts = gather(operator_settings())
    wrong = findings(facts)
    tell(options, {"findings": wrong, **_as_json(facts)}, "\n".join(_lines(facts, wrong)))
    if wrong:
        sys.exit(FAILED)


def _lines(facts: Facts, wrong: list[str]) -> Iterator[str]:
    first, *others = wrong or [FINE]
    yield f"Look first: {first}" if wrong else first
    yield from (f"Then: {line}" for line in others)
    if facts.processes:
        yield "\n" + table(("PROCESS", ""), list(facts.processes.items()))
    for service, database in (("shops", facts.shops), ("orders", facts.orders)):
        yield f"\nOutbox of {service}: {_outbox(database)}"
    if isinstance(facts.orders, Database):
        yield f"Orders that no screen has shown: {_unreceived(facts.orders)}"
    if isinstance(facts.broker, Broker):
        yield "\n" + table(("QUEUE", "MESSAGES", "CONSUMERS", "FOR"), list(_queues(facts.broker)))
        yield "\n" + table(("CONNECTION", "COUNT"), list(facts.broker.connections.items()))


def _outbox(database: Database | Unanswered | None) -> str:
    if database is None:
        return "not known here"
    if isinstance(database, Unanswered):
        return database.why
    outbox = database.outbox
    return f"{outbox.rows} wait, {outbox.oldest_seconds:.1f} s" if outbox.rows else "empty"


def _unreceived(database: Database) -> str:
    waiting = database.unreceived
    if waiting is None:
        return "none"
    return f"{waiting.orders}, the oldest for {waiting.seconds:.0f} s ({waiting.order_id})"


def _queues(broker: Broker) -> Iterator[tuple[object, ...]]:
    purposes = {queue.name: queue.purpose for queue in QUEUES}
    for name, queue in sorted(broker.queues.items()):
        yield name, _number(queue.messages), _number(queue.consumers), purposes.get(name, "-")


def _number(value: int | None) -> str:
    return "-" if value is None else str(value)


def _as_json(facts: Facts) -> dict[str, Any]:
    return {
        "processes": facts.processes,
        "broker": _part(facts.broker),
        "shops": _part(facts.shops),
        "orders": _part(facts.orders),
    }


def _part(part: Broker | Database | Unanswered | None) -> dict[str, Any] | None:
    if isinstance(part, Unanswered):
        return {"unanswered": part.why}
    return asdict(part) if part else None
