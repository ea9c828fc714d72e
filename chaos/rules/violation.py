"""What a rule has found: one line that names everything one needs to look further."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chaos.records import Fault, Final, Limits, Record


@dataclass(frozen=True)
class Violation:
    """A rule that was broken: which of the seven, how, for which order, at whose, and when.

    `order_id` and `who` are None where it concerns none in particular; `at` is in epoch seconds,
    None for what stands at the end.
    """

    rule: int
    text: str
    order_id: str | None = None
    who: str | None = None
    at: float | None = None


# Takes all records in the order of their times, and returns what breaks it.
Rule = Callable[[Sequence[Record], Sequence[Fault], Final, Limits], list[Violation]]


def epoch_seconds(instant: str) -> float:
    """Return the time that the contract's ISO 8601 says, in epoch seconds."""
    return datetime.fromisoformat(instant).timestamp()
