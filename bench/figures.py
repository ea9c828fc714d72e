"""What a section of the bench finds: a figure for each name, with the runs that it comes from."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A quantity that was measured in one run or several."""

    name: str
    unit: str
    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """Return the middle one of the runs."""
        return statistics.median(self.runs)

    @property
    def spread(self) -> tuple[float, float]:
        """Return the least and the most of the runs."""
        return min(self.runs), max(self.runs)

    def __str__(self) -> str:
        least, most = self.spread
        spread = f" ({least:,.4g} to {most:,.4g})" if len(self.runs) > 1 else ""
        return f"{self.name}: {self.median:,.4g} {self.unit}{spread}"


class Figures:
    """The figures of a section, by name, as its runs find them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[str, Figure] = {}

    def add(self, name: str, unit: str, *values: float) -> None:
        """Note what one run found, or several."""
        before = self._found[name].runs if name in self._found else ()
        self._found[name] = Figure(name, unit, before + values)

    def all(self) -> tuple[Figure, ...]:
        """Return the figures, in the order in which they were first found."""
        return tuple(self._found.values())
