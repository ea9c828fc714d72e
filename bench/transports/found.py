"""What a run found, as its JSON keeps it: whatever is drawn or written of it is of that one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.transports import names
from bench.transports.ways import WAYS, Way

SECTION = "transports"
# Where something is told of one number of screens alone: most of all ways still keep up with it.
TYPICAL_SCREENS = 1000


@dataclass(frozen=True)
class Found:
    """The figures of a run by their names, how many screens there were, and of what it was."""

    figures: Mapping[str, float]
    screens: Sequence[int]
    commit: str
    at: str
    cores: int

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Found":
        """Return what a document holds."""
        section = document["sections"][SECTION]
        figures = {each["name"]: each["median"] for each in section["figures"]}
        cores = document["machine"]["cores"]
        return cls(figures, section["screens"], document["commit"], document["at"], cores)

    @property
    def typical(self) -> int:
        """Return the number of screens for what is told of one number alone."""
        return TYPICAL_SCREENS if TYPICAL_SCREENS in self.screens else self.screens[-1]

    def value(self, way: Way, count: int, what: str) -> float:
        """Return a figure; raises KeyError where there is none of that name."""
        return self.figures[names.figure(way, count, what)]

    def bound(self, way: Way, count: int, percent: int) -> str:
        """Return what stands before a delay: "≥ " where so many in a hundred were not seen."""
        unseen = self.value(way, count, names.UNSEEN)
        return "≥ " if way in WAYS and unseen > 0 and unseen >= 100 - percent else ""
