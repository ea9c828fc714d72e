"""What the tests of the whole system share: the system, clients, kitchens."""

import contextlib
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from websockets.exceptions import WebSocketException

from tests.e2e.client import CODES_SEEN, Client
from tests.e2e.kitchens import Kitchen, closed_kitchen, open_kitchen, staying
from tests.e2e.running import Running, running
from tests.e2e.windows import chromium


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "answers(*codes): the test is answered with these codes")


@pytest.fixture(autouse=True)
def codes_are_answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """See that a test that says by which codes it is answered is right."""
    CODES_SEEN.clear()
    yield
    for marker in request.node.iter_markers("answers"):
        missing = set(marker.args) - CODES_SEEN
        assert not missing, f"never answered: {sorted(missing)}"


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a system of its own with two processes of each service."""
    with running(tmp_path_factory.mktemp("pair"), REPLICAS="2") as system:
        yield system


@pytest.fixture
def client(system: Running) -> Iterator[Client]:
    """Return somebody at an address of their own."""
    client = Client(system.url)
    with client.http:
        yield client


@pytest.fixture
def kitchen(system: Running, client: Client) -> Kitchen:
    """Return the kitchen of a shop that nobody else has, open and there; it sells eggs and rice."""
    return open_kitchen(system, client)


@pytest.fixture
def shop(system: Running, client: Client) -> Kitchen:
    """Return the kitchen of a shop that nobody else has, closed and with nobody there."""
    return closed_kitchen(system, client)


@pytest.fixture(scope="module")
def shared_kitchen(system: Running) -> Iterator[Kitchen]:
    """Return a kitchen like `kitchen`, for tests that leave nothing behind but orders."""
    client = Client(system.url)
    with client.http, staying(open_kitchen(system, client)) as kitchen:
        yield kitchen


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Return a browser for tests whose event loop is their module's."""
    async with chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def listening(request: pytest.FixtureRequest) -> None:
    """Have the listening for heartbeats begin with the first test of the system."""
    if "system" in request.fixturenames:
        request.getfixturevalue("heartbeat")


@pytest.fixture(scope="session")
def heartbeat(system: Running) -> Iterator["Future[float]"]:
    """Return after how many seconds a silent socket heard a heartbeat.

    It takes a while, so the listening begins with the first test; one that kills the gateway
    meanwhile has it begin anew.
    """
    over = threading.Event()

    def listen() -> float:
        while not over.wait(0.2):
            began = time.monotonic()
            with (
                contextlib.suppress(WebSocketException, OSError, TimeoutError),
                Client(system.url).socket("public:shop:nowhere") as socket,
            ):
                assert socket.wait_for(30, type="heartbeat") == {"type": "heartbeat"}
                return time.monotonic() - began
        raise TimeoutError("the tests ended before a heartbeat came")

    yield ThreadPoolExecutor(1).submit(listen)
    over.set()
