"""`POST /api/orders`: placing an order, as often as it is asked with the same key."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from prometheus_client import Counter

from services.orders.answers import JSON, UNCACHED, PlacedOrder
from services.orders.inputs import WithParts
from services.orders.parts import Parts
from services.orders.placing import body_hash, refuse_reused
from services.orders.requests import PlaceOrder, parse_id
from shared import tracing
from shared.problems import Problem, problem_responses

PATH = "/api/orders"
KEY_HEADER = "Idempotency-Key"

orders_placed = Counter("orders_placed_total", "Orders placed, repeats of a request not counted")

log = structlog.get_logger()


class KeyComparedFirst(APIRoute):
    """A route that tells a reused key from an invalid body: the key is compared before all else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, which looks at the key of whatever turns out invalid."""
        handle = super().get_route_handler()

        async def compare_and_handle(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                await _refuse_reused_key(request)
                raise

        return compare_and_handle


async def _refuse_reused_key(request: Request) -> None:
    key = parse_id(request.headers.get(KEY_HEADER))
    try:
        hashed = body_hash(await request.json())
    except (ValueError, RecursionError):
        return
    if key is not None:
        parts: Parts = request.app.state.parts
        await parts.database.run(refuse_reused, key, hashed)


router = APIRouter(route_class=KeyComparedFirst)


@router.post(
    PATH,
    status_code=201,
    response_model=PlacedOrder,
    summary="Place an order",
    responses={
        200: {"model": PlacedOrder, "description": "Placed before, with this key and body"},
        **problem_responses(
            "unknown_shop",
            "shop_closed",
            "unknown_dish",
            "dish_unavailable",
            "price_changed",
            "idempotency_key_reused",
            # By the edge.
            "rate_limited",
        ),
    },
)
async def place_order(
    request: Request,
    parts: WithParts,
    wanted: PlaceOrder,
    key: Annotated[UUID, Header(alias=KEY_HEADER)],
) -> Response:
    """Place an order. A repeat answers 200 with the order as it is now, and a fresh token."""
    return await place(parts, key, await request.json(), wanted)


async def place(parts: Parts, key: UUID, body: Any, wanted: PlaceOrder) -> Response:
    """Return the answer to a call; raises the problem that refuses it, and DatabaseUnavailable."""
    try:
        hashed = body_hash(body)
    except RecursionError:
        raise Problem("invalid_request", "the body is nested too deeply") from None
    with tracing.transaction():
        placed = await parts.placing.place(key, hashed, wanted)
    tracing.note(placed.about)
    if placed.new:
        orders_placed.inc()
        log.info("order_placed", order_id=str(placed.order_id), shop_id=wanted.shop_id)
    token = parts.customer_token(placed.order_id)
    content = b'{"order":%b,"token":"%b"}' % (placed.order_json, token.encode())
    return Response(content, 201 if placed.new else 200, UNCACHED, JSON)
