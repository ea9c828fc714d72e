"""How long a fault was felt, by a probe's orders."""

import pytest

from chaos.recovery import (
    OTHER,
    SERVER_BACK,
    SERVICE_DEATH,
    group_of,
    quantile,
    recoveries,
    spreads,
    spreads_by_kind,
)
from tests.chaos.telling import Telling, fault

PROBE = "probe"


def probe(run: Telling, asked_at: float, shown_at: float, shop: str = PROBE) -> None:
    number = len(run.records)
    key, order_id = f"key-{number}", f"order-{number}"
    run.say(asked_at, "customer-probe", "placing", key=key, shop_id=shop)
    run.say(asked_at + 0.4, "customer-probe", "placing", key=key, shop_id=shop)
    told = {"order_id": order_id, "version": 1, "status": "placed"}
    run.say(shown_at, "customer-probe", "placed", key=key, shop_id=shop, new=True, **told)
    run.say(shown_at, "screen-probe", "shown", received=False, **told)
    run.say(shown_at + 50, "screen-probe", "shown", received=True, **told)


def seconds(run: Telling) -> list[float]:
    return [round(each.seconds, 3) for each in recoveries(run.records, run.faults, PROBE)]


def test_one_of_several_nodes_dies_as_a_service_does() -> None:
    assert group_of(fault("kill", "rabbitmq-2", 0, 0)) == SERVICE_DEATH
    assert group_of(fault("kill", "rabbitmq", 0, 0)) == SERVER_BACK


@pytest.fixture
def run() -> Telling:
    """Orders twice a second, each shown after 0.1 s, and the death of a service at 10."""
    run = Telling(faults=[fault("kill", "orders-1", 10, 10, 13)])
    for number in range(100):
        probe(run, 0.25 + number / 2, 0.35 + number / 2)
    return run


def test_what_nobody_felt_took_as_long_as_the_next_order(run: Telling) -> None:
    assert seconds(run) == [0.35]


def test_the_last_slow_order_counts(run: Telling) -> None:
    probe(run, 10.1, 14)
    probe(run, 12, 13.5)
    assert seconds(run) == [4.0]


def test_an_order_is_as_old_as_its_first_try(run: Telling) -> None:
    probe(run, 9.9, 25)
    assert seconds(run) == [0.35]
    probe(run, 10.0, 11.2)
    assert seconds(run) == [1.2]


def test_orders_of_other_shops_and_much_later_ones_do_not_count(run: Telling) -> None:
    probe(run, 11, 19, shop="noodles")
    probe(run, 40.1, 49)
    assert seconds(run) == [0.35]


def test_what_the_next_fault_does_is_its_own(run: Telling) -> None:
    probe(run, 21, 24)
    assert seconds(run) == [14.0]
    run.faults.insert(0, fault("kill", "gateway-1", 20, 20, 22))
    assert seconds(run) == [0.35, 4.0]
    # Under way when the next one came.
    probe(run, 19.9, 23)
    assert seconds(run) == [0.35, 4.0]
    probe(run, 18.9, 20.5)
    assert seconds(run) == [10.5, 4.0]


def test_a_server_counts_from_when_it_is_back(run: Telling) -> None:
    run.faults = [fault("kill", "rabbitmq", 10, 10, 18)]
    probe(run, 11, 20)
    probe(run, 18.5, 21)
    assert seconds(run) == [3.0]


def test_a_fault_without_an_order_after_it_says_nothing(run: Telling) -> None:
    run.faults = [fault("kill", "orders-1", 80, 80)]
    assert seconds(run) == []


def test_groups() -> None:
    groups = {
        ("kill", "orders-1"): SERVICE_DEATH,
        ("stop", "gateway-2"): SERVICE_DEATH,
        ("freeze", "notifier-1"): OTHER,
        ("cut", "shops-1>postgres"): OTHER,
        ("kill", "postgres"): SERVER_BACK,
        ("freeze", "edge"): SERVER_BACK,
        ("broker-away", "rabbitmq"): SERVER_BACK,
        ("memory-alarm", "rabbitmq"): SERVER_BACK,
        ("silence", "notifier"): OTHER,
        ("shuffle", "notifier.orders"): OTHER,
        ("drop-sockets", "clients"): OTHER,
        ("cable", "screen-1>edge"): OTHER,
    }
    assert {key: group_of(fault(*key, 0, 1)) for key in groups} == groups


def test_spreads(run: Telling) -> None:
    run.faults.append(fault("stop", "orders-2", 20, 21, 22))
    run.faults.append(fault("kill", "rabbitmq", 28, 28, 30))
    probe(run, 20.5, 22.5)
    found = recoveries(run.records, run.faults, PROBE)
    deaths = spreads(found)[SERVICE_DEATH]
    assert (deaths.count, round(deaths.longest, 3)) == (2, 2.5)
    assert deaths.p50 < deaths.p95 < deaths.longest
    kills = spreads_by_kind(found)["kill"]
    assert (kills.count, round(kills.longest, 3)) == (2, 0.35)


def test_the_quantile_of_one_is_it() -> None:
    assert quantile([4.0], 95) == 4.0
    assert quantile([0.0, 10.0], 50) == 5.0
