"""The clock of a time limit stands still while something is broken, and at no other time."""

import math

from hypothesis import given
from hypothesis import strategies as st

from chaos.records import Limits
from chaos.rules.excuses import Concern, Excuses, Spans, cut_off, touched
from tests.chaos.telling import START, fault

TENTHS = st.integers(0, 500).map(lambda tenths: tenths / 10)
SPANS = st.lists(st.tuples(TENTHS, TENTHS).map(lambda pair: (min(pair), max(pair))), max_size=8)
STEP_SECONDS = 0.1


def counted(spans: list[tuple[float, float]], begin: float, end: float) -> float:
    """The seconds between the two that no span covers, found step by step."""
    steps = round((end - begin) / STEP_SECONDS)
    middles = (begin + (number + 0.5) * STEP_SECONDS for number in range(steps))
    return STEP_SECONDS * sum(not any(b <= middle <= e for b, e in spans) for middle in middles)


@given(SPANS, TENTHS, st.integers(0, 100).map(lambda tenths: tenths / 10))
def test_a_deadline_is_when_the_time_that_counts_is_over(
    spans: list[tuple[float, float]], at: float, seconds: float
) -> None:
    deadline = Spans.of(spans).deadline(at, seconds)
    assert deadline >= at + seconds - 1e-6
    assert math.isclose(counted(spans, at, deadline), seconds, abs_tol=STEP_SECONDS / 2)


@given(SPANS, TENTHS, TENTHS)
def test_an_earlier_limit_never_ends_later(
    spans: list[tuple[float, float]], one: float, other: float
) -> None:
    merged = Spans.of(spans)
    earlier, later = sorted([one, other])
    assert merged.deadline(earlier, 5) <= merged.deadline(later, 5) + 1e-6


@given(SPANS, TENTHS, TENTHS)
def test_what_overlaps(spans: list[tuple[float, float]], one: float, other: float) -> None:
    begin, end = sorted([one, other])
    naive = any(b <= end and begin < e for b, e in spans)
    assert Spans.of(spans).overlap(begin, end) == naive


def test_a_limit_that_never_began_never_ends() -> None:
    assert Spans.of([(1, 2)]).deadline(math.inf, 5) == math.inf


def test_whose_end_a_target_is() -> None:
    targets = {
        "orders-1": "orders",
        "orders-1>postgres": "orders",
        "notifier.orders": "notifier",
        "orders.shops": "orders",
        "rabbitmq": "rabbitmq",
        "edge": "edge",
        "screen-3>edge": "clients",
        "others>edge": "clients",
        "clients": "clients",
    }
    assert {target: touched(fault("cut", target, 0, 1)) for target in targets} == targets


def test_a_cable_is_one_clients_own() -> None:
    assert cut_off(fault("cable", "screen-3>edge", 0, 1)) == "screen-3"
    assert cut_off(fault("cable", "kitchen-page-1", 0, 1)) == "kitchen-page-1"
    assert cut_off(fault("stall", "others>edge", 0, 1)) is None
    assert cut_off(fault("cut", "gateway-1>rabbitmq", 0, 1)) is None


def test_a_cable_excuses_its_client_and_nobody_else() -> None:
    excuses = Excuses(Concern.DELIVERY, [fault("cable", "screen-3>edge", 0, 10)], Limits())
    assert excuses.of("screen-3").deadline(START, 5) == START + 30
    assert excuses.of("screen-4").deadline(START, 5) == START + 5
    assert excuses.of().deadline(START, 5) == START + 5


def test_lost_receipts_excuse_that_receipts_are_late_and_nothing_else() -> None:
    lost = [fault("lose-receipts", "orders.receipts", 0, 8)]
    excusing = {
        concern
        for concern in Concern
        if Excuses(concern, lost, Limits()).of().deadline(START, 5) > START + 5
    }
    assert excusing == {Concern.RECEIPTS}


def test_a_replica_that_dies_twice_is_not_two() -> None:
    faults = [fault("kill", "orders-1", 0, 0, 9), fault("kill", "orders-1", 2, 2, 9)]
    spans = Excuses(Concern.DELIVERY, faults, Limits()).of()
    assert spans.deadline(START, 5) == START + 12


def test_one_of_several_nodes_excuses_less_than_the_only_one() -> None:
    node, only = (
        Excuses(Concern.DELIVERY, [fault("kill", target, 0, 0, 9)], Limits()).of()
        for target in ("rabbitmq-2", "rabbitmq")
    )
    assert node.deadline(START, 5) == START + 15
    assert only.deadline(START, 5) == START + 29
