"""`python -m chaos`: breaks everything for a while, and says whether the promise held."""

import argparse
import asyncio
import random
import shutil
import sys
import time
from pathlib import Path

import uvloop

from chaos import recovery, report
from chaos.logs import write_stories
from chaos.run import PROBE, Load, prepare, run
from chaos.schedule import plan
from chaos.starting import started, stop
from stack.settings import CHECKOUT

BROKEN = 1
SEEDS = 1_000_000
FOLDER = CHECKOUT / ".chaos"


def main() -> None:
    """Run once; exits with 0 when no rule was broken, else with BROKEN."""
    options = _parser().parse_args()
    folder = options.folder or FOLDER / str(options.seed)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.exit(runner.run(_main(options, folder.resolve())))


async def _main(options: argparse.Namespace, folder: Path) -> int:
    began_at = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began_at:6.1f} s  {text}", flush=True)

    say(f"seed {options.seed}; everything that is written down is in {folder}")
    random.seed(options.seed)
    load = Load(
        options.seed, options.seconds, options.orders_per_second, pages=not options.no_pages
    )
    async with started(folder, {}) as system:
        bench = await prepare(system)
        say("the system is ready")
        faults = plan(options.seed, options.seconds)
        done = await run(bench, load, faults, folder, say)
        leaked = await stop(system)
    done.write(folder)
    outcome = report.Outcome(
        options.seed,
        options.seconds,
        done.records,
        done.faults,
        done.violations(leaked),
        recovery.recoveries(done.records, done.faults, PROBE),
    )
    (folder / "report.json").write_text(report.render_json(outcome))
    write_stories(folder, done, outcome.violations)
    print(report.render(outcome))
    return BROKEN if outcome.violations else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="how long customers order")
    parser.add_argument("--seed", type=int, default=random.randrange(SEEDS), help="what decides")
    parser.add_argument("--orders-per-second", type=float, default=3, metavar="RATE")
    parser.add_argument("--folder", type=Path, help="where records and logs go")
    parser.add_argument("--no-pages", action="store_true", help="without the product's own pages")
    return parser


if __name__ == "__main__":
    main()
