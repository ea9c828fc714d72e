"""What is written down during a run, and what the servers hold at its end: all that is checked.

Clients write a `Record` for whatever they do, hear and show; the runner writes a `Fault` for
whatever it breaks. All times are epoch seconds of this machine's one clock.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO


@dataclass(frozen=True)
class Record:
    """Something that a client did, heard or showed.

    `who` names the client (`screen-3`, `customer-17`, `kitchen-page-1`, `customer-page-2`). `kind`
    and the members of `data` that it has:

    - placing: a customer asks for an order: key, shop_id
    - placed: an answer 200 or 201: key, shop_id, order_id, version, status, new (whether 201)
    - refused: an answer that refuses an order for good: key, shop_id, code
    - unanswered: no answer, or one that says to try again: key, shop_id, why
    - opened: a socket is subscribed: socket, channel
    - closed: a socket has ended: socket, code (null without a close frame)
    - notice: the socket said so: socket, notice (`resync` or `interrupted`)
    - heartbeat: the socket said so: socket
    - event: an order event came: socket, channel, event, order_id, version, status, received
    - snapshot: an answer was merged: shop_id or order_id, as_of, orders ([[id, version, status]])
    - attended: presence was renewed over HTTP: shop_id, expires_at
    - receipt: a screen confirms: shop_id, order_ids, by (`socket` or `http`)
    - opened_page: a page, or a screen, begins with nothing, for the first time or again: shop_id of
      a screen
    - shown: a ticket, or a customer's order, is shown now: order_id, version, status, received,
      verified (false for what no snapshot could vouch for)
    - twice: a page shows two tickets of it at the same time: order_id
    - hidden: it is no longer shown: order_id
    - rang: the screen rings for it: order_id
    - acting: staff, or the customer, do something: order_id, action
    - acted: it was answered: order_id, action, http_status, version, status (null where unknown)
    - stated: what a page, or a client, says of its connection: state (`live`, `interrupted`,
      `offline`, `connecting`)
    - accepting: what a client heard of a shop: shop_id, accepting, version
    - opening: staff opened or closed the shop, and it was answered: shop_id, open
    - left: the client is gone until it opens a page again, or (with order_id) it follows that
      order no longer
    """

    at: float
    who: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """Something that the runner broke, from when until when; `target` names what.

    At `ended_at` the breaking was over: at once for a kill, with its process for a stop, later for
    what lasts. `mended_at` is when whatever was broken stood again by the servers' own word (a
    process that was killed runs and is ready, a connection passes bytes again, an alarm is off).
    """

    kind: str
    target: str
    began_at: float
    ended_at: float
    mended_at: float


@dataclass(frozen=True)
class Final:
    """What stands when everything is quiet.

    `orders` and `histories` are what HTTP answered for each order's id; `rows` how many rows the
    database has of it; `repeats` which order each idempotency key gave when it was sent once more;
    `snapshots` the shop's active orders over HTTP. `waiting` are messages by queue, `outbox` rows
    by service, `dead_letters` message ids that the queue holds and `planted_letters` those that the
    run put there. `leaked` names processes that outlived their stop; `memory_mib` is the highest
    that was seen of each process, and `memory_limits_mib` its bound.
    """

    orders: Mapping[str, Mapping[str, Any]]
    histories: Mapping[str, list[Mapping[str, Any]]]
    rows: Mapping[str, int]
    repeats: Mapping[str, str]
    snapshots: Mapping[str, list[Mapping[str, Any]]]
    waiting: Mapping[str, int]
    outbox: Mapping[str, int]
    dead_letters: list[str]
    planted_letters: list[str]
    leaked: list[str]
    memory_mib: Mapping[str, float]
    memory_limits_mib: Mapping[str, float]


@dataclass(frozen=True)
class Limits:
    """How long things may take, in seconds, when nothing is broken; and the system's own settings.

    A time limit of the checker is one of these plus the known length of the faults in between.
    """

    delivery_seconds: float = 5.0
    receipt_seconds: float = 5.0
    stated_seconds: float = 5.0
    lease_seconds: float = 15.0
    screen_lease_seconds: float = 45.0
    grace_seconds: float = 8.0
    sweep_seconds: float = 5.0
    accept_seconds: float = 60.0
    session_gone_seconds: float = 1.5
    silence_seconds: float = 12.0


class Journal:
    """Keeps every record of a run, in memory and as a line of JSON in a file."""

    def __init__(self, path: Path) -> None:
        """Write to a new file."""
        self.records: list[Record] = []
        self._file: TextIO = path.open("w")

    def write(self, who: str, kind: str, *, at: float | None = None, **data: Any) -> None:
        """Keep one record, of now unless `at` (epoch seconds) says when."""
        record = Record(time.time() if at is None else at, who, kind, data)
        self.records.append(record)
        line = {"at": record.at, "who": who, "kind": kind, **data}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """End the file."""
        self._file.close()
