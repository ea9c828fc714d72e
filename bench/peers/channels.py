"""The channels that peers push to, and what is published for each."""

from collections.abc import Sequence

from bench.contestant import Opening, Publication, Pushing
from bench.orders import order
from bench.peers import Servers


def shops(channels: int) -> list[str]:
    """Return the ids of so many shops; the channel of the first is `shop:1`."""
    return [str(number) for number in range(1, channels + 1)]


def pushing(servers: Servers, exchange: str, openings: Sequence[Opening]) -> Pushing:
    """Return a path to these sockets, for each of which an order is published as `shop.1` etc."""
    publications = [
        Publication(order(shop).model_dump_json(), exchange, f"shop.{shop}")
        for shop in shops(len(openings))
    ]
    return Pushing(openings, publications, servers.broker_url)
