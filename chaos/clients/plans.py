"""What the staff of a kitchen mean to do with an order, drawn by the run's generator. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

REASONS = ("too_busy", "sold_out", "closing", "no_show", "other")
PROMISES_MINUTES = (5, 10, 15, 20, 30, 45)
ACCEPT_SECONDS = (0.5, 4.0)
COOK_SECONDS = (1.0, 6.0)
HAND_OVER_SECONDS = (1.0, 5.0)
RECALL_SECONDS = (0.3, 1.5)
# Of a hundred orders.
IGNORED = 3
REJECTED = 7
RECALLED = 8
RESTORED = 2
RACED = 10


@dataclass(frozen=True)
class Step:
    """Something to be done to an order when it has been in a status for a while.

    `rival` is what a second screen of the shop does at the same moment.
    """

    status: str
    after_seconds: float
    action: str
    body: Mapping[str, Any] | None = None
    rival: tuple[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Plan:
    """The steps that are left, in their order; an order that is ignored is never accepted."""

    steps: Sequence[Step]
    ignored: bool = False


AT_ONCE = Plan(
    [
        Step("placed", 0.0, "accept", {"minutes": 5}),
        Step("accepted", 0.0, "ready"),
        Step("ready", 0.0, "complete"),
    ]
)
_DEFAULTS = {
    "placed": Step("placed", 1.0, "accept", {"minutes": 10}),
    "accepted": Step("accepted", 2.0, "ready"),
    "ready": Step("ready", 2.0, "complete"),
}


def draw(random: Random) -> Plan:
    """Return what the staff mean to do with the next order."""
    if _happens(random, IGNORED):
        return Plan([], ignored=True)
    steps = [_accept(random)]
    if _happens(random, REJECTED):
        return Plan(_until_rejected(random, steps))
    steps += [_ready(random)]
    if _happens(random, RECALLED):
        back = Step("ready", random.uniform(*RECALL_SECONDS), "recall", {"to": "accepted"})
        steps += [back, _ready(random)]
    steps += [_complete(random)]
    if _happens(random, RESTORED):
        back = Step("completed", random.uniform(*RECALL_SECONDS), "recall", {"to": "ready"})
        steps += [back, _complete(random)]
    return Plan(steps)


def next_step(plan: Plan, status: str) -> tuple[Step | None, Plan]:
    """Return what is to be done now that an order has this status, and what is left then.

    The first step that fits is taken and those before it are forgotten: somebody else did them. An
    order for which no step is left is brought to its end all the same, unless it is ignored.
    """
    for number, step in enumerate(plan.steps):
        if step.status == status:
            return step, Plan(plan.steps[number + 1 :], plan.ignored)
    if plan.ignored and status == "placed":
        return None, plan
    return _DEFAULTS.get(status), Plan((), plan.ignored)


def _happens(random: Random, percent: int) -> bool:
    return random.random() * 100 < percent


def _accept(random: Random) -> Step:
    body = {"minutes": random.choice(PROMISES_MINUTES)}
    rival = None
    if _happens(random, RACED):
        other = {"minutes": random.choice(PROMISES_MINUTES)}
        rivals: list[tuple[str, Mapping[str, Any]]]
        rivals = [("accept", other), ("reject", {"reason": "too_busy"})]
        rival = random.choice(rivals)
    return Step("placed", random.uniform(*ACCEPT_SECONDS), "accept", body, rival)


def _ready(random: Random) -> Step:
    return Step("accepted", random.uniform(*COOK_SECONDS), "ready")


def _complete(random: Random) -> Step:
    return Step("ready", random.uniform(*HAND_OVER_SECONDS), "complete")


def _until_rejected(random: Random, accepting: list[Step]) -> list[Step]:
    """Return steps that end by turning the order down, early or late."""
    status = random.choice(["placed", "accepted", "ready"])
    body = {"reason": random.choice(REASONS)} | random.choice([{}, {"note": "Come back tomorrow"}])
    before = {"placed": [], "accepted": accepting, "ready": [*accepting, _ready(random)]}[status]
    return [*before, Step(status, random.uniform(*COOK_SECONDS), "reject", body)]
