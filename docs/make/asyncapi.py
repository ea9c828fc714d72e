"""The AsyncAPI document: the events on the broker and the frames on the socket.

Exchanges, routing keys and payloads come from the code; the socket's frames are written down here,
and a test holds them against what the gateway and the notifier really send.
"""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.gateway.close_codes import REASONS, ErrorCode
from services.gateway.frames import SUBPROTOCOL
from shared.broker_map import EXCHANGES, QUEUES, VIRTUAL_HOST
from shared.contracts import Order, Shop, ShopWithMenu
from shared.events import BATCH_CONTENT_TYPE, CONTENT_TYPE, EVENTS, Event
from shared.push import PushBatch

COMPONENTS = "#/components/schemas/{model}"
MODELS: tuple[type[BaseModel], ...] = (Order, Shop, ShopWithMenu, *EVENTS, PushBatch)

CHANNEL = {"type": "string", "examples": ["shop:shop1"]}
SHOWN_SHOP = {
    "anyOf": [{"$ref": COMPONENTS.format(model=model)} for model in ("Shop", "ShopWithMenu")]
}


def frame(kind: str, about: str, required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """Return the message of a socket frame; clients ignore members that they do not know."""
    return {
        "name": kind,
        "summary": about,
        "contentType": "application/json",
        "payload": {
            "type": "object",
            "properties": {"type": {"const": kind}, **required, **optional},
            "required": ["type", *required],
        },
    }


TEXT = {"type": "string"}

CLIENT_FRAMES = {
    "subscribe": {
        **frame(
            "subscribe",
            "Hear the token's channel, or a public one",
            {},
            token=TEXT,
            channel=CHANNEL,
        ),
        "examples": [
            {"payload": {"type": "subscribe", "token": "eyJ…"}},
            {"payload": {"type": "subscribe", "channel": "public:shops"}},
        ],
    },
    "message": {
        **frame(
            "message",
            "Say something on a channel whose token may send",
            {"channel": CHANNEL, "data": {"type": "object"}},
        ),
        "examples": [
            {
                "payload": {
                    "type": "message",
                    "channel": "shop:shop1",
                    "data": {"received": ["019aae4e-0000-7000-8000-000000000000"]},
                }
            }
        ],
    },
}

SERVER_FRAMES = {
    "subscribed": frame("subscribed", "From now on the channel is heard", {"channel": CHANNEL}),
    "orderEvent": frame(
        "event",
        "An order changed",
        {
            "channel": CHANNEL,
            "event": {"enum": sorted(e.routing_key() for e in EVENTS if e.EXCHANGE == "orders")},
            "order": {"$ref": COMPONENTS.format(model="Order")},
        },
    ),
    "shopEvent": frame(
        "event",
        "A shop changed; on `public:shops` without its menu",
        {"channel": CHANNEL, "event": {"const": "shop.updated"}, "shop": SHOWN_SHOP},
    ),
    "resync": frame("resync", "Something may have been missed: fetch the snapshots again", {}),
    "interrupted": frame("interrupted", "Nothing comes until `resync`: poll the snapshots", {}),
    "heartbeat": frame("heartbeat", "The socket lives; sent every 20 s", {}),
    "error": frame("error", "A frame was refused", {"code": {"enum": [str(c) for c in ErrorCode]}}),
}


def document() -> dict[str, Any]:
    """Return the AsyncAPI 3.0 document."""
    _, schemas = models_json_schema(
        [(model, "serialization") for model in MODELS],
        ref_template=COMPONENTS,
    )
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Orderbell",
            "version": "1",
            "description": (
                "Events between the services, and frames between gateway and pages. Events of one"
                " type that wait together share a message: a JSON array of them, with the content"
                f" type `{BATCH_CONTENT_TYPE}`."
            ),
        },
        "defaultContentType": "application/json",
        "servers": {
            "broker": {
                "host": "rabbitmq",
                "protocol": "amqp",
                "pathname": f"/{VIRTUAL_HOST}",
                "description": "RabbitMQ, inside; never reachable from outside.",
            },
            "edge": {
                "host": "127.0.0.1:8080",
                "protocol": "ws",
                "pathname": "/ws",
                "description": f"The edge; subprotocol `{SUBPROTOCOL}`. {_close_codes()}",
            },
        },
        "channels": {**_event_channels(), "push": _push_channel(), "socket": _socket_channel()},
        "operations": _operations(),
        "components": {
            "schemas": schemas["$defs"],
            "messages": {
                **{event.__name__: _event_message(event) for event in EVENTS},
                "PushBatch": {
                    "summary": "Frames for channels, numbered by their notifier",
                    "payload": {"$ref": COMPONENTS.format(model="PushBatch")},
                },
            },
        },
    }


def _close_codes() -> str:
    return "Close codes: " + "; ".join(f"{int(code)} {text}" for code, text in REASONS.items())


def _event_message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.__name__,
        "summary": (event.__doc__ or "").strip(),
        "contentType": CONTENT_TYPE,
        "payload": {"$ref": COMPONENTS.format(model=event.__name__)},
    }


def _event_channels() -> dict[str, Any]:
    return {event.routing_key(): _event_channel(event) for event in EVENTS}


def _event_channel(event: type[Event]) -> dict[str, Any]:
    readers = sorted(
        f"`{queue.name}`"
        for queue in QUEUES
        for binding in queue.bindings
        if binding.exchange == event.EXCHANGE and _matches(binding.routing_key, event)
    )
    return {
        "address": event.routing_key(),
        "description": f"Exchange `{event.EXCHANGE}`; read from {', '.join(readers)}.",
        "servers": [{"$ref": "#/servers/broker"}],
        "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": _exchange(event.EXCHANGE)}},
    }


def _matches(routing_key: str, event: type[Event]) -> bool:
    return routing_key in {event.routing_key(), f"{event.routing_key().partition('.')[0]}.*"}


def _exchange(name: str) -> dict[str, Any]:
    (found,) = (exchange for exchange in EXCHANGES if exchange.name == name)
    return {"name": name, "type": found.type, "durable": True, "vhost": VIRTUAL_HOST}


def _push_channel() -> dict[str, Any]:
    return {
        "address": "",
        "description": "Exchange `push`; read from each gateway's own exclusive queue.",
        "servers": [{"$ref": "#/servers/broker"}],
        "messages": {"PushBatch": {"$ref": "#/components/messages/PushBatch"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": _exchange("push")}},
    }


def _socket_channel() -> dict[str, Any]:
    return {
        "address": "/ws",
        "servers": [{"$ref": "#/servers/edge"}],
        "messages": {**CLIENT_FRAMES, **SERVER_FRAMES},
    }


def _operations() -> dict[str, Any]:
    sends = {
        f"publish.{event.routing_key()}": {
            "action": "send",
            "channel": {"$ref": f"#/channels/{event.routing_key()}"},
        }
        for event in EVENTS
    }
    return {
        **sends,
        "push": {"action": "send", "channel": {"$ref": "#/channels/push"}},
        "client": {
            "action": "receive",
            "channel": {"$ref": "#/channels/socket"},
            "messages": [{"$ref": f"#/channels/socket/messages/{name}"} for name in CLIENT_FRAMES],
        },
        "server": {
            "action": "send",
            "channel": {"$ref": "#/channels/socket"},
            "messages": [{"$ref": f"#/channels/socket/messages/{name}"} for name in SERVER_FRAMES],
        },
    }
