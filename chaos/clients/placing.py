"""Asking for an order with one key until it is answered for good, as a customer's page would.

Written down: `placing` for each try, and what came: `placed`, `refused` or `unanswered`.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from chaos.clients.api import Api, Outcome
from chaos.clients.truth import Order, parse_order
from chaos.records import Journal

# Of a hundred orders.
NOTED = 20
EXPECTED = 30
LINES_MAX = 4
QUANTITY_MAX = 3


@dataclass
class Placing:
    """What a customer asks for; `order_id` and `token` are known once it was answered well."""

    who: str
    shop_id: str
    body: Mapping[str, Any]
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    order_id: str | None = None
    token: str = ""


async def place(
    api: Api, placing: Placing, journal: Journal, pause_seconds: float | None = None
) -> Order | None:
    """Ask until it is answered for good; return the order as it is, None where it is refused.

    Between two tries it waits as long as a server asks, unless told how long.
    """
    who, key, shop_id = placing.who, placing.key, placing.shop_id
    while True:
        journal.write(who, "placing", key=key, shop_id=shop_id)
        headers = {"Idempotency-Key": key}
        answer = await api.call("POST", "/api/orders", body=placing.body, headers=headers)
        if answer.outcome is Outcome.SUCCESS:
            order = parse_order(answer.content["order"])
            placing.order_id, placing.token = order.id, answer.content["token"]
            journal.write(
                who,
                "placed",
                key=key,
                shop_id=shop_id,
                order_id=order.id,
                version=order.version,
                status=order.status,
                new=answer.status == httpx.codes.CREATED,
            )
            return order
        if answer.outcome is Outcome.REFUSED:
            journal.write(who, "refused", key=key, shop_id=shop_id, code=answer.code)
            return None
        journal.write(who, "unanswered", key=key, shop_id=shop_id, why=answer.code)
        await api.pause(answer, pause_seconds)


def basket(shop_id: str, menu: Sequence[Mapping[str, Any]], random: Random) -> dict[str, Any]:
    """Return an order of up to four of a menu's dishes, sometimes with notes or with the total."""
    dishes = random.sample(menu, k=min(random.randint(1, LINES_MAX), len(menu)))
    items = [_line(dish["id"], random) for dish in dishes]
    body: dict[str, Any] = {
        "shop_id": shop_id,
        "items": items,
        "customer": {"name": "Mei 梅", "address": "1 Long Lane", "telephone": "555 0100"},
    }
    if _happens(random, NOTED):
        body["note"] = "不要香菜, ring twice"
    if _happens(random, EXPECTED):
        prices = [dish["price"] for dish in dishes]
        body["expected_total"] = sum(
            price * item["quantity"] for price, item in zip(prices, items, strict=True)
        )
    return body


def _line(dish_id: str, random: Random) -> dict[str, Any]:
    line: dict[str, Any] = {"dish_id": dish_id, "quantity": random.randint(1, QUANTITY_MAX)}
    return line | ({"note": "soft, please"} if _happens(random, NOTED) else {})


def _happens(random: Random, percent: int) -> bool:
    return random.random() * 100 < percent
