"""`orderbell dead-letters`: look at what could not be handled, replay it, or drop it."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

from command.arguments import Parsers, add_noun, add_verb
from command.failure import FAILED, Failure
from command.letter_queue import dead_letters
from command.letters import Impossible, Letter, content, replay, summary
from command.printing import ask, table, tell
from command.replaying import carry_out

REASON_CHARACTERS = 80
NONE = "There are no dead letters."

Wanted = Callable[[Letter], bool]


def add_commands(nouns: Parsers) -> None:
    """Add `dead-letters` and its verbs."""
    verbs = add_noun(
        nouns,
        "dead-letters",
        "look at what could not be handled, replay it, or drop it",
        "One command at a time; what it does not replay or drop stays in its place. Letters expire "
        "by themselves after 30 days.",
    )

    add_verb(
        verbs,
        "list",
        _list,
        "list the dead letters, oldest first",
        "The reason is what the handler said, which may quote the message.",
    )

    show = add_verb(
        verbs,
        "show",
        _show,
        "show all that is known of a dead letter",
        "Not its body, unless asked; reason and stack may quote it.",
    )
    show.add_argument("id", metavar="ID", help="as `list` shows it")
    show.add_argument(
        "--body",
        action="store_true",
        help="print the body too, which holds personal data when it is an order's",
    )

    again = add_verb(
        verbs,
        "replay",
        _replay,
        "handle dead letters once more",
        "Safe at any time: of an order or a shop the current state is published, through its "
        "service's outbox, and whoever has it ignores it. What a client sent goes back as it was, "
        "to the one queue whose reader failed on it. A letter is removed when that is stored.",
    )
    _add_letters(again)

    drop = add_verb(verbs, "drop", _drop, "remove dead letters for good")
    _add_letters(drop)
    drop.add_argument("--yes", action="store_true", help="do not ask")


def _add_letters(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("id", metavar="ID", nargs="?", help="as `list` shows it")
    which.add_argument("--all", action="store_true", help="all that are there")


def _list(options: argparse.Namespace) -> None:
    found = asyncio.run(_summaries(_any))
    heads = ("ID", "FIRST FAILED", "QUEUE", "EVENT", "OF", "REASON")
    tell(options, found, table(heads, [_row(each) for each in found]) if found else NONE)


def _show(options: argparse.Namespace) -> None:
    letter = asyncio.run(_find(options.id))
    known: dict[str, Any] = {
        **summary(letter),
        "exchange": letter.exchange,
        "routing_key": letter.routing_key,
        "message_id": letter.message_id,
        "body_bytes": len(letter.body),
    }
    lines = [f"{name.replace('_', ' ')}: {value or '-'}" for name, value in known.items()]
    lines += ["stack:", letter.stack.rstrip() or "-"]
    known["stack"] = letter.stack
    if options.body:
        known["body"] = content(letter)
        lines += ["body:", json.dumps(known["body"], ensure_ascii=False, indent=2)]
    tell(options, known, "\n".join(lines))


def _replay(options: argparse.Namespace) -> None:
    replayed, kept = asyncio.run(_replay_letters(_wanted(options)))
    _check_found(options, bool(replayed or kept))
    lines = [f"{letter_id}: kept, {why}" for letter_id, why in kept.items()]
    lines.append(f"Replayed {len(replayed)}, kept {len(kept)} dead letters.")
    tell(options, {"replayed": replayed, "kept": kept}, "\n".join(lines))
    if kept:
        sys.exit(FAILED)


def _drop(options: argparse.Namespace) -> None:
    wanted = _wanted(options)
    if not options.yes:
        found = asyncio.run(_summaries(wanted))
        _check_found(options, bool(found))
        shown = {each["id"] for each in found}
        if shown:
            ask(f"Drop {len(shown)} dead letters for good?")
        # What has come since is not what was asked about.
        wanted = _among(shown)
    dropped = asyncio.run(drop_letters(wanted))
    _check_found(options, bool(dropped))
    tell(options, {"dropped": dropped}, f"Dropped {len(dropped)} dead letters.")


async def drop_letters(wanted: Wanted) -> list[str]:
    """Remove the letters that are wanted, and return their ids."""
    dropped = []
    async with dead_letters() as queue:
        async for taken in queue.letters():
            if wanted(taken.letter):
                await taken.remove()
                dropped.append(taken.letter.id)
    return dropped


async def _replay_letters(wanted: Wanted) -> tuple[list[str], dict[str, str]]:
    """Return the ids of those that were replayed, and why others were kept."""
    replayed: list[str] = []
    kept: dict[str, str] = {}
    async with dead_letters() as queue:
        async for taken in queue.letters():
            if not wanted(taken.letter):
                continue
            try:
                outcome = await carry_out(replay(taken.letter), taken.letter, queue)
            except Failure as failure:
                raise Failure(f"{failure} ({len(replayed)} letters were replayed before)") from None
            if isinstance(outcome, Impossible):
                kept[taken.letter.id] = outcome.why
            else:
                await taken.remove()
                replayed.append(taken.letter.id)
    return replayed, kept


async def _summaries(wanted: Wanted) -> list[dict[str, str | None]]:
    async with dead_letters() as queue:
        return [summary(taken.letter) async for taken in queue.letters() if wanted(taken.letter)]


async def _find(letter_id: str) -> Letter:
    async with dead_letters() as queue:
        async for taken in queue.letters():
            if taken.letter.id == letter_id:
                return taken.letter
    raise Failure(f"there is no dead letter {letter_id}")


def _wanted(options: argparse.Namespace) -> Wanted:
    return _any if options.all else _among({options.id})


def _any(letter: Letter) -> bool:
    del letter
    return True


def _among(ids: set[str | None]) -> Wanted:
    return lambda letter: letter.id in ids


def _check_found(options: argparse.Namespace, found: bool) -> None:
    if not found and not options.all:
        raise Failure(f"there is no dead letter {options.id}")


def _row(known: dict[str, str | None]) -> list[str]:
    reason = " ".join((known["reason"] or "").split())
    return [
        known["id"] or "",
        known["first_failed_at"] or "-",
        known["queue"] or "-",
        known["event"] or "-",
        known["subject"] or "-",
        reason[:REASON_CHARACTERS],
    ]
