"""Proves the checker: each defect planted into the product must be found, and none where none is.

`python -m chaos.proof [DEFECT …]`: one system for all. First each proof's faults are done to the
product as it is, and no rule may find anything: what is found later is no fault's doing. Then the
services are started anew with the defects, and the rules have to say so.
"""

import argparse
import asyncio
import random
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import uvloop

from chaos import launch, planted
from chaos.__main__ import FOLDER
from chaos.clients.pages import PAGE_NAMES
from chaos.clients.plans import Plan, Step, draw
from chaos.faults import processes
from chaos.native import started
from chaos.rules import (
    check,
    deadlines,
    delivery,
    last_seen,
    presence,
    receipts,
    shown_once,
    stated,
    stored,
)
from chaos.run import LIMITS, Bench, Load, Run, prepare, run
from chaos.schedule import Planned
from chaos.system import REPLICAS_OF, System
from stack import edge

NOT_PROVEN = 1
SEED = 1
# Sharper than for a run that is to pass: what is late by a defect is late by seconds.
STRICT = replace(LIMITS, delivery_seconds=3)
SLOW_SECONDS = (36.0, 40.0)
# With a defect not everything comes to rest.
REST_SECONDS = 20.0
# A run whose observer stood still for longer says nothing of what was late in it: it is made again.
STILL_SECONDS_MAX = 1.0
RUNS_MAX = 2
# What a run takes beside its load is a minute; one that takes so long never ends.
BESIDE_LOAD_SECONDS_MAX = 300.0


def _attentive(chosen: random.Random) -> Plan:
    """Ignore nothing: nobody has to wait until the time limit of an order is over."""
    while (plan := draw(chosen)).ignored:
        pass
    return plan


@dataclass(frozen=True)
class Proof:
    """A run that shows defects, each by the rule it breaks: its length in seconds, its faults.

    Defects of one proof are in different services and break different rules, and none breaks
    another's. Where they are not `planted`, it is the same run of the product as it is.
    """

    defects: Mapping[str, ModuleType]
    seconds: float
    faults: Sequence[Planned]
    staff: Callable[[random.Random], Plan] = _attentive
    pages: bool = False
    orders_per_second: float = 3
    planted: bool = True


def _slow(chosen: random.Random) -> Plan:
    """Accept so late that what is missing is missed before a newer version comes."""
    return Plan([Step("placed", chosen.uniform(*SLOW_SECONDS), "accept", {"minutes": 10})])


def _idle(chosen: random.Random) -> Plan:
    """Accept nothing."""
    del chosen
    return Plan([], ignored=True)


def _cuts(*targets: str) -> list[Planned]:
    """Return cuts so short that nobody is told `interrupted`, one after the other."""
    return [Planned(4.0 + 3 * place, "cut", target, 0.3) for place, target in enumerate(targets)]


# A minute is the shortest limit of an order; the lonely shop's screen leaves after half a minute at
# most, and only a gateway that is killed leaves a lease that somebody has to end.
PROOFS = (
    # Alone: where events, versions or keys get lost, clients also see what is no more.
    Proof(
        {"nothing-dropped": last_seen},
        24,
        [Planned(4, "cut", "kitchen-page-1>edge", 12)],
        pages=True,
    ),
    Proof(
        {"versions-unchecked": shown_once, "deleted-early": delivery},
        34,
        [
            Planned(3, "shuffle", "notifier.orders", 10),
            Planned(20, "sever", "orders-1>rabbitmq", 4),
            Planned(26, "sever", "orders-2>rabbitmq", 4),
        ],
        pages=True,
    ),
    Proof(
        {"receipts-ignored": receipts, "never-interrupted": stated},
        32,
        [Planned(4, "silence", "notifier", 24)],
        _slow,
    ),
    Proof(
        {"session-trusted": delivery, "receipt-sent-once": receipts},
        40,
        [
            *_cuts(*["gateway-1>rabbitmq", "gateway-2>rabbitmq"] * 2),
            Planned(17, "lose-receipts", "orders.receipts", 8),
        ],
        _slow,
        pages=True,
        orders_per_second=5,
    ),
    Proof(
        {"gap-unnoticed": delivery},
        34,
        [Planned(4, "flood", "gateway-1", 3), Planned(20, "flood", "gateway-2", 3)],
        _slow,
    ),
    Proof(
        {"acknowledged-early": delivery, "keys-forgotten": stored},
        40,
        [Planned(2, "slow-kill", "notifier-1", 5), Planned(20, "slow-kill", "notifier-2", 5)],
        orders_per_second=6,
    ),
    Proof(
        {"leases-kept": presence, "sweep-off": deadlines},
        80,
        [Planned(2, "kill", "gateway-1", 0), Planned(8, "kill", "gateway-2", 0)],
        _idle,
        orders_per_second=1,
    ),
)


def main() -> None:
    """Exit with 0 when every defect was found, by its rule, and nothing without one."""
    parser = argparse.ArgumentParser(prog="chaos.proof", description=__doc__)
    parser.add_argument("defects", nargs="*", metavar="DEFECT", help="only the proofs of these")
    parser.add_argument("--folder", type=Path, default=FOLDER / "proof")
    parser.add_argument(
        "--sample", type=int, metavar="N", help="only N of the proofs, by today's date"
    )
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    wanted = set(options.defects)
    proofs = [proof for proof in PROOFS if not wanted or wanted & set(proof.defects)]
    if options.sample is not None:
        proofs = sample(options.sample, datetime.now(UTC).toordinal())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.exit(runner.run(_main(proofs, options.folder.resolve())))


def sample(count: int, day: int) -> list[Proof]:
    """Return so many proofs, other ones each day: each has its turn."""
    first = day * count
    return [PROOFS[(first + place) % len(PROOFS)] for place in range(count)]


async def _main(proofs: Sequence[Proof], folder: Path) -> int:
    random.seed(SEED)
    proven = True
    async with started(folder, {}) as system:
        bench = await prepare(system)
        before: Collection[str] = ()
        controls = [replace(proof, planted=False) for proof in proofs]
        for number, proof in enumerate([*controls, *proofs]):
            own = folder / f"{number}"
            own.mkdir()
            if proof.planted:
                await _plant(system, folder, proof.defects, instead_of=before)
                before = proof.defects
            proven &= await _prove(bench, proof, own)
    return 0 if proven else NOT_PROVEN


async def _prove(bench: Bench, proof: Proof, folder: Path) -> bool:
    """Return whether the rules found what was planted, and nothing else; tell so, in lines."""
    began_at = time.monotonic()
    load = Load(
        SEED,
        proof.seconds,
        proof.orders_per_second,
        pages=proof.pages,
        staff=proof.staff,
        closing=not proof.planted,
    )
    if proof.planted:
        load = replace(load, rest_seconds=REST_SECONDS)
    for runs_left in reversed(range(RUNS_MAX)):
        async with asyncio.timeout(load.seconds + BESIDE_LOAD_SECONDS_MAX):
            done = await run(bench, load, proof.faults, folder, _say_nothing)
        if not is_to_be_made_again(done, runs_left):
            break
        print(
            f"again: this run itself stood still for {done.stood_still_seconds:.1f} s", flush=True
        )
    done.write(folder)
    proven = True
    for name, found, verdict in await asyncio.to_thread(list, judged(proof, done)):
        proven &= found
        print(f"{time.monotonic() - began_at:6.1f} s  {name:<20} {verdict}", flush=True)
    return proven


def is_to_be_made_again(done: Run, runs_left: int) -> bool:
    """Return whether a run is no word on the product, and there may be another one."""
    return done.stood_still_seconds > STILL_SECONDS_MAX and runs_left > 0


def judged(proof: Proof, done: Run) -> Iterator[tuple[str, bool, str]]:
    """Yield each defect's name, whether it is as it should be with it, and what to tell of it."""
    seen = done.records, done.faults, done.final, STRICT
    texts = [violation.text for violation in check(*seen)]
    if not proof.planted:
        blank = [who for who in PAGE_NAMES if proof.pages and not _showed(done, who)]
        texts += [f"{who} showed no order" for who in blank]
        yield "none", not texts, f"of {', '.join(proof.defects)}: {len(texts)} found {texts[:3]}"
        return
    for name, rule in proof.defects.items():
        found = check(*seen, [rule.check])
        if found:
            by = f"{found[0].rule} ({rule.__name__.rpartition('.')[2]})"
            yield name, True, f"found by rule {by}, {len(found)} times: {found[0].text}"
        else:
            yield name, False, f"NOT FOUND; others say {texts[:3]}"


def _showed(done: Run, who: str) -> bool:
    """Return whether a page showed an order: where nothing goes on, no rule finds anything."""
    return any(record.who == who and record.kind == "shown" for record in done.records)


def _say_nothing(text: str) -> None:
    del text


async def _plant(
    system: System, folder: Path, names: Collection[str], instead_of: Collection[str]
) -> None:
    """Have these defects in what is started from now on, and those `instead_of` no more."""
    plan = launch.Plan({}, folder)
    plan.defects.write_text("\n".join(names))
    await asyncio.to_thread(planted.pages, edge.WEB, plan.web, names)
    services = {planted.DEFECTS[name].service for name in (*names, *instead_of)}
    replicas = [replica for service in services for replica in REPLICAS_OF.get(service, [])]
    await asyncio.gather(*(_start_anew(system, replica) for replica in replicas))


async def _start_anew(system: System, replica: str) -> None:
    await processes.stop(system, replica, 0)
    await system.until_up(replica)


if __name__ == "__main__":
    main()
