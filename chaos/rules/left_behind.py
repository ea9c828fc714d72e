"""Rule 6: nothing waits, leaks or has grown, and the dead letters are those that the run wrote."""

from collections.abc import Iterator, Sequence

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.violation import Violation

RULE = 6


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return what is left behind in queues, tables, dead letters, processes and memory."""
    del records, faults, limits
    texts = [*_waiting(final), *_letters(final), *_processes(final)]
    return [Violation(RULE, text) for text in texts]


def _waiting(final: Final) -> Iterator[str]:
    for queue, messages in final.waiting.items():
        if messages:
            yield f"{messages} messages wait in {queue}"
    for service, rows in final.outbox.items():
        if rows:
            yield f"{rows} rows wait in the outbox of {service}"


def _letters(final: Final) -> Iterator[str]:
    # One that was set aside twice, as a crash before its acknowledgement makes it, is still one.
    letters, planted = set(final.dead_letters), set(final.planted_letters)
    for letter in sorted(letters - planted):
        yield f"the dead letter {letter} is none that the run put there"
    for letter in sorted(planted - letters):
        yield f"the dead letter {letter}, which the run put there, is gone"


def _processes(final: Final) -> Iterator[str]:
    for process in final.leaked:
        yield f"the process {process} outlived its stop"
    for part, mebibytes in final.memory_mib.items():
        if part not in final.memory_limits_mib:
            yield f"{part} had {mebibytes:.0f} MiB of memory, and no bound"
        elif mebibytes > final.memory_limits_mib[part]:
            bound = final.memory_limits_mib[part]
            yield f"{part} had {mebibytes:.0f} MiB of memory, over its bound of {bound:.0f}"
