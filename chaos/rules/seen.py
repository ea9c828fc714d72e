"""Rule 2: an order that got 201 was seen by a connected screen, or its customer saw its end."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import SHOP_CHANNEL, is_screen, shops_of_screens, subscriptions
from chaos.rules.violation import Violation

RULE = 2
TOLD = frozenset({"cancelled", "rejected"})
# A page draws what it was told a little later, and is looked at a little later still.
DRAWING_SECONDS = 1.0


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return the orders that no connected screen of their shop and no customer's end vouch for."""
    del faults, final, limits
    shops = shops_of_screens(records)
    connected = _Connected(records)
    placed: dict[str, Record] = {}
    seen: set[str] = set()
    for record in records:
        if record.kind == "placed":
            placed.setdefault(record.data["order_id"], record)
    for record in records:
        if record.kind != "shown" or record.data["order_id"] in seen:
            continue
        order_id = record.data["order_id"]
        order = placed.get(order_id)
        if is_screen(record.who):
            is_theirs = order is not None and shops.get(record.who) == order.data["shop_id"]
            told = is_theirs and connected.when_shown(record)
        else:
            told = record.data["status"] in TOLD
        if told:
            seen.add(order_id)
    return [
        Violation(
            RULE, "no connected screen and no customer was shown", order_id, order.who, order.at
        )
        for order_id, order in placed.items()
        if order_id not in seen
    ]


class _Connected:
    """When screens heard of orders: while a socket was open, or by a snapshot that lists them."""

    def __init__(self, records: Iterable[Record]) -> None:
        records = list(records)
        self._sockets: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for each in subscriptions(records):
            if each.channel.startswith(SHOP_CHANNEL):
                self._sockets[each.who].append((each.opened_at, each.closed_at))
        self._listed: dict[tuple[str, str], float] = {}
        for record in records:
            if record.kind == "snapshot":
                for order_id, *_ in record.data["orders"]:
                    self._listed.setdefault((record.who, order_id), record.at)

    def when_shown(self, shown: Record) -> bool:
        """Return whether the screen could know of the order when it showed it."""
        listed_at = self._listed.get((shown.who, shown.data["order_id"]))
        if listed_at is not None and listed_at <= shown.at + DRAWING_SECONDS:
            return True
        return any(
            opened_at <= shown.at <= closed_at + DRAWING_SECONDS
            for opened_at, closed_at in self._sockets[shown.who]
        )
