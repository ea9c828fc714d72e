"""The arithmetic of `bench/unit_costs.py`: what a unit costs, and what several runs say of it."""

from bench.unit_costs import medians, per_unit


def test_a_unit_costs_its_share_of_what_was_used_less_what_rest_uses() -> None:
    before = {"seconds": 100.0, "orders": 1000.0, "wal_bytes": 5000.0}
    after = {"seconds": 110.0, "orders": 1250.0, "wal_bytes": 9000.0}
    costs = per_unit(before, after, rest={"orders": 5.0}, units=20)
    assert costs == {"orders": (250 - 5 * 10) / 20, "wal_bytes": 4000 / 20}


def test_rest_itself_is_what_a_second_uses() -> None:
    before = {"seconds": 0.0, "orders": 10.0}
    after = {"seconds": 30.0, "orders": 40.0}
    rest = per_unit(before, after, rest={}, units=30)
    assert rest == {"orders": 1.0}
    assert per_unit(before, after, rest, units=7) == {"orders": 0.0}


def test_one_odd_run_of_three_changes_no_median() -> None:
    runs = [{"order": {"orders": cost, "edge": 1.0}} for cost in (12.0, 90.0, 13.0)]
    assert medians(runs) == {"order": {"orders": 13.0, "edge": 1.0}}
