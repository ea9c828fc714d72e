"""Telling the person at the terminal when Orderbell is ready, and where."""

import contextlib
import http.client
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

POLL_SECONDS = 0.2
ANSWER_SECONDS = 5.0
REMIND_SECONDS = 20.0
DEMO_SHOPS = ("shop1", "shop2", "lanzhou")
SHOPS_LOOKED_AT = 3
# A proxy of the person's own cannot reach what listens here.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Addresses:
    """Where everything is: `parts` are the URLs that tell whether a part is ready, by its name."""

    edge: str
    parts: Mapping[str, str]
    orders: str
    management: str
    operator_password: str
    logs: Path
    demo: bool


def wait_until_ready(where: Addresses, still_wanted: Callable[[], bool]) -> bool:
    """Return True once every part is ready and an order would go through, False if unwanted.

    Says now and then what is still waited for.
    """
    remind_at = time.monotonic() + REMIND_SECONDS
    while still_wanted():
        waiting = [name for name, url in where.parts.items() if not _answers(url)]
        if not waiting and _orders_go_through(where):
            return True
        if time.monotonic() > remind_at:
            names = ", ".join(waiting) or "the edge"
            print(f"Still waiting for: {names}. Their logs are in {where.logs}", flush=True)
            remind_at = time.monotonic() + REMIND_SECONDS
        time.sleep(POLL_SECONDS)
    return False


def announcement(where: Addresses) -> str:
    """Return what to print once everything is ready."""
    lines = [
        f"Orderbell is ready at {where.edge}",
        f"  customers:  {where.edge}/",
        f"  kitchens:   {where.edge}/kitchen",
        f"  RabbitMQ:   {where.management}/  (user operator, password {where.operator_password})",
    ]
    if where.demo:
        shops = ", ".join(DEMO_SHOPS)
        lines.append(f"  demo shops: {shops} (the passcode of each is its id)")
    return "\n".join(lines)


def _answers(url: str) -> bool:
    status, _ = _ask(urllib.request.Request(url))  # noqa: S310
    return status == http.client.OK


def _orders_go_through(where: Addresses) -> bool:
    """Tell whether the edge answers, and whether `orders` has heard of the shops."""
    status, answer = _ask(urllib.request.Request(f"{where.edge}/api/shops"))  # noqa: S310
    if status != http.client.OK:
        return False
    first = [shop["id"] for shop in answer["shops"][:SHOPS_LOOKED_AT]]
    return all(_orders_know(where.orders, shop) for shop in (DEMO_SHOPS if where.demo else first))


def _orders_know(orders: str, shop: str) -> bool:
    """Ask for a dish that nobody has: such an order is refused, which leaves nothing behind."""
    order = {
        "shop_id": shop,
        "items": [{"dish_id": str(uuid.UUID(int=0)), "quantity": 1}],
        "customer": {"name": "-", "address": "-", "telephone": "-"},
    }
    key = str(uuid.uuid4())
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    request = urllib.request.Request(  # noqa: S310
        f"{orders}/api/orders", json.dumps(order).encode(), headers
    )
    status, answer = _ask(request)
    refused = status is not None and status < http.client.INTERNAL_SERVER_ERROR
    return refused and answer.get("code") != "unknown_shop"


def _ask(request: urllib.request.Request) -> tuple[int | None, Any]:
    """Return the status of an answer, None if there was none, and its JSON, {} if it was none."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        with _opened(request) as answer:
            content = answer.read()
        with contextlib.suppress(ValueError):
            return answer.status, json.loads(content)
        return answer.status, {}
    return None, {}


@contextlib.contextmanager
def _opened(request: urllib.request.Request) -> Iterator[Any]:
    try:
        answer = DIRECTLY.open(request, timeout=ANSWER_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        yield answer
