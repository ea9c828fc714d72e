"""Pick-up numbers: short, counted from 1 in every shop on each of its business days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Past the last guest and before the first baker: contract, "HTTP: orders".
DAY_BEGINS = time(4)


def business_day(instant: datetime, timezone: str) -> date:
    """Return the shop's business day at that instant, by the clock on its wall.

    Raises zoneinfo.ZoneInfoNotFoundError (a KeyError) for an unknown time zone.
    """
    wall = instant.astimezone(ZoneInfo(timezone))
    return wall.date() if wall.time() >= DAY_BEGINS else wall.date() - timedelta(days=1)
