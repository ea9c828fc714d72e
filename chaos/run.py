"""One run: its clients come, things break, everything comes to rest, and what stands is read."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from chaos import ending, rules
from chaos.breaking import Breaker
from chaos.clients.crowd import Crowd, open_crowd
from chaos.clients.pages import PAGE_NAMES, Pages, open_pages
from chaos.clients.plans import Plan, draw
from chaos.clients.session import ShopLogin
from chaos.records import Fault, Final, Journal, Limits, Record
from chaos.rules import Violation
from chaos.rules.clients import SCREEN_BEFORE
from chaos.schedule import Planned
from chaos.shops import make_shops
from chaos.system import GRACE_SECONDS, SCREEN_LEASE_SECONDS, System
from chaos.ticker import Ticker

ACCEPT_MINUTES = 1
SHOPS = ("noodles", "rice", "dumplings")
LONELY, PROBE, PAGES = "lonely", "probe", "pages"
# Whose cables can be pulled, each for itself; all others reach the edge by one that is shared.
CABLED = ("screen-1", "screen-4", *PAGE_NAMES)
SHARED_CABLE = "others>edge"
LIMITS = Limits(
    grace_seconds=GRACE_SECONDS,
    screen_lease_seconds=SCREEN_LEASE_SECONDS,
    accept_seconds=ACCEPT_MINUTES * 60,
)


Say = Callable[[str], None]


@dataclass(frozen=True)
class Load:
    """How much goes on, for how long, and by which seed."""

    seed: int
    seconds: float
    orders_per_second: float
    pages: bool = True
    # What staff mean to do with an order.
    staff: Callable[[random.Random], Plan] = draw
    # Whether kitchens turn down in the end what they have not come to.
    closing: bool = False
    # How long everything may take to come to rest afterwards.
    rest_seconds: float = 150


@dataclass(frozen=True)
class Run:
    """What happened in a run."""

    records: Sequence[Record]
    faults: Sequence[Fault]
    final: Final
    # The longest time for which the run itself stood still, and nothing passed its links.
    stood_still_seconds: float = 0.0

    def write(self, folder: Path) -> None:
        """Write what is not in the records into the run's folder, to be looked at again."""
        faults = [asdict(fault) for fault in self.faults]
        (folder / "faults.json").write_text(json.dumps(faults, indent=2))
        (folder / "final.json").write_text(json.dumps(asdict(self.final), ensure_ascii=False))

    def violations(self, leaked: Sequence[str] = ()) -> list[Violation]:
        """Return what broke a rule, with the processes that outlived the system's stop."""
        final = replace(self.final, leaked=list(leaked))
        return rules.check(self.records, self.faults, final, LIMITS)


@dataclass
class Bench:
    """A system with its shops and cables, for one run after the other."""

    system: System
    logins: Mapping[str, ShopLogin]
    letters: list[str] = field(default_factory=list)
    # When the screens of the run before left (epoch seconds).
    left_at: float | None = None

    def url_for(self, who: str) -> str:
        """Return the address at which a client reaches the edge: the near end of its cable."""
        cable = f"{who}>edge" if who in CABLED else SHARED_CABLE
        return f"http://127.0.0.1:{self.system.links[cable].port}"


async def prepare(system: System) -> Bench:
    """Return the system with its shops made and its cables laid."""
    edge = ("127.0.0.1", system.edge_port)
    for cable in (*(f"{who}>edge" for who in CABLED), SHARED_CABLE):
        (await system.links.add(cable)).upstream = edge
    logins = await make_shops(system, [*SHOPS, LONELY, PROBE, PAGES], ACCEPT_MINUTES)
    return Bench(system, logins)


async def run(bench: Bench, load: Load, plan: Sequence[Planned], folder: Path, say: Say) -> Run:
    """Return what happened when `plan` was carried out under this load.

    Raises ExceptionGroup for what a client met that the contract does not know.
    """
    system, began_at = bench.system, time.time()
    journal, memory, ticker = Journal(folder / "records.jsonl"), ending.Memory(), Ticker()
    for shop_id in bench.logins if bench.left_at else ():
        lease_ends_at = (bench.left_at or 0) + LIMITS.lease_seconds
        journal.write(SCREEN_BEFORE, "attended", shop_id=shop_id, expires_at=lease_ends_at)
    reader = ending.Reader(system, bench.logins.values())
    breaker = Breaker(system, reader.an_ended_order, say, letters=bench.letters)
    try:
        async with (
            ticker.ticking(),
            memory.watched(system),
            _clients(bench, load, journal) as clients,
        ):
            say(f"{len(plan)} faults to come in {load.seconds:.0f} s")
            placing_ends_at = time.time() + load.seconds
            await breaker.carry_out(plan, time.time())
            await asyncio.sleep(max(0.0, placing_ends_at - time.time()))
            for each in clients:
                each.stop_placing.set()
            if load.closing:
                await reader.turn_down_what_is_left()
            moving = await ending.until_quiet(
                system, lambda: [who for each in clients for who in each.busy], load.rest_seconds
            )
            say(f"never came to rest: {moving}" if moving else "all is quiet")
            # What clients write as they close says nothing.
            records = journal.records[:]
            placings = [placing for each in clients for placing in each.placings]
            final = await reader.read(placings, breaker.letters, memory, began_at)
        await reader.turn_down_what_is_left()
    finally:
        bench.left_at = time.time()
        await reader.close()
        journal.close()
    return Run(records, breaker.faults, final, ticker.late_seconds)


@contextlib.asynccontextmanager
async def _clients(
    bench: Bench, load: Load, journal: Journal
) -> AsyncIterator[list[Crowd | Pages]]:
    """Have all clients there for the block, those of our own and the product's pages."""
    logins = bench.logins
    async with contextlib.AsyncExitStack() as stack:
        crowd = open_crowd(
            bench.url_for,
            [logins[shop_id] for shop_id in SHOPS],
            journal,
            random.Random(load.seed),
            orders_per_second=load.orders_per_second,
            lonely=logins[LONELY],
            probe=logins[PROBE],
            pages=logins[PAGES] if load.pages else None,
            plan=load.staff,
        )
        clients: list[Crowd | Pages] = [await stack.enter_async_context(crowd)]
        if load.pages:
            pages = open_pages(
                bench.url_for, logins[PAGES], journal, random.Random(load.seed), plan=load.staff
            )
            clients.append(await stack.enter_async_context(pages))
        yield clients
