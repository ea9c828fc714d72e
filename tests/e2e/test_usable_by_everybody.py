"""The states of the pages against WCAG 2.2 AA, as far as axe-core can tell, light and dark."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize

from docs.make.screenshots.shooting import HEIGHTS, LOCALES, NO_DIALOGUE, State
from docs.make.screenshots.stage import SETTINGS, Stage, staged
from docs.make.screenshots.states import STATES
from stack.settings import CHECKOUT
from tests.e2e.running import running
from tests.e2e.windows import CustomerWindow, KitchenWindow, opened

# What most people see of the pages.
MAIN = {"choosing", "checkout", "mistakes", "order-accepted", "log-in", "busy", "declining"}
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
MOVING = "document.getAnimations().filter(({ playState }) => playState === 'running').length"

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(600)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    context = running(tmp_path_factory.mktemp("states"), **SETTINGS)
    system = await asyncio.to_thread(context.__enter__)
    try:
        async with staged(system) as stage:
            yield stage
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)


async def test_the_main_states_can_be_used_by_everybody(stage: Stage, browser: Browser) -> None:
    await all_can_be_used(stage, browser, [state for state in STATES if state.name in MAIN])


@pytest.mark.long
@pytest.mark.parametrize("page", ["customer", "kitchen"])
async def test_every_other_state_can_be_used_by_everybody(
    stage: Stage, browser: Browser, page: str
) -> None:
    others = [state for state in STATES if state.page == page and state.name not in MAIN]
    await all_can_be_used(stage, browser, others)


async def all_can_be_used(stage: Stage, browser: Browser, states: Iterable[State]) -> None:
    """Look at states in both languages; whatever is wrong is told at once."""
    left = iter([(state, language) for state in states for language in LOCALES])
    wrong: list[str] = []

    async def work() -> None:
        for state, language in left:
            try:
                found = await look(stage, browser, state, language)
            except Exception as error:
                found = [str(error).strip()[:600]]
            wrong.extend(f"{state.name}, {language}: {line}" for line in found)

    await asyncio.gather(*(work() for _ in range(WINDOWS_AT_ONCE)))
    assert wrong == []


async def look(stage: Stage, browser: Browser, state: State, language: str) -> list[str]:
    """Return what is wrong with a state in a language, as narrow and as wide as it comes."""
    kind = CustomerWindow if state.page == "customer" else KitchenWindow
    widths = {min(state.widths), max(state.widths)}
    async with opened(
        kind,
        browser,
        stage.system.url,
        LOCALES[language],
        viewport=size(min(widths)),
        timezone_id=stage.zone,
    ) as window:
        page = window.page
        await window.context.add_init_script(NO_DIALOGUE)
        await state.reach(stage, window)
        wrong = []
        if await page.locator("html").get_attribute("lang") != language:
            wrong.append("the page says that it is in another language")
        if await page.evaluate(MOVING):
            wrong.append("something moves although less motion was asked for")
        # Paper has the width that it has.
        is_paper = await page.locator("html[data-printing]").count()
        if not is_paper:
            await page.set_viewport_size(size(NARROWEST_PIXELS))
            wrong += await overflow(page)
        await page.evaluate(UNCOVER)
        await page.evaluate(AXE)
        for width in sorted(widths):
            await page.set_viewport_size(size(width))
            wrong += [] if is_paper else await overflow(page)
            wrong += await violations(page, RULES)
        await page.emulate_media(color_scheme="dark")
        return wrong + await violations(page, RULES_OF_COLOURS)


def size(width: int) -> ViewportSize:
    """Return a window that is so wide."""
    return {"width": width, "height": HEIGHTS.get(width, HEIGHTS[min(HEIGHTS)])}


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


async def test_what_moves_is_still_for_whoever_asked_for_less_motion(
    stage: Stage, browser: Browser
) -> None:
    busy = next(state for state in STATES if state.name == "busy")
    for motion, moves in (("no-preference", True), ("reduce", False)):
        async with opened(
            KitchenWindow, browser, stage.system.url, viewport=size(1024), reduced_motion=motion
        ) as board:
            await busy.reach(stage, board)
            assert bool(await board.page.evaluate(MOVING)) is moves
