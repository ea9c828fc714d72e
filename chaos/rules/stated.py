"""Rule 7, what is stated: a client says `live` while it is so, and only then.

An open socket is not a live one. It has to be known within the gateway's own limits when the
broker, or every notifier, is gone, and within the contract's 45 s when a cable is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import end_of, has_left
from chaos.rules.excuses import Concern, Excuses, cut_off, touched
from chaos.rules.violation import Violation

RULE = 7
# A client that hears nothing for so long, not even a heartbeat, must connect again.
HEARD_SECONDS = 45.0
# Connections end at once, and there are none for as long as the fault lasts.
ENDING = frozenset({"broker-away", "cut"})
# Connections stay open, and nothing comes through them. Of all other faults nobody can tell how
# long exactly nothing came.
QUIET = frozenset({"freeze", "silence", "memory-alarm", "disk-alarm", "stall", "sever", "cable"})


@dataclass(frozen=True)
class _Stated:
    """What a client said of its connection, from when until when (epoch seconds)."""

    who: str
    state: str
    began_at: float
    ended_at: float


@dataclass(frozen=True)
class _Gone:
    """From when on a client must know that nothing comes, until when; whose, or everybody's."""

    what: str
    known_at: float
    ended_at: float
    who: str | None


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return who said `live` when it was not so, and who did not say so when it was."""
    del final
    stated = list(_stated(records))
    return [*_lies(stated, faults, limits), *_doubts(stated, faults, limits)]


def _stated(records: Sequence[Record]) -> Iterator[_Stated]:
    """Yield what clients stated, and until when it stood."""
    current: dict[str, Record] = {}
    for record in records:
        if record.kind == "stated" or has_left(record):
            before = current.get(record.who)
            if before and record.kind == "stated" and before.data["state"] == record.data["state"]:
                continue
            if before:
                yield _Stated(record.who, before.data["state"], before.at, record.at)
            current.pop(record.who, None)
            if record.kind == "stated":
                current[record.who] = record
    for who, record in current.items():
        yield _Stated(who, record.data["state"], record.at, end_of(records))


def _lies(
    stated: Sequence[_Stated], faults: Sequence[Fault], limits: Limits
) -> Iterator[Violation]:
    """Yield who said `live` for longer than it may after nothing could come any more."""
    live = [each for each in stated if each.state == "live"]
    for gone in _absences(faults, limits):
        for each in live:
            if gone.who not in {None, each.who}:
                continue
            since = max(each.began_at, gone.known_at)
            seconds = min(each.ended_at, gone.ended_at) - since
            if seconds > limits.stated_seconds:
                text = f"it said live for {seconds:.1f} s after {gone.what} had to be known as gone"
                yield Violation(RULE, text, None, each.who, since)


def _absences(faults: Sequence[Fault], limits: Limits) -> Iterator[_Gone]:
    """Yield what was gone, and from when on whoever is concerned must know it."""
    for fault in faults:
        part, client = touched(fault), cut_off(fault)
        if fault.kind not in ENDING | QUIET:
            continue
        if part == "rabbitmq" or fault.kind == "silence":
            quiet_seconds = limits.silence_seconds
        elif part == "edge" or client is not None:
            quiet_seconds = HEARD_SECONDS
        else:
            continue
        seconds = quiet_seconds if fault.kind in QUIET else limits.session_gone_seconds
        yield _Gone(fault.target, fault.began_at + seconds, fault.ended_at, client)


def _doubts(
    stated: Sequence[_Stated], faults: Sequence[Fault], limits: Limits
) -> Iterator[Violation]:
    """Yield who did not say `live` for longer than it may while everything was whole."""
    excuses = Excuses(Concern.CONNECTION, faults, limits)
    for each in _joined_doubts(stated):
        allowed = excuses.of(each.who).deadline(each.began_at, limits.stated_seconds)
        if each.ended_at > allowed:
            seconds = each.ended_at - each.began_at
            text = (
                f"it said {each.state} for {seconds:.1f} s, though all was whole; "
                f"{allowed - each.began_at:.1f} s were allowed"
            )
            yield Violation(RULE, text, None, each.who, each.began_at)


def _joined_doubts(stated: Sequence[_Stated]) -> Iterator[_Stated]:
    """Yield the times in which a client said something else than `live`, whatever it said."""
    open_ones: dict[str, _Stated] = {}
    for each in sorted(stated, key=lambda one: one.began_at):
        before = open_ones.pop(each.who, None)
        if before and (each.state == "live" or each.began_at > before.ended_at):
            yield before
            before = None
        if each.state != "live":
            began_at = before.began_at if before else each.began_at
            open_ones[each.who] = _Stated(each.who, each.state, began_at, each.ended_at)
    yield from open_ones.values()
