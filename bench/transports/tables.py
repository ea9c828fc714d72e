"""The tables of docs/push.md, made of one run, and put between the marks that stand there."""

from collections.abc import Callable, Iterable, Sequence

from bench.ours import PARTS
from bench.transports import names
from bench.transports.found import Found
from bench.transports.ways import EVERYTHING, POLLING, WAYS, Way

BEGIN, END = "<!-- the run's figures begin -->", "<!-- and end -->"
COMMAND = "make bench-transports"
LITTLE, MUCH = 10, 100

Cell = Callable[[Way, int], str]


def put_between(text: str, tables: str) -> str:
    """Return a document with these tables between its marks; raises ValueError without them."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no place for tables: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def tables(found: Found) -> str:
    """Return all tables, with the command and the commit that they are of."""
    typical = f"{found.typical:,}"
    return "\n\n".join(
        [
            f"One run of `{COMMAND}` at commit {found.commit}, {found.at[:10]}, on {found.cores}"
            " cores.",
            "Delay from order to screen at 50 orders a second, ms (p50; p99):",
            by_screens(WAYS, found.screens, lambda way, count: delay(found, way, count)),
            "CPU of all servers, % of one core (at rest; at 50 orders a second):",
            by_screens(EVERYTHING, found.screens, lambda way, count: cpu(found, way, count)),
            "Polls that were answered before the next was due, % (at rest; at 50 orders a second),"
            " and orders that were refused meanwhile:",
            by_screens(POLLING, found.screens, lambda way, count: kept_up(found, way, count)),
            f"What each of {typical} screens takes at rest:",
            at_rest(found),
            f"CPU by part with {typical} screens, % of one core (at rest; at 50 orders a second):",
            by_part(found),
        ]
    )


def by_screens(ways: Sequence[Way], screens: Sequence[int], cell: Cell) -> str:
    """Return a table with a row for each way, and a column for each number of screens."""
    heads = ["screens", *(f"{count:,}" for count in screens)]
    return _table(heads, ([way.name, *(cell(way, count) for count in screens)] for way in ways))


def delay(found: Found, way: Way, count: int) -> str:
    """Return both delays."""
    return "; ".join(
        found.bound(way, count, percent) + number(found.value(way, count, what))
        for percent, what in ((50, names.P50), (99, names.P99))
    )


def cpu(found: Found, way: Way, count: int, part: str = names.ALL_SERVERS) -> str:
    """Return the CPU of a part, at rest and under orders."""
    return "; ".join(
        number(found.value(way, count, names.cpu(part, busy=busy))) for busy in (False, True)
    )


def kept_up(found: Found, way: Way, count: int) -> str:
    """Return the share of polls that were in time, and of orders that were refused if any was."""
    shares = "; ".join(
        number(found.value(way, count, names.in_time(busy=busy))) for busy in (False, True)
    )
    refused = found.value(way, count, names.REFUSED)
    return f"{shares}, {number(refused)} % refused" if refused else shares


def at_rest(found: Found) -> str:
    """Return what a screen takes in an hour, and the memory that it holds."""
    heads = [
        "",
        "requests an hour",
        "times something comes",
        "kB an hour: sent; received",
        "memory, kB: edge; server",
    ]
    return _table(heads, ([way.name, *_of_a_screen(found, way)] for way in WAYS))


def _of_a_screen(found: Found, way: Way) -> list[str]:
    def of(what: str) -> str:
        return number(found.value(way, found.typical, what))

    holder = names.shown(way, way.holder)
    return [
        of(names.REQUESTS),
        of(names.ARRIVALS),
        f"{of(names.SENT)}; {of(names.RECEIVED)}",
        f"{of(names.memory(names.EDGE))}; {of(names.memory(holder))}",
    ]


def by_part(found: Found) -> str:
    """Return the CPU of each part, with the bench's own server in the gateway's column."""
    heads = ["", *("gateway or bench server" if part == "gateway" else part for part in PARTS)]
    rows = (
        [way.name, *(cpu(found, way, found.typical, names.shown(way, part)) for part in PARTS)]
        for way in EVERYTHING
    )
    return _table(heads, rows)


def number(value: float) -> str:
    """Return a number with as many digits as tell something: two, or all of a whole number."""
    if value >= LITTLE or not value:
        return f"{_two_digits(value):,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _two_digits(value: float) -> float:
    """Return a value rounded to three digits where it has more: the rest is noise."""
    return float(f"{value:.3g}") if value >= MUCH else value


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
