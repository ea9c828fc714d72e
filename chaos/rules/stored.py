"""Rule 1: an order that got 201 is stored once, and its idempotency key never gave another one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.violation import Violation

RULE = 1


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return the orders that are not stored once, and the keys that stand for none or several."""
    del faults, limits
    keys: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        if record.kind == "placed":
            keys[record.data["key"]].setdefault(record.data["order_id"], record)
    return [*_stored(keys, final), *_keys(keys, final), *_unasked(keys, final)]


def _stored(keys: Mapping[str, Mapping[str, Record]], final: Final) -> list[Violation]:
    answered = {order_id: record for given in keys.values() for order_id, record in given.items()}
    found = []
    for order_id in answered.keys() | set(final.repeats.values()):
        record = answered.get(order_id)
        rows = final.rows.get(order_id, 0)
        if rows != 1:
            text = f"the database has it {rows} times"
        elif order_id not in final.orders:
            text = "the database has it, and it cannot be had over HTTP"
        else:
            continue
        who, at = (record.who, record.at) if record else (None, None)
        found.append(Violation(RULE, text, order_id, who, at))
    return found


def _keys(keys: Mapping[str, Mapping[str, Record]], final: Final) -> list[Violation]:
    found = []
    owners: dict[str, str] = {}
    for key in keys.keys() | final.repeats.keys():
        given = keys.get(key, {})
        record = next(iter(given.values()), None)
        who, at = (record.who, record.at) if record else (None, None)
        order_ids = set(given) | ({final.repeats[key]} if key in final.repeats else set())
        first = next(iter(given), None) or final.repeats[key]
        if len(order_ids) > 1:
            text = f"the key {key} gave {len(order_ids)} orders: {', '.join(sorted(order_ids))}"
            found.append(Violation(RULE, text, first, who, at))
        if key not in final.repeats:
            text = f"the key {key} gave no order when it was sent once more"
            found.append(Violation(RULE, text, first, who, at))
        for order_id in order_ids:
            if owners.setdefault(order_id, key) != key:
                text = f"the keys {owners[order_id]} and {key} gave the same order"
                found.append(Violation(RULE, text, order_id, who, at))
    return found


def _unasked(keys: Mapping[str, Mapping[str, Record]], final: Final) -> list[Violation]:
    """Return the orders that no key gave: of one whose answer was lost, the last repeat tells."""
    known = {order_id for given in keys.values() for order_id in given}
    known |= set(final.repeats.values())
    return [
        Violation(RULE, "the database has it, and nobody asked for it", order_id)
        for order_id in final.rows
        if order_id not in known
    ]
