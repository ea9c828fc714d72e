"""How a run ends: everything comes to rest, and then what stands is read, from every side."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil
import psycopg2

from chaos.clients.placing import Placing
from chaos.clients.session import ShopLogin
from chaos.records import Final
from chaos.system import ALL_REPLICAS, REPLICAS_OF, STATEFUL, System, TookTooLong, until

READ_LIMIT_SECONDS = 10.0
READS_AT_ONCE = 10
ATTEMPTS = 5
SAMPLE_EVERY_SECONDS = 2.0
MEBIBYTE = 1024 * 1024
# At least twice what each was seen to need in a run, 70 to 115, and below what it is allowed in
# containers (compose.yaml). `shops` checks two passcodes at a time, with 64 MiB each.
MEMORY_LIMITS_MIB = {"shops": 350.0, "orders": 250.0, "notifier": 180.0, "gateway": 180.0}
DEAD_LETTERS = "dead-letters"
# What was told last is merged within this time, and pages that polled return to their sockets.
LAST_LOOK_SECONDS = 5.0
# RabbitMQ counts its messages anew every 5 s.
LOOKS = 3
LOOK_AGAIN_SECONDS = 6.0


@dataclass
class Memory:
    """The most memory that each service was seen to hold, in MiB."""

    highest_mib: dict[str, float] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def watched(self, system: System) -> AsyncIterator[None]:
        """Look every few seconds for as long as the block lasts."""
        watching = asyncio.create_task(self._watch(system))
        try:
            yield
        finally:
            watching.cancel()

    async def _watch(self, system: System) -> None:
        while True:
            for replica in ALL_REPLICAS:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process = psutil.Process(system.pid(replica))
                    held = process.memory_info().rss / MEBIBYTE
                    self.highest_mib[replica] = max(self.highest_mib.get(replica, 0), held)
            await asyncio.sleep(SAMPLE_EVERY_SECONDS)


async def until_quiet(
    system: System, busy: Callable[[], Sequence[str]], limit_seconds: float
) -> str | None:
    """Return None when nothing moves any more, or what still moved when the limit was over."""
    try:
        async with asyncio.timeout(limit_seconds):
            await system.until_whole()
            await until(lambda: not busy(), "the end of all orders", limit_seconds)
            await until(
                lambda: asyncio.to_thread(lambda: not _what_moves(system)), "quiet", limit_seconds
            )
    except (TookTooLong, TimeoutError):
        return f"{await asyncio.to_thread(_what_moves, system)}; {', '.join(busy())}"
    await asyncio.sleep(LAST_LOOK_SECONDS)
    return None


def _what_moves(system: System) -> str:
    """Return what still moves, in words; a server that does not answer is not at rest."""
    try:
        active = system.query("orders", "SELECT count(*) FROM orders WHERE ended_at IS NULL")[0][0]
        rows = {service: count for service, count in outbox(system).items() if count}
        moving = {"active orders": active, "queues": queues(system), "outbox": rows}
    except (psycopg2.OperationalError, httpx.HTTPError) as error:
        return f"no answer: {error!r}"
    return ", ".join(f"{name}: {value}" for name, value in moving.items() if value)


def queues(system: System) -> dict[str, int]:
    """Return the queues that hold messages, ready or unacknowledged; dead letters aside."""
    held = {
        queue["name"]: int(queue.get("messages", 0))
        for queue in system.management("GET", "/queues/orderbell")
    }
    return {name: count for name, count in held.items() if count and name != DEAD_LETTERS}


async def _what_stays(system: System, look: Callable[[System], dict[str, int]]) -> dict[str, int]:
    """Return what is there each time one looks: something may be on its way just then."""
    left = await asyncio.to_thread(look, system)
    for _ in range(LOOKS - 1):
        if not any(left.values()):
            break
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        still = await asyncio.to_thread(look, system)
        left = {name: min(count, still[name]) for name, count in left.items() if name in still}
    return left


def outbox(system: System) -> dict[str, int]:
    """Return how many rows wait in each service's outbox."""
    return {
        service: int(system.query(service, "SELECT count(*) FROM outbox")[0][0])
        for service in STATEFUL
    }


class Reader:
    """Reads what stands, by the servers' own word and over HTTP as the shops' kitchens."""

    def __init__(self, system: System, logins: Iterable[ShopLogin]) -> None:
        """Take how to log in to each shop."""
        self._system = system
        self._logins = {login.shop_id: login for login in logins}
        self._tokens: dict[str, str] = {}
        self._client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{system.edge_port}", timeout=READ_LIMIT_SECONDS
        )
        self._places = asyncio.Semaphore(READS_AT_ONCE)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def an_ended_order(self) -> Any | None:
        """Return some order that has ended, as its kitchen sees it, or None."""
        await self._log_in()
        for shop_id in self._logins:
            orders = (await self._ask_shop(shop_id, _listed(shop_id, active=False)))["orders"]
            if orders:
                return random.choice(orders)
        return None

    async def read(
        self, placings: Iterable[Placing], letters: list[str], memory: Memory, since: float
    ) -> Final:
        """Return what stands of what was placed since (epoch seconds); leaks show at the stop."""
        system = self._system
        await self._log_in()
        found = await asyncio.to_thread(
            system.query,
            "orders",
            "SELECT id::text, shop_id, count(*) FROM orders WHERE placed_at > to_timestamp(%s)"
            " GROUP BY id, shop_id",
            since,
        )
        shop_of = {order_id: shop_id for order_id, shop_id, _ in found}
        histories = await self._each(
            {id_: (shop_id, f"/api/orders/{id_}/history") for id_, shop_id in shop_of.items()}
        )
        snapshots = await self._each(
            {shop_id: (shop_id, _listed(shop_id, active=True)) for shop_id in self._logins}
        )
        return Final(
            orders=await self._each(
                {id_: (shop_id, f"/api/orders/{id_}") for id_, shop_id in shop_of.items()}
            ),
            histories={id_: content["history"] for id_, content in histories.items()},
            rows={order_id: int(count) for order_id, _, count in found},
            repeats=await self._repeats(placings),
            snapshots={shop_id: content["orders"] for shop_id, content in snapshots.items()},
            waiting=await _what_stays(system, queues),
            outbox=await _what_stays(system, outbox),
            dead_letters=await asyncio.to_thread(_dead_letters, system),
            planted_letters=letters,
            leaked=[],
            memory_mib=memory.highest_mib,
            memory_limits_mib={
                replica: MEMORY_LIMITS_MIB[service]
                for service, replicas in REPLICAS_OF.items()
                for replica in replicas
            },
        )

    async def turn_down_what_is_left(self) -> None:
        """End every order that has not ended, as the kitchens would when they close for the day."""
        await self._log_in()
        for shop_id, token in self._tokens.items():
            content = await self._ask_shop(shop_id, _listed(shop_id, active=True))
            for order in content["orders"]:
                path = f"/api/orders/{order['id']}/reject"
                # Its time may be over just now.
                with contextlib.suppress(httpx.HTTPStatusError):
                    await self._ask("POST", path, {"Authorization": f"Bearer {token}"}, {})

    async def _log_in(self) -> None:
        for shop_id, login in self._logins.items():
            if shop_id not in self._tokens:
                body = {"passcode": login.passcode}
                session = await self._ask("POST", f"/api/shops/{shop_id}/sessions", {}, body)
                self._tokens[shop_id] = session["token"]

    async def _each(self, wanted: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        """Return what each address answers to the token of its shop."""
        contents = await asyncio.gather(*(self._ask_shop(*where) for where in wanted.values()))
        return dict(zip(wanted, contents, strict=True))

    async def _repeats(self, placings: Iterable[Placing]) -> dict[str, str]:
        """Return the order that each key gives when it is sent once more."""
        answered = [placing for placing in placings if placing.order_id]
        given = await asyncio.gather(*map(self._repeat, answered))
        return {
            placing.key: order_id
            for placing, order_id in zip(answered, given, strict=True)
            if order_id is not None
        }

    async def _repeat(self, placing: Placing) -> str | None:
        """Return the order that a key gives, None where it is refused, as only a new one can be."""
        headers = {"Idempotency-Key": placing.key}
        try:
            content = await self._ask("POST", "/api/orders", headers, placing.body)
        except httpx.HTTPStatusError:
            return None
        return str(content["order"]["id"])

    async def _ask_shop(self, shop_id: str, path: str) -> Any:
        return await self._ask("GET", path, {"Authorization": f"Bearer {self._tokens[shop_id]}"})

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: Any = None
    ) -> Any:
        for attempt in range(ATTEMPTS):
            async with self._places:
                with contextlib.suppress(httpx.TransportError):
                    answer = await self._client.request(method, path, headers=headers, json=body)
                    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                        return answer.raise_for_status().json()
            await asyncio.sleep(attempt + 1)
        raise TookTooLong(f"an answer to {method} {path}")


def _listed(shop_id: str, *, active: bool) -> str:
    return f"/api/orders?shop_id={shop_id}&active={str(active).lower()}"


def _dead_letters(system: System) -> list[str]:
    wanted = {"count": 10_000, "ackmode": "ack_requeue_true", "encoding": "base64", "truncate": 100}
    letters = system.management("POST", f"/queues/orderbell/{DEAD_LETTERS}/get", wanted)
    return [letter["properties"].get("message_id", "") for letter in letters]
