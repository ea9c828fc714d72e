"""What a customer sees of an order on its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import expect

from docs.make.screenshots.altered import altered, dated, refused
from docs.make.screenshots.shooting import BOTH, LIGHT, State
from docs.make.screenshots.stage import Stage
from tests.e2e.windows import CustomerWindow

# What is no longer on the menu.
GONE_DISH = {"dish_id": "hot-pot", "name": "火锅 Hot pot", "price": 9800, "quantity": 1}


@dataclass(frozen=True)
class Otherwise:
    """An order of the stage, and what is otherwise in it or its shop; instants as minutes."""

    name: str
    order: Mapping[str, Any] = field(default_factory=dict)
    shop: Mapping[str, Any] = field(default_factory=dict)


OTHERWISE = {
    "kitchen-left": Otherwise("seen", shop={"kitchen_online": False}),
    "kitchen-away": Otherwise("accepted", shop={"kitchen_online": False}),
    "paused": Otherwise("seen", shop={"paused_until": 30}),
    "deadline-soon": Otherwise("seen", {"accept_by": 1.5}),
    "no-promise": Otherwise("accepted", {"promised_at": None}),
    "very-late": Otherwise("accepted", {"promised_at": -20.5}),
    "timed-out": Otherwise("cancelled", {"closed_reason": "kitchen_timeout"}),
    "no-show": Otherwise("rejected", {"closed_reason": "no_show", "closed_note": None}),
    "closed-by-itself": Otherwise(
        "accepted", {"status": "completed", "closed_reason": "unattended", "completed_at": 0}
    ),
    "again-without": Otherwise(
        "rejected", {"items": [GONE_DISH, {**GONE_DISH, "dish_id": "egg", "name": "卤蛋 Egg"}]}
    ),
}


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


def otherwise(name: str) -> State:
    """Return the state of an order that stands as the stage's do not."""

    async def reach(stage: Stage, window: CustomerWindow) -> None:
        told = OTHERWISE[name]
        order, _ = stage.orders[told.name]
        await altered(window, f"/api/orders/{order['id']}", told.order)
        await altered(window, f"/api/shops/{order['shop_id']}", told.shop)
        await at_order(stage, window, told.name)

    return State("customer", f"order-{name}", reach)


async def cancelling(stage: Stage, window: CustomerWindow) -> None:
    """Be asked whether the order is really to be cancelled."""
    await at_order(stage, window, "seen")
    await window.page.locator(".cancelling button").click()


async def too_late(stage: Stage, window: CustomerWindow) -> None:
    """Cancel an order that has just been accepted."""
    order, _ = stage.orders["seen"]
    accepted = dated({"accepted_at": 0, "promised_at": 10, "received_at": -1})
    now = {**order, **accepted, "status": "accepted", "version": order["version"] + 9}
    await refused(window, "/cancel", "invalid_transition", order=now)
    await cancelling(stage, window)
    await window.page.locator(".cancelling button.danger").click()
    await expect(window.page.locator(".notice.bad")).to_be_visible()


async def offline(stage: Stage, window: CustomerWindow) -> None:
    """Lose the connection on the way."""
    await at_order(stage, window, "accepted")
    window.without_answers = True
    await window.context.set_offline(True)
    await window.is_connected("offline")


async def allowed(stage: Stage, window: CustomerWindow) -> None:
    """Wish to be told, and allow the browser's notifications."""
    await window.context.grant_permissions(["notifications"])
    await told(stage, window)


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
    *map(otherwise, OTHERWISE),
    State("customer", "order-cancelling", cancelling),
    State("customer", "order-too-late", too_late),
    State("customer", "order-offline", offline),
    State("customer", "order-told", told),
    State("customer", "order-allowed", allowed),
    State("customer", "order-gone", gone),
)
