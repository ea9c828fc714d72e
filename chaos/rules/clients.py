"""Who the clients are, and how long each of their sockets lived, by the records alone."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chaos.records import Record

SCREEN_NAMES = ("screen", "kitchen")
# Stands for the screens of the run before: their leases may go on, and nobody is there any more.
SCREEN_BEFORE = "screen-before"
SHOP_CHANNEL = "shop:"
ORDER_CHANNEL = "order:"
NEVER = math.inf


def is_screen(who: str) -> bool:
    """Return whether the client is a kitchen's; whoever is not is a customer."""
    return who.startswith(SCREEN_NAMES)


def has_left(record: Record) -> bool:
    """Return whether a client is gone, or begins again: all that it had open before is closed."""
    return record.kind == "opened_page" or (record.kind == "left" and not follows_less(record))


def follows_less(record: Record) -> bool:
    """Return whether a client has left one order alone."""
    return record.kind == "left" and "order_id" in record.data


@dataclass(eq=False)
class Subscription:
    """One channel of one socket, from when until when (epoch seconds; NEVER for the end)."""

    who: str
    socket: str
    channel: str
    opened_at: float
    closed_at: float = NEVER


def subscriptions(records: Iterable[Record]) -> list[Subscription]:
    """Return every subscription, in the order of their beginnings."""
    found: list[Subscription] = []
    open_ones: dict[str, dict[str, dict[str, Subscription]]] = defaultdict(dict)
    for record in records:
        if record.kind == "opened":
            socket, channel = str(record.data["socket"]), record.data["channel"]
            channels = open_ones[record.who].setdefault(socket, {})
            # Subscribing again, with a renewed token, interrupts nothing.
            if channel not in channels:
                channels[channel] = Subscription(record.who, socket, channel, record.at)
                found.append(channels[channel])
        elif record.kind == "closed":
            _close(open_ones[record.who].pop(str(record.data["socket"]), {}), record.at)
        elif has_left(record):
            for channels in open_ones.pop(record.who, {}).values():
                _close(channels, record.at)
    return found


def _close(channels: Mapping[str, Subscription], at: float) -> None:
    for subscription in channels.values():
        subscription.closed_at = at


def shops_of_screens(records: Iterable[Record]) -> dict[str, str]:
    """Return which shop each screen belongs to, by the first record that says so."""
    shops: dict[str, str] = {}
    for record in records:
        if record.who in shops or not is_screen(record.who):
            continue
        channel = record.data.get("channel", "")
        if "shop_id" in record.data:
            shops[record.who] = record.data["shop_id"]
        elif channel.startswith(SHOP_CHANNEL):
            shops[record.who] = channel.removeprefix(SHOP_CHANNEL)
    return shops


def end_of(records: Sequence[Record]) -> float:
    """Return the time (epoch seconds) until which clients wrote down what they saw."""
    return records[-1].at if records else 0.0


def departures(records: Iterable[Record]) -> dict[str, list[float]]:
    """Return when (epoch seconds) each client was gone or began again, in order."""
    times: dict[str, list[float]] = defaultdict(list)
    for record in records:
        if has_left(record):
            times[record.who].append(record.at)
    return times
