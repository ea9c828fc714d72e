"""Traces: the way of one order through the services, for an OpenTelemetry collector.

Off unless an endpoint is set: then all of this does nothing, and the SDK is not even imported. A
trace begins with a call that changes something (the HTTP framework begins it) or with a client's
message; what belongs to no trace leaves no span. What spans tell is ids and numbers: names,
addresses, telephones, notes and tokens never, nor the text of an error, which may hold them.
"""

import contextlib
import contextvars
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

from shared.contracts import Order

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

    from shared.recorder import Recorder

Kind = Literal["CLIENT", "PRODUCER", "CONSUMER"]
Attributes = Mapping[str, str | int | float]

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_NO_SPAN: AbstractContextManager[None] = contextlib.nullcontext()
_recorder: "Recorder | None" = None


@contextlib.contextmanager
def recording(service: str, endpoint: str | None) -> Iterator[None]:
    """Record spans meanwhile, and export to this endpoint (OTLP/HTTP); nothing without one."""
    global _recorder  # noqa: PLW0603 -- one for the process, like its log
    if endpoint is None:
        yield
        return
    # Not at the top: it takes memory, and time at the start.
    from shared.recorder import Recorder  # noqa: PLC0415

    _recorder = Recorder(service, endpoint)
    try:
        yield
    finally:
        _recorder.close()
        _recorder = None


def provider() -> "TracerProvider | None":
    """Return what libraries record with; None where tracing is off."""
    return _recorder.provider if _recorder else None


def traceparent() -> str | None:
    """Return the span around the caller in the words of W3C Trace Context; None outside a trace."""
    return _recorder.traceparent() if _recorder else None


def span(
    name: str,
    kind: Kind,
    attributes: Attributes,
    *,
    parent: str | None = None,
    begins: bool = False,
) -> AbstractContextManager[None]:
    """Return a context whose time and outcome become a span.

    It is part of the trace of `parent`, a `traceparent` that came along, or else of the span around
    it. Outside a trace there is none, unless it `begins` one.
    """
    if _recorder is None or not (begins or parent or _recorder.traceparent()):
        return _NO_SPAN
    return _recorder.span(name, kind, attributes, parent)


def transaction() -> AbstractContextManager[None]:
    """Return a `span` of a transaction of the service's own database, with the wait for it."""
    return span("transaction", "CLIENT", {"db.system.name": "postgresql"})


def publishing(
    exchange: str, about: Attributes, *, parent: str | None = None, begins: bool = False
) -> AbstractContextManager[None]:
    """Return a `span` of publishing a message and waiting for its confirm."""
    if _recorder is None:
        return _NO_SPAN
    attributes = {**_message("publish", "send", exchange), **about}
    return span(f"publish {exchange}", "PRODUCER", attributes, parent=parent, begins=begins)


def processing(
    source: str, about: Attributes, *, parent: str | None, name: str | None = None
) -> AbstractContextManager[None]:
    """Return a `span` of handling what came from a queue or an exchange."""
    if _recorder is None:
        return _NO_SPAN
    attributes = {**_message("process", "process", source), **about}
    return span(name or f"process {source}", "CONSUMER", attributes, parent=parent)


def _message(operation: str, kind: str, destination: str) -> dict[str, str | int | float]:
    return {
        "messaging.system": "rabbitmq",
        "messaging.operation.name": operation,
        "messaging.operation.type": kind,
        "messaging.destination.name": destination,
    }


def note(attributes: Attributes) -> None:
    """Add to the span around the caller."""
    if _recorder:
        _recorder.note(attributes)


def name_route(method: str, path: str) -> None:
    """Name the span around the caller by a route, where the HTTP framework did not find it."""
    if _recorder:
        _recorder.note({"http.route": path})
        _recorder.rename(f"{method} {path}")


def of_order(order: Order) -> Attributes:
    """Return what spans tell of an order; nothing where there are none."""
    if _recorder is None:
        return {}
    return {
        "orderbell.order.id": str(order.id),
        "orderbell.order.version": order.version,
        "orderbell.order.status": str(order.status),
        "orderbell.shop.id": order.shop_id,
    }


def carried(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return the function so that it belongs to the caller's span on whatever thread it runs."""
    return partial(contextvars.copy_context().run, function) if _recorder else function
