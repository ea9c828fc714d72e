"""Builds what a run writes down when all is well, for tests to spoil."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from chaos.records import Fault, Final, Limits, Record
from chaos.rules import Violation, check

START = 1_800_000_000.0
SHOP = "noodles"
LIMITS = Limits()
ACCEPT_SECONDS = LIMITS.accept_seconds
# How long something takes to be heard, and until a customer's call is answered.
HEARING_SECONDS = 0.05
LIFE = ("received", "accepted", "ready", "completed")
STATUSES = {
    "placed": "placed",
    "received": "placed",
    "accepted": "accepted",
    "ready": "ready",
    "completed": "completed",
    "rejected": "rejected",
    "cancelled": "cancelled",
}
STAMPS = {
    "received": "received_at",
    "accepted": "accepted_at",
    "ready": "ready_at",
    "completed": "completed_at",
}
ENDED = ("completed", "rejected", "cancelled")


def instant(at: float) -> str:
    return datetime.fromtimestamp(START + at, UTC).isoformat().replace("+00:00", "Z")


def fault(
    kind: str, target: str, began_at: float, ended_at: float, mended_at: float | None = None
) -> Fault:
    mended_at = ended_at if mended_at is None else mended_at
    return Fault(kind, target, START + began_at, START + ended_at, START + mended_at)


@dataclass
class Telling:
    """A run in which everything goes well; all times are seconds from its start."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    histories: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    repeats: dict[str, str] = field(default_factory=dict)
    screens: dict[str, str] = field(default_factory=dict)
    limits: Limits = LIMITS
    changes: dict[str, Any] = field(default_factory=dict)

    def say(self, at: float, who: str, kind: str, **data: Any) -> None:
        self.records.append(Record(START + at, who, kind, data))

    def screen(self, who: str, at: float = 0.0, shop: str = SHOP) -> None:
        """A kitchen's screen comes, and stays."""
        self.screens[who] = shop
        self.say(at, who, "opened_page", shop_id=shop)
        self.say(at, who, "stated", state="connecting")
        self.opened(at + 0.1, who, f"shop:{shop}")
        self.say(at + 0.2, who, "snapshot", shop_id=shop, as_of=START + at + 0.2, orders=[])
        self.say(at + 0.2, who, "stated", state="live")

    def opened(self, at: float, who: str, channel: str, socket: str = "1") -> None:
        self.say(at, who, "opened", socket=socket, channel=channel)

    def order(
        self,
        order_id: str,
        at: float,
        life: tuple[str, ...] = LIFE,
        *,
        step: float = 1.0,
        shop: str = SHOP,
    ) -> None:
        """A customer orders; the events of the order's life follow each other by `step`."""
        who, key = f"customer-{order_id}", f"key-{order_id}"
        self.say(at - HEARING_SECONDS, who, "placing", key=key, shop_id=shop)
        told = {"order_id": order_id, "version": 1, "status": "placed"}
        self.say(at + 0.01, who, "placed", key=key, shop_id=shop, new=True, **told)
        self.say(at + 0.01, who, "opened_page")
        self.say(at + 0.01, who, "shown", received=False, **told)
        self.opened(at + 0.02, who, f"order:{order_id}")
        self.repeats[key] = order_id
        self.orders[order_id] = {
            "id": order_id,
            "shop_id": shop,
            "status": "placed",
            "version": 1,
            "accept_by": instant(at + ACCEPT_SECONDS),
            "updated_at": instant(at),
            "customer": {"name": "Somebody", "address": "Somewhere", "telephone": "555 0100"},
            "note": None,
            "items": [],
            **dict.fromkeys([*STAMPS.values(), "closed_reason"]),
        }
        self.histories[order_id] = [{"version": 1, "event": "order.placed", "at": instant(at)}]
        self._tell(at, order_id, "order.placed")
        for number, event in enumerate(life, start=1):
            self.change(order_id, at + number * step, event)

    def change(self, order_id: str, at: float, event: str) -> None:
        """Something happens to an order, and everybody hears of it."""
        order = self.orders[order_id]
        if event == "recalled":
            undone = {"ready": "ready_at", "completed": "completed_at"}[order["status"]]
            order[undone] = None
            order["status"] = {"ready": "accepted", "completed": "ready"}[order["status"]]
        else:
            order["status"] = STATUSES[event]
        if event in STAMPS:
            order[STAMPS[event]] = instant(at)
        if event == "accepted" and order["received_at"] is None:
            order["received_at"] = instant(at)
        order["closed_reason"] = {"cancelled": "customer", "rejected": "other"}.get(event)
        order["version"] += 1
        order["updated_at"] = instant(at)
        entry = {"version": order["version"], "event": f"order.{event}", "at": instant(at)}
        self.histories[order_id].append(entry)
        self._tell(at, order_id, f"order.{event}")

    def _tell(self, at: float, order_id: str, event: str) -> None:
        order, customer = self.orders[order_id], f"customer-{order_id}"
        told = {
            "order_id": order_id,
            "version": order["version"],
            "status": order["status"],
            "received": order["received_at"] is not None,
        }
        heard_at = at + HEARING_SECONDS
        if event != "order.placed":
            channel = f"order:{order_id}"
            self.say(heard_at, customer, "event", socket="1", channel=channel, event=event, **told)
            self.say(heard_at, customer, "shown", verified=True, **told)
        for who, shop in self.screens.items():
            if shop != order["shop_id"]:
                continue
            channel = f"shop:{shop}"
            self.say(heard_at, who, "event", socket="1", channel=channel, event=event, **told)
            if order["status"] in ENDED:
                self.say(heard_at, who, "hidden", order_id=order_id)
                continue
            self.say(heard_at, who, "shown", verified=True, **told)
            if event == "order.placed":
                self.say(heard_at, who, "rang", order_id=order_id)
                self.say(heard_at, who, "receipt", shop_id=shop, order_ids=[order_id], by="socket")

    def quiet(self, at: float) -> None:
        """The run goes on until then, and nothing happens."""
        self.say(at, "customer-quiet", "accepting", shop_id=SHOP, accepting=True, version=1)

    def drop(self, wanted: Callable[[Record], bool]) -> None:
        """Take records away; there must have been some."""
        kept = [record for record in self.records if not wanted(record)]
        assert len(kept) < len(self.records)
        self.records = kept

    def delay(self, seconds: float, wanted: Callable[[Record], bool]) -> None:
        """Have records come later; there must be some."""
        late = [
            replace(record, at=record.at + seconds) if wanted(record) else record
            for record in self.records
        ]
        assert late != self.records
        self.records = late

    def final(self) -> Final:
        snapshots: dict[str, list[Mapping[str, Any]]] = {
            shop: [] for shop in {SHOP, *self.screens.values()}
        }
        for order in self.orders.values():
            if order["status"] not in ENDED:
                snapshots.setdefault(order["shop_id"], []).append(order)
        final = Final(
            orders=self.orders,
            histories=self.histories,
            rows=dict.fromkeys(self.orders, 1),
            repeats=self.repeats,
            snapshots=snapshots,
            waiting={"notifier.orders": 0, "orders.receipts": 0},
            outbox={"orders": 0, "shops": 0},
            dead_letters=["letter-1"],
            planted_letters=["letter-1"],
            leaked=[],
            memory_mib={"orders-1": 90.0},
            memory_limits_mib={"orders-1": 200.0},
        )
        return replace(final, **self.changes)

    def found(self) -> list[Violation]:
        return check(self.records, self.faults, self.final(), self.limits)

    def broken(self) -> dict[int, set[str | None]]:
        """The rules that are broken, each with the orders that break it."""
        rules: dict[int, set[str | None]] = {}
        for violation in self.found():
            rules.setdefault(violation.rule, set()).add(violation.order_id)
        return rules


def of(who: str, kind: str, **data: Any) -> Callable[[Record], bool]:
    """Tell whether a record is one of these."""
    return lambda record: (
        record.who == who
        and record.kind == kind
        and all(record.data.get(name) == value for name, value in data.items())
    )


def a_good_run() -> Telling:
    """Two screens, six orders with every kind of life, and time to see that no more comes."""
    run = Telling()
    run.screen("screen-1")
    run.screen("kitchen-page-1")
    run.order("done", 10)
    run.order("rejected", 12, ("received", "rejected"))
    run.order("cancelled", 14, ("cancelled",))
    run.order("recalled", 16, ("received", "accepted", "ready", "recalled", "ready", "completed"))
    run.order("back", 18, (*LIFE, "recalled"))
    run.order("cooking", 20, ("accepted",))
    run.quiet(120)
    return run
