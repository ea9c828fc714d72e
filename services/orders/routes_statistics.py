"""`GET /api/orders/statistics`: how a shop's business day went."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection

from services.orders.access import check_shop_token
from services.orders.answers import UNCACHED, DayStatistics
from services.orders.days import TODAY
from services.orders.inputs import WithClaims, WithParts
from services.orders.requests import Day, Id
from services.orders.shop_days import find_day
from services.orders.statistics import day_statistics
from shared.problems import problem_responses
from shared.tokens import Claims

router = APIRouter()


@router.get(
    "/api/orders/statistics",
    summary="See how a shop's day went",
    responses=problem_responses("unauthorized", "forbidden", "unknown_shop"),
)
async def get_statistics(
    response: Response,
    parts: WithParts,
    claims: WithClaims,
    shop_id: Annotated[Id, Query()],
    day: Annotated[Day, Query()] = TODAY,
) -> DayStatistics:
    """Return the numbers of the orders placed on that business day of the shop, as they are now."""
    check_shop_token(claims, shop_id)
    response.headers.update(UNCACHED)
    return await parts.database.run(_statistics, claims, shop_id, day)


def _statistics(connection: Connection, claims: Claims, shop_id: str, asked: str) -> DayStatistics:
    day, currency = find_day(connection, claims, shop_id, asked)
    return day_statistics(connection, shop_id, day, currency)
