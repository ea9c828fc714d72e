"""Every state of the pages against WCAG 2.2 AA, as far as axe-core can tell, light and dark."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from docs.make.screenshots import board, customer, order, views
from docs.make.screenshots.shooting import HEIGHTS, LOCALES, NO_DIALOGUE
from docs.make.screenshots.stage import SETTINGS, Stage, staged
from stack.settings import CHECKOUT
from tests.e2e.running import running
from tests.e2e.windows import CustomerWindow, KitchenWindow, opened

STATES = (*customer.STATES, *order.STATES, *board.STATES, *views.STATES)
AXE = (CHECKOUT / "node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What can be otherwise in the dark.
RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]
# What is not drawn before it is scrolled to has no colours yet. What lies partly under a bar is
# reached whole by scrolling: its target is as large as it is then.
UNCOVER = """
  for (const element of document.querySelectorAll("body *")) {
    if (getComputedStyle(element).position === "sticky") element.style.position = "static";
    element.style.contentVisibility = "visible";
  }
"""
# WCAG 1.4.10: what a page of 1280 pixels has left at 400 %.
NARROWEST_PIXELS = 320
# Other test processes work beside this one.
WINDOWS_AT_ONCE = 2

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.long,
    pytest.mark.timeout(400),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    context = running(tmp_path_factory.mktemp("states"), **SETTINGS)
    system = await asyncio.to_thread(context.__enter__)
    try:
        async with staged(system) as stage:
            yield stage
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)


@pytest.mark.parametrize("page", ["customer", "kitchen"])
async def test_every_state_can_be_used_by_everybody(
    stage: Stage, browser: Browser, page: str
) -> None:
    left = iter([(number, state) for number, state in enumerate(STATES) if state.page == page])
    wrong: list[str] = []

    async def work() -> None:
        for number, state in left:
            try:
                wrong.extend(f"{state.name}: {line}" for line in await look(stage, browser, number))
            except Exception as error:
                wrong.append(f"{state.name}: {str(error).strip()[:600]}")

    await asyncio.gather(*(work() for _ in range(WINDOWS_AT_ONCE)))
    assert wrong == []


async def look(stage: Stage, browser: Browser, number: int) -> list[str]:
    """Return what is wrong with a state, in one of the languages and at one of its widths."""
    state = STATES[number]
    language = list(LOCALES)[number % len(LOCALES)]
    widths = tuple(state.widths)
    width = widths[number % len(widths)]
    kind = CustomerWindow if state.page == "customer" else KitchenWindow
    async with opened(
        kind,
        browser,
        stage.system.url,
        LOCALES[language],
        viewport={"width": width, "height": HEIGHTS[width]},
        timezone_id=stage.zone,
        reduced_motion="reduce",
    ) as window:
        page = window.page
        await window.context.add_init_script(NO_DIALOGUE)
        await state.reach(stage, window)
        wrong = []
        if await page.locator("html").get_attribute("lang") != language:
            wrong.append("the page says that it is in another language")
        # Paper has the width that it has.
        if not await page.locator("html[data-printing]").count():
            wrong += await overflow(page)
            await page.set_viewport_size({"width": NARROWEST_PIXELS, "height": HEIGHTS[width]})
            wrong += await overflow(page)
            await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        await page.evaluate(UNCOVER)
        await page.evaluate(AXE)
        wrong += await violations(page, RULES)
        await page.emulate_media(color_scheme="dark")
        return wrong + await violations(page, RULES_OF_COLOURS)


async def violations(page: Page, rules: list[str]) -> list[str]:
    """Return what breaks one of the rules: the rule, where, and why."""
    found: dict[str, Any] = await page.evaluate(
        f"axe.run({{runOnly: {json.dumps(rules)}, resultTypes: ['violations']}})"
    )
    return [
        f"{violation['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


async def overflow(page: Page) -> list[str]:
    """Return whether anything has to be scrolled sideways to be read."""
    wide = await page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [f"{wide} pixels too wide"] if wide > 0 else []
