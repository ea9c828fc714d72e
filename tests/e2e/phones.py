"""A customer's phone at a shop, and a menu that is longer than its screen."""

import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import Browser, Locator

from shared.contracts import Dish
from tests.e2e.windows import PHONE, CustomerWindow, opened


def named(dish_id: str, chinese: str, english: str, section: str | None) -> Dish:
    """Return a dish that costs 18.00."""
    names = {"zh": chinese, "en": english}
    return Dish(id=dish_id, name=english, names=names, price=1800, available=True, section=section)


MENU = (
    named("noodles", "牛肉面", "Beef noodles", "Noodles"),
    *(
        named(f"noodles-{number}", f"面{number}", f"Noodles {number}", "Noodles")
        for number in range(8)
    ),
    named("tea", "茶", "Tea", "Drinks"),
    named("bag", "袋子", "Bag", None),
)


@contextlib.asynccontextmanager
async def phone_at(
    browser: Browser, url: str, locale: str = "en-GB"
) -> AsyncIterator[CustomerWindow]:
    """Return a customer's phone."""
    async with opened(CustomerWindow, browser, url, locale, viewport=PHONE) as phone:
        yield phone


def dish(phone: CustomerWindow, dish_id: str) -> Locator:
    """Return a dish of the menu."""
    return phone.page.locator(f".dish[data-dish-id={dish_id}]")


async def fits(phone: CustomerWindow) -> None:
    """See that nothing has to be scrolled sideways."""
    assert await phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
