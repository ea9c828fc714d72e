"""How a run ends: everything comes to rest, and then what stands is read, from every side."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil

from chaos.records import Final
from chaos.system import ALL_REPLICAS, STATEFUL, System, TookTooLong, until

QUIET_LIMIT_SECONDS = 150.0
READ_LIMIT_SECONDS = 10.0
READS_AT_ONCE = 10
ATTEMPTS = 5
SAMPLE_EVERY_SECONDS = 2.0
MEBIBYTE = 1024 * 1024
# Far above what each needs, far below what a leak would reach within a run.
MEMORY_LIMIT_MIB = 400.0
DEAD_LETTERS = "dead-letters"
GATEWAY_QUEUES = "gateway."


@dataclass
class Memory:
    """The most memory that each service was seen to hold, in MiB."""

    highest_mib: dict[str, float] = field(default_factory=dict)

    async def watch(self, system: System) -> None:
        """Look every few seconds, until cancelled."""
        while True:
            for replica in ALL_REPLICAS:
                for process in system.family(replica)[:1]:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        held = process.memory_info().rss / MEBIBYTE
                        self.highest_mib[replica] = max(self.highest_mib.get(replica, 0), held)
            await asyncio.sleep(SAMPLE_EVERY_SECONDS)


@dataclass(frozen=True)
class Asked:
    """What the clients of a run hold: tokens by order and by shop, and by key the bodies that
    got an order."""

    order_tokens: Mapping[str, str]
    kitchen_tokens: Mapping[str, str]
    placings: Mapping[str, Mapping[str, Any]]


async def until_quiet(system: System) -> str | None:
    """Return None when nothing moves any more, or what still moved when the limit was over."""
    try:
        await asyncio.wait_for(system.until_whole(), QUIET_LIMIT_SECONDS)
        await until(lambda: asyncio.to_thread(_is_quiet, system), "quiet", QUIET_LIMIT_SECONDS)
    except (TookTooLong, TimeoutError):
        return await asyncio.to_thread(_what_moves, system)
    return None


def _is_quiet(system: System) -> bool:
    return not _what_moves(system)


def _what_moves(system: System) -> str:
    active = system.query("orders", "SELECT count(*) FROM orders WHERE ended_at IS NULL")[0][0]
    waiting = {name: count for name, count in queues(system).items() if count}
    waiting.pop(DEAD_LETTERS, None)
    rows = {service: count for service, count in outbox(system).items() if count}
    moving = {"active orders": active, "queues": waiting, "outbox": rows}
    return ", ".join(f"{name}: {value}" for name, value in moving.items() if value)


def queues(system: System) -> dict[str, int]:
    """Return how many messages each queue holds, ready and unacknowledged."""
    return {
        queue["name"]: int(queue.get("messages", 0))
        for queue in system.management("GET", "/queues/orderbell")
    }


def outbox(system: System) -> dict[str, int]:
    """Return how many rows wait in each service's outbox."""
    return {
        service: int(system.query(service, "SELECT count(*) FROM outbox")[0][0])
        for service in STATEFUL
    }


async def read(system: System, asked: Asked, letters: list[str], memory: Memory) -> Final:
    """Return what stands, by the servers' own word and by HTTP; leaks are seen after the stop."""
    found = system.query("orders", "SELECT id::text, count(*) FROM orders GROUP BY id")
    reader = _Reader(f"http://127.0.0.1:{system.edge_port}")
    async with reader.client:
        orders = await reader.each(
            {id_: (f"/api/orders/{id_}", token) for id_, token in asked.order_tokens.items()}
        )
        histories = await reader.each(
            {
                id_: (f"/api/orders/{id_}/history", token)
                for id_, token in asked.order_tokens.items()
            }
        )
        snapshots = await reader.each(
            {
                shop: (f"/api/orders?shop_id={shop}&active=true", token)
                for shop, token in asked.kitchen_tokens.items()
            }
        )
        repeats = await reader.repeats(asked.placings)
    return Final(
        orders=orders,
        histories={id_: content["history"] for id_, content in histories.items()},
        rows={str(id_): int(count) for id_, count in found},
        repeats=repeats,
        snapshots={shop: content["orders"] for shop, content in snapshots.items()},
        waiting={name: count for name, count in queues(system).items() if name != DEAD_LETTERS},
        outbox=outbox(system),
        dead_letters=_dead_letters(system),
        planted_letters=letters,
        leaked=[],
        memory_mib=memory.highest_mib,
        memory_limits_mib=dict.fromkeys(ALL_REPLICAS, MEMORY_LIMIT_MIB),
    )


def _dead_letters(system: System) -> list[str]:
    wanted = {"count": 10_000, "ackmode": "ack_requeue_true", "encoding": "base64", "truncate": 100}
    letters = system.management("POST", f"/queues/orderbell/{DEAD_LETTERS}/get", wanted)
    return [letter["properties"].get("message_id", "") for letter in letters]


class _Reader:
    def __init__(self, url: str) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=READ_LIMIT_SECONDS)
        self._places = asyncio.Semaphore(READS_AT_ONCE)

    async def each(self, wanted: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        """Return the JSON that each address answers to its token."""
        contents = await asyncio.gather(
            *(self._ask("GET", path, token=token) for path, token in wanted.values())
        )
        return dict(zip(wanted, contents, strict=True))

    async def repeats(self, placings: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
        """Return the order that each key gives when it is sent once more, if it gives one."""
        contents = await asyncio.gather(
            *(
                self._ask("POST", "/api/orders", key=key, body=body)
                for key, body in placings.items()
            )
        )
        return {
            key: content["order"]["id"]
            for key, content in zip(placings, contents, strict=True)
            if "order" in content
        }

    async def _ask(
        self, method: str, path: str, *, token: str = "", key: str = "", body: Any = None
    ) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {"Idempotency-Key": key}
        for attempt in range(ATTEMPTS):
            async with self._places:
                with contextlib.suppress(httpx.TransportError):
                    answer = await self.client.request(method, path, headers=headers, json=body)
                    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                        return answer.json()
            await asyncio.sleep(attempt + 1)
        raise TookTooLong(f"an answer to {method} {path}")
