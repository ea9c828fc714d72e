"""`make bench`: measures Orderbell and, in the same run, what people would have built instead.

    .venv/bin/python -m bench [SECTION …] [--quick] [--json FILE]

Progress goes to standard error, a table to standard output, and all figures with the machine, the
versions and the commit to the JSON file. Without sections it runs those of minutes, one after the
other: growth, and growth-ten-million with its 25 GB of disk, only when asked for.
"""

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench import (
    breakdown,
    catch_up,
    connections,
    document,
    growth,
    push_path,
    sustained,
    whole_order,
)
from bench.figures import Figure
from bench.progress import tell
from bench.sanity import absurdities
from bench.world import World, started


def whole_order_section(all_of_them: World, *, quick: bool) -> Sequence[Figure]:
    """From the call to the kitchen's screen, with peers, and where the time goes."""
    found = whole_order.measure(all_of_them.ordering, quick=quick)
    # It has a system of its own, whose start alone is not quick.
    return found if quick else [*found, *breakdown.measure()]


def sustained_section(all_of_them: World, *, quick: bool) -> Sequence[Figure]:
    """The highest rate held for a minute, with peers, and placing alone."""
    found = sustained.measure(all_of_them.ordering, quick=quick)
    alone = sustained.placing_alone(all_of_them.system, all_of_them.shops, quick=quick)
    return [*found, *alone]


def push_path_section(all_of_them: World, *, quick: bool) -> Sequence[Figure]:
    """The push path alone, with its peers."""
    return push_path.measure(all_of_them.pushing, quick=quick)


def connections_section(all_of_them: World, *, quick: bool) -> Sequence[Figure]:
    """Sockets: opened, resting, told, and all back at once; with peers where they have them."""
    return connections.measure(all_of_them.system, quick=quick)


def catch_up_section(all_of_them: World, *, quick: bool) -> Sequence[Figure]:
    """Snapshots, and everybody's after the broker came back."""
    return catch_up.measure(all_of_them.system, quick=quick)


def growth_section(
    all_of_them: World, *, quick: bool, ten_million: bool = False
) -> Sequence[Figure]:
    """What an order costs, however many there are and however many shops; on systems of its own."""
    if quick:
        return growth.measure_quickly(all_of_them.system).figures()
    return growth.measure(growth.chosen_sizes(growth.ORDERS, ten_million=ten_million)).figures()


SECTIONS: Mapping[str, Callable[..., Sequence[Figure]]] = {
    "whole-order": whole_order_section,
    "sustained": sustained_section,
    "push-path": push_path_section,
    "connections": connections_section,
    "catch-up": catch_up_section,
    "growth": growth_section,
    "growth-ten-million": partial(growth_section, ten_million=True),
}
IF_ASKED_FOR = {"growth", "growth-ten-million"}


def main() -> int:
    """Run what is asked for; return 1 where a figure is absurd."""
    arguments = parse_arguments()
    found: dict[str, Any] = {}
    wrong: list[str] = []
    lacks: Mapping[str, str] = {}
    names = arguments.sections or [name for name in SECTIONS if name not in IF_ASKED_FOR]
    with contextlib.ExitStack() as together:
        # What must be quick shares what runs; elsewhere each section begins with fresh servers.
        shared = together.enter_context(_fresh_world()) if arguments.quick else None
        for name in names:
            tell(f"section {name}")
            began = time.monotonic()
            with contextlib.nullcontext(shared) if shared else _fresh_world() as all_of_them:
                figures = SECTIONS[name](all_of_them, quick=arguments.quick)
                lacks = all_of_them.lacks
            found[name] = document.section(figures, time.monotonic() - began)
            print(f"\n## {name}\n\n{table(figures)}", flush=True)
            # After each, so that none is lost with those that follow.
            if arguments.json:
                content = {"sections": found, "lacks": lacks}
                document.write(document.document(content, quick=arguments.quick), arguments.json)
            wrong += absurdities(figures)
    print("\n## What the peers do not do\n")
    print(*(f"- {name}: {text}" for name, text in lacks.items()), sep="\n")
    for each in wrong:
        print(f"absurd: {each}", file=sys.stderr)
    return int(bool(wrong))


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table: the median of the runs, and their spread."""
    rows = ["| what | median | least … most | unit | runs |", "| --- | ---: | ---: | --- | ---: |"]
    for figure in figures:
        least, most = figure.spread
        rows.append(
            f"| {figure.name} | {figure.median:,.4g} | {least:,.4g} … {most:,.4g}"
            f" | {figure.unit} | {len(figure.runs)} |"
        )
    return "\n".join(rows)


@contextlib.contextmanager
def _fresh_world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as all_of_them:
        yield all_of_them


def parse_arguments() -> argparse.Namespace:
    """Return the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], metavar="SECTION")
    parser.add_argument("--quick", action="store_true", help="little of each, to see that it runs")
    parser.add_argument("--json", type=Path, help="where all figures go")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
