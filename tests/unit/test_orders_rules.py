"""The smaller rules of `orders`: its day, its snapshot, its pages, its hash."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orders import cursor
from services.orders.numbering import business_day
from services.orders.placing import body_hash
from services.orders.snapshot import etag, matches
from tests.samples import NOON, an_order


@pytest.mark.parametrize(
    ("instant", "timezone", "day"),
    [
        ("2026-11-23T03:59:59+08:00", "Asia/Shanghai", date(2026, 11, 22)),
        ("2026-11-23T04:00:00+08:00", "Asia/Shanghai", date(2026, 11, 23)),
        ("2026-11-23T23:59:59+08:00", "Asia/Shanghai", date(2026, 11, 23)),
        ("2026-11-22T20:00:00+00:00", "Asia/Shanghai", date(2026, 11, 23)),
        ("2026-11-23T08:59:59+00:00", "America/New_York", date(2026, 11, 22)),
        ("2026-11-23T09:00:00+00:00", "America/New_York", date(2026, 11, 23)),
        # The night in which clocks go from 02:00 to 03:00: it is 04:00 an hour earlier.
        ("2026-03-29T01:59:59+00:00", "Europe/Berlin", date(2026, 3, 28)),
        ("2026-03-29T02:00:00+00:00", "Europe/Berlin", date(2026, 3, 29)),
        # And back from 04:00 to 03:00: the day before goes on for another hour.
        ("2026-10-25T01:30:00+00:00", "Europe/Athens", date(2026, 10, 24)),
        ("2026-10-25T02:00:00+00:00", "Europe/Athens", date(2026, 10, 25)),
        ("2026-01-01T00:00:00+00:00", "UTC", date(2025, 12, 31)),
    ],
)
def test_a_business_day_begins_at_four(instant: str, timezone: str, day: date) -> None:
    assert business_day(datetime.fromisoformat(instant), timezone) == day


def test_the_etag_covers_ids_and_versions_and_nothing_else() -> None:
    first, second = an_order(), an_order()
    tag = etag([first, second])
    assert tag == etag([first.model_copy(update={"updated_at": NOON + timedelta(1)}), second])
    others = [
        [],
        [first],
        [second, first],
        [first.model_copy(update={"version": 2}), second],
        [first, second.model_copy(update={"version": 2})],
        [first, second.model_copy(update={"id": uuid4()})],
    ]
    assert len({tag, *map(etag, others)}) == 7


@pytest.mark.parametrize(
    ("header", "same"),
    [
        (None, False),
        ("", False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ('"b",W/"a"', True),
        ("*", True),
        ('"b"', False),
        ("a", False),
        ('w/"a"', False),
    ],
)
def test_etags_are_compared_weakly(header: str | None, same: bool) -> None:
    assert matches(header, '"a"') is same


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)), st.uuids())  # noqa: DTZ001
def test_a_page_goes_on_where_the_last_stopped(instant: datetime, order_id: object) -> None:
    place = (instant.replace(tzinfo=UTC), order_id)
    assert cursor.decode(cursor.encode(place)) == place  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "_", "x_y", f"{NOON:%FT%T}_{UUID(int=7)}", f"{NOON.isoformat()}_"]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cursor.decode(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), JSON))
def test_the_order_of_members_is_no_difference(body: dict[str, object]) -> None:
    assert body_hash(body) == body_hash(dict(reversed(body.items())))


def test_what_differs_in_json_differs_in_its_hash() -> None:
    bodies: list[object] = [
        {"a": 1},
        {"a": 1.0},
        {"a": "1"},
        {"a": True},
        {"a": None},
        {},
        [],
        {"a": [1]},
        {"a": "\ud800"},
    ]
    assert len({body_hash(body) for body in bodies}) == len(bodies)
