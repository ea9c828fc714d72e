"""A shop's business day: where it begins and ends, and its hours, also as clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders.days import HOUR, asked_day, hours
from services.orders.numbering import business_day
from tests.samples import NOON

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]


@pytest.mark.parametrize(
    ("timezone", "day", "begins_at", "ends_at", "count"),
    [
        ("Asia/Shanghai", "2026-11-23", "2026-11-22T20:00Z", "2026-11-23T20:00Z", 24),
        ("Europe/Berlin", "2026-11-23", "2026-11-23T03:00Z", "2026-11-24T03:00Z", 24),
        # Clocks go forward in the last night of the day before, and back in another.
        ("Europe/Berlin", "2026-03-28", "2026-03-28T03:00Z", "2026-03-29T02:00Z", 23),
        ("Europe/Berlin", "2026-03-29", "2026-03-29T02:00Z", "2026-03-30T02:00Z", 24),
        ("Europe/Berlin", "2026-10-24", "2026-10-24T02:00Z", "2026-10-25T03:00Z", 25),
        ("Europe/Berlin", "2026-10-25", "2026-10-25T03:00Z", "2026-10-26T03:00Z", 24),
        # Back from 04:00 to 03:00: the day begins when it is 04:00 for good.
        ("Europe/Athens", "2026-10-24", "2026-10-24T01:00Z", "2026-10-25T02:00Z", 25),
        # By half an hour: the last hour is half of one.
        ("Australia/Lord_Howe", "2026-04-04", "2026-04-03T17:00Z", "2026-04-04T17:30Z", 25),
        ("Australia/Lord_Howe", "2026-10-03", "2026-10-02T17:30Z", "2026-10-03T17:00Z", 24),
        # The island that passed over a day as it moved to the other side of the date line.
        ("Pacific/Apia", "2011-12-30", "2011-12-30T14:00Z", "2011-12-30T14:00Z", 0),
    ],
)
def test_a_day_lasts_from_four_to_four(
    timezone: str, day: str, begins_at: str, ends_at: str, count: int
) -> None:
    found = asked_day(day, NOON, timezone)
    assert found.day.isoformat() == day
    assert found.timezone == timezone
    assert found.begins_at == datetime.fromisoformat(begins_at)
    assert found.ends_at == datetime.fromisoformat(ends_at)
    assert hours(found) == [found.begins_at + number * HOUR for number in range(count)]


@given(
    st.datetimes(datetime(2000, 1, 4), datetime(2037, 1, 1)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
def test_an_instant_is_in_the_day_that_its_order_is_numbered_on(
    instant: datetime, timezone: str
) -> None:
    now = instant.replace(tzinfo=UTC)
    today = asked_day("today", now, timezone)
    assert today.day == business_day(now, timezone)
    assert today.begins_at <= now < today.ends_at
    before = asked_day((today.day - timedelta(days=1)).isoformat(), now, timezone)
    assert before.ends_at == today.begins_at
    assert hours(today)[-1] < today.ends_at <= hours(today)[-1] + HOUR


def test_today_is_the_day_before_until_four() -> None:
    early = datetime(2026, 11, 22, 19, 59, tzinfo=UTC)
    assert asked_day("today", early, "Asia/Shanghai").day == date(2026, 11, 22)
    assert asked_day("today", early + timedelta(minutes=1), "Asia/Shanghai").day == NOON.date()


@pytest.mark.parametrize("day", ["2000-01-01", "2026-11-22", "2026-11-24"])
def test_a_day_is_from_2000_until_tomorrow(day: str) -> None:
    assert asked_day(day, NOON, "Asia/Shanghai").day == date.fromisoformat(day)


@pytest.mark.parametrize(
    "day", ["1999-12-31", "2026-11-25", "9999-12-31", "0000-00-00", "2026-02-30", "tomorrow", ""]
)
def test_another_day_is_none(day: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        asked_day(day, NOON, "Asia/Shanghai")
