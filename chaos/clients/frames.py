"""What the frames of a socket are in the records."""

from collections.abc import Mapping
from typing import Any

from chaos.records import Journal


def write_frame(frame: Mapping[str, Any], who: str, socket: str, journal: Journal) -> None:
    """Write down a notice, a heartbeat, or what an event tells; other frames are no record."""
    kind = frame.get("type")
    if kind in {"resync", "interrupted"}:
        journal.write(who, "notice", socket=socket, notice=kind)
    elif kind == "heartbeat":
        journal.write(who, "heartbeat", socket=socket)
    elif kind == "event" and "order" in frame:
        order = frame["order"]
        journal.write(
            who,
            "event",
            socket=socket,
            channel=frame["channel"],
            event=frame["event"],
            order_id=order["id"],
            version=order["version"],
            status=order["status"],
            received=order["received_at"] is not None,
        )
    elif kind == "event" and "shop" in frame:
        shop = frame["shop"]
        journal.write(
            who,
            "accepting",
            shop_id=shop["id"],
            accepting=shop["accepting"],
            version=shop["version"],
        )
