"""The broker takes its definitions at every boot, and keeps dead letters as long as they say."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from shared.broker_map import policies
from tests.servers import BrokerServer, wait_until

QUEUE = "/queues/orderbell/dead-letters"
SHORT_POLICY = "/policies/orderbell/short"
SHORT_TTL_SECONDS = 5.0


@pytest.fixture(autouse=True)
def empty_queues(broker: BrokerServer) -> None:
    broker.purge()


@pytest.fixture
def short_lives(broker: BrokerServer) -> Iterator[None]:
    """Let dead letters live for SHORT_TTL_SECONDS, by the policy's own pattern and definition."""
    (policy,) = policies()
    definition = policy.definition | {"message-ttl": int(SHORT_TTL_SECONDS * 1000)}
    body = {"pattern": policy.pattern, "definition": definition, "priority": 1}
    broker.management("PUT", SHORT_POLICY, body)
    yield
    broker.management("DELETE", SHORT_POLICY)


def applied(broker: BrokerServer) -> Any:
    """Return what all policies together say of the dead letters."""
    return broker.management("GET", QUEUE).get("effective_policy_definition")


def set_aside(broker: BrokerServer, body: str) -> None:
    answer = broker.management(
        "POST",
        "/exchanges/orderbell/dead-letters/publish",
        {
            "routing_key": "",
            "payload": body,
            "payload_encoding": "string",
            "properties": {"delivery_mode": 2},
        },
    )
    assert answer == {"routed": True}


def look(broker: BrokerServer) -> list[str]:
    """Return the dead letters, each returned to its place."""
    found = broker.management(
        "POST",
        f"{QUEUE}/get",
        {"count": 10, "ackmode": "reject_requeue_true", "encoding": "auto"},
    )
    return [letter["payload"] for letter in found]


def test_a_boot_gives_policies_to_queues_that_are_there_and_hold_something(
    broker: BrokerServer,
) -> None:
    (policy,) = policies()
    set_aside(broker, "kept")
    # As it is at the first boot; a node killed within its first seconds may lose a queue's leader.
    wait_until(lambda: applied(broker) == policy.definition, "the policy")
    broker.management("DELETE", f"/policies/orderbell/{policy.name}")
    wait_until(lambda: not applied(broker), "the end of the policy")
    broker.stop()
    broker.start()
    wait_until(lambda: applied(broker) == policy.definition, "the policy")
    assert applied(broker) == {"message-ttl": timedelta(days=30) // timedelta(milliseconds=1)}
    assert look(broker) == ["kept"]


@pytest.mark.usefixtures("short_lives")
def test_dead_letters_expire_also_those_that_somebody_looked_at(broker: BrokerServer) -> None:
    begun = time.monotonic()
    set_aside(broker, "first")
    set_aside(broker, "second")
    assert look(broker) == ["first", "second"]
    while found := look(broker):
        assert found in (["first", "second"], ["second"])
        assert time.monotonic() - begun < 20 * SHORT_TTL_SECONDS, "looking keeps them alive"
        time.sleep(SHORT_TTL_SECONDS / 5)
    assert time.monotonic() - begun > SHORT_TTL_SECONDS * 0.9
