"""What a customer sees of the basket, and of the order while it is being sent."""

import re
import time

from playwright.async_api import Route, expect

from docs.make.screenshots.altered import refused
from docs.make.screenshots.customer import BASKET, at_shop, remembering
from docs.make.screenshots.shooting import State
from docs.make.screenshots.stage import Stage
from services.shops.demo import MENUS
from tests.e2e.windows import CustomerWindow

# A dish of it has sold out since, one had another price, one is no longer there.
STALE = {
    **BASKET,
    "lamb-skewer": {"name": "羊肉串 Lamb skewer", "quantity": 4, "note": "", "price": 500},
    "lamb-noodles": {"name": "羊肉拉面 Lamb noodle soup", "quantity": 1, "note": "", "price": 2200},
    "hot-pot": {"name": "火锅 Hot pot", "quantity": 1, "note": "", "price": 9800},
}

# As much as there may be of everything, with as much written to it as may be.
FULL = {
    dish.id: {"name": dish.name, "quantity": 99, "note": "很多 " * 66, "price": dish.price}
    for dish in MENUS["lanzhou"]["menu"]
}
# A try whose outcome nobody knows lies for so long before the page asks.
LONG_AGO_MINUTES = 10


async def checkout(_: Stage, window: CustomerWindow) -> None:
    """Show the basket with everything filled in."""
    await remembering(window, "basket.noodles", BASKET)
    await at_shop(window, "noodles", "/basket")
    for name, words in (
        ("name", "Mei Lin"),
        ("telephone", "555 0100"),
        ("address", "1 Long Lane"),
        ("note", "Please ring twice"),
    ):
        await window.page.locator(f"#checkout [name={name}]").fill(words)


async def empty_basket(_: Stage, window: CustomerWindow) -> None:
    """Go to a basket with nothing in it."""
    await at_shop(window, "noodles", "/basket")


async def full_basket(_: Stage, window: CustomerWindow) -> None:
    """Show a basket that holds as much as it may."""
    await remembering(window, "basket.noodles", FULL)
    await at_shop(window, "noodles", "/basket")


async def mistakes(_: Stage, window: CustomerWindow) -> None:
    """Order without having filled in what is needed."""
    await remembering(window, "basket.noodles", BASKET)
    await at_shop(window, "noodles", "/basket")
    await window.page.locator("#checkout [name=telephone]").fill("12")
    await window.order_button.click()
    await expect(window.page.locator("#checkout [name=name]")).to_be_focused()


async def lengths(_: Stage, window: CustomerWindow) -> None:
    """Write nearly as much as fits, and more than that."""
    await checkout(_, window)
    await window.page.locator("#checkout [name=note]").fill("n" * 190)
    await window.page.locator("#checkout [name=name]").fill("Mei " * 21)
    await window.order_button.click()
    await expect(window.page.locator("#checkout .wrong")).to_be_visible()


async def remembered(_: Stage, window: CustomerWindow) -> None:
    """Have this device remember who orders."""
    await checkout(_, window)
    await window.page.locator("#checkout [name=remember]").check()
    await expect(window.page.locator(".remembering button")).to_be_visible()


async def stale_basket(_: Stage, window: CustomerWindow) -> None:
    """Show a basket of which something has sold out, or costs more, or is gone."""
    await remembering(window, "basket.noodles", STALE)
    await at_shop(window, "noodles", "/basket")
    await expect(window.page.get_by_test_id("missing")).to_be_visible()


async def sending(_: Stage, window: CustomerWindow) -> None:
    """Order, and wait for the answer."""

    async def leave(_: Route) -> None:
        """Let the page wait."""

    await checkout(_, window)
    await window.page.route(re.compile("/api/orders$"), leave)
    await window.order_button.click()
    await expect(window.order_button).to_have_attribute("aria-disabled", "true")


async def no_answer(_: Stage, window: CustomerWindow) -> None:
    """Order while nobody answers."""
    await checkout(_, window)
    window.without_answers = True
    await window.page.route(re.compile("/api/orders$"), lambda route: route.abort())
    await window.order_button.click()
    await expect(window.page.get_by_test_id("retrying")).to_be_visible()


async def stopping(stage: Stage, window: CustomerWindow) -> None:
    """Wait for an answer for so long that one may give up."""
    await no_answer(stage, window)
    await expect(window.page.get_by_test_id("retrying").get_by_role("button")).to_be_visible()


async def unsure(_: Stage, window: CustomerWindow) -> None:
    """Come back to an order whose answer was lost long ago."""
    long_ago = (time.time() - LONG_AGO_MINUTES * 60) * 1000
    await remembering(window, "attempt.noodles", {"key": "key", "body": {}, "at": long_ago})
    await remembering(window, "basket.noodles", BASKET)
    await at_shop(window, "noodles", "/basket")
    await expect(window.page.locator("#checkout").get_by_role("alert")).to_be_visible()


async def price_changed(stage: Stage, window: CustomerWindow) -> None:
    """Order at a price that has just changed."""
    await refused(window, "/api/orders", "price_changed", total=6000)
    await checkout(stage, window)
    await window.order_button.click()
    await expect(window.page.locator("#checkout [data-code=price_changed]")).to_be_visible()


async def offline(_: Stage, window: CustomerWindow) -> None:
    """Lose the connection over a full basket."""
    await checkout(_, window)
    window.without_answers = True
    await window.context.set_offline(True)
    await window.is_connected("offline")


STATES = (
    State("customer", "empty-basket", empty_basket),
    State("customer", "full-basket", full_basket),
    State("customer", "checkout", checkout),
    State("customer", "mistakes", mistakes),
    State("customer", "lengths", lengths),
    State("customer", "remembered", remembered),
    State("customer", "stale-basket", stale_basket),
    State("customer", "sending", sending),
    State("customer", "no-answer", no_answer),
    State("customer", "stopping", stopping),
    State("customer", "unsure", unsure),
    State("customer", "price-changed", price_changed),
    State("customer", "offline", offline),
)
