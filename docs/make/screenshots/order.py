"""What a customer sees of an order on its way."""

from playwright.async_api import expect

from docs.make.screenshots.shooting import BOTH, LIGHT, State
from docs.make.screenshots.stage import Stage
from tests.e2e.windows import CustomerWindow


async def at_order(stage: Stage, window: CustomerWindow, name: str) -> None:
    """Open the page of one of the stage's orders."""
    order, token = stage.orders[name]
    await window.page.goto(f"{window.url}/#/order/{order['id']}/{token}")
    await expect(window.order).to_be_visible()
    await window.is_connected("live")


def standing(name: str) -> State:
    """Return the state of an order that stands so."""

    async def reach(stage: Stage, window: CustomerWindow) -> None:
        await at_order(stage, window, name)

    schemes = BOTH if name in {"accepted", "ready"} else LIGHT
    return State("customer", f"order-{name}", reach, schemes=schemes)


async def cancelling(stage: Stage, window: CustomerWindow) -> None:
    """Be asked whether the order is really to be cancelled."""
    await at_order(stage, window, "seen")
    await window.page.locator(".cancelling button").click()


async def told(stage: Stage, window: CustomerWindow) -> None:
    """Wish to be told when the order is ready."""
    await at_order(stage, window, "accepted")
    await window.page.locator(".telling button").click()
    await expect(window.page.locator("[data-telling=true]")).to_be_visible()


async def gone(_: Stage, window: CustomerWindow) -> None:
    """Follow a link that is no longer good."""
    window.without_answers = True
    await window.page.goto(f"{window.url}/#/order/019aae4e-0000-7000-8000-000000000000/old")
    await expect(window.page.get_by_test_id("gone")).to_be_visible()


STATES = (
    *map(
        standing,
        (
            "placed",
            "unseen",
            "unattended",
            "seen",
            "accepted",
            "late",
            "ready",
            "completed",
            "rejected",
            "cancelled",
        ),
    ),
    State("customer", "order-cancelling", cancelling),
    State("customer", "order-told", told),
    State("customer", "order-gone", gone),
)
