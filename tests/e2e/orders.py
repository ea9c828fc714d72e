"""A customer's window on an order, and what its browser is asked to show."""

from typing import Any

from playwright.async_api import expect

from tests.e2e.windows import CustomerWindow

# Keeps what the browser was asked to show, in either way that there is.
RECORD_NOTIFICATIONS = """
  globalThis.notified = [];
  ServiceWorkerRegistration.prototype.showNotification = async (title, { body, tag, renotify }) => {
    notified.push({ title, body, tag, renotify });
  };
  globalThis.Notification = class {
    static permission = Notification.permission;
    static requestPermission = () => Promise.resolve(this.permission);
    constructor(title, { body, tag, renotify }) {
      notified.push({ title, body, tag, renotify });
      globalThis.shown = this;
    }
    close() {}
  };
"""


class OrderWindow(CustomerWindow):
    """A customer's window on an order."""

    async def watch(self, order: Any, token: str) -> None:
        """Open the order by its link."""
        await self.page.goto(f"{self.url}/#/order/{order['id']}/{token}")
        await expect(self.order).to_have_attribute("data-order-id", order["id"])

    async def says(self, *words: str) -> None:
        """Return when the headline has these words; nothing reaches beyond the window's edge."""
        for some in words:
            await expect(self.page.get_by_test_id("headline")).to_contain_text(some)
        wider = "document.documentElement.scrollWidth - innerWidth"
        assert await self.page.evaluate(wider) <= 0

    async def copied_link(self) -> str:
        """Copy the order's link, and return what is pasted then."""
        await self.button("Copy the link").click()
        await expect(self.page.get_by_test_id("shared")).to_have_text("Copied.")
        await self.page.evaluate("document.body.append(document.createElement('textarea'))")
        field = self.page.locator("body > textarea")
        await field.press("Control+V")
        return await field.input_value()

    async def notified(self, count: int) -> Any:
        """Return what the browser was asked to show, when it is so many."""
        await self.page.wait_for_function("count => notified.length === count", arg=count)
        return await self.page.evaluate("notified")
