"""What is asked to tell how an Orderbell is: its processes, its broker, its databases."""

import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import Connection, Table, func, select

from command.asking import Unanswered, ask_all, get
from command.database import connected
from command.settings import OperatorSettings, required
from services.orders.schema import orders
from services.orders.schema import outbox as orders_outbox
from services.shops.schema import outbox as shops_outbox
from shared.broker_map import VIRTUAL_HOST
from shared.contracts import OrderStatus

LIMIT_SECONDS = 10.0
READY = "ready"
# How often RabbitMQ counts unless its `collect_statistics_interval` says otherwise.
STATISTICS_SECONDS = 5.0
# What the management API calls the alarms by which a node takes nothing more.
ALARMS = {"mem_alarm": "memory", "disk_free_alarm": "disk"}


@dataclass(frozen=True)
class Queue:
    """A queue's messages, and how many read it; None for what a broker that just came up omits.

    A quorum queue has `copies` on as many nodes, of which `copies_there` can be reached.
    """

    messages: int | None
    consumers: int | None
    copies: int = 1
    copies_there: int = 1


@dataclass(frozen=True)
class Broker:
    """The queues by name, the number of connections by name, alarms that are on, nodes away."""

    queues: Mapping[str, Queue]
    connections: Mapping[str, int]
    alarms: tuple[str, ...]
    nodes_away: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outbox:
    """How many rows wait to be published, and how long the oldest has."""

    rows: int
    oldest_seconds: float


@dataclass(frozen=True)
class Unreceived:
    """How many orders no kitchen's screen has shown yet, which is the oldest, and how old it is."""

    orders: int
    order_id: str
    shop_id: str
    seconds: float


@dataclass(frozen=True)
class Database:
    """What a service's database tells; `unreceived` is None where nothing is."""

    outbox: Outbox
    unreceived: Unreceived | None = None


@dataclass(frozen=True)
class Facts:
    """All that was asked; None for what is not known here.

    `processes` tells of each that is known that it is READY, or what it waits for.
    """

    processes: Mapping[str, str]
    broker: Broker | Unanswered | None
    shops: Database | Unanswered | None
    orders: Database | Unanswered | None


def gather(settings: OperatorSettings) -> Facts:
    """Return the facts, asked for at the same time and within LIMIT_SECONDS.

    Raises Failure where nothing is known to ask.
    """
    pairs = (pair.partition("=") for pair in (settings.ready_urls or "").split())
    urls = {name: url for name, _, url in pairs}
    asked: dict[str, Callable[[], Any]] = {}
    if settings.management_url:
        asked["broker"] = partial(_broker, settings)
    if settings.shops_database_url:
        asked["shops"] = _shops
    if settings.orders_database_url:
        asked["orders"] = _orders
    if not asked and not urls:
        required(settings, "management_url")
    readiness = {f"{name}/readyz": partial(_readiness, url) for name, url in urls.items()}
    answers: dict[str, Any] = ask_all({**asked, **readiness}, LIMIT_SECONDS)
    return Facts(
        processes={name: _said(answers[f"{name}/readyz"]) for name in urls},
        broker=answers.get("broker"),
        shops=answers.get("shops"),
        orders=answers.get("orders"),
    )


def _said(answer: str | Unanswered) -> str:
    return answer.why if isinstance(answer, Unanswered) else answer


def _readiness(url: str) -> str:
    status, text = get(url)
    return READY if status == http.client.OK else text.strip().partition("\n")[0]


def _broker(settings: OperatorSettings) -> Broker:
    amqp = urlsplit(required(settings, "operator_broker_url"))
    user, password = unquote(amqp.username or ""), unquote(amqp.password or "")
    base = required(settings, "management_url").rstrip("/")
    vhost = quote(VIRTUAL_HOST, safe="")

    def ask(path: str) -> Any:
        status, text = get(f"{base}/api/{path}", user, password)
        if status != http.client.OK:
            raise OSError(f"the management API answers {status} to {path}")
        return json.loads(text)

    queues = ask(f"queues/{vhost}")
    if not all("messages" in queue for queue in queues):
        # Who is the first to ask, or asks early, may be answered without numbers.
        time.sleep(STATISTICS_SECONDS)
        queues = ask(f"queues/{vhost}")
    nodes = ask("nodes")
    return Broker(
        queues={queue["name"]: queue_of(queue) for queue in queues},
        connections=dict(
            Counter(sorted(map(_connection_name, ask(f"vhosts/{vhost}/connections"))))
        ),
        alarms=tuple(
            f"{what} of {node['name']}"
            for node in nodes
            for alarm, what in ALARMS.items()
            if node.get(alarm)
        ),
        nodes_away=tuple(sorted(node["name"] for node in nodes if not node.get("running", True))),
    )


def queue_of(told: dict[str, Any]) -> Queue:
    """Return what RabbitMQ tells of a queue; one that is no quorum queue is one copy, and there."""
    copies = told.get("members") or [told["name"]]
    there = told.get("online", copies)
    return Queue(told.get("messages"), told.get("consumers"), len(copies), len(there))


def _connection_name(connection: dict[str, Any]) -> str:
    properties = connection.get("client_properties") or {}
    return str(properties.get("connection_name") or connection.get("user") or "unnamed")


def _shops() -> Database:
    with connected("shops") as connection:
        return Database(_outbox(connection, shops_outbox))


def _orders() -> Database:
    with connected("orders") as connection:
        return Database(_outbox(connection, orders_outbox), _unreceived(connection))


def _outbox(connection: Connection, outbox: Table) -> Outbox:
    age = func.extract("epoch", func.clock_timestamp() - func.min(outbox.c.created_at))
    rows, oldest = connection.execute(select(func.count(), age).select_from(outbox)).one()
    return Outbox(rows, float(oldest or 0))


def _unreceived(connection: Connection) -> Unreceived | None:
    waits = (orders.c.status == OrderStatus.PLACED) & orders.c.received_at.is_(None)
    age = func.extract("epoch", func.clock_timestamp() - orders.c.placed_at)
    query = select(orders.c.id, orders.c.shop_id, age).where(waits).order_by(orders.c.placed_at)
    oldest = connection.execute(query.limit(1)).one_or_none()
    if oldest is None:
        return None
    count = connection.execute(select(func.count()).where(waits).select_from(orders)).scalar_one()
    return Unreceived(count, str(oldest[0]), oldest[1], float(oldest[2]))
