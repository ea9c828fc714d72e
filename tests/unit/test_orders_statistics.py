"""The answer that is made of what was counted of a shop's day."""

from typing import Any

import pytest

from services.orders.days import asked_day
from services.orders.statistics import shape
from shared.contracts import print_instant
from tests.samples import NOON

NOTHING: dict[str, Any] = {
    "totals": {
        "orders": 0,
        "accepted": 0,
        "completed": 0,
        "revenue": 0,
        "accept_seconds": None,
        "ready_seconds": None,
    },
    "closed": [],
    "hours": [],
    "dishes": [],
}


def shaped(counted: dict[str, Any], day: str = "today") -> dict[str, Any]:
    asked = asked_day(day, NOON, "Europe/Berlin")
    return shape(counted, asked, "EUR", NOON).model_dump(mode="json")


def test_an_empty_day_has_all_its_members() -> None:
    answer = shaped(NOTHING)
    assert len(answer.pop("hours")) == 24
    assert answer == {
        "day": "2026-11-23",
        "timezone": "Europe/Berlin",
        "currency": "EUR",
        "begins_at": "2026-11-23T03:00:00.000000Z",
        "ends_at": "2026-11-24T03:00:00.000000Z",
        "as_of": print_instant(NOON),
        "orders": 0,
        "accepted": 0,
        "completed": 0,
        "revenue": 0,
        "rejected": {},
        "cancelled": {},
        "accept_seconds": {"median": None, "p90": None},
        "ready_seconds": {"median": None, "p90": None},
        "dishes": [],
    }


@pytest.mark.parametrize(("day", "count"), [("2026-03-28", 23), ("2026-10-24", 25)])
def test_every_hour_is_there_in_order(day: str, count: int) -> None:
    busy = [
        {"hour": count - 1, "orders": 2, "revenue": 900},
        {"hour": 0, "orders": 1, "revenue": 0},
    ]
    hours = shaped({**NOTHING, "hours": busy}, day)["hours"]
    assert len(hours) == count
    assert sorted(hours, key=lambda hour: hour["begins_at"]) == hours
    assert [hour["orders"] for hour in hours] == [1, *[0] * (count - 2), 2]
    assert [hour["revenue"] for hour in hours] == [0, *[0] * (count - 2), 900]


def test_ends_are_told_by_who_ended_and_why() -> None:
    closed = [
        {"status": "rejected", "reason": "sold_out", "orders": 2},
        {"status": "rejected", "reason": "other", "orders": 1},
        {"status": "cancelled", "reason": "kitchen_timeout", "orders": 3},
    ]
    answer = shaped({**NOTHING, "closed": closed})
    assert answer["rejected"] == {"sold_out": 2, "other": 1}
    assert answer["cancelled"] == {"kitchen_timeout": 3}


def test_seconds_have_one_decimal() -> None:
    totals = {**NOTHING["totals"], "accept_seconds": [12.345, 100.0]}
    answer = shaped({**NOTHING, "totals": totals})
    assert answer["accept_seconds"] == {"median": 12.3, "p90": 100.0}
