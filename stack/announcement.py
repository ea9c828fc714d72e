"""Telling the person at the terminal when Orderbell is ready, and where."""

import contextlib
import http.client
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

POLL_SECONDS = 0.2
ANSWER_SECONDS = 5.0
REMIND_SECONDS = 20.0


def wait_until_ready(
    parts: Mapping[str, str], origin: str, logs: Path, *, still_wanted: Callable[[], bool]
) -> bool:
    """Return True once every part is ready and an order would go through, False if unwanted.

    `parts` are the URLs that tell whether a part is ready, by its name. Says now and then what is
    still waited for.
    """
    remind_at = time.monotonic() + REMIND_SECONDS
    while still_wanted():
        waiting = [name for name, url in parts.items() if not _answers(url)]
        if not waiting and _orders_go_through(origin):
            return True
        if time.monotonic() > remind_at:
            names = ", ".join(waiting) or "the edge"
            print(f"Still waiting for: {names}. Their logs are in {logs}", flush=True)
            remind_at = time.monotonic() + REMIND_SECONDS
        time.sleep(POLL_SECONDS)
    return False


def announcement(origin: str, management: str, password: str, *, demo: bool) -> str:
    """Return what to print once everything is ready."""
    lines = [
        f"Orderbell is ready at {origin}",
        f"  customers:  {origin}/",
        f"  kitchens:   {origin}/kitchen",
        f"  RabbitMQ:   {management}/  (user operator, password {password})",
    ]
    if demo:
        lines.append("  demo shops: shop1, shop2, lanzhou (the passcode of each is its id)")
    return "\n".join(lines)


def _answers(url: str) -> bool:
    status, _ = _ask(urllib.request.Request(url))  # noqa: S310
    return status == http.client.OK


def _orders_go_through(origin: str) -> bool:
    """Tell whether the shops answer through the edge, and `orders` has heard of them.

    It is asked for a dish that nobody has: such an order is refused, which leaves nothing behind.
    """
    status, answer = _ask(urllib.request.Request(f"{origin}/api/shops"))  # noqa: S310
    if status != http.client.OK:
        return False
    return all(_orders_know(origin, shop["id"]) for shop in answer["shops"][:3])


def _orders_know(origin: str, shop: str) -> bool:
    order = {
        "shop_id": shop,
        "items": [{"dish_id": str(uuid.UUID(int=0)), "quantity": 1}],
        "customer": {"name": "-", "address": "-", "telephone": "-"},
    }
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    request = urllib.request.Request(  # noqa: S310
        f"{origin}/api/orders", json.dumps(order).encode(), headers
    )
    status, answer = _ask(request)
    refused = status is not None and status < http.client.INTERNAL_SERVER_ERROR
    return refused and answer.get("code") != "unknown_shop"


def _ask(request: urllib.request.Request) -> tuple[int | None, Any]:
    """Return the status and the JSON of an answer; None for what did not answer or sent no JSON."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        with _opened(request) as answer:
            content = answer.read()
        with contextlib.suppress(ValueError):
            return answer.status, json.loads(content)
        return answer.status, None
    return None, None


@contextlib.contextmanager
def _opened(request: urllib.request.Request) -> Iterator[Any]:
    try:
        answer = urllib.request.urlopen(request, timeout=ANSWER_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        yield answer
