"""The plots of docs/push.md: delay and CPU by the number of screens, and what rest takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.transports import names, svg
from bench.transports.found import Found
from bench.transports.svg import Point
from bench.transports.tables import number
from bench.transports.ways import (
    EVENT_STREAM,
    EVERY_FIVE_SECONDS,
    EVERY_SECOND,
    EVERYTHING,
    LONG_POLLING,
    NOBODY,
    SOCKET,
    WAYS,
    Way,
)

KIND = {
    EVERY_SECOND: "a",
    EVERY_FIVE_SECONDS: "b",
    LONG_POLLING: "c",
    EVENT_STREAM: "d",
    SOCKET: "e",
    NOBODY: "n",
}
PANEL_WIDTH, HEIGHT = 450, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 52, 44
LABEL_DISTANCE, LEAD, TEXT_DROP = 16, 15, 4
ROW_HEIGHT, NAME_WIDTH, COLUMN_WIDTH, VALUE_WIDTH = 30, 140, 240, 60
# On an axis of powers there is no place for less.
LEAST = 0.1

Value = Callable[[Way, int], float]


@dataclass(frozen=True)
class Panel:
    """A plot of a quantity, by the number of screens, for some ways."""

    title: str
    ways: Sequence[Way]
    value: Value


def plots(found: Found) -> Mapping[str, str]:
    """Return each picture by the name of its file."""
    return {"delay.svg": _delay(found), "cpu.svg": _cpu(found), "rest.svg": _rest(found)}


def _delay(found: Found) -> str:
    def of(what: str) -> Value:
        return lambda way, count: found.value(way, count, what)

    panels = [
        Panel("half of all orders, ms", WAYS, of(names.P50)),
        Panel("99 of 100 orders, ms", WAYS, of(names.P99)),
    ]
    return by_screens("Delay from order to screen, by the number of screens", panels, found.screens)


def _cpu(found: Found) -> str:
    def of(*, busy: bool) -> Value:
        what = names.cpu(names.ALL_SERVERS, busy=busy)
        return lambda way, count: found.value(way, count, what)

    panels = [
        Panel("at rest, % of one core", EVERYTHING, of(busy=False)),
        Panel("at 50 orders a second, % of one core", EVERYTHING, of(busy=True)),
    ]
    return by_screens("CPU of all servers, by the number of screens", panels, found.screens)


def by_screens(title: str, panels: Sequence[Panel], screens: Sequence[int]) -> str:
    """Return a picture of panels side by side, on the same axes."""
    values = [panel.value(way, n) for panel in panels for way in panel.ways for n in screens]
    ends = svg.around(values, LEAST)
    parts = [svg.text((16, 24), title, "head")]
    for place, panel in enumerate(panels):
        parts += _panel(panel, _Axes(screens, ends, place * PANEL_WIDTH))
    description = " ".join(_told(panel, screens) for panel in panels)
    return svg.picture(PANEL_WIDTH * len(panels), HEIGHT, title, description, parts)


@dataclass(frozen=True)
class _Axes:
    """Where a panel's values are: the number of screens to the right, the quantity upwards."""

    screens: Sequence[int]
    ends: Point
    left: float

    @property
    def x_places(self) -> Point:
        return self.left + LEFT, self.left + PANEL_WIDTH - RIGHT

    def x_of(self, count: float) -> float:
        most = max(self.screens[-1], self.screens[0] + 1)
        return svg.log_place(count, (self.screens[0], most), self.x_places)

    def y_of(self, value: float) -> float:
        return svg.log_place(value, self.ends, (HEIGHT - BOTTOM, TOP))


def _panel(panel: Panel, axes: _Axes) -> list[str]:
    title = svg.text((axes.x_places[0], TOP - 8), panel.title, "quiet")
    last = [axes.y_of(panel.value(way, axes.screens[-1])) for way in panel.ways]
    labels = svg.apart(last, LABEL_DISTANCE, HEIGHT - BOTTOM)
    lines = (
        part
        for way, label_y in zip(panel.ways, labels, strict=True)
        for part in _line(panel, way, axes, label_y)
    )
    return [title, *_grid(axes), *lines]


def _grid(axes: _Axes) -> list[str]:
    left, right = axes.x_places
    parts = [svg.text(((left + right) / 2, HEIGHT - 8), "waiting screens", "quiet", "middle")]
    for value in svg.powers(axes.ends):
        y = axes.y_of(value)
        parts.append(svg.line([(left, y), (right, y)], "grid"))
        parts.append(svg.text((left - 6, y + TEXT_DROP), f"{value:,g}", "quiet", "end"))
    for count in axes.screens:
        place = axes.x_of(count), HEIGHT - BOTTOM + 18
        parts.append(svg.text(place, f"{count:,}", "quiet", "middle"))
    return parts


def _line(panel: Panel, way: Way, axes: _Axes, label_y: float) -> list[str]:
    """Return a way's line with a dot for each measurement, led on to its name."""
    points = [(axes.x_of(count), axes.y_of(panel.value(way, count))) for count in axes.screens]
    lead = axes.x_places[1] + LEAD
    return [
        svg.line(
            [*points, (axes.x_places[1], points[-1][1]), (lead, label_y)], f"line {KIND[way]}"
        ),
        *(svg.dot(point, KIND[way]) for point in points),
        svg.text((lead + 3, label_y + TEXT_DROP), way.name),
    ]


def _told(panel: Panel, screens: Sequence[int]) -> str:
    """Return what a panel shows, in words."""
    ways = (
        f"{way.name} {', '.join(number(panel.value(way, count)) for count in screens)}"
        for way in panel.ways
    )
    heads = ", ".join(f"{count:,}" for count in screens)
    return f"{panel.title[0].upper()}{panel.title[1:]}, with {heads} screens: {'; '.join(ways)}."


def _rest(found: Found) -> str:
    def bytes_of(way: Way) -> float:
        sent, received = (found.value(way, found.typical, w) for w in (names.SENT, names.RECEIVED))
        return sent + received

    columns = {
        "requests": lambda way: found.value(way, found.typical, names.REQUESTS),
        "times that something comes": lambda way: found.value(way, found.typical, names.ARRIVALS),
        "kB, both ways": bytes_of,
    }
    return by_way("What a screen takes in an hour at rest, on scales of powers of ten", columns)


def by_way(title: str, columns: Mapping[str, Callable[[Way], float]]) -> str:
    """Return a picture of bars on axes of powers of ten, a row for each way."""
    width = NAME_WIDTH + COLUMN_WIDTH * len(columns)
    height = TOP + ROW_HEIGHT * len(WAYS) + 16
    parts = [svg.text((16, 24), title, "head")]
    rows = [TOP + ROW_HEIGHT * (index + 0.5) for index in range(len(WAYS))]
    parts += [svg.text((16, y + TEXT_DROP), way.name) for way, y in zip(WAYS, rows, strict=True)]
    told = []
    for place, (head, value) in enumerate(columns.items()):
        left = NAME_WIDTH + COLUMN_WIDTH * place + 16
        parts.append(svg.text((left, TOP - 4), head, "quiet"))
        ends = 1.0, svg.around([value(way) for way in WAYS], 1.0)[1]
        for way, y in zip(WAYS, rows, strict=True):
            end = svg.log_place(value(way), ends, (left, left + COLUMN_WIDTH - VALUE_WIDTH - 16))
            parts.append(svg.bar((left, y), end, KIND[way]))
            parts.append(svg.text((end + 6, y + TEXT_DROP), number(value(way))))
        told.append(f"{head}: " + ", ".join(f"{way.name} {number(value(way))}" for way in WAYS))
    return svg.picture(width, height, title, "; ".join(told) + ".", parts)
