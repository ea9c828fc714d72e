"""What happened, as the services tell each other: CloudEvents 1.0 in structured JSON mode.

Every order event carries the whole order and its version, every shop event the whole shop:
whoever keeps a copy keeps the newest version, so repeats and reordering do no harm.

Events of one type that wait together share a message, as CloudEvents' JSON batch: messages are what
costs, in the broker and in whoever writes and reads them. A lone event is a message as it is.
"""

import functools
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from shared import tracing
from shared.contracts import Instant, Order, ShopState
from shared.identifiers import uuid7

Read = TypeVar("Read")

CONTENT_TYPE = "application/cloudevents+json"
BATCH_CONTENT_TYPE = "application/cloudevents-batch+json"


class Unreadable(Exception):
    """A message body that is no event of ours."""


def _now() -> datetime:
    return datetime.now(UTC)


def _is_none(value: object) -> bool:
    return value is None


class Event(BaseModel):
    """The CloudEvents envelope; `type` is the name of the class."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    EXCHANGE: ClassVar[str]

    specversion: Literal["1.0"] = "1.0"
    id: UUID = Field(default_factory=uuid7)
    source: str
    type: str
    subject: str
    time: Instant = Field(default_factory=_now)
    datacontenttype: Literal["application/json"] = "application/json"
    # CloudEvents' extension for distributed tracing: the span in which the event was made.
    traceparent: str | None = Field(default=None, exclude_if=_is_none)

    @classmethod
    @functools.cache
    def routing_key(cls) -> str:
        """Return the class's name in AMQP's spelling: OrderPlaced is `order.placed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", ".", cls.__name__).lower()

    def encode(self) -> bytes:
        """Return the event as the body of a message."""
        return self.model_dump_json().encode()

    def about(self) -> tracing.Attributes:
        """Return what spans tell of it."""
        return {}


class OrderData(BaseModel):
    """What an order event carries."""

    order: Order


class OrderEvent(Event):
    """Something happened to an order; its subject is the order's id."""

    EXCHANGE: ClassVar[str] = "orders"
    source: str = "/orders"
    data: OrderData

    @classmethod
    def of(cls, order: Order, time: datetime | None = None) -> Self:
        """Return the event that tells of this order's newest version, now unless told when."""
        return cls(
            type=cls.__name__,
            subject=str(order.id),
            time=time or _now(),
            data=OrderData(order=order),
            traceparent=tracing.traceparent(),
        )

    def about(self) -> tracing.Attributes:
        """Return what spans tell of it: what they tell of its order."""
        return tracing.of_order(self.data.order)


class OrderPlaced(OrderEvent):
    """A customer placed the order, and it is stored."""

    type: Literal["OrderPlaced"] = "OrderPlaced"


class OrderReceived(OrderEvent):
    """A screen of the kitchen showed the order."""

    type: Literal["OrderReceived"] = "OrderReceived"


class OrderAccepted(OrderEvent):
    """The kitchen accepted the order."""

    type: Literal["OrderAccepted"] = "OrderAccepted"


class OrderRejected(OrderEvent):
    """The kitchen turned the order down."""

    type: Literal["OrderRejected"] = "OrderRejected"


class OrderReady(OrderEvent):
    """The order is cooked."""

    type: Literal["OrderReady"] = "OrderReady"


class OrderRecalled(OrderEvent):
    """The kitchen took the order one step back."""

    type: Literal["OrderRecalled"] = "OrderRecalled"


class OrderCompleted(OrderEvent):
    """The order was handed over, or nobody has ended it for hours."""

    type: Literal["OrderCompleted"] = "OrderCompleted"


class OrderCancelled(OrderEvent):
    """The customer, or a deadline, cancelled the order."""

    type: Literal["OrderCancelled"] = "OrderCancelled"


class ShopData(BaseModel):
    """What a shop event carries."""

    shop: ShopState


class ShopEvent(Event):
    """The newest version of a shop; its subject is the shop's id."""

    EXCHANGE: ClassVar[str] = "shops"
    source: str = "/shops"
    data: ShopData

    @classmethod
    def of(cls, shop: ShopState) -> Self:
        """Return the event that tells of this version of the shop."""
        return cls(
            type=cls.__name__,
            subject=shop.id,
            data=ShopData(shop=shop),
            traceparent=tracing.traceparent(),
        )


class ShopUpdated(ShopEvent):
    """The shop changed."""

    type: Literal["ShopUpdated"] = "ShopUpdated"


class ShopRefreshed(ShopEvent):
    """The shop as it is, told again so that what a copy or a gateway missed heals."""

    type: Literal["ShopRefreshed"] = "ShopRefreshed"


class ClientMessageData(BaseModel):
    """What a client sent on a channel whose token may send."""

    channel: str
    subject: str
    # Epoch seconds of the channel's token; a gateway of an older release does not tell.
    issued_at: float | None = None
    data: Any


class ClientMessage(Event):
    """A client's message, passed on as it came; its subject is the channel."""

    EXCHANGE: ClassVar[str] = "clients"
    type: Literal["ClientMessage"] = "ClientMessage"
    source: str = "/gateway"
    data: ClientMessageData

    @classmethod
    def of(cls, channel: str, subject: str, data: Any, issued_at: float | None = None) -> Self:
        """Return the event; `subject` and `issued_at` (epoch seconds) are the token's."""
        content = ClientMessageData(
            channel=channel, subject=subject, issued_at=issued_at, data=data
        )
        return cls(subject=channel, data=content, traceparent=tracing.traceparent())


class GatewayPresenceData(BaseModel):
    """Every channel that a gateway leaves a lease for: its whole state, until `expires_at`."""

    gateway: str
    number: int
    expires_at: Instant
    channels: tuple[str, ...]


class GatewayPresence(Event):
    """A gateway's leases; of one gateway the highest number holds."""

    EXCHANGE: ClassVar[str] = "clients"
    type: Literal["GatewayPresence"] = "GatewayPresence"
    source: str = "/gateway"
    data: GatewayPresenceData

    @classmethod
    def of(cls, data: GatewayPresenceData) -> Self:
        """Return the event; its subject is the gateway's id."""
        return cls(subject=data.gateway, data=data)


ORDER_EVENTS: tuple[type[OrderEvent], ...] = (
    OrderPlaced,
    OrderReceived,
    OrderAccepted,
    OrderRejected,
    OrderReady,
    OrderRecalled,
    OrderCompleted,
    OrderCancelled,
)
SHOP_EVENTS: tuple[type[ShopEvent], ...] = (ShopUpdated, ShopRefreshed)
EVENTS: tuple[type[Event], ...] = (*ORDER_EVENTS, *SHOP_EVENTS, ClientMessage, GatewayPresence)

AnyEvent = Annotated[
    OrderPlaced
    | OrderReceived
    | OrderAccepted
    | OrderRejected
    | OrderReady
    | OrderRecalled
    | OrderCompleted
    | OrderCancelled
    | ShopUpdated
    | ShopRefreshed
    | ClientMessage
    | GatewayPresence,
    Field(discriminator="type"),
]
_reader: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


_batch_reader: TypeAdapter[list[AnyEvent]] = TypeAdapter(list[AnyEvent])


def message(bodies: Sequence[bytes]) -> tuple[bytes, str]:
    """Return the body and the content type of a message that carries these encoded events."""
    if len(bodies) == 1:
        return bodies[0], CONTENT_TYPE
    return b"[" + b",".join(bodies) + b"]", BATCH_CONTENT_TYPE


def decode(body: bytes) -> Event:
    """Return the event that a body holds.

    Raises Unreadable when it is none of ours; the text names fields and never their values.
    """
    return _read(_reader, body)


def decode_all(body: bytes) -> Sequence[Event]:
    """Return the events that a message's body holds: one, or those of a batch.

    Raises Unreadable like `decode`.
    """
    if body.startswith(b"["):
        return _read(_batch_reader, body)
    return (decode(body),)


def split(body: bytes) -> Sequence[bytes]:
    """Return the bodies of a batch's events, or a body that is no batch as it is."""
    try:
        batch = json.loads(body) if body.startswith(b"[") else None
    except (ValueError, RecursionError):
        batch = None
    return [json.dumps(each).encode() for each in batch] if batch else [body]


def _read(reader: TypeAdapter[Read], body: bytes) -> Read:
    try:
        return reader.validate_json(body)
    except ValidationError as error:
        places = sorted({".".join(map(str, part["loc"])) or "body" for part in error.errors()})
        raise Unreadable(f"no event of ours: {', '.join(places)}") from None
