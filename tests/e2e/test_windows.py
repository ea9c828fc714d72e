"""That a complaint of any tab fails its test."""

import pytest
from playwright.async_api import Browser

from tests.e2e.windows import Window, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "complaint",
    ["console.error('a complaint')", "setTimeout(() => { throw new Error('a complaint'); })"],
)
async def test_no_tab_complains_unheard(browser: Browser, complaint: str) -> None:
    with pytest.raises(AssertionError, match="a complaint"):
        await complain_elsewhere(browser, complaint)


async def complain_elsewhere(browser: Browser, complaint: str) -> None:
    """Complain in a tab that the window opened besides its own."""
    async with opened(Window, browser, "about:blank") as window:
        other = await window.context.new_page()
        await other.evaluate(complaint)
        await other.evaluate("new Promise((resolve) => setTimeout(resolve))")
