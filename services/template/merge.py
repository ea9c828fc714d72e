"""How a kitchen's truth is kept while events, snapshots and receipts overtake each other.

Pure: no I/O and no clock. The rules are those of the pages (`web/merge.js`, which has the reasons),
and a test has both take the same steps. Whoever calls these carries out the effects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.template.order import Order


@dataclass
class Effects:
    """What the caller must do: ids to confirm once they are shown, and ids that only a snapshot can
    tell from old ones, to be revealed if none can be had.
    """

    confirm: list[str] = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)


@dataclass
class Flight:
    """A snapshot that is being asked for; `doubts` are the versions that it settles."""

    id: int
    etag: str | None
    forgettable: Mapping[str, int]
    doubts: Mapping[str, int]
    since: set[str] = field(default_factory=set)
    clean: bool = True


class Merge:
    """What one kitchen knows."""

    def __init__(self) -> None:
        """Know nothing yet, and suspect that there is something."""
        self.held: dict[str, Order] = {}
        self.ended: dict[str, int] = {}
        self.as_of: datetime | None = None
        self.suspect = True
        self.want = False
        self.flight: Flight | None = None
        self._base: Sequence[Order] = ()
        self._etag: str | None = None
        self._flights = 0
        self._doubtful: dict[str, Order] = {}
        self._revealed: set[str] = set()

    def shown(self) -> dict[str, Order]:
        """Return by id what a screen has to show: what is held, and what was revealed."""
        return self.held | {order_id: self._doubtful[order_id] for order_id in self._revealed}

    def discontinuity(self) -> None:
        """On load, `subscribed`, `resync`, or after silence: something may have been missed."""
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
        doubts = {order.id: order.version for order in self._doubtful.values()}
        self.flight = Flight(self._flights, self._etag, dict(self.ended), doubts)
        return self.flight

    def failure(self, flight_id: int) -> None:
        """Give up a request; an answer that comes later is ignored."""
        if self.flight and self.flight.id == flight_id:
            self.flight = None
            self.want = True

    def event(self, order: Order) -> Effects:
        """Take an order that was heard of."""
        effects = Effects()
        known = self.held.get(order.id)
        newer = known is None or order.version > known.version
        if self.flight and newer:
            self.flight.since.add(order.id)
        if order.version <= self.ended.get(order.id, 0):
            return effects
        if order.has_ended:
            if newer:
                self._end(order)
        elif known:
            if newer:
                self.held[order.id] = order
            self._confirm(order.id, effects)
        elif self.suspect or self.as_of is None or order.updated_at <= self.as_of:
            self.want = True
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
            self._base, self._etag = orders, etag
        self.as_of = as_of if self.as_of is None else max(self.as_of, as_of)
        if flight.clean:
            self.suspect = False
        self._add_listed(effects)
        self._drop_unlisted(flight, as_of)
        for order_id, version in flight.forgettable.items():
            if self.ended.get(order_id) == version:
                del self.ended[order_id]
        for order_id, version in flight.doubts.items():
            doubtful = self._doubtful.get(order_id)
            if doubtful and doubtful.version == version:
                self._settle(order_id)
        return effects

    def reveal(self, order_id: str) -> None:
        """No snapshot could be had for too long: show a doubtful order, unconfirmed."""
        if order_id in self._doubtful:
            self._revealed.add(order_id)

    def _add_listed(self, effects: Effects) -> None:
        for order in self._base:
            known = self.held.get(order.id)
            if known:
                if order.version > known.version:
                    self.held[order.id] = order
                self._confirm(order.id, effects)
            elif order.version > self.ended.get(order.id, 0):
                self._show(order, effects)

    def _drop_unlisted(self, flight: Flight, as_of: datetime) -> None:
        for order_id in self.held.keys() - {order.id for order in self._base}:
            if order_id in flight.since:
                self.want = self.want or self.held[order_id].updated_at <= as_of
            else:
                del self.held[order_id]

    def _show(self, order: Order, effects: Effects) -> None:
        self.held[order.id] = order
        self.ended.pop(order.id, None)
        self._settle(order.id)
        self._confirm(order.id, effects)

    def _end(self, order: Order) -> None:
        self.held.pop(order.id, None)
        self.ended[order.id] = order.version
        doubtful = self._doubtful.get(order.id)
        if doubtful and doubtful.version < order.version:
            self._settle(order.id)

    def _doubt(self, order: Order, effects: Effects) -> None:
        known = self._doubtful.get(order.id)
        if known is None or order.version >= known.version:
            self._doubtful[order.id] = order
            effects.doubt.append(order.id)

    def _confirm(self, order_id: str, effects: Effects) -> None:
        order = self.held[order_id]
        if order.status == "placed" and not order.received:
            effects.confirm.append(order_id)

    def _settle(self, order_id: str) -> None:
        self._doubtful.pop(order_id, None)
        self._revealed.discard(order_id)
