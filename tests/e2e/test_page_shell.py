"""What lets the pages be installed and open without a network, and how much of one they need."""

import asyncio
import json

import pytest
from playwright.async_api import Browser, Request, Response, Route, expect

from tests.e2e.cables import no_sockets
from tests.e2e.client import placed
from tests.e2e.kitchens import PASSCODE, Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow, KitchenWindow, Window, opened

# The first load of each page, over the wire, with all headers.
PAGE_BYTES_MAX = 100_000
PAGES = ("/", "/#/shop/lanzhou", "/#/order/{order}/{token}", "/kitchen")
# Its document, styles and script, what loads it again, the icon, and the call.
ANSWERS_MIN = 5
PATIENCE_SECONDS = 20
# A page that has no socket asks again after 2.4 s at the soonest.
BEFORE_POLLS_SECONDS = 2
# By then a page that lacks a file is loaded again.
RELOAD_SECONDS_MAX = 5

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def until_kept(window: Window) -> None:
    """Return when the browser keeps the pages' files."""
    await window.page.evaluate("navigator.serviceWorker.ready")


@pytest.mark.parametrize("page", PAGES)
async def test_the_first_load_is_small(
    system: Running, browser: Browser, kitchen: Kitchen, page: str
) -> None:
    order, token = placed(kitchen.client, kitchen.shop_id)
    address = system.url + page.format(order=order["id"], token=token)
    async with opened(Window, browser, system.url) as window:
        answers: list[Response] = []

        def hear(answer: Response) -> None:
            answers.append(answer)

        window.page.on("response", hear)
        # A browser fetches the icon when it has nothing else to do.
        async with window.page.expect_response("**/icon.svg"):
            await window.page.goto(address, wait_until="networkidle")
        sizes = [await answer.request.sizes() for answer in answers]
        assert len(sizes) >= ANSWERS_MIN
        sent = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
        print(f"{page}: {sent} bytes")
        assert sent < PAGE_BYTES_MAX


@pytest.mark.parametrize(
    ("page", "path", "shown"),
    [("/", "/api/shops", "[data-shop-id]"), ("/#/shop/lanzhou", "/api/shops/lanzhou", ".add")],
)
async def test_what_is_shown_first_is_asked_for_once_and_before_the_script_is_there(
    system: Running, browser: Browser, page: str, path: str, shown: str
) -> None:
    async with opened(Window, browser, system.url) as window:
        loop, asked = asyncio.get_running_loop(), asyncio.Event()
        whole: list[float] = []
        script: list[float] = []

        def hear(request: Request) -> None:
            if request.url == system.url + path and "if-none-match" not in request.headers:
                whole.append(loop.time())
                asked.set()

        async def wait(route: Route) -> None:
            await asyncio.wait_for(asked.wait(), PATIENCE_SECONDS)
            script.append(loop.time())
            await route.continue_()

        # Once subscribed, the page would ask again.
        await window.context.add_init_script(no_sockets())
        window.page.on("request", hear)
        await window.page.route("**/customer.js", wait)
        await window.page.goto(system.url + page)
        await expect(window.page.locator(shown).first).to_be_visible()
        assert len([at for at in whole if at < script[0] + BEFORE_POLLS_SECONDS]) == 1


async def test_whoever_cannot_ask_so_early_asks_later(system: Running, browser: Browser) -> None:
    async with opened(Window, browser, system.url) as window:
        window.without_answers = True
        documents: list[str] = []
        window.page.on("domcontentloaded", lambda page: documents.append(page.url))
        await window.page.route("**/early.js", lambda route: route.abort())
        await window.page.goto(system.url)
        await expect(window.page.locator("[data-shop-id]").first).to_be_visible()
        await asyncio.sleep(RELOAD_SECONDS_MAX)
        assert len(documents) == 1


@pytest.mark.parametrize("file", ["kitchen.js", "kitchen.css"])
async def test_a_file_that_was_lost_is_asked_for_again(
    system: Running, browser: Browser, file: str
) -> None:
    async with opened(Window, browser, system.url) as window:
        window.without_answers = True
        lost, again = asyncio.Event(), asyncio.Event()

        async def lose_the_first(route: Route) -> None:
            if lost.is_set():
                again.set()
                await route.continue_()
            else:
                lost.set()
                await route.abort()

        await window.page.route(f"**/{file}", lose_the_first)
        await window.page.goto(f"{system.url}/kitchen")
        await asyncio.wait_for(again.wait(), PATIENCE_SECONDS)
        await expect(window.page.locator("input[name=passcode]")).to_be_visible()


@pytest.mark.parametrize("page", ["/", "/kitchen"])
async def test_pages_can_be_installed(system: Running, browser: Browser, page: str) -> None:
    async with opened(Window, browser, system.url) as window:
        await window.page.goto(system.url + page)
        link = window.page.locator("link[rel=manifest]")
        manifest = await window.page.request.get(f"{system.url}{await link.get_attribute('href')}")
        assert manifest.headers["content-type"].startswith("application/manifest+json")
        for icon in json.loads(await manifest.text())["icons"]:
            picture = await window.page.request.get(f"{system.url}{icon['src']}")
            assert picture.headers["content-type"] == icon["type"]
        session = await window.context.new_cdp_session(window.page)
        found = await session.send("Page.getInstallabilityErrors")
        # Windows of their own for each test are what browsers call incognito.
        errors = {error["errorId"] for error in found["installabilityErrors"]}
        assert errors <= {"in-incognito"}


async def test_a_customers_page_opens_without_a_network_and_says_so(
    system: Running, browser: Browser
) -> None:
    async with opened(CustomerWindow, browser, system.url, service_workers="allow") as window:
        window.without_answers = True
        await window.page.goto(system.url)
        await until_kept(window)
        await window.context.set_offline(True)
        await window.page.reload()
        await window.is_connected("offline")
        await expect(window.page.get_by_text("without a connection")).to_be_visible()
        await window.context.set_offline(False)
        await window.is_connected("live")
        await expect(window.page.locator("[data-shop-id=shop1]")).to_be_visible()


async def test_an_own_order_has_its_number_also_where_the_page_is_loaded_without_a_network(
    system: Running, browser: Browser, kitchen: Kitchen
) -> None:
    async with opened(CustomerWindow, browser, system.url, service_workers="allow") as window:
        window.without_answers = True
        last_known = window.page.get_by_test_id("last-known")
        await window.choose(kitchen.shop_id)
        order_id = await window.send()
        await until_kept(window)
        number = await window.page.get_by_test_id("number").text_content()
        await window.context.set_offline(True)
        await window.page.reload()
        await expect(last_known.get_by_test_id("number")).to_have_text(number or "")
        await expect(last_known).to_contain_text("Test kitchen")
        await expect(last_known).to_contain_text("Sent")
        await expect(last_known).to_contain_text("knew last")
        kitchen.act({"id": order_id}, "accept", {"minutes": 12})
        await window.context.set_offline(False)
        await window.sees("accepted", "placed", "received", "accepted")
        await expect(last_known).to_have_count(0)
        # What the worker does when a notification of it is touched; only a touch may move windows.
        order_url = window.page.url
        await window.page.goto(f"{system.url}/#/")
        (worker,) = window.context.service_workers
        await worker.evaluate("url => show(url).catch(() => {})", order_url)
        assert await window.order_id() == order_id


async def test_a_kitchen_that_starts_without_a_network_comes_back_by_itself(
    system: Running, browser: Browser, kitchen: Kitchen
) -> None:
    async with opened(KitchenWindow, browser, system.url, service_workers="allow") as window:
        window.without_answers = True
        await window.log_in(kitchen.shop_id, passcode=PASSCODE)
        await until_kept(window)
        await window.context.set_offline(True)
        await window.page.reload()
        await window.is_connected("offline")
        await window.context.set_offline(False)
        await window.is_connected("live")
