"""`python -m chaos`: breaks everything for a while, and says whether the promise held."""

import argparse
import asyncio
import random
import shutil
import sys
import time
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import uvloop

from chaos import containers, native, recovery, report
from chaos.logs import write_stories
from chaos.run import PROBE, Load, prepare, run
from chaos.schedule import KINDS, KINDS_OF_CONTAINERS, Planned, nodes_in_turn, plan
from chaos.system import System
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
    async with _started(options, folder) as system:
        bench = await prepare(system)
        say("the system is ready")
        done = await run(bench, load, _plan(options), folder, say)
        leaked = await system.stop()
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


def _started(options: argparse.Namespace, folder: Path) -> AbstractAsyncContextManager[System]:
    if options.cluster:
        return containers.started(folder, containers.THREE_NODES)
    return containers.started(folder) if options.containers else native.started(folder, {})


def _plan(options: argparse.Namespace) -> list[Planned]:
    if options.cluster:
        return nodes_in_turn(containers.THREE_NODES, options.seconds)
    kinds = KINDS_OF_CONTAINERS if options.containers else KINDS
    return plan(options.seed, options.seconds, kinds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="how long customers order")
    parser.add_argument("--seed", type=int, default=random.randrange(SEEDS), help="what decides")
    parser.add_argument("--orders-per-second", type=float, default=3, metavar="RATE")
    parser.add_argument("--folder", type=Path, help="where records and logs go")
    parser.add_argument("--no-pages", action="store_true", help="without the product's own pages")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--containers", action="store_true", help="against compose.yaml")
    where.add_argument(
        "--cluster", action="store_true", help="against three brokers, one killed every 30 s"
    )
    return parser


if __name__ == "__main__":
    main()
