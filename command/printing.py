"""What a command prints: lines for people or JSON; how far it has come goes to standard error."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from command.failure import Failure

GAP = "  "
QUOTED_CHARACTERS = 60


def tell(options: argparse.Namespace, content: Any, text: str) -> None:
    """Print the content as JSON if that is asked for, and the text otherwise."""
    print(json.dumps(content, ensure_ascii=False, indent=2) if options.json else text)


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows in columns, each as wide as it needs to be."""
    texts = [list(map(str, row)) for row in (heads, *rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = (GAP.join(map(str.ljust, row, widths)).rstrip() for row in texts)
    return "\n".join(lines)


def quoted(value: object) -> str:
    """Return what somebody else wrote as it may stand in a line: escaped, and not too long."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= QUOTED_CHARACTERS else f"{shown[:QUOTED_CHARACTERS]}…"


def progress(line: str) -> None:
    """Say how far a command has come."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def ask(question: str) -> None:
    """Return when the operator has said yes; raises Failure for anything else."""
    if not sys.stdin.isatty():
        raise Failure("nobody can be asked here: say --yes")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise Failure("nothing was changed")
