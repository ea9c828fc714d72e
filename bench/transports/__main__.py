"""`make bench-transports`: measures how a kitchen may wait, and writes what docs/push.md shows.

    .venv/bin/python -m bench.transports [--quick] [--json FILE] [--page FILE]
    .venv/bin/python -m bench.transports --drawn-from FILE --page FILE

The tables stand in the page, the plots in a folder of its name, and both are made of the JSON. With
`--drawn-from` nothing is measured: they are made of what an earlier run found.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import document
from bench.transports.found import SECTION, Found
from bench.transports.measure import measure, size
from bench.transports.plots import plots
from bench.transports.sanity import all_absurdities
from bench.transports.tables import put_between, tables


def main() -> int:
    """Measure, write, and return 1 where a figure is absurd."""
    arguments = parse_arguments()
    if arguments.drawn_from:
        draw(Found.of(json.loads(arguments.drawn_from.read_text())), arguments.page)
        return 0
    content, wrong = measured(quick=arguments.quick)
    found = Found.of(content)
    print(tables(found))
    if arguments.json:
        document.write(content, arguments.json)
    if arguments.page:
        draw(found, arguments.page)
    for each in wrong:
        print(f"absurd: {each}", file=sys.stderr)
    return int(bool(wrong))


def measured(*, quick: bool) -> tuple[Mapping[str, Any], list[str]]:
    """Return what a run found, as a document, and what is absurd in it."""
    began, screens = time.monotonic(), size(quick=quick).screens
    figures = measure(quick=quick)
    section = document.section(figures, time.monotonic() - began) | {"screens": screens}
    content = document.document({"sections": {SECTION: section}}, quick=quick)
    return content, all_absurdities(figures, screens[0])


def draw(found: Found, page: Path) -> None:
    """Put the tables into a page, and the plots into the folder of its name."""
    page.write_text(put_between(page.read_text(), tables(found)))
    folder = page.with_suffix("")
    folder.mkdir(exist_ok=True)
    for name, picture in plots(found).items():
        (folder / name).write_text(picture)


def parse_arguments() -> argparse.Namespace:
    """Return the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="little of each, to see that it runs")
    parser.add_argument("--json", type=Path, help="where all figures go")
    parser.add_argument("--page", type=Path, help="where the tables go, with plots beside it")
    parser.add_argument("--drawn-from", type=Path, help="figures of an earlier run")
    arguments = parser.parse_args()
    if arguments.drawn_from and not arguments.page:
        parser.error("--drawn-from needs --page")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
