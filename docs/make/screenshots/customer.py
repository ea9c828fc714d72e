"""What a customer sees on the way to an order: shops, a menu, the basket, what is in the way."""

import json
import re
from typing import Any

from playwright.async_api import expect

from docs.make.screenshots.shooting import BOTH, State
from docs.make.screenshots.stage import Stage
from tests.e2e.client import by
from tests.e2e.windows import CustomerWindow

BASKET = {
    "beef-noodles": {"name": "牛肉拉面 Beef noodle soup", "quantity": 2, "note": "", "price": 1800},
    "cucumber": {"name": "拍黄瓜 Smashed cucumber", "quantity": 1, "note": "", "price": 1000},
    "egg": {"name": "卤蛋 Marinated egg", "quantity": 3, "note": "", "price": 300},
}
# A dish of it has sold out since, one had another price, one is no longer there.
STALE = {
    **BASKET,
    "lamb-skewer": {"name": "羊肉串 Lamb skewer", "quantity": 4, "note": "", "price": 500},
    "lamb-noodles": {"name": "羊肉拉面 Lamb noodle soup", "quantity": 1, "note": "", "price": 2200},
    "hot-pot": {"name": "火锅 Hot pot", "quantity": 1, "note": "", "price": 9800},
}


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


async def mistakes(_: Stage, window: CustomerWindow) -> None:
    """Order without having filled in what is needed."""
    await remembering(window, "basket.noodles", BASKET)
    await at_shop(window, "noodles", "/basket")
    await window.page.locator("#checkout [name=telephone]").fill("12")
    await window.order_button.click()
    await expect(window.page.locator("#checkout [name=name]")).to_be_focused()


async def stale_basket(_: Stage, window: CustomerWindow) -> None:
    """Show a basket of which something has sold out, or costs more, or is gone."""
    await remembering(window, "basket.noodles", STALE)
    await at_shop(window, "noodles", "/basket")
    await expect(window.page.get_by_test_id("missing")).to_be_visible()


async def no_answer(_: Stage, window: CustomerWindow) -> None:
    """Order while nobody answers."""
    await checkout(_, window)
    window.without_answers = True
    await window.page.route(re.compile("/api/orders$"), lambda route: route.abort())
    await window.order_button.click()
    await expect(window.page.locator("#checkout").get_by_role("status").last).to_be_visible()
    await window.page.wait_for_timeout(2500)


async def offline(_: Stage, window: CustomerWindow) -> None:
    """Lose the connection over a full basket."""
    await checkout(_, window)
    window.without_answers = True
    await window.context.set_offline(True)
    await window.is_connected("offline")


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
    State("customer", "menu", menu),
    State("customer", "choosing", choosing, schemes=BOTH, is_whole=False),
    State("customer", "searching", searching),
    State("customer", "checkout", checkout),
    State("customer", "mistakes", mistakes),
    State("customer", "stale-basket", stale_basket),
    State("customer", "no-answer", no_answer),
    State("customer", "offline", offline),
    closed_to("dumplings"),
    closed_to("bakery"),
    closed_to("soups"),
    State("customer", "no-shop", no_shop),
)
