"""What another launcher may have otherwise: one whose tests put proxies between the parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stack.edge import WEB
from stack.part import Part
from stack.system import Listening

EdgeValues = Mapping[str, str | int]


def _same_parts(parts: list[Part], listening: Listening) -> list[Part]:
    del listening
    return parts


def _same_values(values: EdgeValues, listening: Listening) -> EdgeValues:
    del listening
    return values


@dataclass(frozen=True)
class Arrangement:
    """The parts, what the edge's configuration is filled in with, and the pages' folder.

    The functions are asked once, before anything is written or started.
    """

    parts: Callable[[list[Part], Listening], list[Part]] = _same_parts
    edge_values: Callable[[EdgeValues, Listening], EdgeValues] = _same_values
    web: Path = WEB
