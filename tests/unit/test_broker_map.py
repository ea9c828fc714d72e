"""The broker map gives each user what it needs and nothing else."""

import base64
import hashlib
import re
from datetime import timedelta

import pytest

from shared.broker_map import EXCHANGES, QUEUES, SERVICE_USERS, permission
from shared.definitions import definitions, password_hash
from shared.events import EVENTS

NAMES = [*(exchange.name for exchange in EXCHANGES), *(queue.name for queue in QUEUES)]
PASSWORDS = dict.fromkeys([*SERVICE_USERS, "operator"], "secret")


def allowed(pattern: str) -> set[str]:
    return {name for name in NAMES if re.search(pattern, name)}


def test_services_configure_nothing_but_a_gateways_own_queue() -> None:
    for user in SERVICE_USERS:
        assert allowed(permission(user).configure) == set()
        own = re.search(permission(user).configure, "gateway.1234")
        assert bool(own) == (user == "gateway")


def test_permissions_follow_the_map() -> None:
    assert allowed(permission("orders").write) == {"orders", "dead-letters"}
    assert allowed(permission("orders").read) == {"orders.shops", "orders.receipts"}
    assert allowed(permission("notifier").write) == {"push", "dead-letters"}
    assert allowed(permission("gateway").write) == {"clients"}
    assert allowed(permission("gateway").read) == {"push"}


def test_every_event_reaches_a_queue() -> None:
    for event in EVENTS:
        keys = [
            binding.routing_key.replace(".", "[.]").replace("*", "[^.]+")
            for queue in QUEUES
            for binding in queue.bindings
            if binding.exchange == event.EXCHANGE
        ]
        assert any(re.fullmatch(key, event.routing_key()) for key in keys), event


def test_definitions_name_no_queue_that_could_lose_messages() -> None:
    made = definitions(PASSWORDS)
    for queue in made["queues"]:
        assert queue["durable"]
        assert queue["arguments"]["x-queue-type"] == "quorum"
        assert queue["arguments"]["x-delivery-limit"] == 1_000_000
    assert {user["name"] for user in made["users"]} == set(PASSWORDS)
    assert "guest" not in str(made)
    assert "secret" not in str(made)


@pytest.mark.parametrize(
    ("given", "days"), [({}, 30), ({"personal_data_days": 7}, 7), ({"personal_data_days": 365}, 49)]
)
def test_dead_letters_and_nothing_else_expire_with_the_data_of_customers(
    given: dict[str, float], days: int
) -> None:
    made = definitions(PASSWORDS, **given)["policies"]
    assert [policy["definition"] for policy in made] == [
        {"message-ttl": timedelta(days=days) // timedelta(milliseconds=1)}
    ]
    reached = [queue.name for queue in QUEUES if re.search(made[0]["pattern"], queue.name)]
    assert reached == ["dead-letters"]


def test_passwords_are_hashed_as_rabbitmq_does() -> None:
    stored = base64.b64decode(password_hash("secret", b"salt"))
    assert stored == b"salt" + hashlib.sha256(b"saltsecret").digest()
