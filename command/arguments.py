"""Nouns and verbs of the command line, each with its help and `--json`."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

# What nouns and verbs are added to; quoted, since it takes no parameter when it runs.
Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run = Callable[[argparse.Namespace], None]


def add_noun(nouns: Parsers, name: str, summary: str, more: str = "") -> Parsers:
    """Add a noun, and return what its verbs are added to; `more` is for its help alone."""
    parser = nouns.add_parser(name, help=summary, description=_sentence(summary, more))
    return parser.add_subparsers(metavar="VERB", required=True)


def add_verb(
    verbs: Parsers, name: str, run: Run, summary: str, more: str = ""
) -> argparse.ArgumentParser:
    """Add what `run` does, and return what its arguments are added to."""
    parser = verbs.add_parser(name, help=summary, description=_sentence(summary, more))
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def _sentence(summary: str, more: str) -> str:
    # A description, other than a help, is not formatted: a % stands for itself.
    return f"{summary[0].upper()}{summary[1:]}. {more}".strip()
