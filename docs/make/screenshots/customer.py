"""What a customer sees on the way to an order: shops, a menu, what is in the way."""

import json
import re
from typing import Any

from playwright.async_api import expect

from docs.make.screenshots.altered import altered
from docs.make.screenshots.shooting import BOTH, State
from docs.make.screenshots.stage import Stage
from tests.e2e.cables import no_sockets
from tests.e2e.client import by
from tests.e2e.windows import CustomerWindow

BASKET = {
    "beef-noodles": {"name": "牛肉拉面 Beef noodle soup", "quantity": 2, "note": "", "price": 1800},
    "cucumber": {"name": "拍黄瓜 Smashed cucumber", "quantity": 1, "note": "", "price": 1000},
    "egg": {"name": "卤蛋 Marinated egg", "quantity": 3, "note": "", "price": 300},
}
# So many shops that one can search among them.
MANY_SHOPS = 12


async def remembering(window: CustomerWindow, name: str, value: Any) -> None:
    """Have the browser remember something, as an earlier visit would."""
    script = f"localStorage.setItem('orderbell.{name}', {json.dumps(json.dumps(value))})"
    await window.context.add_init_script(script)


async def shops(_: Stage, window: CustomerWindow) -> None:
    """Show the list of shops."""
    await window.page.goto(window.url)
    await expect(window.page.locator("[data-shop-id=noodles]")).to_be_visible()
    await window.is_connected("live")


async def own_orders(stage: Stage, window: CustomerWindow) -> None:
    """Show the list of shops below this browser's own orders."""
    kept = []
    for order, token in (stage.orders[name] for name in ("accepted", "ready", "completed")):
        path = f"/api/orders/{order['id']}"
        now = stage.tea.client.http.get(path, headers=by(token)).json()
        kept.append(
            {
                "id": now["id"],
                "token": token,
                "number": now["number"],
                "shop": now["shop_name"],
                "at": now["placed_at"],
                "state": {key: now[key] for key in ("status", "received_at", "closed_reason")},
            }
        )
    await remembering(window, "orders", kept)
    await shops(stage, window)


async def shops_lost(_: Stage, window: CustomerWindow) -> None:
    """Come where nobody answers."""
    window.without_answers = True
    await window.context.add_init_script(no_sockets())
    await window.page.route(re.compile("/api/"), lambda route: route.abort())
    await window.page.goto(window.url)
    await window.is_connected("offline")


async def no_shops(_: Stage, window: CustomerWindow) -> None:
    """Show the list of shops where there are none."""
    await altered(window, "/api/shops", {"shops": []})
    await window.page.goto(window.url)
    await window.is_connected("live")


async def searching_shops(stage: Stage, window: CustomerWindow) -> None:
    """Search many shops for one that is not there."""
    shop = stage.rush.client.http.get("/api/shops").json()["shops"][0]
    many = [{**shop, "id": f"shop-{number}"} for number in range(MANY_SHOPS)]
    await altered(window, "/api/shops", {"shops": many})
    await window.page.goto(window.url)
    await window.page.locator("input[type=search]").fill("pizza")


async def searching(stage: Stage, window: CustomerWindow) -> None:
    """Search a menu for what is not there."""
    await menu(stage, window)
    await window.page.locator(".menu input[type=search]").fill("pizza")


async def at_shop(window: CustomerWindow, shop_id: str, step: str = "") -> None:
    """Open a shop, by the step of its menu or its basket."""
    await window.page.goto(f"{window.url}/#/shop/{shop_id}{step}")
    await expect(window.page.locator(".shopping h1")).to_be_attached()
    await window.is_connected("live")


async def menu(_: Stage, window: CustomerWindow) -> None:
    """Show a menu and nothing in the basket."""
    await at_shop(window, "noodles")


async def choosing(_: Stage, window: CustomerWindow) -> None:
    """Show a menu of which something was chosen."""
    await remembering(window, "basket.noodles", BASKET)
    await at_shop(window, "noodles")


async def unattended(_: Stage, window: CustomerWindow) -> None:
    """Show a full basket at a shop without a kitchen."""
    await altered(window, "/api/shops/noodles", {"kitchen_online": False, "accepting": False})
    await remembering(window, "basket.noodles", BASKET)
    await at_shop(window, "noodles")


def closed_to(shop_id: str) -> State:
    """Return the state of a full basket at a shop that takes no orders."""

    async def reach(_: Stage, window: CustomerWindow) -> None:
        await remembering(window, f"basket.{shop_id}", BASKET)
        await at_shop(window, shop_id)

    return State("customer", f"at-{shop_id}", reach)


async def no_shop(_: Stage, window: CustomerWindow) -> None:
    """Follow a link to a shop that is not there."""
    window.without_answers = True
    await window.page.goto(f"{window.url}/#/shop/nowhere")
    await expect(window.page.get_by_role("alert")).to_be_visible()


STATES = (
    State("customer", "shops", shops),
    State("customer", "own-orders", own_orders),
    State("customer", "shops-lost", shops_lost),
    State("customer", "no-shops", no_shops),
    State("customer", "searching-shops", searching_shops),
    State("customer", "menu", menu),
    State("customer", "choosing", choosing, schemes=BOTH, is_whole=False),
    State("customer", "searching", searching),
    closed_to("dumplings"),
    closed_to("bakery"),
    closed_to("soups"),
    State("customer", "unattended", unattended),
    State("customer", "no-shop", no_shop),
)
