"""The edge: one origin for pages, API and sockets, and what it says when something is wrong."""

import asyncio
import contextlib
import json
import re
import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
import websockets

from shared.problems import CODES, CONTENT_TYPE
from stack.settings import StackSettings
from tests.e2e.running import SETTINGS, Running
from tests.integration.test_stack import answers
from tests.servers import wait_until

AT_ONCE = 100


@pytest.fixture
def http(system: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=system.url, timeout=20) as client:
        yield client


def assert_problem(answer: httpx.Response, code: str, status: int | None = None) -> None:
    expected, title = CODES[code]
    assert answer.status_code == (status or expected)
    assert answer.headers["Content-Type"] == CONTENT_TYPE
    document = answer.json()
    assert (document["code"], document["title"]) == (code, title)
    assert document["status"] == answer.status_code


@pytest.mark.parametrize("path", ["/", "/kitchen", "/api/docs"])
def test_pages_are_served_strictly(http: httpx.Client, path: str) -> None:
    page = http.get(path)
    assert page.status_code == httpx.codes.OK
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-cache"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    again = http.get(path, headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == httpx.codes.NOT_MODIFIED


def test_scripts_have_the_type_that_browsers_insist_on(http: httpx.Client) -> None:
    page = http.get("/").text
    script = re.search(r'src="(/?[\w./-]+\.js)"', page)
    assert script
    kind = http.get(f"/{script[1].lstrip('/')}").headers["Content-Type"]
    assert kind == "text/javascript; charset=utf-8"


def test_nothing_outside_the_pages_is_served(http: httpx.Client) -> None:
    for path in ("/../Makefile", "/%2e%2e/Makefile", "/nginx.conf", "/problem/503"):
        assert http.get(path).status_code in {400, 404}, path


def test_an_unknown_call_is_a_problem(http: httpx.Client) -> None:
    assert_problem(http.get("/api/nothing"), "not_found")


def test_a_large_body_is_refused(http: httpx.Client) -> None:
    assert_problem(http.post("/api/orders", content=b"x" * 1_100_000), "too_large")

    def ten_megabytes() -> Iterator[bytes]:
        for _ in range(160):
            yield b"x" * 65_536

    with contextlib.suppress(httpx.WriteError):
        assert_problem(http.post("/api/orders", content=ten_megabytes()), "too_large")
    assert http.get("/api/shops").status_code == httpx.codes.OK


def test_large_headers_are_refused(http: httpx.Client) -> None:
    answer = http.get("/api/shops", headers={"X-Much": "x" * 40_000})
    assert_problem(answer, "too_large", status=431)
    assert_problem(http.get("/api/shops?" + "x" * 40_000), "too_large", status=414)


def test_what_is_no_http_is_a_problem(system: Running) -> None:
    address = urlsplit(system.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        connection.sendall(b"GET /api/shops HTTP/1.1\r\nHost: one two\r\n\r\n")
        head, body = connection.makefile("rb").read().split(b"\r\n\r\n", 1)
    assert b"400 Bad Request" in head
    assert CONTENT_TYPE.encode() in head
    assert json.loads(body)["code"] == "invalid_request"


def test_placing_is_limited_by_address_and_nothing_else_is(system: Running) -> None:
    settings = StackSettings()
    attempts = 3 * (settings.orders_burst + 4 * settings.orders_per_second)
    # From an address of its own: no other test's orders are limited by these.
    transport = httpx.HTTPTransport(local_address="127.0.0.9")
    with (
        httpx.Client(base_url=system.url, transport=transport, timeout=20) as http,
        ThreadPoolExecutor(16) as hands,
    ):
        begun = time.monotonic()
        calls = hands.map(lambda _: http.post("/api/orders", content=b"{"), range(attempts))
        placed = list(calls)
        seconds = time.monotonic() - begun
        limited = [answer for answer in placed if answer.status_code == 429]
        expected = settings.orders_burst + seconds * settings.orders_per_second
        assert attempts - len(limited) == pytest.approx(expected, abs=20)
        assert_problem(limited[-1], "rate_limited")
        assert int(limited[-1].headers["Retry-After"]) >= 1
        assert http.get("/api/orders").status_code != 429
    assert httpx.post(f"{system.url}/api/orders", content=b"{").status_code != 429


async def test_an_address_holds_so_many_sockets_and_no_more(system: Running) -> None:
    url = system.url.replace("http", "ws") + "/ws"
    limit = int(SETTINGS["SOCKETS_PER_ADDRESS"])

    async def a_socket(address: str) -> websockets.ClientConnection:
        # From an address of its own: no other test's sockets are refused for these.
        opened = await websockets.connect(url, local_addr=(address, 0), ping_interval=None)
        await opened.send('{"type":"subscribe","channel":"public:shops"}')
        return opened

    opened: list[websockets.ClientConnection] = []
    while len(opened) < limit:
        wanted = min(AT_ONCE, limit - len(opened))
        opened += await asyncio.gather(*(a_socket("127.0.0.10") for _ in range(wanted)))
    with pytest.raises(websockets.InvalidStatus) as refused:
        await a_socket("127.0.0.10")
    answer = refused.value.response
    assert answer.status_code == httpx.codes.TOO_MANY_REQUESTS
    assert json.loads(answer.body)["code"] == "rate_limited"
    assert int(answer.headers["Retry-After"]) >= 1
    await (await a_socket("127.0.0.11")).close()
    await asyncio.gather(*(each.close() for each in opened))
    await (await a_socket("127.0.0.10")).close()


def test_a_service_that_is_down_is_unavailable(system: Running, http: httpx.Client) -> None:
    url = f"{system.url}/api/shops"
    with system.down("shops"):
        answer = http.get(url)
        assert_problem(answer, "unavailable")
        assert int(answer.headers["Retry-After"]) >= 1
    wait_until(lambda: answers(url), "shops")


def test_json_is_compressed(http: httpx.Client) -> None:
    for service in ("shops", "orders"):
        answer = http.get(f"/api/openapi/{service}.json", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.json()["openapi"]


async def test_sockets_get_through(system: Running) -> None:
    async with websockets.connect(
        system.url.replace("http", "ws") + "/ws",
        subprotocols=[websockets.Subprotocol("orderbell.v1")],
        origin=websockets.Origin(system.url),
    ) as connection:
        await connection.send('{"type":"subscribe","channel":"public:shops"}')
        answer = await asyncio.wait_for(connection.recv(), timeout=10)
    assert json.loads(answer) == {"type": "subscribed", "channel": "public:shops"}


def test_the_log_holds_neither_addresses_nor_query_strings(
    system: Running, http: httpx.Client
) -> None:
    mark = uuid.uuid4().hex
    http.get(f"/api/nothing/{mark}", params={"hidden": "query"})
    wait_until(lambda: mark in system.log("edge"), "the log line")
    line = next(line for line in system.log("edge").splitlines() if mark in line)
    assert json.loads(line)["status"] == 404
    assert "hidden" not in line
    assert "127.0.0.1" not in line
