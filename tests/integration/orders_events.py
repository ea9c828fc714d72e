"""What goes to and comes from `orders` over the broker, by the management API."""

import json
from collections import Counter
from typing import Any

from shared.broker_map import VIRTUAL_HOST
from shared.events import CONTENT_TYPE, Event, OrderEvent, decode_all
from tests.integration.orders_process import Orders
from tests.servers import BrokerServer

MESSAGES_MAX = 5000


def publish(broker: BrokerServer, *events: Event) -> None:
    """Publish events as their owners would."""
    for event in events:
        publish_body(broker, event.EXCHANGE, event.routing_key(), event.encode())


def publish_body(broker: BrokerServer, exchange: str, routing_key: str, body: bytes) -> None:
    answer = broker.management(
        "POST",
        f"/exchanges/{VIRTUAL_HOST}/{exchange}/publish",
        {
            "properties": {"content_type": CONTENT_TYPE, "delivery_mode": 2},
            "routing_key": routing_key,
            "payload": body.decode(),
            "payload_encoding": "string",
        },
    )
    assert answer == {"routed": True}


def take(broker: BrokerServer, queue: str) -> list[bytes]:
    """Return the messages that wait in a queue, and remove them."""
    messages = broker.management(
        "POST",
        f"/queues/{VIRTUAL_HOST}/{queue}/get",
        {"count": MESSAGES_MAX, "ackmode": "ack_requeue_false", "encoding": "auto"},
    )
    return [message["payload"].encode() for message in messages]


class Heard:
    """The order events that have come so far to the queue that the notifier reads."""

    def __init__(self, broker: BrokerServer) -> None:
        self._broker = broker
        self.events: list[OrderEvent] = []

    def look(self) -> list[OrderEvent]:
        """Return all that has come, with what came since the last look."""
        for body in take(self._broker, "notifier.orders"):
            for event in decode_all(body):
                assert isinstance(event, OrderEvent)
                self.events.append(event)
        return self.events

    def of(self, order_id: str) -> list[tuple[str, int]]:
        """Return the (type, version) of the order's events, by version."""
        mine = [event for event in self.look() if event.subject == order_id]
        versions = [(event.type, event.data.order.version) for event in mine]
        return sorted(versions, key=lambda version: version[1])

    def counted(self) -> Counter[tuple[str, int]]:
        """Return how often each (order, version) has come."""
        return Counter((event.subject, event.data.order.version) for event in self.look())


def metric(orders: Orders, name: str, **labels: str) -> float:
    """Return a metric of the process, 0 when it has none of that name yet."""
    wanted = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    series = f"{name}{{{wanted}}}" if wanted else name
    for line in orders.client.get("/metrics").text.splitlines():
        if line.startswith(f"{series} "):
            return float(line.rpartition(" ")[2])
    return 0.0


def order_of(event: OrderEvent) -> Any:
    """Return the order that the event carries, as JSON."""
    return json.loads(event.data.order.model_dump_json())
