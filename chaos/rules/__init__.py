"""The seven rules that a run with faults is held against, one idea a file.

Pure: records, faults and what stands at the end come in, violations come out. Nothing of the
product is imported.
"""

from collections.abc import Sequence

from chaos.records import Fault, Final, Limits, Record
from chaos.rules import (
    deadlines,
    delivery,
    last_seen,
    left_behind,
    presence,
    receipts,
    seen,
    shown_once,
    stated,
    stored,
    transitions,
)
from chaos.rules.violation import Rule, Violation

__all__ = ["RULES", "Violation", "check"]

RULES: Sequence[Rule] = (
    stored.check,
    seen.check,
    shown_once.check,
    last_seen.check,
    transitions.check,
    left_behind.check,
    delivery.check,
    receipts.check,
    deadlines.check,
    presence.check,
    stated.check,
)


def check(
    records: Sequence[Record],
    faults: Sequence[Fault],
    final: Final,
    limits: Limits,
    chosen: Sequence[Rule] = RULES,
) -> list[Violation]:
    """Return all that broke one of the chosen rules, by rule and time."""
    # What a page saw is written down a little later, as of when it saw it.
    in_order = sorted(records, key=lambda record: record.at)
    found = [each for rule in chosen for each in rule(in_order, faults, final, limits)]
    return sorted(found, key=lambda each: (each.rule, each.at or 0.0, each.order_id or ""))
