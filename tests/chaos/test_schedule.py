import itertools

from chaos.breaking import BREAKS
from chaos.run import LIMITS
from chaos.schedule import (
    FIRST_AT_SECONDS,
    KINDS,
    KINDS_OF_CONTAINERS,
    counted,
    nodes_in_turn,
    plan,
)

RUN_SECONDS = 600
BY_HAND = {"bad-message", "replay-dead-letter"}


def test_the_seed_alone_decides() -> None:
    assert plan(7, RUN_SECONDS) == plan(7, RUN_SECONDS)
    assert plan(7, RUN_SECONDS) != plan(8, RUN_SECONDS)


def test_three_long_runs_see_each_kind_at_least_twice_and_sixty_faults() -> None:
    faults = [fault for seed in (1, 2, 3) for fault in plan(seed, RUN_SECONDS)]
    counts = counted(faults)
    assert len(faults) >= 60
    assert set(counts) == {kind.name for kind in KINDS}
    assert min(counts.values()) >= 2


def test_a_long_run_has_a_broker_that_takes_nothing_for_longer_than_anybody_bears() -> None:
    outlasting = {
        "memory-alarm": LIMITS.lease_seconds + LIMITS.grace_seconds,
        "freeze": LIMITS.lease_seconds + LIMITS.grace_seconds,
        "broker-away": LIMITS.accept_seconds,
    }
    assert min(outlasting.values()) > LIMITS.silence_seconds
    for seed in (1, 2, 3):
        faults = [fault for fault in plan(seed, RUN_SECONDS) if fault.target == "rabbitmq"]
        for kind, seconds in outlasting.items():
            assert any(fault.kind == kind and fault.seconds > seconds for fault in faults)


def test_one_fault_comes_after_the_other_and_all_within_the_run() -> None:
    faults = plan(3, RUN_SECONDS)
    assert faults[0].at_seconds >= FIRST_AT_SECONDS
    for fault, following in itertools.pairwise(faults):
        assert fault.at_seconds + fault.seconds < following.at_seconds
    assert faults[-1].at_seconds + faults[-1].seconds < RUN_SECONDS


def test_a_short_run_has_none_that_takes_longer() -> None:
    assert "broker-away" not in counted(plan(1, 60))
    assert 0 < len(plan(1, 60)) < len(plan(1, RUN_SECONDS))


def test_every_kind_can_be_done() -> None:
    assert {kind.name for kind in KINDS} <= set(BREAKS) | BY_HAND


def test_containers_are_broken_in_every_way_but_by_their_links() -> None:
    kinds = {kind.name for kind in KINDS_OF_CONTAINERS}
    assert {kind.name for kind in KINDS} - kinds == {"cut", "stall", "delay"}
    assert kinds <= set(BREAKS) | BY_HAND


def test_nodes_die_in_turn_and_one_at_a_time() -> None:
    faults = nodes_in_turn(("a", "b", "c"), 300)
    assert [fault.target for fault in faults[:4]] == ["a", "b", "c", "a"]
    times = [fault.at_seconds for fault in faults]
    assert {later - earlier for earlier, later in itertools.pairwise(times)} == {30}
    assert 270 < times[-1] + 30 <= 300
