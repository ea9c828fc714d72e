"""What is written down of a page: as it is drawn, whole and once, and each call with its answer."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route

from chaos.clients.page import RecordedPage, chromium
from chaos.records import Journal
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

URL = "http://edge.example"
BOARD = """
  <p data-connection="live">live</p>
  <ul id="placed"><li class="ticket" data-order-id="a" data-version="1" data-status="placed"
    data-received="false" data-verified="true"></li></ul>
  <ul id="accepted"></ul>
"""
ORDER = {"id": "a", "version": 1, "status": "placed", "received_at": None}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "records.jsonl")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def recorded(browser: Browser, journal: Journal) -> AsyncIterator[RecordedPage]:
    recorded = await RecordedPage.make(browser, "kitchen-page-1", URL, journal, shop_id="s")
    await recorded.page.route("**/*", answer)
    await recorded.open("/")
    yield recorded
    await recorded.page.context.close()
    journal.close()


async def answer(route: Route) -> None:
    """Answer as the edge would, with a page that draws nothing by itself."""
    path = route.request.url.removeprefix(URL)
    if path == "/":
        await route.fulfill(body=BOARD, content_type="text/html")
    elif route.request.method == "POST":
        token = json.dumps({"order": ORDER, "token": "secret"})
        await route.fulfill(status=201, body=token, content_type="application/json")
    elif "if-none-match" in route.request.headers:
        await route.fulfill(status=304, headers={"As-Of": "2026-01-01T12:00:01Z"})
    else:
        headers = {"As-Of": "2026-01-01T12:00:00Z"}
        await route.fulfill(body=json.dumps({"orders": [ORDER]}), headers=headers)


def told(journal: Journal) -> list[tuple[str, dict[str, Any]]]:
    return [(record.kind, dict(record.data)) for record in journal.records]


async def test_what_is_drawn_is_written_once(recorded: RecordedPage, journal: Journal) -> None:
    await until(lambda: "a" in recorded.shown)
    first = {"order_id": "a", "version": 1, "status": "placed", "received": False, "verified": True}
    assert told(journal) == [
        ("opened_page", {"shop_id": "s"}),
        ("shown", first),
        ("stated", {"state": "live"}),
    ]
    await recorded.page.evaluate(
        """() => {
          const card = document.querySelector(".ticket");
          card.remove();
          Object.assign(card.dataset, { version: "2", status: "accepted", received: "true" });
          document.querySelector("#accepted").append(card);
          document.querySelector("p").dataset.connection = "offline";
        }"""
    )
    await until(lambda: recorded.state == "offline")
    second = first | {"version": 2, "status": "accepted", "received": True}
    assert told(journal)[3:] == [("shown", second), ("stated", {"state": "offline"})]


async def test_two_cards_of_an_order_are_noticed_and_so_is_their_end(
    recorded: RecordedPage, journal: Journal
) -> None:
    await recorded.page.evaluate(
        """() => {
          const card = document.querySelector(".ticket");
          document.querySelector("#accepted").append(card.cloneNode());
        }"""
    )
    await until(lambda: told(journal)[-1] == ("twice", {"order_id": "a"}))
    await recorded.page.evaluate(
        "for (const each of document.querySelectorAll('ul')) each.remove()"
    )
    await until(lambda: told(journal)[-1] == ("hidden", {"order_id": "a"}))
    assert recorded.shown == {}


async def test_calls_are_written_with_their_answers_and_without_secrets(
    recorded: RecordedPage, journal: Journal
) -> None:
    await until(lambda: recorded.state == "live")
    before = len(journal.records)
    await recorded.page.evaluate(
        """async () => {
          const body = JSON.stringify({ shop_id: "s", customer: { name: "Mei" } });
          const headers = { "Idempotency-Key": "k" };
          await fetch("/api/orders", { method: "POST", headers, body });
          await fetch("/api/orders?shop_id=s&active=true");
          const again = { "If-None-Match": "x" };
          await fetch("/api/orders?shop_id=s&active=true", { headers: again });
        }"""
    )
    orders = [["a", 1, "placed"]]
    await until(lambda: len(journal.records) == before + 4)
    assert told(journal)[before:] == [
        ("placing", {"key": "k", "shop_id": "s"}),
        (
            "placed",
            {
                "key": "k",
                "shop_id": "s",
                "order_id": "a",
                "version": 1,
                "status": "placed",
                "new": True,
            },
        ),
        ("snapshot", {"shop_id": "s", "as_of": 1767268800, "orders": orders}),
        ("snapshot", {"shop_id": "s", "as_of": 1767268801, "orders": orders}),
    ]
    placing = recorded.placings["k"]
    assert (placing.order_id, placing.token) == ("a", "secret")
    assert placing.body == {"shop_id": "s", "customer": {"name": "Mei"}}
