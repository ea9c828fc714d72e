"""The map of the broker: every exchange, queue, binding, policy and permission, and who uses it.

RabbitMQ loads it at boot as definitions (`shared/definitions.py`), so no service's start decides
whether a queue exists. Services look passively for what they use; only a gateway declares its own
exclusive queue.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

VIRTUAL_HOST = "orderbell"

# As long as a gateway's lease: nothing older is worth hearing.
PRESENCE_TTL_SECONDS = 15
# The count rises with every dropped connection: no measure of badness, and nothing to drop for.
DELIVERY_LIMIT = 1_000_000
DEAD_LETTERS_MAX = 100_000
# Unless the setting of the same name says otherwise.
PERSONAL_DATA_DAYS = 30.0
# In milliseconds it has to fit into 32 bits.
DEAD_LETTER_DAYS_MAX = 49.0
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
    """A durable quorum queue, who reads it, and what for."""

    name: str
    bindings: tuple[Binding, ...]
    reader: str
    purpose: str
    arguments: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """What holds for the queues whose names match, beside their arguments.

    Arguments are fixed when a queue is made; a policy reaches the queues that there are already.
    """

    name: str
    pattern: str
    definition: dict[str, str | int]


EXCHANGES = (
    Exchange("orders", "topic", publishers=("orders",)),
    Exchange("shops", "topic", publishers=("shops",)),
    Exchange("clients", "topic", publishers=("gateway",)),
    Exchange("push", "fanout", publishers=("notifier",)),
    Exchange("dead-letters", "fanout", publishers=("orders", "shops", "notifier")),
)

QUEUES = (
    Queue(
        "notifier.orders",
        (Binding("orders", "order.*"),),
        reader="notifier",
        purpose="changes of orders, to be shown to kitchens and customers",
    ),
    Queue(
        "notifier.shops",
        (Binding("shops", "shop.*"),),
        reader="notifier",
        purpose="changes of shops, to be shown to customers",
    ),
    Queue(
        "orders.shops",
        (Binding("shops", "shop.*"),),
        reader="orders",
        purpose="changes of shops, for the copy that orders are taken by",
    ),
    Queue(
        "orders.receipts",
        (Binding("clients", "client.message"),),
        reader="orders",
        purpose="receipts: which orders a kitchen's screen has shown",
    ),
    Queue(
        "shops.presence",
        (Binding("clients", "gateway.presence"),),
        reader="shops",
        purpose="which kitchens are connected",
        arguments={"x-message-ttl": PRESENCE_TTL_SECONDS * 1000},
    ),
    Queue(
        "dead-letters",
        (Binding("dead-letters", ""),),
        reader="operator",
        purpose="what could not be handled",
        arguments={"x-max-length": DEAD_LETTERS_MAX},
    ),
)


def policies(personal_data_days: float = PERSONAL_DATA_DAYS) -> tuple[Policy, ...]:
    """Return what the broker applies to queues: dead letters hold what customers wrote."""
    days = min(personal_data_days, DEAD_LETTER_DAYS_MAX)
    milliseconds = timedelta(days=days) // timedelta(milliseconds=1)
    return (Policy("dead-letters-expire", "^dead-letters$", {"message-ttl": milliseconds}),)


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
