"""Rule 7, presence: no order is taken for a kitchen that is gone, nor refused for one that is not.

A screen is there while a socket of its shop's channel is open, and for as long as `shops` promised
when it was told over HTTP (`attended`).
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from chaos.records import Fault, Final, Limits, Record
from chaos.rules.clients import NEVER, SCREEN_BEFORE, SHOP_CHANNEL, is_screen, subscriptions
from chaos.rules.excuses import Concern, Excuses
from chaos.rules.violation import Violation, epoch_seconds

RULE = 7
# The gateway knows of a socket before its client does, and writes are not of the same moment.
SAME_MOMENT_SECONDS = 1.0
# What goes by within the grace period closes no shop; it ends a little before it.
GRACE_MARGIN_SECONDS = 1.0


@dataclass(frozen=True)
class _Stay:
    """How long a screen was there (epoch seconds), and whether by its socket."""

    who: str
    began_at: float
    ended_at: float
    by_socket: bool


def check(
    records: Sequence[Record], faults: Sequence[Fault], final: Final, limits: Limits
) -> list[Violation]:
    """Return the orders taken though no kitchen was there, and the refusals though one was."""
    stays = _stays(records)
    return [
        *_taken(stays, Excuses(Concern.ABSENCE, faults, limits), final, limits),
        *_refused(records, stays, faults, limits),
    ]


def _stays(records: Sequence[Record]) -> dict[str, list[_Stay]]:
    """Return the stays by shop, in the order of their beginnings."""
    stays: dict[str, list[_Stay]] = defaultdict(list)
    for each in subscriptions(records):
        if each.channel.startswith(SHOP_CHANNEL) and is_screen(each.who):
            shop_id = each.channel.removeprefix(SHOP_CHANNEL)
            stays[shop_id].append(_Stay(each.who, each.opened_at, each.closed_at, by_socket=True))
    for record in records:
        if record.kind == "attended":
            stay = _Stay(record.who, record.at, record.data["expires_at"], by_socket=False)
            stays[record.data["shop_id"]].append(stay)
    for own in stays.values():
        own.sort(key=lambda stay: stay.began_at)
    return stays


def _taken(
    stays: dict[str, list[_Stay]], excuses: Excuses, final: Final, limits: Limits
) -> Iterator[Violation]:
    """Yield the orders placed when the last lease and the grace after it were long over."""
    after_lease = limits.grace_seconds + limits.sweep_seconds + limits.delivery_seconds
    begins, limits_at = {}, {}
    for shop_id, own in stays.items():
        begins[shop_id] = [stay.began_at - SAME_MOMENT_SECONDS for stay in own]
        over = (_over_at(stay, excuses, limits, after_lease) for stay in own)
        limits_at[shop_id] = list(accumulate(over, max))
    for order_id, history in final.histories.items():
        if not history or order_id not in final.orders:
            continue
        shop_id, placed_at = final.orders[order_id]["shop_id"], epoch_seconds(history[0]["at"])
        known = bisect_right(begins.get(shop_id, []), placed_at)
        if known and placed_at <= limits_at[shop_id][known - 1]:
            continue
        text = f"{shop_id} took it before any screen had come"
        if known:
            late = placed_at - limits_at[shop_id][known - 1]
            text = f"{shop_id} took it {late:.1f} s after all time for its last screen was over"
        yield Violation(RULE, text, order_id, None, placed_at)


def _over_at(stay: _Stay, excuses: Excuses, limits: Limits, after_lease: float) -> float:
    """Return when (epoch seconds) nothing of a stay can still keep the shop open."""
    if stay.ended_at == NEVER:
        return math.inf
    spans = excuses.of(stay.who)
    lease = limits.lease_seconds if stay.by_socket else 0.0
    return spans.deadline(spans.deadline(stay.ended_at, lease), after_lease)


def _refused(
    records: Sequence[Record],
    stays: dict[str, list[_Stay]],
    faults: Sequence[Fault],
    limits: Limits,
) -> Iterator[Violation]:
    """Yield the refusals by a shop of which one screen had been there for long, without excuse."""
    coming = Excuses(Concern.PRESENCE, faults, limits)
    staying = Excuses(Concern.STAYING, faults, limits)
    joined = {
        shop_id: _joined([stay for stay in own if stay.who != SCREEN_BEFORE], limits)
        for shop_id, own in stays.items()
    }
    asked: dict[str, float] = {}
    opened: dict[str, float] = {}
    for record in records:
        if record.kind == "placing":
            asked[record.data["key"]] = record.at
        elif record.kind == "opening":
            opened[record.data["shop_id"]] = record.at if record.data["open"] else NEVER
        elif record.kind == "refused" and record.data["code"] == "shop_closed":
            shop_id = record.data["shop_id"]
            asked_at = asked.get(record.data["key"], record.at)
            for stay in joined.get(shop_id, []):
                began_at = max(stay.began_at, opened.get(shop_id, 0.0))
                is_known_at = coming.of(stay.who).deadline(began_at, limits.delivery_seconds)
                is_there = is_known_at < asked_at and record.at <= stay.ended_at
                if is_there and not staying.of(stay.who).overlap(asked_at, record.at):
                    text = (
                        f"{shop_id} refused an order as closed, and {stay.who} "
                        f"had been there for {asked_at - stay.began_at:.1f} s"
                    )
                    yield Violation(RULE, text, None, record.who, record.at)
                    break


def _joined(stays: Sequence[_Stay], limits: Limits) -> list[_Stay]:
    """Return each screen's stays as one where no more than the grace period lies between them."""
    grace = max(0.0, limits.grace_seconds - GRACE_MARGIN_SECONDS)
    joined: dict[str, list[_Stay]] = defaultdict(list)
    for stay in stays:
        own = joined[stay.who]
        if own and stay.began_at <= own[-1].ended_at + grace:
            ended_at = max(own[-1].ended_at, stay.ended_at)
            own[-1] = _Stay(stay.who, own[-1].began_at, ended_at, stay.by_socket)
        else:
            own.append(stay)
    return [stay for own in joined.values() for stay in own]
