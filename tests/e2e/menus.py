"""A menu of four dishes, and a kitchen's page and a customer's phone that show one."""

import re

from playwright.async_api import Locator, Page, expect

from shared.contracts import Dish
from tests.e2e.kitchens import EGG, RICE
from tests.e2e.windows import KitchenWindow

TEA = Dish(id="tea", name="tea", price=200, available=True)
SOUP = Dish(id="soup", name="soup", price=900, available=True)
MENU = [EGG, RICE, TEA, SOUP]


async def show(board: KitchenWindow, view: str) -> None:
    """Show a view of the kitchen's page."""
    await board.page.locator(f"nav [data-view={view}]").click()


async def edit(board: KitchenWindow) -> None:
    """Begin to edit the menu."""
    await show(board, "menu")
    await board.page.get_by_test_id("edit-menu").click()


def dish(page: Page, dish_id: str) -> Locator:
    """Return a dish where it is sold, by the kitchen or to a customer."""
    return page.locator(f"[data-dish-id={dish_id}]")


async def is_available(page: Page, dish_id: str, available: bool) -> None:
    """Return when a page shows a dish so."""
    await expect(dish(page, dish_id)).to_have_attribute("data-available", str(available).lower())


async def is_sorted(page: Page, *names: str) -> None:
    """Return when the rows and headings to sort are these, as far as their names begin."""
    rows = page.locator(".dish-list > .sorted > li")
    await expect(rows).to_have_text([re.compile(rf"^\s*{name}\b") for name in names])
