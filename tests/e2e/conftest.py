"""What the tests of the whole system share: the system, clients, kitchens."""

from collections.abc import Iterator

import pytest

from tests.e2e.client import CODES_SEEN, Client
from tests.e2e.kitchens import Kitchen, open_kitchen
from tests.e2e.running import Running


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
