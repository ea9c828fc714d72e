"""Proves the checker: each defect planted into the product must be found, and none where none is.

`python -m chaos.proof [DEFECT …]`: one system for all; for each defect its service is started anew
with it, the fault that shows it is done, and the rules have to say so.
"""

import argparse
import asyncio
import random
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import uvloop

from chaos import launch, planted
from chaos.__main__ import FOLDER
from chaos.clients.plans import Plan, Step, draw
from chaos.faults import processes
from chaos.rules import (
    Violation,
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
from chaos.system import REPLICAS_OF, System, started
from stack import edge

NOT_PROVEN = 1
SEED = 1
ORDERS_PER_SECOND = 3.0
SLOW_SECONDS = (20.0, 25.0)
REST_SECONDS = 30.0
CONTROL_SECONDS = 10.0
CONTROL = "none"


def _attentive(chosen: random.Random) -> Plan:
    """Ignore nothing: nobody has to wait until the time limit of an order is over."""
    while (plan := draw(chosen)).ignored:
        pass
    return plan


@dataclass(frozen=True)
class Proof:
    """What shows a defect: how long customers order (seconds), faults, and the rule it breaks."""

    rule: ModuleType
    seconds: float
    faults: Sequence[Planned] = ()
    staff: Callable[[random.Random], Plan] = _attentive


def _slow(chosen: random.Random) -> Plan:
    """Accept so late that a receipt that is missing is missed."""
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
PROOFS: Mapping[str, Proof] = {
    "keys-forgotten": Proof(stored, 10),
    "receipts-ignored": Proof(receipts, 20, staff=_slow),
    "versions-unchecked": Proof(shown_once, 18, [Planned(3, "shuffle", "notifier.orders", 10)]),
    "nothing-dropped": Proof(last_seen, 22, [Planned(4, "cut", "kitchen-page-1>edge", 12)]),
    "receipt-sent-once": Proof(
        receipts, 30, [Planned(4, "lose-receipts", "orders.receipts", 3)], _slow
    ),
    "gap-unnoticed": Proof(
        delivery, 35, [Planned(4, "flood", "gateway-1", 6), Planned(15, "flood", "gateway-2", 6)]
    ),
    "never-interrupted": Proof(stated, 32, [Planned(4, "silence", "notifier", 24)]),
    "session-trusted": Proof(delivery, 22, _cuts(*[f"gateway-{n}>rabbitmq" for n in (1, 2)] * 2)),
    "acknowledged-early": Proof(
        delivery,
        34,
        [Planned(4, "slow-kill", "notifier-1", 4), Planned(17, "slow-kill", "notifier-2", 4)],
    ),
    "deleted-early": Proof(
        delivery,
        32,
        [
            Planned(4, "sever", "orders-1>rabbitmq", 4),
            Planned(14, "sever", "orders-2>rabbitmq", 4),
        ],
    ),
    "leases-kept": Proof(
        presence, 80, [Planned(2, "kill", "gateway-1", 0), Planned(8, "kill", "gateway-2", 0)]
    ),
    "sweep-off": Proof(deadlines, 75, staff=_idle),
}


def main() -> None:
    """Exit with 0 when every defect was found, by its rule, and nothing without one."""
    parser = argparse.ArgumentParser(prog="chaos.proof", description=__doc__)
    parser.add_argument("defects", nargs="*", metavar="DEFECT", help=f"of {', '.join(PROOFS)}")
    parser.add_argument("--folder", type=Path, default=FOLDER / "proof")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    names = options.defects or [CONTROL, *PROOFS]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.exit(runner.run(_main(names, options.folder.resolve())))


async def _main(names: Sequence[str], folder: Path) -> int:
    random.seed(SEED)
    proven = True
    async with started(folder, {}) as system:
        bench = await prepare(system)
        for name in names:
            proven &= await _prove(bench, name, folder)
    return 0 if proven else NOT_PROVEN


async def _prove(bench: Bench, name: str, folder: Path) -> bool:
    """Return whether the rules found what was planted; tell so in a line."""
    began_at = time.monotonic()
    proof = PROOFS.get(name)
    await _plant(bench.system, folder, name)
    own = folder / name
    own.mkdir()
    load = Load(
        SEED,
        proof.seconds if proof else CONTROL_SECONDS,
        ORDERS_PER_SECOND,
        staff=proof.staff if proof else _attentive,
        rest_seconds=REST_SECONDS,
    )
    done = await run(bench, load, proof.faults if proof else [], own, _say_nothing)
    done.write(own)
    await _plant(bench.system, folder, CONTROL, of=name)
    proven, verdict = _judge(proof, done)
    print(f"{time.monotonic() - began_at:6.1f} s  {name:<20} {verdict}", flush=True)
    return proven


def _say_nothing(text: str) -> None:
    del text


def _judge(proof: Proof | None, done: Run) -> tuple[bool, str]:
    violations = done.violations()
    if proof is None:
        return not violations, f"{len(violations)} violations: {violations[:1]}"
    rule = proof.rule.__name__.rpartition(".")[2]
    found: list[Violation] = proof.rule.check(done.records, done.faults, done.final, LIMITS)
    if not found:
        return False, f"NOT FOUND by {rule}; others say {[each.text for each in violations[:3]]}"
    return True, f"found by rule {found[0].rule} ({rule}), {len(found)} times: {found[0].text}"


async def _plant(system: System, folder: Path, name: str, of: str = "") -> None:
    """Have a defect (or, by CONTROL, none in place of the one `of`) in what is started from now."""
    plan = launch.Plan({}, folder)
    defect = name if name in planted.DEFECTS else None
    plan.defect.write_text(defect or "")
    planted.pages(edge.WEB, plan.web, defect)
    changed = planted.DEFECTS.get(defect or of)
    for replica in REPLICAS_OF.get(changed.service, []) if changed else []:
        await processes.stop(system, replica, 0)
        await system.until_up(replica)


if __name__ == "__main__":
    main()
