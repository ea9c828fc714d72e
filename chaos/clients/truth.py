"""How a client keeps the truth while events, snapshots and receipts overtake each other.

Pure: no I/O and no clock. A caller tells a `Truth` what it heard and carries out the effects that
it gets back: confirm these orders, ring for these, come back to `reveal` these if they are still
doubtful after a while. A kitchen's screen drops orders that end (`leaving`); a customer, whose
snapshot is the one order, drops nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ENDED = frozenset({"completed", "rejected", "cancelled"})
# An id that has rung is remembered until this many others have: by then its end is long known.
RUNG_MAX = 1000


@dataclass(frozen=True)
class Order:
    """Of an order what the rules, and the records, speak of."""

    id: str
    version: int
    status: str
    received: bool
    updated_at: datetime

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to be done with it."""
        return self.status in ENDED


def parse_order(content: Mapping[str, Any]) -> Order:
    """Return the order that an answer or a frame holds; raises KeyError for a missing member."""
    return Order(
        id=content["id"],
        version=content["version"],
        status=content["status"],
        received=content["received_at"] is not None,
        updated_at=datetime.fromisoformat(content["updated_at"]),
    )


@dataclass
class Effects:
    """What the caller must do: ids to confirm, to ring for, to come back for; whether to `ask`
    for a snapshot at once.
    """

    confirm: list[str] = field(default_factory=list)
    ring: list[str] = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)
    ask: bool = False


@dataclass
class Flight:
    """A snapshot that is being asked for."""

    id: int
    etag: str | None
    forgettable: Mapping[str, int]
    since: set[str] = field(default_factory=set)
    clean: bool = True


@dataclass(frozen=True)
class Doubt:
    """An order that only a snapshot can tell from an old one, and how many had been asked for."""

    order: Order
    flights: int


class Truth:
    """What one client knows."""

    def __init__(self, leaving: Collection[str] = ENDED) -> None:
        """Know nothing yet; orders that reach a status of `leaving` are dropped."""
        self.held: dict[str, Order] = {}
        self.ended: dict[str, int] = {}
        self.as_of: datetime | None = None
        self.suspect = True
        self.want = False
        self.flight: Flight | None = None
        self.base: Sequence[Order] = ()
        self._leaving = frozenset(leaving)
        self._etag: str | None = None
        self._flights = 0
        self._rung: dict[str, None] = {}
        self._doubts: dict[str, Doubt] = {}
        self._revealed: set[str] = set()

    def shown(self) -> dict[str, Order]:
        """Return by id what is to be seen: what is held, and what was revealed unverified."""
        return self.held | {order_id: self._doubts[order_id].order for order_id in self._revealed}

    def is_verified(self, order_id: str) -> bool:
        """Return whether a snapshot, or the rules, vouch for what is shown of an order."""
        return order_id in self.held

    def discontinuity(self) -> None:
        """Something may have been missed: on load, `subscribed`, `resync`, or after silence."""
        self.suspect = self.want = True
        if self.flight:
            self.flight.clean = False

    def poll(self) -> None:
        """Ask again, whatever is known."""
        self.want = True

    def take_off(self) -> Flight | None:
        """Return the request to be made now; None while one is under way or none is wanted."""
        if not self.want or self.flight:
            return None
        self.want = False
        self._flights += 1
        self.flight = Flight(self._flights, self._etag, forgettable=dict(self.ended))
        return self.flight

    def fail(self, flight_id: int) -> None:
        """Give up a request; an answer that comes later is ignored."""
        if self.flight and self.flight.id == flight_id:
            self.flight = None
            self.want = True

    def event(self, order: Order) -> Effects:
        """Take an order that was heard of, by the socket or as the answer to an action."""
        effects = Effects()
        known = self.held.get(order.id)
        newer = known is None or order.version > known.version
        if self.flight and newer:
            self.flight.since.add(order.id)
        if order.version <= self.ended.get(order.id, 0):
            return effects
        if order.status in self._leaving:
            if newer:
                self._end(order)
        elif known:
            if newer:
                self.held[order.id] = order
            self._confirm(order.id, effects)
        elif self.suspect or self.as_of is None or order.updated_at <= self.as_of:
            self.want = effects.ask = True
            self._doubt(order, effects)
        else:
            self._show(order, effects)
        return effects

    def answer(
        self, flight_id: int, orders: Sequence[Order] | None, etag: str | None, as_of: datetime
    ) -> Effects:
        """Merge a snapshot; `orders` is None for a 304, which says that the last one holds."""
        effects = Effects()
        flight = self.flight
        if flight is None or flight.id != flight_id:
            return effects
        self.flight = None
        if orders is not None:
            self.base, self._etag = orders, etag
        self.as_of = as_of if self.as_of is None else max(self.as_of, as_of)
        if flight.clean:
            self.suspect = False
        self._add_listed(effects)
        self._drop_unlisted(flight.since, as_of)
        effects.ask = self.want
        for order_id, version in flight.forgettable.items():
            if self.ended.get(order_id) == version:
                del self.ended[order_id]
        for order_id, doubt in list(self._doubts.items()):
            if doubt.flights < flight.id:
                self._settle(order_id)
        return effects

    def reveal(self, order_id: str) -> Effects:
        """No snapshot could be had for too long: show a doubtful order, unconfirmed."""
        effects = Effects()
        if doubt := self._doubts.get(order_id):
            self._revealed.add(order_id)
            self._ring(doubt.order, effects)
        return effects

    def _add_listed(self, effects: Effects) -> None:
        for order in self.base:
            known = self.held.get(order.id)
            if known:
                if order.version > known.version:
                    self.held[order.id] = order
                self._confirm(order.id, effects)
            elif order.version > self.ended.get(order.id, 0):
                self._show(order, effects)

    def _drop_unlisted(self, since: Collection[str], as_of: datetime) -> None:
        listed = {order.id for order in self.base}
        for order_id in self.held.keys() - listed:
            if order_id in since:
                self.want = self.want or self.held[order_id].updated_at <= as_of
            else:
                del self.held[order_id]

    def _show(self, order: Order, effects: Effects) -> None:
        self.held[order.id] = order
        self.ended.pop(order.id, None)
        self._settle(order.id)
        self._confirm(order.id, effects)
        self._ring(order, effects)

    def _end(self, order: Order) -> None:
        self.held.pop(order.id, None)
        self.ended[order.id] = order.version
        doubt = self._doubts.get(order.id)
        if doubt and doubt.order.version < order.version:
            self._settle(order.id)

    def _doubt(self, order: Order, effects: Effects) -> None:
        known = self._doubts.get(order.id)
        if known and known.order.version > order.version:
            return
        self._doubts[order.id] = Doubt(order, self._flights)
        if not known:
            effects.doubt.append(order.id)

    def _settle(self, order_id: str) -> None:
        self._doubts.pop(order_id, None)
        self._revealed.discard(order_id)

    def _confirm(self, order_id: str, effects: Effects) -> None:
        order = self.held[order_id]
        if order.status == "placed" and not order.received:
            effects.confirm.append(order_id)

    def _ring(self, order: Order, effects: Effects) -> None:
        if order.status != "placed" or order.id in self._rung:
            return
        self._rung[order.id] = None
        effects.ring.append(order.id)
        if len(self._rung) > RUNG_MAX:
            del self._rung[next(iter(self._rung))]
