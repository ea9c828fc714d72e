"""Orderbell as a contestant: whole, as `make run` starts it, but for its limits per address."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace

import httpx

from bench import crowd
from bench.contestant import Contestant, Opening, Ordering, Publication, Pushing
from bench.orders import basket, order
from shared.events import OrderPlaced
from tests.e2e.running import Running

LIMITS_LIFTED = {
    "ORDERS_PER_SECOND": "100000",
    "ORDERS_BURST": "100000",
    "SOCKETS_PER_ADDRESS": "20000",
    # Nobody measures it.
    "TEMPLATE_API": "false",
}
PARTS = ("edge", "shops", "orders", "notifier", "gateway", "postgres", "rabbitmq")
PLACED = '"event":"order.placed"'
ID_MARK = '"order":{"id":"'


def contestant(system: Running, shops: Sequence[str], channels: int) -> Contestant:
    """Return a system that runs, with shops that take orders, and so many channels to push to.

    Pushing goes straight to the gateway, as it does to its peers; orders go through the edge.
    """
    straight, edge = crowd.gateway_port(system), crowd.edge_port(system)
    pushed = [f"pushed-{number}" for number in range(channels)]
    return Contestant(
        name="Orderbell",
        parts={part: system.pid(part) for part in PARTS},
        pushing=Pushing(
            openings=_openings(system, pushed, straight),
            publications=[
                Publication(
                    OrderPlaced.of(order(shop)).encode().decode(),
                    exchange=OrderPlaced.EXCHANGE,
                    routing_key=OrderPlaced.routing_key(),
                )
                for shop in pushed
            ],
            broker_url=system.environment("orders")["BROKER_URL"],
        ),
        ordering=Ordering(
            port=edge,
            path="/api/orders",
            bodies=[json.dumps(basket(shop)) for shop in shops],
            openings=_openings(system, shops, edge),
            mark=PLACED,
            id_mark=ID_MARK,
            receipts=[receipt(shop) for shop in shops],
        ),
    )


def relayed(own: Contestant) -> Contestant:
    """Return ourselves with the push path fed as our relay does it: what waits shares messages."""
    assert own.pushing is not None
    return Contestant(
        "Orderbell, as relayed", own.parts, pushing=replace(own.pushing, relaying=True)
    )


def attend(system: Running, shops: Sequence[str]) -> None:
    """Say over HTTP that a screen of each shop is there; return when all of them take orders."""
    with httpx.Client(base_url=system.url) as http:
        for shop in shops:
            bearer = {"Authorization": f"Bearer {crowd.kitchen_token(system, shop)}"}
            path = f"/api/shops/{shop}/presence"
            http.put(path, json={"screen": "bench"}, headers=bearer).raise_for_status()
        for shop in shops:
            while not http.get(f"/api/shops/{shop}").json()["accepting"]:
                time.sleep(0.05)


def receipt(shop_id: str) -> str:
    """Return what a screen says when it shows the order ORDER_ID."""
    data = {"received": ["ORDER_ID"]}
    return json.dumps({"type": "message", "channel": f"shop:{shop_id}", "data": data})


def _openings(system: Running, shops: Sequence[str], port: int) -> list[Opening]:
    """Return how a kitchen's screen of each shop opens its socket."""
    return [crowd.opening(crowd.kitchen_token(system, shop), port) for shop in shops]
