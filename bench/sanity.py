"""What no figure may be, whatever the machine: a sign that the bench measures something else."""

import math
from collections.abc import Sequence

from bench.figures import Figure

# Counts of what must not happen.
NEVER = ("missing", "refused")


def absurdities(figures: Sequence[Figure]) -> list[str]:
    """Return what is wrong with figures, one line each."""
    wrong = [
        f"{figure.name}: {value}"
        for figure in figures
        for value in figure.runs
        if not math.isfinite(value) or value < 0
    ]
    wrong += [
        f"{figure.name}: {figure.median}"
        for figure in figures
        if figure.name.endswith(NEVER) and figure.median > 0
    ]
    wrong += [
        f"{figure.name}: nothing was measured"
        for figure in figures
        if figure.unit.endswith("/s") and figure.median == 0
    ]
    return wrong
