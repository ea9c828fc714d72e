"""What a kitchen sees besides its orders: dishes, the day, settings, and what is printed."""

from playwright.async_api import expect

from docs.make.screenshots.shooting import BOTH, State
from docs.make.screenshots.stage import Stage
from tests.e2e.windows import KitchenWindow


async def view(stage: Stage, window: KitchenWindow, name: str) -> None:
    """Open one of the views of the kitchen in a rush."""
    await window.log_in(stage.rush.shop_id)
    await window.page.locator(f"nav [data-view={name}]").click()
    await expect(window.page.locator(f"main[data-view={name}]")).to_be_visible()


async def dishes(stage: Stage, window: KitchenWindow) -> None:
    """Show the dishes, some of them sold out."""
    await view(stage, window, "menu")
    await expect(window.page.locator("[data-dish-id=egg]")).to_be_visible()


async def selling_out(stage: Stage, window: KitchenWindow) -> None:
    """Be asked when a dish is back."""
    await dishes(stage, window)
    await window.page.locator("[data-dish-id=rice] .dish-line").click()
    await expect(window.page.locator("[data-back]").first).to_be_visible()


async def no_dishes(stage: Stage, window: KitchenWindow) -> None:
    """Show a menu without dishes."""
    await window.log_in(stage.quiet.shop_id)
    await window.page.locator("nav [data-view=menu]").click()
    await expect(window.page.locator(".dishes-none")).to_be_visible()


async def editing(stage: Stage, window: KitchenWindow) -> None:
    """Edit the menu."""
    await dishes(stage, window)
    await window.page.get_by_test_id("edit-menu").click()
    await expect(window.page.locator("[data-edit-id=egg]")).to_be_visible()


async def dish_form(stage: Stage, window: KitchenWindow) -> None:
    """Change a dish, and get its price wrong."""
    await editing(stage, window)
    await window.page.locator("[data-edit-id=egg] .dish-line").click()
    await window.page.locator("form.editor input[name=price]").fill("3,5o")


async def sorting(stage: Stage, window: KitchenWindow) -> None:
    """Move a dish by the keys."""
    await editing(stage, window)
    handle = window.page.locator("[data-edit-id=cucumber] button").first
    await handle.focus()
    await handle.press("Space")
    await handle.press("ArrowUp")


async def today(stage: Stage, window: KitchenWindow) -> None:
    """Show the day's figures and orders."""
    await view(stage, window, "today")
    await expect(window.page.get_by_test_id("since")).to_be_visible()
    await expect(window.page.locator(".day-list [data-order-id]").first).to_be_visible()


async def empty_day(stage: Stage, window: KitchenWindow) -> None:
    """Show a day without orders."""
    await window.log_in(stage.quiet.shop_id)
    await window.page.locator("nav [data-view=today]").click()
    await expect(window.page.get_by_test_id("since")).to_be_visible()


async def settings(stage: Stage, window: KitchenWindow) -> None:
    """Show the settings."""
    await view(stage, window, "settings")
    await expect(window.page.get_by_test_id("shop-link")).to_be_visible()


async def slip(stage: Stage, window: KitchenWindow) -> None:
    """Show the ticket that a receipt printer prints."""
    await today(stage, window)
    with_note = window.page.locator(".day-list tr", has_text="Jonas").first
    await with_note.locator("button.print").click()
    await on_paper(window, ".printed .slip")


async def day_sheet(stage: Stage, window: KitchenWindow) -> None:
    """Show the day's list on A4."""
    await today(stage, window)
    await window.page.locator(".export button").nth(2).click()
    await on_paper(window, ".printed")


async def poster(stage: Stage, window: KitchenWindow) -> None:
    """Show the poster with the code to scan."""
    await settings(stage, window)
    await window.page.locator(".shop-link > button").click()
    await on_paper(window, ".poster")


async def on_paper(window: KitchenWindow, what: str) -> None:
    """See the page as a printer does."""
    await window.page.emulate_media(media="print")
    await expect(window.page.locator(what).first).to_be_visible()


PAPER = (390,)
PAGE = (1024,)
STATES = (
    State("kitchen", "dishes", dishes),
    State("kitchen", "selling-out", selling_out, is_whole=False),
    State("kitchen", "no-dishes", no_dishes, is_whole=False),
    State("kitchen", "editing", editing),
    State("kitchen", "dish-form", dish_form, is_whole=False),
    State("kitchen", "sorting", sorting, is_whole=False),
    State("kitchen", "today", today),
    State("kitchen", "empty-day", empty_day),
    State("kitchen", "settings", settings, schemes=BOTH),
    State("kitchen", "slip", slip, widths=PAPER),
    State("kitchen", "day-sheet", day_sheet, widths=PAGE),
    State("kitchen", "poster", poster, widths=PAGE),
)
