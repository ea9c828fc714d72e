"""How a command fails."""

from collections.abc import Sequence

FAILED = 1
MISTAKES_SHOWN_MAX = 50


class Failure(Exception):
    """What could not be done, in one line for the operator, or in one and a list of mistakes."""


def refuse(mistakes: Sequence[str]) -> None:
    """Raise Failure with the mistakes, or the first of very many, where there are any."""
    if not mistakes:
        return
    shown = list(mistakes[:MISTAKES_SHOWN_MAX])
    if more := len(mistakes) - len(shown):
        shown.append(f"and {more} more")
    raise Failure("\n  ".join(["nothing was done, as there are mistakes:", *shown]))
