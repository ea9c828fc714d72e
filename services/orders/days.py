"""A shop's business day between its two instants, and the hours in it: 23 or 25 as clocks change.

Pure: the time of asking and the shop's time zone are given.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from services.orders.numbering import DAY_BEGINS, business_day

TODAY = "today"
FIRST_DAY = date(2000, 1, 1)
DAYS_AHEAD_MAX = 1
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class BusinessDay:
    """A day of a shop: what was placed from `begins_at` until just before `ends_at`, in UTC."""

    day: date
    timezone: str
    begins_at: datetime
    ends_at: datetime


def asked_day(asked: str, now: datetime, timezone: str) -> BusinessDay:
    """Return the day that is asked for as TODAY or as an ISO date.

    Raises ValueError for what is no date, or one that no shop had yet, or that is far ahead.
    """
    today = business_day(now, timezone)
    day = today if asked == TODAY else date.fromisoformat(asked)
    if not FIRST_DAY <= day <= today + timedelta(days=DAYS_AHEAD_MAX):
        raise ValueError(f"{day} is before {FIRST_DAY} or after tomorrow")
    ends_at = _beginning(day + timedelta(days=1), timezone)
    return BusinessDay(day, timezone, _beginning(day, timezone), ends_at)


def hours(day: BusinessDay) -> list[datetime]:
    """Return when each hour of the day begins, in order.

    Where clocks change by less than an hour, the last is shorter.
    """
    count = ceil((day.ends_at - day.begins_at) / HOUR)
    return [day.begins_at + number * HOUR for number in range(count)]


def _beginning(day: date, timezone: str) -> datetime:
    # In UTC, since a difference of two times on one wall leaves out that the clock was changed.
    return datetime.combine(day, DAY_BEGINS, ZoneInfo(timezone)).astimezone(UTC)
