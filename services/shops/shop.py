"""A shop and the rules of what changes it: pure, without I/O or clock.

Whatever others may see of a shop carries its version: a change of it raises the version by one,
and what changes nothing that is seen does not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from shared.contracts import Dish, ShopState, ShopWithMenu

ID_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
ACCEPT_MINUTES_MAX = 180


class Refused(ValueError):
    """A change that breaks a rule; the text says which, for whoever asked for it."""


@dataclass(frozen=True)
class Shop:
    """A shop as it is stored.

    `grace_until` is set while no kitchen screen is connected and the grace period runs; a token
    issued before `sessions_since` is no longer believed.
    """

    id: str
    name: str
    currency: str
    timezone: str
    accept_minutes: int
    passcode_hash: str
    sessions_since: datetime
    open: bool = False
    kitchen_online: bool = False
    grace_until: datetime | None = None
    version: int = 1
    menu: tuple[Dish, ...] = ()

    @property
    def accepting(self) -> bool:
        """Whether orders are taken: staff opened it, and a screen is or was just connected."""
        return self.open and (self.kitchen_online or self.grace_until is not None)


Change = Callable[[Shop], Shop]


def checked(shop: Shop) -> Shop:
    """Return a new shop as it is; raises Refused when it breaks a rule."""
    if not re.fullmatch(ID_PATTERN, shop.id):
        raise Refused("an id is 1 to 40 lower-case letters, digits and hyphens between them")
    if shop.timezone not in available_timezones():
        raise Refused(f"{shop.timezone} is no time zone, such as Asia/Shanghai")
    if not re.fullmatch(CURRENCY_PATTERN, shop.currency):
        raise Refused("a currency is three capital letters, such as CNY")
    if not 1 <= shop.accept_minutes <= ACCEPT_MINUTES_MAX:
        raise Refused(f"the minutes to accept an order in are 1 to {ACCEPT_MINUTES_MAX}")
    return shop


def next_version(before: Shop, after: Shop) -> Shop:
    """Return `after` with the version it has to have."""
    seen = state(replace(after, version=before.version)) != state(before)
    return replace(after, version=before.version + seen)


def state(shop: Shop) -> ShopState:
    """Return the shop as its events carry it."""
    return ShopState(
        id=shop.id,
        name=shop.name,
        open=shop.open,
        kitchen_online=shop.kitchen_online,
        accepting=shop.accepting,
        currency=shop.currency,
        timezone=shop.timezone,
        version=shop.version,
        menu=shop.menu,
        accept_minutes=shop.accept_minutes,
        sessions_since=shop.sessions_since,
    )


def page(shop: Shop) -> ShopWithMenu:
    """Return the shop as its own page shows it."""
    return ShopWithMenu.model_validate(state(shop).model_dump())
