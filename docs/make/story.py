"""Makes the animated picture of the README: an order placed on the left rings on the right.

Needs Orderbell running with its demo shops (`make run`), and Chromium: `make picture`.
"""

import argparse
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect, sync_playwright

PICTURE = Path(__file__).parent.parent / "story.gif"
HEIGHT = 720
CUSTOMER_WIDTH = 400
KITCHEN_WIDTH = 1100
SCALE = 0.65
GAP = 12
BACKGROUND = "#888888"
COLOURS = 64
STEP_MILLISECONDS = 1600
LAST_MILLISECONDS = 4000
# Pages move for a moment after each step.
SETTLE_MILLISECONDS = 500


def main() -> None:
    """Play the story and write the picture."""
    parser = argparse.ArgumentParser(description="Make the README's animated picture.")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    url = parser.parse_args().url
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        frames = play(browser, url)
        browser.close()
    write(frames)
    print(f"wrote {PICTURE.name}, {PICTURE.stat().st_size // 1024} KiB, {len(frames)} frames")


def play(browser: Browser, url: str) -> list[Image.Image]:
    """Order on the left and cook on the right; return a frame for each step."""
    customer = page(browser, CUSTOMER_WIDTH)
    kitchen = page(browser, KITCHEN_WIDTH)
    frames: list[Image.Image] = []

    def step(act: Callable[[], object]) -> None:
        act()
        customer.wait_for_timeout(SETTLE_MILLISECONDS)
        frames.append(side_by_side(customer, kitchen))

    kitchen.goto(f"{url}/kitchen")
    kitchen.get_by_label("Shop").fill("lanzhou")
    kitchen.get_by_label("Passcode").fill("lanzhou")
    kitchen.get_by_role("button", name="Log in").click()
    expect(kitchen.locator("[data-connection=live]").first).to_be_visible()
    customer.goto(url)

    dish = customer.get_by_role("button", name="Add").first
    name = customer.get_by_label("Name", exact=True)
    ticket = kitchen.locator("[data-order-id]").last
    order = customer.locator("article[data-order-id]")

    step(customer.get_by_text("Lanzhou").first.wait_for)

    def choose() -> None:
        customer.get_by_text("Lanzhou").first.click()
        dish.click()
        dish.click()

    step(choose)

    def fill() -> None:
        customer.locator(".to-basket").click()
        name.fill("Mei")
        customer.get_by_label("Telephone").fill("555 0100")
        customer.get_by_label("Address").fill("1 Long Lane")
        customer.get_by_role("button", name="Order for").scroll_into_view_if_needed()

    step(fill)

    def send() -> None:
        customer.get_by_role("button", name="Order for").click()
        expect(order).to_have_attribute("data-received", "true")
        customer.evaluate("scrollTo(0, 0)")

    step(send)

    def acted(button: str, status: str) -> Callable[[], None]:
        def act() -> None:
            ticket.get_by_role("button", name=button).first.click()
            expect(order).to_have_attribute("data-status", status)

        return act

    step(acted("ready in 15 minutes", "accepted"))
    step(acted("is ready", "ready"))
    step(acted("is handed over", "completed"))
    return frames


def page(browser: Browser, width: int) -> Page:
    """Return a window of this width."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, locale="en-GB", color_scheme="light"
    )
    return context.new_page()


def side_by_side(left: Page, right: Page) -> Image.Image:
    """Return both windows as they are now, in one image."""
    images = [Image.open(io.BytesIO(window.screenshot())) for window in (left, right)]
    both = Image.new("RGB", (CUSTOMER_WIDTH + GAP + KITCHEN_WIDTH, HEIGHT), BACKGROUND)
    both.paste(images[0], (0, 0))
    both.paste(images[1], (CUSTOMER_WIDTH + GAP, 0))
    ImageDraw.Draw(both).rectangle((0, 0, both.width - 1, both.height - 1), outline=BACKGROUND)
    return both.resize((round(both.width * SCALE), round(both.height * SCALE)))


def write(frames: list[Image.Image]) -> None:
    """Write the frames as an animated picture that goes on for ever."""
    few = [frame.quantize(COLOURS) for frame in frames]
    few[0].save(
        PICTURE,
        save_all=True,
        append_images=few[1:],
        duration=[STEP_MILLISECONDS] * (len(few) - 1) + [LAST_MILLISECONDS],
        loop=0,
        optimize=True,
    )


if __name__ == "__main__":
    main()
