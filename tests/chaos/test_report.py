"""What a run tells in the end, and what it keeps to itself."""

import json

import pytest

from chaos.recovery import recoveries
from chaos.report import NAMED_MAX, Outcome, order_ids, render, render_json, stories
from chaos.rules import Violation
from tests.chaos.telling import Telling, a_good_run, fault, of


@pytest.fixture
def run() -> Telling:
    run = a_good_run()
    run.faults += [fault("kill", "orders-1", 8.25, 8.25, 11), fault("kill", "rabbitmq", 60, 60, 66)]
    run.say(30, "customer-x", "refused", key="key-x", shop_id="noodles", code="dish_unavailable")
    told = {"order_id": "done", "version": 5, "status": "completed", "new": False}
    run.say(31, "customer-done", "placed", key="key-done", shop_id="noodles", **told)
    return run


def outcome(run: Telling) -> Outcome:
    found = recoveries(run.records, run.faults, "noodles")
    return Outcome(7, 120.0, run.records, run.faults, run.found(), found)


def test_a_table_of_a_good_run(run: Telling) -> None:
    lines = render(outcome(run)).splitlines()
    assert lines[0] == "seed 7, 120 s"
    assert lines[1].startswith("orders  6 placed, 1 refused, 1 repeats")
    kill = next(line for line in lines if line.startswith("kill"))
    assert kill.split() == ["kill", "2", "1.8", "1.8", "1.8"]
    assert [line.split()[-1] for line in lines[-7:]] == ["0"] * 7


def test_a_table_names_what_was_violated(run: Telling) -> None:
    run.drop(of("customer-done", "shown", version=5))
    text = render(outcome(run))
    assert "4  what is seen last is how it is" in text
    assert "it is seen as ready at version 4, and it is completed at version 5 (done" in text


def test_a_table_names_only_the_first_ones(run: Telling) -> None:
    told = outcome(run)
    many = [Violation(7, "late", f"order-{number}") for number in range(NAMED_MAX + 5)]
    text = render(Outcome(1, 2, told.records, told.faults, many, told.recoveries))
    assert text.count("rule 7: late") == NAMED_MAX
    assert "… and 5 more" in text


def test_the_same_as_json(run: Telling) -> None:
    run.drop(of("customer-done", "shown", version=5))
    told = json.loads(render_json(outcome(run)))
    assert (told["seed"], told["orders"]["placed"]) == (7, 6)
    assert told["faults"]["kill"]["count"] == 2
    assert told["violations"]["4"]["order_ids"] == ["done"]
    assert told["violations"]["1"]["count"] == 0


def test_a_run_without_faults_has_a_table(run: Telling) -> None:
    run.faults.clear()
    assert "faults" in render(outcome(run))


def test_the_story_of_a_violated_order(run: Telling) -> None:
    run.drop(of("customer-done", "shown", version=5))
    found = run.found()
    assert order_ids(found) == ["done"]
    told = stories(run.records, run.faults, run.final(), found)
    assert list(told) == ["done"]
    text = told["done"]
    moments = [
        "customer-done: placing key key-done",
        "customer-done: placed key key-done",
        "history: version 1, order.placed",
        "screen-1: rang",
        "screen-1: receipt",
        "fault: kill orders-1 is mended",
        "history: version 5, order.completed",
    ]
    assert all(moment in text for moment in moments)
    times = [line[:12] for line in text.splitlines() if line[2:3] == ":"]
    assert times == sorted(times)
    assert "fault: kill rabbitmq" not in text


def test_a_story_tells_nothing_personal(run: Telling) -> None:
    run.drop(of("customer-done", "shown", version=5))
    text = stories(run.records, run.faults, run.final(), run.found())["done"]
    assert "Somebody" not in text
    assert "555" not in text
