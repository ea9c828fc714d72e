"""`POST /api/orders/…`: what a kitchen, or the customer, does with an order that was placed."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Response
from sqlalchemy import Connection

from services.orders.access import check_may_send, check_session, check_shop_token
from services.orders.acting import act
from services.orders.answers import UNCACHED
from services.orders.inputs import WithClaims, WithOrderId, WithParts
from services.orders.lifecycle import Details
from services.orders.receipts import Receipt, order_ids
from services.orders.requests import Accept, Recall, Received, Reject
from services.orders.shops import sessions_since
from shared import tracing
from shared.contracts import Order
from shared.problems import problem_responses
from shared.tokens import Claims

_ACTION = problem_responses("unauthorized", "forbidden", "unknown_order", "invalid_transition")
_RECEIVED = problem_responses("unauthorized", "forbidden")

log = structlog.get_logger()
router = APIRouter()

Acting = Callable[[str, Details], Awaitable[Order]]


async def _acting(
    response: Response, parts: WithParts, claims: WithClaims, order_id: WithOrderId
) -> Acting:
    """Return a function that does the named action to the path's order as the token's holder."""

    async def do(action: str, details: Details) -> Order:
        order: Order = await parts.change(act, claims, order_id, action, details)
        tracing.note(tracing.of_order(order))
        log.info(
            "order_action",
            action=action,
            order_id=str(order.id),
            shop_id=order.shop_id,
            version=order.version,
        )
        response.headers.update(UNCACHED)
        return order

    return do


WithActing = Annotated[Acting, Depends(_acting)]


@router.post("/api/orders/received", status_code=204, responses=_RECEIVED)
async def confirm_orders(parts: WithParts, claims: WithClaims, wanted: Received) -> None:
    """Confirm that a screen of the kitchen has shown these orders, like the socket's `received`."""
    check_shop_token(claims, wanted.shop_id)
    check_may_send(claims)
    await parts.database.run(_check_session, claims, wanted.shop_id)
    receipt = Receipt(wanted.shop_id, order_ids(wanted.orders), claims.issued_at)
    await parts.receipts.confirm(receipt)


@router.post("/api/orders/{order_id}/accept", responses=_ACTION)
async def accept(acting: WithActing, wanted: Accept | None = None) -> Order:
    """Take the order, and perhaps promise it in so many minutes."""
    return await acting("accept", Details(minutes=wanted.minutes if wanted else None))


@router.post("/api/orders/{order_id}/reject", responses=_ACTION)
async def reject(acting: WithActing, wanted: Reject | None = None) -> Order:
    """Turn the order down, and say why."""
    wanted = wanted or Reject()
    return await acting("reject", Details(reason=wanted.reason, note=wanted.note))


@router.post("/api/orders/{order_id}/ready", responses=_ACTION)
async def mark_ready(acting: WithActing) -> Order:
    """Say that the order is cooked."""
    return await acting("ready", Details())


@router.post("/api/orders/{order_id}/complete", responses=_ACTION)
async def complete(acting: WithActing) -> Order:
    """Say that the order was handed over."""
    return await acting("complete", Details())


@router.post("/api/orders/{order_id}/recall", responses=_ACTION)
async def recall(acting: WithActing, wanted: Recall | None = None) -> Order:
    """Take the order one step back; with `to`, a repeat changes nothing."""
    return await acting("recall", Details(to=wanted.to if wanted else None))


@router.post("/api/orders/{order_id}/cancel", responses=_ACTION)
async def cancel(acting: WithActing) -> Order:
    """Take one's own order back while the kitchen has not accepted it."""
    return await acting("cancel", Details())


def _check_session(connection: Connection, claims: Claims, shop_id: str) -> None:
    check_session(claims, sessions_since(connection, shop_id))
