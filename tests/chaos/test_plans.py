"""What staff mean to do: every plan leads to an end, whatever others do meanwhile."""

from random import Random

import pytest

from chaos.clients.plans import AT_ONCE, Plan, Step, draw, next_step

MOVES = {
    ("placed", "accept"): "accepted",
    ("accepted", "ready"): "ready",
    ("ready", "complete"): "completed",
    ("ready", "recall"): "accepted",
    ("completed", "recall"): "ready",
    ("placed", "reject"): "rejected",
    ("accepted", "reject"): "rejected",
    ("ready", "reject"): "rejected",
}
PLANS = 2000


def lived(plan: Plan, status: str = "placed") -> list[str]:
    """Return what happens to an order when nobody else does anything."""
    lived = [status]
    while True:
        step, plan = next_step(plan, lived[-1])
        if step is None:
            return lived
        lived.append(MOVES[lived[-1], step.action])


def test_orders_live_every_life_that_staff_can_give_them() -> None:
    random = Random(1)
    lives = {tuple(lived(draw(random))) for _ in range(PLANS)}
    done = ("placed", "accepted", "ready", "completed")
    assert lives == {
        ("placed",),
        ("placed", "rejected"),
        ("placed", "accepted", "rejected"),
        ("placed", "accepted", "ready", "rejected"),
        done,
        ("placed", "accepted", "ready", "accepted", "ready", "completed"),
        (*done, "ready", "completed"),
        ("placed", "accepted", "ready", "accepted", "ready", "completed", "ready", "completed"),
    }


def test_a_seed_decides() -> None:
    assert [draw(Random(3)) for _ in range(5)] == [draw(Random(3)) for _ in range(5)]


@pytest.mark.parametrize("status", ["accepted", "ready"])
def test_what_others_did_is_not_done_again(status: str) -> None:
    assert lived(AT_ONCE, status)[-1] == "completed"


def test_an_order_that_is_ignored_is_left_alone_until_somebody_else_takes_it() -> None:
    ignored = Plan([], ignored=True)
    assert next_step(ignored, "placed") == (None, ignored)
    assert lived(ignored, "accepted") == ["accepted", "ready", "completed"]


def test_an_order_that_ended_otherwise_is_left_alone() -> None:
    plan = Plan([Step("placed", 1, "accept"), Step("accepted", 1, "ready")])
    step, _ = next_step(plan, "cancelled")
    assert step is None
