"""Section 6 of the bench: whether an order costs the same however many there are.

    .venv/bin/python -m bench growth [--json FILE], or growth-ten-million
    .venv/bin/python -m bench.growth [--orders 1000 100000] [--plans plans.json]  # as a wide table

Each size is a system of its own; all run at the same time, and take turns in being measured. What
people and pages call for goes over HTTP, through the edge. What nobody calls for is measured on a
connection, by the product's own functions and without the commit: it is told with an asterisk.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, insert, text

from bench import growth_orders, growth_rounds, growth_shops
from bench.generate import Size, fill, tidy
from bench.growth_calls import MILLISECONDS, TIME, Calls
from bench.growth_found import Found
from bench.growth_orders import Prepare
from bench.growth_rounds import Cost
from bench.ours import LIMITS_LIFTED
from bench.progress import tell
from services.orders.schema import outbox
from tests.e2e.running import Running, running

FEW_SHOPS, MANY_SHOPS = 10, 10_000
ORDERS = (1_000, 100_000)
TEN_MILLION = 10_000_000
# What 1,000 orders bring, gone since, while a back-up holds on to the time before.
GONE_ROWS = 5_000
BACKUP = f"a look into the outbox past {GONE_ROWS:,} dead rows"
# So that no shop is due to be told again while something else is measured.
ALL_TOLD = text("UPDATE shops SET refreshed_at = now() + interval '1 day'")
CPU = "CPU of PostgreSQL"


@dataclass(frozen=True)
class Effort:
    """How often each thing is measured, and how many times it is done then."""

    runs: int
    calls: int
    repeats: int
    rest_seconds: float


WHOLE = Effort(runs=5, calls=100, repeats=30, rest_seconds=20)
QUICK = Effort(runs=1, calls=10, repeats=3, rest_seconds=1)


@dataclass(frozen=True)
class Site:
    """A system of one size, and its databases as its services see them, or as their owner does."""

    size: Size
    calls: Calls
    orders: Engine
    shops: Engine
    owned_shops_url: str

    def rounds(self) -> Iterator[tuple[str, Engine, Prepare]]:
        """Yield what is measured on a connection, each by its name and with its database."""
        for name, prepare in growth_orders.ROUNDS.items():
            yield f"{name} *", self.orders, prepare
        for name, prepare in growth_shops.ROUNDS.items():
            yield f"{name} *", self.shops, prepare


def measure(sizes: Sequence[Size], plans: Path | None = None) -> Found:
    """Return what everything takes at these sizes; how it was planned is written to `plans`."""
    found = Found()
    with ExitStack() as stack:
        sites = [_started(stack, size, found) for size in sizes]
        _measure(sites, WHOLE, found)
        planned = _explain(sites, found)
    if plans:
        plans.write_text(json.dumps(planned, indent=1, default=str))
    return found


def measure_quickly(system: Running) -> Found:
    """Return what everything takes once in a system that runs, with a few orders more."""
    found = Found()
    sites = [_filled(system, Size(ORDERS[0], FEW_SHOPS), found)]
    _measure(sites, QUICK, found)
    _explain(sites, found)
    return found


def chosen_sizes(orders: Sequence[int], *, ten_million: bool = False) -> list[Size]:
    """Return the sizes: those of few shops, then those of many."""
    sizes = [Size(each, FEW_SHOPS) for each in orders]
    sizes.append(Size(max(orders), MANY_SHOPS))
    return [*sizes, Size(TEN_MILLION, MANY_SHOPS)] if ten_million else sizes


def _started(stack: ExitStack, size: Size, found: Found) -> Site:
    """Return a system that runs until the stack is left, filled."""
    tell(f"{size}: starting")
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return _filled(stack.enter_context(running(folder, **LIMITS_LIFTED)), size, found)


def _filled(system: Running, size: Size, found: Found) -> Site:
    owner = system.environment("operator")
    fill(owner["ORDERS_DATABASE_URL"], owner["SHOPS_DATABASE_URL"], size)
    system.wait_until_whole()
    return Site(
        size,
        Calls(system, size, found),
        _database(system, "orders"),
        _database(system, "shops"),
        owner["SHOPS_DATABASE_URL"],
    )


def _database(system: Running, service: str) -> Engine:
    return create_engine(system.environment(service)["DATABASE_URL"], poolclass=NullPool)


def _measure(sites: Sequence[Site], effort: Effort, found: Found) -> None:
    for site in sites:
        tell(f"{site.size}: at rest")
        asyncio.run(site.calls.rest(effort.rest_seconds))
        with site.shops.begin() as connection:
            connection.execute(ALL_TOLD)
        tidy(site.owned_shops_url)
    for run in range(effort.runs):
        for site in sites:
            tell(f"{site.size}: run {run + 1} of {effort.runs}")
            asyncio.run(site.calls.measure(effort.calls))
            for name, engine, prepare in site.rounds():
                cost = growth_rounds.measure(engine, prepare, effort.repeats)
                _note(found, site, name, cost)
            with _backup(site.orders):
                looking = growth_orders.idle_relay
                cost = growth_rounds.measure(site.orders, looking, effort.repeats)
            _note(found, site, f"{BACKUP} *", cost)


def _note(found: Found, site: Site, name: str, cost: Cost) -> None:
    found.add(name, TIME, site.size, cost.time * MILLISECONDS)
    found.add(name, CPU, site.size, cost.cpu * MILLISECONDS)


def _explain(sites: Sequence[Site], found: Found) -> dict[str, Any]:
    """Note how many pages each round touches; return the plans of its statements, by its name."""
    plans: dict[str, Any] = {}
    for site in sites:
        tell(f"{site.size}: plans")
        for name, engine, prepare in site.rounds():
            planned, units = growth_rounds.plans(engine, prepare)
            found.add(name, "pages", site.size, sum(each.pages for each in planned) / units)
            plans[f"{name}; {site.size}"] = [vars(each) for each in planned]
    return plans


@contextmanager
def _backup(engine: Engine) -> Iterator[None]:
    """Hold a snapshot meanwhile, since the beginning of which rows came and went."""
    row = {"exchange": "", "routing_key": "", "subject": "gone", "body": b"-" * 900}
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as snapshot:
        snapshot.execute(text("SELECT FROM outbox"))
        with engine.begin() as connection:
            connection.execute(insert(outbox), [row] * GONE_ROWS)
            connection.execute(outbox.delete().where(outbox.c.subject == "gone"))
        yield


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--orders", type=int, nargs="+", default=ORDERS)
    parser.add_argument("--plans", type=Path, help="a file for how PostgreSQL planned everything")
    arguments = parser.parse_args()
    found = measure(chosen_sizes(arguments.orders), arguments.plans)
    print(*map(found.table, found.quantities()), sep="\n\n")


if __name__ == "__main__":
    main()
