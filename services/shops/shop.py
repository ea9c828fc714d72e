"""A shop and the rules of what changes it: pure, without I/O or clock.

Whatever others may see of a shop carries its version: a change of it raises the version by one,
and what changes nothing that is seen does not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from shared.contracts import (
    LATE_MINUTES,
    SOON_MINUTES,
    Dish,
    Names,
    Section,
    ShopState,
    ShopWithMenu,
)

ID_PATTERN = r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
ACCEPT_MINUTES_MAX = 180


class Refused(ValueError):
    """A change that breaks a rule; the text says which, for whoever asked for it."""


@dataclass(frozen=True)
class Shop:
    """A shop as it is stored; its dishes stand in the order of its menu.

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
    names: Names | None = None
    paused_until: datetime | None = None
    sections: tuple[Section, ...] = ()
    soon_minutes: int = SOON_MINUTES
    late_minutes: int = LATE_MINUTES
    menu: tuple[Dish, ...] = ()

    @property
    def accepting(self) -> bool:
        """Whether orders are taken: open, not paused, and a screen is or was just connected."""
        attended = self.kitchen_online or self.grace_until is not None
        return self.open and self.paused_until is None and attended


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
    """Return the shop as its events carry it, its dishes numbered by their places."""
    return ShopState(
        id=shop.id,
        name=shop.name,
        open=shop.open,
        kitchen_online=shop.kitchen_online,
        accepting=shop.accepting,
        currency=shop.currency,
        timezone=shop.timezone,
        version=shop.version,
        names=shop.names,
        paused_until=shop.paused_until,
        menu=tuple(
            dish.model_copy(update={"position": place}) for place, dish in enumerate(shop.menu)
        ),
        sections=shop.sections,
        soon_minutes=shop.soon_minutes,
        late_minutes=shop.late_minutes,
        accept_minutes=shop.accept_minutes,
        sessions_since=shop.sessions_since,
    )


def page(shop: Shop) -> ShopWithMenu:
    """Return the shop as its own page shows it."""
    return ShopWithMenu.model_validate(state(shop).model_dump())
