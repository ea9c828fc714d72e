"""A run in which all went well breaks no rule, whatever was broken meanwhile."""

import time

from chaos.schedule import KINDS
from tests.chaos.telling import Telling, a_good_run, fault

MANY_ORDERS = 1500
MANY_RECORDS = 300_000
CPU_SECONDS_MAX = 15


def test_a_good_run_breaks_no_rule() -> None:
    assert a_good_run().found() == []


def test_faults_that_nobody_felt_break_no_rule() -> None:
    run = a_good_run()
    for number, kind in enumerate(KINDS):
        for target in kind.targets:
            run.faults.append(fault(kind.name, target, number, number + 2, number + 4))
    assert run.found() == []


def test_an_empty_run_breaks_no_rule() -> None:
    run = Telling()
    run.changes = {"dead_letters": [], "planted_letters": []}
    assert run.found() == []


def test_many_records_take_some_seconds() -> None:
    run = Telling()
    for number in range(20):
        run.screen(f"screen-{number}", shop=f"shop{number % 5}")
    for number in range(MANY_ORDERS):
        at = 10 + number * 0.1
        run.order(f"o{number}", at, shop=f"shop{number % 5}")
        if number % 10 == 0:
            run.faults.append(fault("kill", "orders-1", at, at))
    run.quiet(MANY_ORDERS)
    for number in range(MANY_RECORDS - len(run.records)):
        run.say(number * 0.001, f"screen-{number % 20}", "heartbeat", socket="1")
    began = time.process_time()
    assert run.found() == []
    assert time.process_time() - began < CPU_SECONDS_MAX
