"""Pictures as SVG: text, lines and boxes, and numbers placed on an axis of powers of ten.

Each carries its own background and colours for light and dark, chosen by what the reader's system
prefers, and a title and a description for who cannot see it.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from html import escape

Point = tuple[float, float]

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.head { font-weight: 600; }
.quiet { fill: #59636e; }
.ground { fill: #ffffff; }
.grid { stroke: #d1d9e0; stroke-width: 1; }
.line { fill: none; stroke-width: 2; }
.a { stroke: #b35900; } .b { stroke: #8f6a00; } .c { stroke: #a0307d; }
.d { stroke: #00735c; } .e { stroke: #0969da; } .n { stroke: #6e7781; stroke-dasharray: 3 4; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .quiet { fill: #9198a1; }
  .ground { fill: #0d1117; }
  .grid { stroke: #3d444d; }
  .a { stroke: #ff9a3d; } .b { stroke: #e3c04b; } .c { stroke: #f28fd3; }
  .d { stroke: #3fd0ac; } .e { stroke: #6cb6ff; } .n { stroke: #9198a1; }
}
"""


def picture(width: int, height: int, title: str, description: str, parts: Iterable[str]) -> str:
    """Return a whole document."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(description)}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="ground" width="{width}" height="{height}" rx="6"/>',
            *parts,
            "</svg>\n",
        ]
    )


def text(place: Point, words: str, kind: str = "", anchor: str = "start") -> str:
    """Return words that begin, end or have their middle at a place."""
    kind = f' class="{kind}"' if kind else ""
    x, y = place
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def line(points: Sequence[Point], kind: str) -> str:
    """Return a line through points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{kind}" points="{places}"/>'


def dot(place: Point, kind: str) -> str:
    """Return a dot, drawn as a short line with round ends."""
    x, y = place
    style = "stroke-width:7;stroke-linecap:round;stroke-dasharray:none"
    return f'<path class="line {kind}" style="{style}" d="M{x:.1f} {y:.1f}h0.01"/>'


def bar(begin: Point, end: float, kind: str) -> str:
    """Return a bar to the right."""
    x, y = begin
    style = "stroke-width:14;stroke-dasharray:none"
    return f'<path class="line {kind}" style="{style}" d="M{x:.1f} {y:.1f}H{max(end, x + 1):.1f}"/>'


def log_place(value: float, ends: Point, places: Point) -> float:
    """Return where a value is between two places, on an axis of powers from one end to another.

    What is beyond an end is put there.
    """
    least, most = ends
    share = math.log(min(most, max(least, value)) / least) / math.log(most / least)
    return places[0] + share * (places[1] - places[0])


def powers(ends: Point) -> list[float]:
    """Return the powers of ten from one end to the other."""
    first, last = math.ceil(math.log10(ends[0]) - 1e-9), math.floor(math.log10(ends[1]) + 1e-9)
    return [10.0**power for power in range(first, last + 1)]


def around(values: Iterable[float], least: float) -> Point:
    """Return the powers of ten that hold all values between them, none of them below `least`."""
    known = [max(least, value) for value in values]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def apart(wanted: Sequence[float], distance: float, most: float) -> list[float]:
    """Return places near the wanted ones, in their order, with a distance between any two.

    None is beyond `most`, as far as there is room.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    found = list(wanted)
    for before, index in itertools.pairwise(order):
        found[index] = max(found[index], found[before] + distance)
    limit = most
    for index in reversed(order):
        found[index] = min(found[index], limit)
        limit = found[index] - distance
    return found
