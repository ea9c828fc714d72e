"""What growth finds: for each thing that is done, what it took at each size."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.figures import Figure
from bench.generate import Size

UNITS = {"time": "ms", "pages": "8 KiB pages"}
CPU_UNIT = "ms"
NAME, COLUMN = 46, 32


@dataclass
class Found:
    """Figures by what is done, the quantity, and the size."""

    _runs: dict[tuple[str, str, Size], list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, what: str, quantity: str, size: Size, value: float) -> None:
        """Note what one run took."""
        self._runs[what, quantity, size].append(value)

    def last(self, what: str, quantity: str, size: Size) -> float:
        """Return what the last run took."""
        return self._runs[what, quantity, size][-1]

    def figures(self) -> tuple[Figure, ...]:
        """Return all of them, in the order in which they were found."""
        return tuple(
            Figure(f"{what}: {quantity}; {size}", UNITS.get(quantity, CPU_UNIT), tuple(runs))
            for (what, quantity, size), runs in self._runs.items()
        )

    def quantities(self) -> list[str]:
        """Return what was measured: times, and CPU times."""
        return list(dict.fromkeys(quantity for _, quantity, _ in self._runs))

    def table(self, quantity: str) -> str:
        """Return a table of one quantity: a line for each thing, a column for each size."""
        sizes = list(dict.fromkeys(size for _, _, size in self._runs))
        things = dict.fromkeys(what for what, of, _ in self._runs if of == quantity)
        unit = UNITS.get(quantity, CPU_UNIT)
        rows = [(f"{quantity}, {unit}", [str(size) for size in sizes])]
        for what in things:
            runs = [self._runs.get((what, quantity, size), []) for size in sizes]
            rows.append((what, [_cell(each) for each in runs]))
        return "\n".join(
            f"{what:{NAME}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells)
            for what, cells in rows
        )


def _cell(runs: Sequence[float]) -> str:
    """Return the median of some runs, and their spread."""
    if not runs:
        return "–"
    spread = f" ({min(runs):,.3g}–{max(runs):,.3g})" if len(runs) > 1 else ""
    return f"{statistics.median(runs):,.3g}{spread}"
