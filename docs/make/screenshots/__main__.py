"""Takes pictures of all pages in all states, on a system of its own: `make screenshots`.

They go to `.screenshots/`, which is not kept; a few of them become docs/pictures.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from docs.make.screenshots import pictures
from docs.make.screenshots.shooting import shots, take
from docs.make.screenshots.stage import SETTINGS, staged
from docs.make.screenshots.states import STATES
from stack.settings import CHECKOUT
from tests.e2e.running import Running, running
from tests.e2e.windows import chromium

FOLDER = CHECKOUT / ".screenshots"


def main() -> None:
    """Take them all, or those whose name has a part that was asked for."""
    parser = argparse.ArgumentParser(description="Take pictures of the pages.")
    parser.add_argument("parts", nargs="*", help="only pictures whose names have one of these")
    parts = parser.parse_args().parts
    if not parts:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **SETTINGS) as system:
        wrong = asyncio.run(take_all(system, parts))
    print(f"wrote {FOLDER.name}/ in {time.monotonic() - began:.0f} s")
    if wrong:
        sys.exit("\n".join(["These went wrong:", *wrong]))
    if not parts:
        print(f"wrote docs/pictures/, {pictures.write(FOLDER) // 1024} KiB")


async def take_all(system: Running, parts: list[str]) -> list[str]:
    """Take the pictures that are wanted; return what went wrong."""
    wanted = [
        shot for shot in shots(STATES) if not parts or any(part in shot.name for part in parts)
    ]
    async with staged(system) as stage, chromium() as browser:
        return await take(browser, stage, wanted, FOLDER)


if __name__ == "__main__":
    main()
