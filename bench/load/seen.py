"""Which orders were seen, when first, and which of them are to be confirmed."""

import json
from collections.abc import Sequence
from typing import Any

from bench.load.push import sent_ns


class Seen:
    """Orders by when their call was sent (`clock_ns`), which their note says."""

    def __init__(self) -> None:
        """Begin with none."""
        self.at_ns: dict[int, int] = {}

    def take(self, content: bytes, now_ns: int) -> Sequence[str]:
        """Note the orders of a frame or a snapshot that came; return the ids to be confirmed.

        As a page does it: every order that no screen has confirmed, each time it is heard of.
        """
        orders = _orders(json.loads(content))
        for order in orders:
            self.at_ns.setdefault(sent_ns(order["note"].encode()), now_ns)
        return [order["id"] for order in orders if order["received_at"] is None]


def _orders(content: Any) -> Sequence[Any]:
    """Return the orders of a snapshot, of a frame, or of a poll's answer, which holds frames."""
    match content:
        case {"orders": list(orders)}:
            return orders
        case {"order": order}:
            return [order]
        case {"frames": list(frames)}:
            return [order for frame in frames for order in _orders(frame)]
        case _:
            return []
