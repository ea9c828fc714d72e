"""The map of the broker: every exchange, queue, binding and permission, and who uses it.

RabbitMQ loads it at boot as definitions (`shared/definitions.py`), so no service's start decides
whether a queue exists. Services look passively for what they use; only a gateway declares its own
exclusive queue.
"""

from dataclasses import dataclass, field
from typing import Literal

VIRTUAL_HOST = "orderbell"

# As long as a gateway's lease: nothing older is worth hearing.
PRESENCE_TTL_SECONDS = 15
# The count rises with every dropped connection: no measure of badness, and nothing to drop for.
DELIVERY_LIMIT = 1_000_000
DEAD_LETTERS_MAX = 100_000
GATEWAY_QUEUE_BATCHES_MAX = 10_000
GATEWAY_QUEUE_PREFIX = "gateway."


@dataclass(frozen=True)
class Exchange:
    """Where messages are published, and by whom."""

    name: str
    type: Literal["topic", "fanout"]
    publishers: tuple[str, ...]


@dataclass(frozen=True)
class Binding:
    """Which messages of an exchange reach a queue."""

    exchange: str
    routing_key: str


@dataclass(frozen=True)
class Queue:
    """A durable quorum queue, and who reads it."""

    name: str
    bindings: tuple[Binding, ...]
    reader: str
    arguments: dict[str, str | int] = field(default_factory=dict)


EXCHANGES = (
    Exchange("orders", "topic", publishers=("orders",)),
    Exchange("shops", "topic", publishers=("shops",)),
    Exchange("clients", "topic", publishers=("gateway",)),
    Exchange("push", "fanout", publishers=("notifier",)),
    Exchange("dead-letters", "fanout", publishers=("orders", "shops", "notifier")),
)

QUEUES = (
    Queue("notifier.orders", (Binding("orders", "order.*"),), reader="notifier"),
    Queue("notifier.shops", (Binding("shops", "shop.*"),), reader="notifier"),
    Queue("orders.shops", (Binding("shops", "shop.*"),), reader="orders"),
    Queue("orders.receipts", (Binding("clients", "client.message"),), reader="orders"),
    Queue(
        "shops.presence",
        (Binding("clients", "gateway.presence"),),
        reader="shops",
        arguments={"x-message-ttl": PRESENCE_TTL_SECONDS * 1000},
    ),
    Queue(
        "dead-letters",
        (Binding("dead-letters", ""),),
        reader="operator",
        arguments={"x-max-length": DEAD_LETTERS_MAX},
    ),
)

SERVICE_USERS = ("shops", "orders", "notifier", "gateway")
OPERATOR = "operator"


@dataclass(frozen=True)
class Permission:
    """What a user may configure, write and read, as regular expressions over names."""

    configure: str
    write: str
    read: str


def permission(user: str) -> Permission:
    """Return the least that a user needs, derived from the map."""
    if user == OPERATOR:
        return Permission(".*", ".*", ".*")
    write = [exchange.name for exchange in EXCHANGES if user in exchange.publishers]
    read = [queue.name for queue in QUEUES if queue.reader == user]
    if user != "gateway":
        return Permission("^$", _any_of(write), _any_of(read))
    own = rf"^{GATEWAY_QUEUE_PREFIX.replace('.', '[.]')}.*$"
    # Binding its queue to `push` means writing to the queue and reading from the exchange.
    return Permission(own, f"{_any_of(write)}|{own}", f"{_any_of(['push'])}|{own}")


def _any_of(names: list[str]) -> str:
    return f"^({'|'.join(name.replace('.', '[.]') for name in names)})$" if names else "^$"
