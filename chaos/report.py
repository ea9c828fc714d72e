"""What a run tells in the end: a table for people, the same as JSON, and the story of each order.

Pure: whoever runs it prints and writes. Nothing personal of a customer is told.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from chaos.records import Fault, Final, Record
from chaos.recovery import Recovery, Spread, spreads, spreads_by_kind
from chaos.rules import Violation
from chaos.rules.violation import epoch_seconds

# More of one rule's violations say nothing more.
NAMED_MAX = 20
RULES = {
    1: "stored once, one order a key",
    2: "seen by a kitchen, or its end by its customer",
    3: "shown once, never older after newer",
    4: "what is seen last is how it is",
    5: "only steps of the life cycle, one version apart",
    6: "nothing left behind",
    7: "in time",
}
PERSONAL = frozenset({"customer", "note", "items"})


@dataclass(frozen=True)
class Outcome:
    """A run to be told of: how it was started, what it wrote down, and what was found."""

    seed: int
    seconds: float
    records: Sequence[Record]
    faults: Sequence[Fault]
    violations: Sequence[Violation]
    recoveries: Sequence[Recovery]


def summary(outcome: Outcome) -> dict[str, Any]:
    """Return the whole table as what JSON can hold; times are in seconds."""
    kinds = Counter(record.kind for record in outcome.records)
    placed = [record for record in outcome.records if record.kind == "placed"]
    by_rule = _by_rule(outcome.violations)
    by_kind = spreads_by_kind(outcome.recoveries)
    fault_counts = Counter(fault.kind for fault in outcome.faults)
    return {
        "seed": outcome.seed,
        "seconds": outcome.seconds,
        "orders": {
            "placed": len({record.data["order_id"] for record in placed}),
            "repeats": sum(not record.data["new"] for record in placed),
            "refused": kinds["refused"],
            "unanswered": kinds["unanswered"],
        },
        "events_heard": kinds["event"],
        "faults": {
            kind: {"count": count, "recovery": _spread(by_kind.get(kind))}
            for kind, count in sorted(fault_counts.items())
        },
        "recoveries": {
            group: _spread(spread) for group, spread in sorted(spreads(outcome.recoveries).items())
        },
        "violations": {
            str(rule): {
                "rule": name,
                "count": len(by_rule[rule]),
                "order_ids": order_ids(by_rule[rule])[:NAMED_MAX],
                "first": [asdict(each) for each in by_rule[rule][:NAMED_MAX]],
            }
            for rule, name in RULES.items()
        },
    }


def render(outcome: Outcome) -> str:
    """Return the table as text."""
    told = summary(outcome)
    orders = told["orders"]
    lines = [
        f"seed {outcome.seed}, {outcome.seconds:g} s",
        f"orders  {orders['placed']} placed, {orders['refused']} refused, "
        f"{orders['repeats']} repeats, {orders['unanswered']} answers that never came",
        f"events  {told['events_heard']} heard",
        "",
        *_table(
            "faults",
            [(kind, row["recovery"], row["count"]) for kind, row in told["faults"].items()],
        ),
        "",
        *_table(
            "recoveries",
            [(group, row, row["count"]) for group, row in told["recoveries"].items()],
        ),
        "",
        f"{'rules':<52}{'violations':>10}",
    ]
    for rule, violations in _by_rule(outcome.violations).items():
        lines.append(f"{rule}  {RULES[rule]:<49}{len(violations):>10}")
        lines += [f"     {_line(each)}" for each in violations[:NAMED_MAX]]
        if len(violations) > NAMED_MAX:
            lines.append(f"     … and {len(violations) - NAMED_MAX} more")
    return "\n".join(lines)


def render_json(outcome: Outcome) -> str:
    """Return the table as JSON."""
    return json.dumps(summary(outcome), ensure_ascii=False, indent=2)


def order_ids(violations: Sequence[Violation]) -> list[str]:
    """Return the orders that violations name, each once, in their order."""
    return list(dict.fromkeys(each.order_id for each in violations if each.order_id))


def stories(
    records: Sequence[Record],
    faults: Sequence[Fault],
    final: Final,
    violations: Sequence[Violation],
) -> dict[str, str]:
    """Return by id all that is known of each violated order, in the order of time."""
    wanted = set(order_ids(violations))
    keys = {
        record.data["key"]: record.data["order_id"]
        for record in records
        if record.kind == "placed" and record.data["order_id"] in wanted
    }
    lines: dict[str, list[tuple[float, str]]] = {order_id: [] for order_id in wanted}
    for record in records:
        for order_id in _orders_of(record, keys, wanted):
            lines[order_id].append((record.at, _told(record, order_id)))
    for order_id in wanted:
        for entry in final.histories.get(order_id, ()):
            text = f"history: version {entry['version']}, {entry['event']}"
            lines[order_id].append((epoch_seconds(entry["at"]), text))
        begin, end = _range(lines[order_id])
        for fault in faults:
            if fault.began_at <= end and fault.mended_at >= begin:
                lines[order_id] += _marks(fault)
    return {
        order_id: _story(order_id, sorted(own), final, violations)
        for order_id, own in lines.items()
    }


def _orders_of(record: Record, keys: Mapping[str, str], wanted: set[str]) -> Iterator[str]:
    data = record.data
    if data.get("order_id") in wanted:
        yield data["order_id"]
    elif data.get("key") in keys:
        yield keys[data["key"]]
    elif record.kind == "receipt":
        yield from wanted.intersection(data["order_ids"])
    elif record.kind == "snapshot":
        yield from wanted.intersection(order_id for order_id, *_ in data["orders"])


def _told(record: Record, order_id: str) -> str:
    data = dict(record.data)
    if record.kind == "snapshot":
        data["orders"] = [order for order in data["orders"] if order[0] == order_id]
    data.pop("order_ids", None)
    data.pop("order_id", None)
    members = ", ".join(f"{name} {value}" for name, value in data.items())
    return f"{record.who}: {record.kind} {members}".rstrip()


def _marks(fault: Fault) -> list[tuple[float, str]]:
    name = f"fault: {fault.kind} {fault.target}"
    return [
        (fault.began_at, f"{name} begins"),
        (fault.ended_at, f"{name} ends"),
        (fault.mended_at, f"{name} is mended"),
    ]


def _range(lines: Sequence[tuple[float, str]]) -> tuple[float, float]:
    times = [at for at, _ in lines]
    return (min(times), max(times)) if times else (0.0, 0.0)


def _story(
    order_id: str,
    lines: Sequence[tuple[float, str]],
    final: Final,
    violations: Sequence[Violation],
) -> str:
    order = final.orders.get(order_id)
    state = {name: value for name, value in (order or {}).items() if name not in PERSONAL}
    text = [f"order {order_id}", ""]
    text += [f"violation: {_line(each)}" for each in violations if each.order_id == order_id]
    text += ["", *(f"{_clock(at)}  {line}" for at, line in lines)]
    text += ["", f"rows in the database: {final.rows.get(order_id, 0)}", f"in the end: {state}"]
    return "\n".join(text) + "\n"


def _by_rule(violations: Sequence[Violation]) -> Mapping[int, list[Violation]]:
    by_rule: dict[int, list[Violation]] = {rule: [] for rule in RULES}
    for violation in violations:
        by_rule[violation.rule].append(violation)
    return by_rule


def _line(violation: Violation) -> str:
    place = [violation.order_id, violation.who, violation.at and _clock(violation.at)]
    named = ", ".join(each for each in place if each)
    return f"rule {violation.rule}: {violation.text}{f' ({named})' if named else ''}"


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S.%f")[:-3]


def _spread(spread: Spread | None) -> dict[str, float] | None:
    return asdict(spread) if spread else None


def _table(title: str, rows: Sequence[tuple[str, Mapping[str, float] | None, int]]) -> list[str]:
    lines = [f"{title:<24}{'count':>6}{'p50 s':>8}{'p95 s':>8}{'longest s':>11}"]
    for name, spread, count in rows:
        if spread is None:
            lines.append(f"{name:<24}{count:>6}{'-':>8}{'-':>8}{'-':>11}")
        else:
            lines.append(
                f"{name:<24}{count:>6}{spread['p50']:>8.1f}{spread['p95']:>8.1f}"
                f"{spread['longest']:>11.1f}"
            )
    return lines
