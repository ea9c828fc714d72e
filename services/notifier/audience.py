"""Who may see what of an event: pure rendering into ready-made frames for channels."""

import json
from dataclasses import dataclass

from shared.contracts import Order, Shop, ShopState, ShopWithMenu
from shared.events import Event, OrderEvent, ShopEvent, ShopRefreshed

SHOP_LIST = "public:shops"
# What a shop's events carry between services, and what browsers are shown of it.
INTERNAL = frozenset(ShopState.model_fields) - frozenset(ShopWithMenu.model_fields)
NOT_LISTED = frozenset(ShopState.model_fields) - frozenset(Shop.model_fields)


@dataclass(frozen=True)
class Rendered:
    """What an event means for the clients.

    `frames` holds (channel, text of the frame); `closes` holds (channel, epoch seconds): whoever
    hears the channel by a token that was issued before that time must go.
    """

    frames: tuple[tuple[str, str], ...]
    closes: tuple[tuple[str, float], ...] = ()


def kitchen(shop_id: str) -> str:
    """Return the channel of a shop's kitchen."""
    return f"shop:{shop_id}"


def render(event: Event) -> Rendered:
    """Return what an event's audiences get; raises TypeError for an event that has none."""
    match event:
        case OrderEvent():
            return _order(event.routing_key(), event.data.order)
        case ShopRefreshed():
            return Rendered((), _ended_sessions(event.data.shop))
        case ShopEvent():
            return _shop(event.routing_key(), event.data.shop)
        case _:
            raise TypeError(f"nobody may see a {event.type}")


def _order(name: str, order: Order) -> Rendered:
    """Its kitchen and its customer see the same order."""
    content = order.model_dump_json()
    channels = (kitchen(order.shop_id), f"order:{order.id}")
    return Rendered(tuple(_frame(channel, name, "order", content) for channel in channels))


def _shop(name: str, shop: ShopState) -> Rendered:
    """Everybody sees the shop; kitchen sessions from before `sessions_since` end with it."""
    listed = shop.model_dump_json(exclude=set(NOT_LISTED))
    with_menu = shop.model_dump_json(exclude=set(INTERNAL))
    return Rendered(
        frames=(
            _frame(SHOP_LIST, name, "shop", listed),
            _frame(f"public:shop:{shop.id}", name, "shop", with_menu),
        ),
        closes=_ended_sessions(shop),
    )


def _ended_sessions(shop: ShopState) -> tuple[tuple[str, float], ...]:
    """Every event of the shop says it again: a gateway that missed it learns it from the next."""
    return ((kitchen(shop.id), shop.sessions_since.timestamp()),)


def _frame(channel: str, event: str, kind: str, content: str) -> tuple[str, str]:
    """Return the channel and its `event` frame; `content` is JSON already, printed once for all."""
    head = f'{{"type":"event","channel":{json.dumps(channel)},"event":"{event}"'
    return channel, f'{head},"{kind}":{content}}}'
