"""The whole system, started once for all tests of a process that need it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.e2e.running import Running, running

# What a busy machine does to one of a hundred examples says nothing of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return Orderbell as `make run` starts it; see `tests.e2e.running.Running`."""
    with running(tmp_path_factory.mktemp("orderbell")) as system:
        yield system
