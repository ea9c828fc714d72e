"""`GET /api/orders…`: a shop's snapshot, ended orders and day, an order, its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from sqlalchemy import Connection

from services.orders import cursor, store
from services.orders.access import check_session, check_shop_token
from services.orders.acting import find, seen
from services.orders.answers import JSON, SNAPSHOT, UNCACHED, History, HistoryEntry, OrderList
from services.orders.inputs import WithClaims, WithOrderId, WithParts
from services.orders.parts import Parts
from services.orders.requests import Day, Id
from services.orders.shop_days import find_day
from services.orders.shops import sessions_since
from services.orders.snapshot import etag, matches
from shared.contracts import Order, print_instant
from shared.problems import Problem, problem_responses
from shared.tokens import Claims

PATH, ORDER_PATH = "/api/orders", "/api/orders/{order_id}"
PAGE_ORDERS = 50
PAGE_ORDERS_MAX = 200

router = APIRouter()

IfNoneMatch = Annotated[str | None, Header()]


@router.get(
    PATH,
    summary="List a shop's orders",
    response_model=OrderList,
    responses={**SNAPSHOT, **problem_responses("unauthorized", "forbidden", "unknown_shop")},
)
async def list_orders(
    *,
    response: Response,
    parts: WithParts,
    claims: WithClaims,
    shop_id: Annotated[Id, Query()],
    active: bool = True,
    day: Annotated[Day | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE_ORDERS_MAX)] = PAGE_ORDERS,
    after: Annotated[str | None, Query(max_length=100)] = None,
    if_none_match: IfNoneMatch = None,
) -> OrderList | Response:
    """Return the active orders, oldest first: the snapshot; or those that ended, newest first.

    With `day`, whatever `active` says, those placed on that business day of the shop, oldest first.
    `limit` and `after` are for pages: of those that ended, and of a day.
    """
    check_shop_token(claims, shop_id)
    response.headers.update(UNCACHED)
    if day is not None:
        place = _place(after)
        return await parts.database.run(_day_page, claims, shop_id, day, after=place, limit=limit)
    if not active:
        return await parts.database.run(_ended_page, claims, shop_id, _place(after), limit)
    return await snapshot(parts, claims, shop_id, if_none_match)


@router.get(
    ORDER_PATH,
    summary="Follow an order",
    response_model=Order,
    responses={**SNAPSHOT, **problem_responses("unauthorized", "unknown_order")},
)
async def get_order(
    parts: WithParts,
    claims: WithClaims,
    order_id: WithOrderId,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Return the order, to its customer or its kitchen."""
    return await one(parts, claims, order_id, if_none_match)


@router.get(
    "/api/orders/{order_id}/history",
    summary="See what happened to an order",
    responses=problem_responses("unauthorized", "unknown_order"),
)
async def get_history(
    response: Response, parts: WithParts, claims: WithClaims, order_id: WithOrderId
) -> History:
    """Return every version of the order, to its customer or its kitchen."""
    response.headers.update(UNCACHED)
    return await parts.database.run(_history, claims, order_id)


async def snapshot(
    parts: Parts, claims: Claims, shop_id: str, if_none_match: str | None
) -> Response:
    """Return the answer with a shop's active orders, or that nothing has changed."""
    check_shop_token(claims, shop_id)
    found, as_of = await parts.reading.snapshot(shop_id)
    check_session(claims, found.sessions_since)
    content = OrderList(orders=found.orders, as_of=as_of)
    return _answer(content, found.orders, as_of, if_none_match)


async def one(parts: Parts, claims: Claims, order_id: UUID, if_none_match: str | None) -> Response:
    """Return the answer with an order, or that nothing has changed."""
    read, as_of = await parts.reading.order(order_id)
    found, _ = seen(claims, read)
    return _answer(found.order, [found.order], as_of, if_none_match)


def _answer(
    content: OrderList | Order, orders: Sequence[Order], as_of: datetime, if_none_match: str | None
) -> Response:
    headers = {**UNCACHED, "ETag": etag(orders), "As-Of": print_instant(as_of)}
    if matches(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content.model_dump_json(), headers=headers, media_type=JSON)


def _place(after: str | None) -> cursor.Place | None:
    try:
        return None if after is None else cursor.decode(after)
    except ValueError:
        raise Problem("invalid_request", "`after` is not a `next` of ours") from None


def _ended_page(
    connection: Connection, claims: Claims, shop_id: str, after: cursor.Place | None, limit: int
) -> OrderList:
    check_session(claims, sessions_since(connection, shop_id))
    found = store.ended_orders(connection, shop_id, after, limit + 1)
    page = found[:limit]
    more = len(found) > limit
    last = cursor.encode((page[-1][1], page[-1][0].id)) if more else None
    return OrderList(orders=[order for order, _ in page], next=last, as_of=store.clock(connection))


def _day_page(
    connection: Connection,
    claims: Claims,
    shop_id: str,
    asked: str,
    *,
    after: cursor.Place | None,
    limit: int,
) -> OrderList:
    day, _ = find_day(connection, claims, shop_id, asked)
    found = store.orders_of_day(connection, shop_id, day, after, limit + 1)
    page = found[:limit]
    last = cursor.encode((page[-1].placed_at, page[-1].id)) if len(found) > limit else None
    return OrderList(orders=page, next=last, as_of=store.clock(connection))


def _history(connection: Connection, claims: Claims, order_id: UUID) -> History:
    find(connection, claims, order_id)
    rows = store.history(connection, order_id)
    return History(history=[HistoryEntry(**row._asdict()) for row in rows])
