"""Pages and a client that were written against the old descriptions alone (tests/old_pages).

Only the address in them is changed. A browser opens the pages from files, as their owners do.
"""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.client import Client, basket, place
from tests.e2e.kitchens import PASSCODE, Kitchen, a_shop, make_shops
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow, KitchenWindow, Window, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

OLD_PAGES = Path(__file__).parents[1] / "old_pages"
WRITTEN_ADDRESS = "127.0.0.1:8080"
CLIENT_LIMIT_SECONDS = 100
WIRES = ("template", "remake")
LINE = "Hi {shop} , you get a new bill ---  {dishes}, addr 老街 1 号 , telephone {telephone} -_- "


@dataclass(frozen=True)
class OldPages:
    """The two pages of a wire, with our address in them."""

    folder: Path
    browser: Browser
    url: str

    @contextlib.asynccontextmanager
    async def open(self, name: str) -> AsyncIterator[Page]:
        """Open a page from its file; it must complain of nothing."""
        async with opened(Window, self.browser, self.url) as window:
            await window.page.goto((self.folder / f"{name}.html").as_uri())
            yield window.page


@pytest.fixture(params=WIRES)
def pages(
    request: pytest.FixtureRequest, tmp_path: Path, browser: Browser, system: Running
) -> OldPages:
    for page in (OLD_PAGES / request.param).glob("*.html"):
        text = page.read_text()
        assert text.count(WRITTEN_ADDRESS) == 1
        (tmp_path / page.name).write_text(
            text.replace(WRITTEN_ADDRESS, urlsplit(system.url).netloc)
        )
    return OldPages(tmp_path, browser, system.url)


@pytest.fixture
def shop_id(system: Running) -> str:
    """Return a shop of its own, closed; it sells eggs and rice."""
    shop = a_shop()
    make_shops(system, shop)
    return shop.id


async def log_in(kitchen: Page, shop_id: str, passcode: str = PASSCODE) -> None:
    await kitchen.locator("#shop").fill(f"{shop_id}:{passcode}")
    await kitchen.locator("#open").click()


async def shows(kitchen: Page, *lines: str) -> None:
    """Return when the kitchen shows these lines and no others."""
    await expect(kitchen.locator("#orders div")).to_have_text(lines)


async def order(customer: Page, shop_id: str, telephone: str, answer: str) -> None:
    """Order every dish of a shop, and see the answer."""
    await customer.locator("#shop").select_option(shop_id)
    await customer.locator("#user").fill("张三")
    await customer.locator("#addr").fill("老街 1 号")
    await customer.locator("#telephone").fill(telephone)
    for dish in await customer.locator("input[name=dish]").all():
        await dish.check()
    await customer.locator("#order").click()
    await expect(customer.locator("#result")).to_have_text(answer)


async def test_an_order_goes_from_one_old_page_to_the_other(pages: OldPages, shop_id: str) -> None:
    line = LINE.format(shop=shop_id, dishes="egg,rice", telephone="555 0100")
    async with pages.open("kitchen") as kitchen, pages.open("order") as customer:
        await log_in(kitchen, shop_id)
        await shows(kitchen, f"{shop_id}  Online !!!")
        await order(customer, shop_id, "555 0100", "0: success")
        await shows(kitchen, f"{shop_id}  Online !!!", line)


async def test_refusals_are_told_on_the_page(pages: OldPages, shop_id: str) -> None:
    not_working = {"template": "-2", "remake": "3"}
    empty = {
        "template": "-1: telephone, user or shop name is empty",
        "remake": "2: a field is empty",
    }
    wire = "remake" if "PREFIX" in (pages.folder / "order.html").read_text() else "template"
    async with pages.open("kitchen") as kitchen, pages.open("order") as customer:
        await order(customer, shop_id, "1", f"{not_working[wire]}: the shop is not working now")
        await order(customer, shop_id, "", empty[wire])
        await log_in(kitchen, shop_id, "no passcode")
        line = "Wrong shop or passcode: log in as <shop id>:<passcode>"
        await expect(kitchen.locator("#orders div").first).to_have_text(line)
        await expect(kitchen.locator("#state")).to_have_text("已断开")


async def test_old_and_new_pages_share_a_shop(
    pages: OldPages, browser: Browser, system: Running, shop_id: str
) -> None:
    async with (
        pages.open("kitchen") as old_kitchen,
        pages.open("order") as old_customer,
        opened(KitchenWindow, browser, system.url) as kitchen,
        opened(CustomerWindow, browser, system.url) as customer,
    ):
        await log_in(old_kitchen, shop_id)
        await shows(old_kitchen, f"{shop_id}  Online !!!")
        # The old kitchen alone is there, and what it was sent counts as received.
        await customer.choose(shop_id, eggs=2)
        order_id = await customer.send()
        await customer.sees("placed", "placed", "received")
        await kitchen.log_in(shop_id)
        await kitchen.shows(**{order_id: "placed"})
        await order(old_customer, shop_id, "555 0142", "0: success")
        await expect(kitchen.page.locator(".ticket")).to_have_count(2)
        await kitchen.act(order_id, "Accept")
        await customer.sees("accepted", "placed", "received", "accepted")
        ours = f"Hi {shop_id} , you get a new bill ---  egg x2, addr 1 Long Lane , "
        theirs = LINE.format(shop=shop_id, dishes="egg,rice", telephone="555 0142")
        await shows(old_kitchen, f"{shop_id}  Online !!!", f"{ours}telephone 555 0100 -_- ", theirs)


async def test_a_kitchen_whose_socket_breaks_reads_each_order_once(
    browser: Browser, system: Running, client: Client, kitchen: Kitchen, tmp_path: Path
) -> None:
    text = (OLD_PAGES / "remake/kitchen.html").read_text()
    (tmp_path / "kitchen.html").write_text(
        text.replace(WRITTEN_ADDRESS, urlsplit(system.url).netloc)
    )
    pages = OldPages(tmp_path, browser, system.url)
    lines = [
        LINE.format(shop=kitchen.shop_id, dishes="egg", telephone=telephone)
        for telephone in ("1", "2")
    ]
    greeting = f"{kitchen.shop_id}  Online !!!"

    def place_by_telephone(telephone: str) -> None:
        customer = {"name": "Ada", "address": "老街 1 号", "telephone": telephone}
        assert place(client, basket(kitchen.shop_id, customer=customer)).status_code == 201

    async with pages.open("kitchen") as old:
        await log_in(old, kitchen.shop_id)
        await shows(old, greeting)
        place_by_telephone("1")
        await shows(old, greeting, lines[0])
        # It comes back by itself after two seconds.
        await old.evaluate("socket.close()")
        place_by_telephone("2")
        await shows(old, greeting, lines[0], greeting, lines[1])


async def test_a_client_that_knows_the_descriptions_alone_finds_nothing_wrong(
    system: Running,
) -> None:
    client = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", str(OLD_PAGES / "client.py"), system.url, "shop1", "shop1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    async with asyncio.timeout(CLIENT_LIMIT_SECONDS):
        printed, _ = await client.communicate()
    assert client.returncode == 0, printed.decode()
