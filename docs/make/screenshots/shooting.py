"""A state of a page, and its pictures: in both languages, on a phone, a tablet and a wall."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser

from docs.make.screenshots.stage import Stage
from tests.e2e.windows import CustomerWindow, KitchenWindow, opened

LOCALES = {"en": "en-GB", "zh": "zh-CN"}
HEIGHTS = {390: 844, 1024: 768, 1920: 1080}
# Pages move for a moment after each step.
SETTLE_MILLISECONDS = 350
AT_ONCE = 3
# A page that never comes to rest must not keep the others waiting.
SHOT_SECONDS = 60

Scheme = Literal["light", "dark"]
Page = Literal["customer", "kitchen"]
LIGHT: Sequence[Scheme] = ("light",)
BOTH: Sequence[Scheme] = ("light", "dark")
# What a browser is told not to do: its printing dialogue would hold the page.
NO_DIALOGUE = "globalThis.print = () => {};"


@dataclass(frozen=True)
class State:
    """A state of a page: its name, and how a window that was just opened gets there."""

    page: Page
    name: str
    reach: Callable[[Stage, Any], Awaitable[None]]
    widths: Iterable[int] = tuple(HEIGHTS)
    schemes: Iterable[Scheme] = LIGHT
    # All of the page, however long, or what is seen of it at once.
    is_whole: bool = True
    # What sets right afterwards what others would see of it.
    leave: Callable[[Any], Awaitable[None]] | None = None


@dataclass(frozen=True)
class Shot:
    """One picture of a state."""

    state: State
    language: str
    width: int
    scheme: Scheme

    @property
    def name(self) -> str:
        """The name of its file."""
        state = f"{self.state.page}-{self.state.name}-{self.language}-{self.width}"
        return f"{state}{'' if self.scheme == 'light' else '-dark'}.png"


def shots(states: Iterable[State]) -> Iterator[Shot]:
    """Return every picture that these states want."""
    for state in states:
        for language, width, scheme in itertools.product(LOCALES, state.widths, state.schemes):
            yield Shot(state, language, width, scheme)


async def take(browser: Browser, stage: Stage, wanted: Iterable[Shot], folder: Path) -> list[str]:
    """Take pictures, a few at once; return what went wrong with which of them."""
    left = iter(list(wanted))
    wrong: list[str] = []

    async def work() -> None:
        for shot in left:
            try:
                async with asyncio.timeout(SHOT_SECONDS):
                    await take_one(browser, stage, shot, folder / shot.name)
            except Exception as error:
                wrong.append(f"{shot.name}: {str(error).strip()[:600] or type(error).__name__}")

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return wrong


async def take_one(browser: Browser, stage: Stage, shot: Shot, path: Path) -> None:
    """Bring a window of its own into a state, and take its picture."""
    kind = CustomerWindow if shot.state.page == "customer" else KitchenWindow
    async with opened(
        kind,
        browser,
        stage.system.url,
        LOCALES[shot.language],
        viewport={"width": shot.width, "height": HEIGHTS[shot.width]},
        color_scheme=shot.scheme,
        timezone_id=stage.zone,
        reduced_motion="reduce",
    ) as window:
        await window.context.add_init_script(NO_DIALOGUE)
        await shot.state.reach(stage, window)
        if shot.state.is_whole:
            # What sticks to a window's edge would else stand in the middle of the picture.
            height = await window.page.evaluate("document.documentElement.scrollHeight")
            height = max(height, HEIGHTS[shot.width])
            await window.page.set_viewport_size({"width": shot.width, "height": height})
        await window.page.wait_for_timeout(SETTLE_MILLISECONDS)
        await window.page.screenshot(path=path)
        if shot.state.leave:
            await shot.state.leave(window)
