"""What a takeover says of itself, in lines and in JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from command.dump_checks import DIGITS
from command.printing import quoted
from command.takeover import Difference, Takeover

DRY_RUN = "Nothing was changed, this was a dry run: repeat it with --apply."
SAME = "Everything is there already: nothing to change."


def lines(
    takeovers: Sequence[Takeover],
    passcodes: Mapping[str, str],
    ignored: Sequence[str],
    *,
    applied: bool,
) -> Iterator[str]:
    """Return each shop with what is, or would be, done to it, and in the end whether it was."""
    for takeover in takeovers:
        yield from _shop_lines(takeover, passcodes.get(takeover.shop.id))
    if ignored:
        yield f"Ignored, as they hold no menus: {', '.join(map(quoted, ignored))}."
    if not any(takeover.changes for takeover in takeovers):
        yield SAME
    elif applied:
        yield f"Done. {_sum(takeovers)}"
    else:
        yield f"{_sum(takeovers)} {DRY_RUN}"


def content(
    takeovers: Sequence[Takeover],
    passcodes: Mapping[str, str],
    ignored: Sequence[str],
    *,
    applied: bool,
) -> dict[str, Any]:
    """Return the same as JSON, prices in hundredths; a shop that was made has its passcode."""
    return {
        "applied": applied,
        "shops": [_shop_content(takeover, passcodes) for takeover in takeovers],
        "ignored": list(ignored),
    }


def money(price: int) -> str:
    """Return a price in hundredths as people write it."""
    whole, rest = divmod(price, 10**DIGITS)
    return f"{whole}.{rest:0{DIGITS}}"


def _shop_lines(takeover: Takeover, passcode: str | None) -> Iterator[str]:
    shop = takeover.shop
    state = "new, closed until its kitchen opens it" if takeover.made else "is there"
    yield f"{shop.id} ({shop.name}): {state}"
    yield from (f"  + {dish.name} {money(dish.price)}" for dish in takeover.added)
    yield from map(_difference_line, takeover.differing)
    if takeover.same:
        yield f"  = as in the dump: {takeover.same}"
    if passcode:
        yield f"  Its passcode, shown this once: {passcode}"
    yield ""


def _difference_line(difference: Difference) -> str:
    before, wanted = money(difference.before), money(difference.wanted)
    if difference.set:
        return f"  ~ {difference.name} {before} -> {wanted}"
    return f"  ! {difference.name} stays {before}; --update-prices makes it {wanted} as in the dump"


def _sum(takeovers: Sequence[Takeover]) -> str:
    made = sum(takeover.made for takeover in takeovers)
    added = sum(len(takeover.added) for takeover in takeovers)
    prices = sum(each.set for takeover in takeovers for each in takeover.differing)
    return f"New shops: {made}; new dishes: {added}; other prices: {prices}."


def _shop_content(takeover: Takeover, passcodes: Mapping[str, str]) -> dict[str, Any]:
    shop = takeover.shop
    told = {
        "id": shop.id,
        "name": shop.name,
        "made": takeover.made,
        "added": [{"name": dish.name, "price": dish.price} for dish in takeover.added],
        "differing": [
            {
                "name": each.name,
                "price": each.before,
                "price_in_dump": each.wanted,
                "set": each.set,
            }
            for each in takeover.differing
        ],
        "same": takeover.same,
    }
    return {**told, "passcode": passcodes[shop.id]} if shop.id in passcodes else told
