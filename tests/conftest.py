"""The whole system, started once for all tests of a process that need it."""

from collections.abc import Iterator

import pytest

from tests.e2e.running import Running, running


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return Orderbell as `make run` starts it; see `tests.e2e.running.Running`."""
    with running(tmp_path_factory.mktemp("orderbell")) as system:
        yield system
