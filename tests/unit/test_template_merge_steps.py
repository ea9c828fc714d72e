"""The adapter's rules and those of the pages are the same: they take the same steps."""

import json
import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.template.merge import Effects, Flight, Merge
from services.template.order import Order, parse_order
from shared.contracts import print_instant

STEPS_OF_THE_PAGES = Path(__file__).parents[1] / "web" / "merge-steps.js"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WALKS = 100
STEPS = 40
ORDERS = "abc"
# What the next step is drawn from, the likelier the more often it stands here.
KINDS = ["discontinuity", "poll", "take_off", "take_off", "failure", "reveal"]
KINDS += ["event", "answer"] * 4
STATUSES = ["placed", "placed", "accepted", "ready", "completed", "rejected", "cancelled"]

Content = dict[str, Any]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_steps_leave_both_with_the_same(seed: int) -> None:
    chooser = random.Random(seed)
    taken = [step for _ in range(WALKS) for step in walk(chooser)]
    said = subprocess.run(
        ["node", STEPS_OF_THE_PAGES],
        input="".join(json.dumps(step) + "\n" for step, _ in taken),
        capture_output=True,
        text=True,
        check=True,
    )
    by_pages = [json.loads(line) for line in said.stdout.splitlines()]
    assert len(by_pages) == len(taken) == WALKS * (STEPS + 1)
    for number, (_, known) in enumerate(taken):
        began = number - number % (STEPS + 1)
        assert known == by_pages[number], [step for step, _ in taken[began : number + 1]]


def walk(chooser: random.Random) -> list[tuple[Content, Content]]:
    """Return random steps, each with what is known after it."""
    merge = Merge()
    taken = [({"does": "start"}, known_to(merge, Effects(), took_off=False))]
    for clock in range(STEPS):
        step = any_step(chooser, merge, clock)
        taken.append((step, take(merge, step)))
    return taken


def any_step(chooser: random.Random, merge: Merge, clock: int) -> Content:
    match chooser.choice(KINDS):
        case "event":
            return {"does": "event", "order": any_order(chooser, chooser.choice(ORDERS), clock)}
        case "answer":
            listed = chooser.sample(ORDERS, chooser.randint(0, len(ORDERS)))
            entries = [any_order(chooser, name, clock, STATUSES[:4]) for name in listed]
            snapshot = {
                "entries": chooser.choice([entries, None]),
                "etag": f'"{clock}"',
                "asOf": instant(clock + chooser.randint(-3, 3)),
            }
            return {"does": "answer", "id": any_flight(chooser, merge), "snapshot": snapshot}
        case "reveal":
            return {"does": "reveal", "id": chooser.choice(ORDERS)}
        case "failure":
            return {"does": "failure", "id": any_flight(chooser, merge)}
        case kind:
            return {"does": kind}


def any_flight(chooser: random.Random, merge: Merge) -> int:
    """Return the request under way, or now and then another one."""
    return merge.flight.id if merge.flight and chooser.random() < 0.9 else 1


def any_order(
    chooser: random.Random, name: str, clock: int, statuses: list[str] = STATUSES
) -> Content:
    """Return an order as the public contract has it, mostly of about now."""
    return {
        "id": name,
        "version": clock // 5 + chooser.randint(1, 4),
        "status": chooser.choice(statuses),
        "received_at": chooser.choice([None, None, instant(clock)]),
        "updated_at": instant(clock + chooser.randint(-5, 3)),
        "accept_by": instant(clock),
        "items": [],
        "note": None,
        "customer": {"name": "Ada", "address": "1 Long Lane", "telephone": "555 0100"},
    }


def instant(tick: int) -> str:
    return print_instant(NOON + timedelta(milliseconds=100 * tick))


def take(merge: Merge, step: Content) -> Content:
    """Take a step and return what is known after it."""
    effects, took_off = Effects(), False
    match step["does"]:
        case "discontinuity":
            merge.discontinuity()
        case "poll":
            merge.poll()
        case "take_off":
            took_off = merge.take_off() is not None
        case "failure":
            merge.failure(step["id"])
        case "reveal":
            merge.reveal(step["id"])
        case "event":
            effects = merge.event(parse_order(step["order"]))
        case "answer":
            entries = step["snapshot"]["entries"]
            orders = None if entries is None else [parse_order(entry) for entry in entries]
            as_of = datetime.fromisoformat(step["snapshot"]["asOf"])
            effects = merge.answer(step["id"], orders, step["snapshot"]["etag"], as_of)
    return known_to(merge, effects, took_off=took_off)


def known_to(merge: Merge, effects: Effects, *, took_off: bool) -> Content:
    return {
        "held": versions(merge.held),
        "shown": versions(merge.shown()),
        "ended": merge.ended.copy(),
        "suspect": merge.suspect,
        "want": merge.want,
        "as_of": merge.as_of and print_instant(merge.as_of),
        "flight": merge.flight and printed(merge.flight),
        "took_off": took_off,
        "confirm": effects.confirm,
    }


def versions(orders: dict[str, Order]) -> dict[str, int]:
    return {name: order.version for name, order in orders.items()}


def printed(flight: Flight) -> Content:
    return {
        "id": flight.id,
        "etag": flight.etag,
        "since": sorted(flight.since),
        "clean": flight.clean,
        "forgettable": dict(flight.forgettable),
        "doubts": dict(flight.doubts),
    }
