"""Draws the icons for systems that take no SVG from `web/icon.svg`: `python -m docs.make.icons`."""

import asyncio
import base64
import io
from pathlib import Path

from PIL import Image

from tests.e2e.windows import chromium

WEB = Path(__file__).parents[2] / "web"
# A maskable icon keeps within the middle four fifths: systems cut the rest to their own shape.
MASKABLE_SHARE = 0.8
GROUND = "#b83a0b"
COLOURS = 32
# By file: its side in pixels, and the share of it that the drawing takes.
ICONS = {
    "192.png": (192, 1.0),
    "512.png": (512, 1.0),
    "maskable.png": (512, MASKABLE_SHARE),
    # Apple rounds the corners itself, and shows what is transparent as black.
    "apple.png": (180, MASKABLE_SHARE),
}


async def draw() -> None:
    """Draw every icon."""
    drawing = base64.b64encode((WEB / "icon.svg").read_bytes()).decode()
    async with chromium() as browser:
        for name, (side, share) in ICONS.items():
            page = await browser.new_page(viewport={"width": side, "height": side})
            await page.set_content(
                f"<style>body{{margin:0;display:grid;place-items:center;height:{side}px;"
                f"background:{'transparent' if share == 1 else GROUND}}}</style>"
                f"<img width={round(side * share)} src='data:image/svg+xml;base64,{drawing}'>"
            )
            picture = Image.open(io.BytesIO(await page.screenshot(omit_background=True)))
            picture.quantize(COLOURS).save(WEB / "icons" / name, optimize=True)
            await page.close()


if __name__ == "__main__":
    asyncio.run(draw())
