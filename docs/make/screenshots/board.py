"""What a kitchen sees of its orders, and of its own screen."""

from playwright.async_api import Locator, expect

from docs.make.screenshots.shooting import BOTH, State
from docs.make.screenshots.stage import Stage
from tests.e2e.windows import KitchenWindow


async def log_in(_: Stage, window: KitchenWindow) -> None:
    """Show the log-in."""
    await window.page.goto(f"{window.url}/kitchen?shop=noodles")
    await expect(window.page.locator("form button.primary")).to_be_visible()


async def wrong_passcode(stage: Stage, window: KitchenWindow) -> None:
    """Log in with a wrong passcode."""
    window.without_answers = True
    await log_in(stage, window)
    await window.page.locator("input[name=passcode]").fill("open")
    await window.page.locator("form button.primary").click()
    await expect(window.page.get_by_role("alert")).to_be_visible()


async def empty(stage: Stage, window: KitchenWindow) -> None:
    """Show a board without orders."""
    await window.log_in(stage.quiet.shop_id)
    await window.page.keyboard.press("Shift")


async def busy(stage: Stage, window: KitchenWindow) -> None:
    """Show a board in a rush."""
    await window.log_in(stage.rush.shop_id)
    await expect(window.page.locator(".ticket").first).to_be_visible()


async def silent(stage: Stage, window: KitchenWindow) -> None:
    """Show a board that the browser keeps silent."""
    await busy(stage, window)
    await window.page.reload()
    await expect(window.page.locator(".ticket").first).to_be_visible()
    await window.is_connected("live")


async def watching(stage: Stage, window: KitchenWindow) -> None:
    """Show a board that only looks."""
    await window.page.goto(f"{window.url}/kitchen?shop={stage.rush.shop_id}&look")
    await window.page.locator("input[name=passcode]").fill("open sesame")
    await window.page.locator("form button.primary").click()
    await expect(window.page.get_by_test_id("looking")).to_be_visible()
    await expect(window.page.locator(".ticket").first).to_be_visible()


def fresh(window: KitchenWindow) -> Locator:
    """Return the tickets that are new."""
    return window.page.locator(".ticket[data-status=placed]")


async def declining(stage: Stage, window: KitchenWindow) -> None:
    """Be asked why an order is declined."""
    await busy(stage, window)
    await fresh(window).first.locator("[data-action=reject]").click()
    await expect(window.page.locator("form.declining")).to_be_visible()


async def undo(stage: Stage, window: KitchenWindow) -> None:
    """Show the way back, while a declining is still held back."""
    await declining(stage, window)
    await window.page.locator("[data-reason=too_busy]").click()
    await expect(window.page.locator("[data-undo]")).to_be_visible()


async def undone(window: KitchenWindow) -> None:
    """Take the way back: nothing was declined."""
    await window.page.locator("[data-undo] button").click()


async def totals(stage: Stage, window: KitchenWindow) -> None:
    """Show what is to be cooked, and look for a dish in the tickets."""
    await busy(stage, window)
    panel = window.page.get_by_test_id("totals")
    if not await panel.is_visible():
        await window.page.keyboard.press("t")
    await panel.locator("[data-total=beef-noodles]").click()


async def keyed(stage: Stage, window: KitchenWindow) -> None:
    """Show the tickets with their keys, one of them chosen."""
    await busy(stage, window)
    await window.page.keyboard.press("1")
    await window.page.keyboard.press("ArrowDown")


async def keys_help(stage: Stage, window: KitchenWindow) -> None:
    """Show what the keys do."""
    await busy(stage, window)
    await window.page.keyboard.press("?")
    await expect(window.page.get_by_test_id("keys")).to_be_visible()


async def last_ones(stage: Stage, window: KitchenWindow) -> None:
    """Show the orders that were handed over last."""
    await busy(stage, window)
    await window.page.keyboard.press("b")
    await expect(window.page.locator(".last-ones li").first).to_be_visible()


async def more(stage: Stage, window: KitchenWindow) -> None:
    """Open the menu of what is seldom needed."""
    await busy(stage, window)
    await window.page.get_by_test_id("more").click()


async def quiet(stage: Stage, window: KitchenWindow) -> None:
    """Silence the bell for a minute."""
    await busy(stage, window)
    await window.page.locator("button.silence.danger").click()
    await expect(window.page.locator("[data-silent]")).to_be_visible()


async def offline(stage: Stage, window: KitchenWindow) -> None:
    """Lose the connection in a rush."""
    await busy(stage, window)
    window.without_answers = True
    await window.context.set_offline(True)
    await expect(window.page.get_by_test_id("lost")).to_be_visible(timeout=60_000)


async def pausing(stage: Stage, window: KitchenWindow) -> None:
    """Be asked for how long the shop pauses."""
    await busy(stage, window)
    pause = window.page.locator(".open [aria-haspopup=dialog]:visible")
    if await pause.count() == 0:
        # A phone has no room for it in its head.
        await window.page.get_by_test_id("more").click()
    await pause.first.click()
    await expect(window.page.locator("[data-pause]").first).to_be_visible()


async def paused(stage: Stage, window: KitchenWindow) -> None:
    """Show a shop that pauses."""
    await window.log_in(stage.paused.shop_id)
    await expect(window.page.locator(".open[data-state=paused]")).to_be_visible()


async def closed(_: Stage, window: KitchenWindow) -> None:
    """Show a shop that is closed."""
    await window.log_in("bakery")
    await expect(window.page.locator(".open[data-open=false]")).to_be_visible()


STATES = (
    State("kitchen", "log-in", log_in),
    State("kitchen", "wrong-passcode", wrong_passcode),
    State("kitchen", "empty", empty, schemes=BOTH, is_whole=False),
    State("kitchen", "busy", busy, schemes=BOTH, is_whole=False),
    State("kitchen", "busy-whole", busy),
    State("kitchen", "silent", silent, is_whole=False),
    State("kitchen", "watching", watching, is_whole=False),
    State("kitchen", "declining", declining, is_whole=False),
    State("kitchen", "undo", undo, is_whole=False, leave=undone),
    State("kitchen", "totals", totals, is_whole=False),
    State("kitchen", "keyed", keyed, is_whole=False),
    State("kitchen", "keys", keys_help, is_whole=False),
    State("kitchen", "last-ones", last_ones, is_whole=False),
    State("kitchen", "more", more, is_whole=False),
    State("kitchen", "quiet", quiet, is_whole=False),
    State("kitchen", "offline", offline, schemes=BOTH, is_whole=False),
    State("kitchen", "pausing", pausing, is_whole=False),
    State("kitchen", "paused", paused, is_whole=False),
    State("kitchen", "closed", closed, is_whole=False),
)
