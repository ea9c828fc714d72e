"""Rule 3: no screen showed a ticket twice, or an older version after a newer one.

A page that is opened again (`opened_page`) shows, and rings for, what there is once more: that is
a new life. What it showed in an older life still counts for what is older. What a screen marks as
unverified, because no snapshot could be had, may be an old one: better looked at twice than never.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import is_screen
from chaos.rules.violation import Violation

RULE = 3


@dataclass
class _Ticket:
    """An order at one client: what was shown of it last, and in which lives of the client."""

    newest: int = 0
    shown_in: int = -1
    hidden_at_version: int | None = None
    rang_in: int = -1


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return what was shown or rung for once more, and what was shown after something newer."""
    del faults, limits
    recalls = {
        order_id: [entry["version"] for entry in history if entry["event"] == "order.recalled"]
        for order_id, history in final.histories.items()
    }
    lives: dict[str, int] = defaultdict(int)
    tickets: dict[tuple[str, str], _Ticket] = defaultdict(_Ticket)
    found = []
    for record in records:
        if record.kind == "opened_page":
            lives[record.who] += 1
        elif record.kind in _CHECKS:
            ticket = tickets[record.who, record.data["order_id"]]
            text = _CHECKS[record.kind](record, ticket, lives[record.who], recalls)
            if text:
                order_id = record.data["order_id"]
                found.append(Violation(RULE, text, order_id, record.who, record.at))
    return found


Recalls = Mapping[str, Sequence[int]]


def _shown(record: Record, ticket: _Ticket, life: int, recalls: Recalls) -> str | None:
    if not record.data.get("verified", True):
        return None
    version, newest = record.data["version"], ticket.newest
    hidden = ticket.hidden_at_version if ticket.shown_in == life else None
    ticket.newest = max(newest, version)
    ticket.shown_in, ticket.hidden_at_version = life, None
    if version < newest:
        return f"version {version} was shown after version {newest}"
    if hidden is None or not is_screen(record.who):
        return None
    if any(hidden < recalled <= version for recalled in recalls.get(record.data["order_id"], ())):
        return None
    return f"version {version} was shown again, after version {hidden} had gone, without a recall"


def _hidden(record: Record, ticket: _Ticket, life: int, recalls: Recalls) -> str | None:
    del record, recalls
    if ticket.shown_in == life:
        ticket.hidden_at_version = ticket.newest
    return None


def _rang(record: Record, ticket: _Ticket, life: int, recalls: Recalls) -> str | None:
    del record, recalls
    if ticket.rang_in == life:
        return "it rang twice"
    ticket.rang_in = life
    return None


def _twice(record: Record, ticket: _Ticket, life: int, recalls: Recalls) -> str | None:
    del record, ticket, life, recalls
    return "two tickets of it were shown at the same time"


_CHECKS = {"shown": _shown, "hidden": _hidden, "rang": _rang, "twice": _twice}
