"""How a shop's business day went: one statement that reads its orders once, and what it answers.

One statement, so that all its numbers are of the same moment.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from services.orders.answers import DayStatistics, Durations, Hour, SoldDish
from services.orders.days import BusinessDay, hours
from services.orders.store import clock
from shared.contracts import ClosedReason, OrderStatus

DISHES_MAX = 50

# An order has been sold while it is accepted, ready or completed. Times are in seconds.
_COUNT = text(
    """
    WITH placed AS MATERIALIZED (
        SELECT id, status, closed_reason, items, total, placed_at, accepted_at, ready_at,
            status IN ('accepted', 'ready', 'completed') AS sold
        FROM orders
        WHERE shop_id = :shop_id AND placed_at >= :begins_at AND placed_at < :ends_at
    ), totals AS (
        SELECT
            count(*) AS orders,
            count(accepted_at) AS accepted,
            count(*) FILTER (WHERE status = 'completed') AS completed,
            coalesce(sum(total) FILTER (WHERE sold), 0) AS revenue,
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (
                ORDER BY CAST(extract(epoch FROM accepted_at - placed_at) AS float)
            ) AS accept_seconds,
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (
                ORDER BY CAST(extract(epoch FROM ready_at - accepted_at) AS float)
            ) AS ready_seconds
        FROM placed
    ), closed AS (
        SELECT status, closed_reason AS reason, count(*) AS orders
        FROM placed
        WHERE status IN ('rejected', 'cancelled')
        GROUP BY status, closed_reason
    ), hours AS (
        SELECT
            CAST(floor(extract(epoch FROM placed_at - :begins_at) / 3600) AS int) AS hour,
            count(*) AS orders,
            coalesce(sum(total) FILTER (WHERE sold), 0) AS revenue
        FROM placed
        GROUP BY hour
    ), lines AS (
        SELECT
            line ->> 'dish_id' AS dish_id,
            CAST(line ->> 'quantity' AS bigint) AS quantity,
            CAST(line ->> 'price' AS bigint) AS price,
            line -> 'name' AS name,
            line -> 'names' AS names,
            row_number() OVER (
                PARTITION BY line ->> 'dish_id' ORDER BY placed_at DESC, id DESC
            ) AS age
        FROM placed, jsonb_array_elements(items) AS each (line)
        WHERE sold
    ), dishes AS (
        SELECT
            dish_id,
            (array_agg(name) FILTER (WHERE age = 1))[1] AS name,
            (array_agg(names) FILTER (WHERE age = 1))[1] AS names,
            sum(quantity) AS quantity,
            sum(quantity * price) AS revenue
        FROM lines
        GROUP BY dish_id
        ORDER BY sum(quantity) DESC, dish_id
        LIMIT :dishes_max
    )
    SELECT jsonb_build_object(
        'totals', (SELECT to_jsonb(totals) FROM totals),
        'closed', (SELECT coalesce(jsonb_agg(to_jsonb(closed) ORDER BY reason), '[]') FROM closed),
        'hours', (SELECT coalesce(jsonb_agg(to_jsonb(hours)), '[]') FROM hours),
        'dishes', (
            SELECT coalesce(jsonb_agg(to_jsonb(dishes) ORDER BY quantity DESC, dish_id), '[]')
            FROM dishes
        )
    )
    """
)


def day_statistics(
    connection: Connection, shop_id: str, day: BusinessDay, currency: str
) -> DayStatistics:
    """Return how the shop's day went, or has gone so far."""
    values = {
        "shop_id": shop_id,
        "begins_at": day.begins_at,
        "ends_at": day.ends_at,
        "dishes_max": DISHES_MAX,
    }
    counted = connection.execute(_COUNT, values).scalar_one()
    return shape(counted, day, currency, clock(connection))


def shape(
    counted: Mapping[str, Any], day: BusinessDay, currency: str, as_of: datetime
) -> DayStatistics:
    """Return the answer of what was counted, with the hours in which nothing was."""
    totals = counted["totals"]
    return DayStatistics(
        day=day.day,
        timezone=day.timezone,
        currency=currency,
        begins_at=day.begins_at,
        ends_at=day.ends_at,
        as_of=as_of,
        orders=totals["orders"],
        accepted=totals["accepted"],
        completed=totals["completed"],
        revenue=totals["revenue"],
        rejected=_by_reason(counted["closed"], OrderStatus.REJECTED),
        cancelled=_by_reason(counted["closed"], OrderStatus.CANCELLED),
        accept_seconds=_durations(totals["accept_seconds"]),
        ready_seconds=_durations(totals["ready_seconds"]),
        hours=_hours(counted["hours"], day),
        dishes=[SoldDish(**dish) for dish in counted["dishes"]],
    )


def _by_reason(closed: Sequence[Mapping[str, Any]], status: OrderStatus) -> dict[ClosedReason, int]:
    return {
        ClosedReason(each["reason"]): each["orders"] for each in closed if each["status"] == status
    }


def _durations(seconds: Sequence[float] | None) -> Durations:
    """Return the two percentiles to a tenth of a second; None are those of nothing."""
    if seconds is None:
        return Durations(median=None, p90=None)
    median, p90 = seconds
    return Durations(median=round(median, 1), p90=round(p90, 1))


def _hours(counted: Sequence[Mapping[str, Any]], day: BusinessDay) -> list[Hour]:
    busy = {each["hour"]: each for each in counted}
    nothing = {"orders": 0, "revenue": 0}
    return [
        Hour(
            begins_at=begins_at,
            orders=busy.get(number, nothing)["orders"],
            revenue=busy.get(number, nothing)["revenue"],
        )
        for number, begins_at in enumerate(hours(day))
    ]
