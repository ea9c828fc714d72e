"""Rule 4: what every customer saw last is how it is, and so is what every screen shows.

A screen that left shows nothing to anybody. A customer who left for good saw how it was then: they
stay until it has ended, and staff may take it up again when they have long gone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import (
    SCREEN_BEFORE,
    follows_less,
    has_left,
    is_screen,
    shops_of_screens,
)
from chaos.rules.lifecycle import ACTIVE, NotALife, follow
from chaos.rules.violation import Violation, epoch_seconds

RULE = 4
State = tuple[int, str]


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return what is seen and is not so, and what is so and is not seen."""
    del faults
    visible = _visible(records)
    followed = _followed(records)
    screens = shops_of_screens(records)
    actual = {id_: (order["version"], order["status"]) for id_, order in final.orders.items()}
    found = _snapshots(final)
    left = _left(records)
    for who in screens.keys() - left.keys() - {SCREEN_BEFORE}:
        active = _active(final, screens[who])
        found += _differences(who, visible.get(who, {}), active, actual)
    for who, order_ids in followed.items():
        expected = {order_id: actual[order_id] for order_id in order_ids if order_id in actual}
        if who in left:
            span = (left[who] - limits.delivery_seconds, left[who])
            shown = visible.get(who, {})
            expected = {
                each: _state_in(span, final.histories[each], shown.get(each)) for each in expected
            }
        found += _differences(who, visible.get(who, {}), expected, actual)
    return found


def _left(records: Sequence[Record]) -> dict[str, float]:
    """Return when the clients left that did not come back, epoch seconds."""
    last = {record.who: record for record in records if has_left(record)}
    return {who: record.at for who, record in last.items() if record.kind == "left"}


def _state_in(
    span: tuple[float, float], history: Sequence[Mapping[str, Any]], shown: Record | None
) -> State:
    """Return how an order was in that time: as it was shown, if that is one of several.

    What happened a moment ago is still on its way. Returns what is wrong with its history, if it is
    none that an order can have.
    """
    try:
        statuses = follow(history).statuses
    except NotALife as wrong:
        return len(history), str(wrong)
    first, last = (
        max(sum(epoch_seconds(entry["at"]) <= at for entry in history), 1) for at in span
    )
    version = min(max(shown.data["version"], first), last) if shown else last
    return version, statuses[version - 1]


def _visible(records: Sequence[Record]) -> dict[str, dict[str, Record]]:
    """Return by client what was shown last of each order that is still shown."""
    visible: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        if record.kind == "shown":
            visible[record.who][record.data["order_id"]] = record
        elif record.kind == "hidden" or follows_less(record):
            visible[record.who].pop(record.data["order_id"], None)
        elif record.kind == "opened_page":
            visible.pop(record.who, None)
    return visible


def _followed(records: Sequence[Record]) -> dict[str, set[str]]:
    """Return by customer the orders that it placed or was shown, but for those that it left.

    Whoever never opened a page follows nothing.
    """
    with_page = {record.who for record in records if record.kind == "opened_page"}
    followed: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if is_screen(record.who) or record.who not in with_page:
            continue
        if record.kind in {"placed", "shown"}:
            followed[record.who].add(record.data["order_id"])
        elif follows_less(record):
            followed[record.who].discard(record.data["order_id"])
    return followed


def _active(final: Final, shop_id: str) -> dict[str, State]:
    return {
        order_id: (order["version"], order["status"])
        for order_id, order in final.orders.items()
        if order["shop_id"] == shop_id and order["status"] in ACTIVE
    }


def _differences(
    who: str,
    visible: Mapping[str, Record],
    expected: Mapping[str, State],
    actual: Mapping[str, State],
) -> list[Violation]:
    found = []
    for order_id, shown in visible.items():
        seen = (shown.data["version"], shown.data["status"])
        if seen != expected.get(order_id):
            is_now = actual.get(order_id)
            text = (
                f"it is seen as {_text(seen)}, and it is {_text(is_now) if is_now else 'unknown'}"
            )
            found.append(Violation(RULE, text, order_id, who, shown.at))
    for order_id in expected.keys() - visible.keys():
        text = f"it is {_text(expected[order_id])}, and it is not seen"
        found.append(Violation(RULE, text, order_id, who))
    return found


def _snapshots(final: Final) -> list[Violation]:
    """Return where a shop's snapshot and its single orders contradict each other."""
    found = []
    for shop_id, orders in final.snapshots.items():
        listed = {order["id"]: (order["version"], order["status"]) for order in orders}
        active = _active(final, shop_id)
        for order_id in listed.keys() | active.keys():
            if listed.get(order_id) != active.get(order_id):
                one, other = active.get(order_id), listed.get(order_id)
                text = (
                    f"by itself it is {_text(one) if one else 'not active'}, "
                    f"in the snapshot of {shop_id} {_text(other) if other else 'missing'}"
                )
                found.append(Violation(RULE, text, order_id))
    return found


def _text(state: State) -> str:
    version, status = state
    return f"{status} at version {version}"
