"""How an order ends is told to its customer, whatever the reason, in both languages."""

import json
import re

import pytest
from playwright.async_api import Browser, Route, expect

from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Newer than any version that this order really has.
LAST_VERSION = 99
# Words of each reason in English and in Chinese.
ENDS = {
    ("cancelled", "kitchen_timeout"): ("did not answer in time", "没有及时接单"),
    ("cancelled", "customer"): ("You cancelled", "您取消了"),
    ("completed", "unattended"): ("closed by itself", "自动结单"),
    ("rejected", "too_busy"): ("Too busy", "太忙"),
    ("rejected", "sold_out"): ("Sold out", "售罄"),
    ("rejected", "closing"): ("Closing", "打烊"),
    ("rejected", "no_show"): ("Not collected", "无人取餐"),
    ("rejected", "other"): ("Another reason", "其他原因"),
}


async def test_every_reason_is_told_in_both_languages(
    system: Running, kitchen: Kitchen, browser: Browser
) -> None:
    async with opened(CustomerWindow, browser, system.url) as phone:
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        reason = phone.page.get_by_test_id("reason")
        ending: dict[str, object] = {}

        async def answer(route: Route) -> None:
            """Answer what the server does, but for how the order has ended."""
            response = await route.fetch()
            if response.ok:
                order = json.loads(await response.text()) | ending
                await route.fulfill(response=response, json=order)
            else:
                await route.fulfill(response=response)

        await phone.page.route(re.compile(f"/api/orders/{order_id}$"), answer)
        for (status, code), (english, chinese) in ENDS.items():
            ending |= {"status": status, "closed_reason": code, "version": LAST_VERSION}
            await phone.page.reload()
            await expect(phone.order).to_have_attribute("data-status", status)
            await expect(reason).to_contain_text(english)
            await phone.page.locator("[data-language=zh]").click()
            await expect(reason).to_contain_text(chinese)
            await phone.page.locator("[data-language=en]").click()
        await phone.page.unroute_all(behavior="wait")
