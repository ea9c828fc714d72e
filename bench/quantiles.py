"""Quantiles of what was measured."""

from collections.abc import Sequence


def quantile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many in a hundred do not exceed; infinite where there is none."""
    ordered = sorted(values)
    if not ordered:
        return float("inf")
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
