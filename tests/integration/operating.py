"""The operator's command as tests run it, and the dead letters that it finds."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.broker_map import VIRTUAL_HOST
from shared.events import CONTENT_TYPE
from tests.integration.orders_process import Orders
from tests.servers import BrokerServer, as_owner, wait_until

FIRST_FAILED_AT = "2026-11-23T12:00:00.000000Z"
REASON = "KeyError: 'what no handler expects'"


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    status: object
    output: str
    errors: str

    @property
    def told(self) -> Any:
        """Return what it printed as JSON."""
        return json.loads(self.output)


# Takes the environment, the arguments and, by name, what is `typed`.
Orderbell = Callable[..., Done]


def servers_of(orders: Orders, broker: BrokerServer) -> dict[str, str]:
    """Return the environment that names the servers of a running `orders`, with empty queues."""
    broker.purge()
    return {
        "OPERATOR_BROKER_URL": broker.url("operator"),
        "ORDERS_DATABASE_URL": as_owner(orders.environment["DATABASE_URL"]),
    }


def letters(orderbell: Orderbell, servers: Mapping[str, str]) -> Any:
    """Return the dead letters as they are listed."""
    return orderbell(servers, "dead-letters", "list", "--json").told


def wait_for_letters(
    orderbell: Orderbell,
    servers: Mapping[str, str],
    expected: Any,
    seen_as: Callable[[Any], Any] = list,
) -> None:
    """Return when these are listed: what the command before held is back a moment after it."""
    wait_until(lambda: seen_as(letters(orderbell, servers)) == expected, "the letters")


def set_aside(broker: BrokerServer, body: bytes, queue: str, reason: str = REASON) -> None:
    """Put a dead letter where the reader of a queue puts it when its handler fails."""
    headers = {
        "reason": reason,
        "stack": '  File "handler.py", line 1, in handle\n',
        "first-failed-at": FIRST_FAILED_AT,
        "queue": queue,
        "exchange": "orders",
        "routing-key": "order.placed",
    }
    answer = broker.management(
        "POST",
        f"/exchanges/{VIRTUAL_HOST}/dead-letters/publish",
        {
            "properties": {"content_type": CONTENT_TYPE, "delivery_mode": 2, "headers": headers},
            "routing_key": "",
            "payload": b64encode(body).decode(),
            "payload_encoding": "base64",
        },
    )
    assert answer == {"routed": True}
