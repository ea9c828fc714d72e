"""Rule 5: only transitions of the life cycle happened, each exactly one version apart."""

from collections.abc import Iterator, Sequence

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.lifecycle import Life, NotALife, follow, misfits
from chaos.rules.violation import Violation

RULE = 5


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return the orders whose history is no life, who do not fit it, or were told differently."""
    del faults, limits
    lives: dict[str, Life] = {}
    found = []
    for order_id in final.orders.keys() | final.histories.keys():
        try:
            lives[order_id] = follow(final.histories.get(order_id, ()))
        except NotALife as wrong:
            found.append(Violation(RULE, str(wrong), order_id))
    found += [
        Violation(RULE, text, order_id)
        for order_id, life in lives.items()
        if order_id in final.orders
        for text in misfits(life, final.orders[order_id])
    ]
    told: set[tuple[str, int, str]] = set()
    for record in records:
        for state in _states(record):
            if state in told:
                continue
            told.add(state)
            order_id, version, status = state
            statuses = lives[order_id].statuses if order_id in lives else None
            if statuses is None or _is_so(statuses, version, status):
                continue
            text = f"version {version} was told as {status}, against its history"
            found.append(Violation(RULE, text, order_id, record.who, record.at))
    return found


def _is_so(statuses: Sequence[str], version: int, status: str) -> bool:
    return 1 <= version <= len(statuses) and statuses[version - 1] == status


def _states(record: Record) -> Iterator[tuple[str, int, str]]:
    """Yield each state of an order that a record tells of: id, version, status."""
    data = record.data
    if record.kind == "snapshot":
        yield from ((order_id, version, status) for order_id, version, status in data["orders"])
    elif "order_id" in data and data.get("version") is not None and data.get("status"):
        yield data["order_id"], data["version"], data["status"]
