"""Measures what the pages feel like: the first load on a slow phone, a full board, a long day.

    make bench-pages [PARTS="load board day"]

Each run starts a system of its own and drives Chromium. Times say what this machine does; what does
not depend on its mood (bytes, nodes) is asserted by the tests in `tests/e2e`. `day` takes minutes.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser

from bench.pages_load import first_loads
from bench.pages_work import day, full_board
from tests.e2e.running import Running, running
from tests.e2e.windows import chromium

SETTINGS = {"ORDERS_PER_SECOND": "1000", "ORDERS_BURST": "1000"}
SECTIONS: dict[str, Callable[[Running, Browser], Awaitable[None]]] = {
    "load": first_loads,
    "board": full_board,
    "day": day,
}


async def main() -> None:
    """Run the sections that are asked for, or all."""
    parser = argparse.ArgumentParser(description="Measure the pages.")
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], default=list(SECTIONS))
    wanted = parser.parse_args().sections
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **SETTINGS) as system:
        async with chromium() as browser:
            for section in wanted:
                await SECTIONS[section](system, browser)


if __name__ == "__main__":
    asyncio.run(main())
