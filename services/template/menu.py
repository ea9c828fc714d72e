"""From the names of dishes to the lines of an order: pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# What joins the names of ticked dishes, on a Chinese keyboard too.
SEPARATORS = re.compile(r"[,，、;；\n]")


class NoSuchDish(ValueError):
    """A name that no dish of the shop has; the text is the name."""


def items(menu: Sequence[Mapping[str, Any]], wanted: Sequence[str]) -> list[dict[str, Any]]:
    """Return the lines of an order for dishes by name, a line each; raises NoSuchDish.

    A name that stands twice is ordered twice. Where several dishes share a name, the first that is
    to be had is taken.
    """
    ids: dict[str, str] = {}
    for dish in sorted(menu, key=lambda dish: not dish["available"]):
        ids.setdefault(dish["name"].strip(), dish["id"])
    counted = Counter(name for text in wanted for name in _names(ids, text))
    return [{"dish_id": ids[name], "quantity": count} for name, count in counted.items()]


def _names(known: Mapping[str, str], text: str) -> Iterator[str]:
    """Return the names in a text, the longest first: a name may hold what joins names."""
    parts_max = max((len(SEPARATORS.split(name)) for name in known), default=1)
    starts = [0, *(joint.end() for joint in SEPARATORS.finditer(text))]
    ends = [*(joint.start() for joint in SEPARATORS.finditer(text)), len(text)]
    first = 0
    while first < len(starts):
        longest = min(parts_max, len(starts) - first)
        for parts in range(longest, 0, -1):
            name = text[starts[first] : ends[first + parts - 1]].strip()
            if name in known or (parts == 1 and not name):
                break
        else:
            raise NoSuchDish(text[starts[first] : ends[first]].strip())
        if name:
            yield name
        first += parts
