"""One scaled project for all tests of a session; they are skipped where no engine answers."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.project import BUILD_LIMIT_SECONDS, Project, docker, project
from tests.e2e.client import Client
from tests.e2e.kitchens import Kitchen, log_in, wait_until_orders_know
from tests.switches import engine_answers

HERE = Path(__file__).parent
REPLICAS = {"gateway": 3, "notifier": 2, "orders": 2, "shops": 2}
SCALE = [f"--scale={service}={count}" for service, count in REPLICAS.items()]
IMAGES = {"VERSION": "test"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the one project in one process, beside which those of others run."""
    skipped = [] if engine_answers() else [pytest.mark.skip(reason="no Docker engine answers")]
    for item in items:
        if item.path.parent == HERE and isinstance(item, pytest.Function):
            group = "stack" if "stack" in item.fixturenames else item.path.stem
            for mark in (pytest.mark.xdist_group(group), *skipped):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def images() -> None:
    """Build the images."""
    docker("compose", "--profile", "operator", "build", env=IMAGES, timeout=BUILD_LIMIT_SECONDS)


@pytest.fixture(scope="session")
def stack(images: None) -> Iterator[Project]:
    """Return a project that runs with several of each service."""
    del images
    with project(SCALE, **IMAGES) as running:
        yield running
        # Whatever was done to the parts meanwhile, no call may have met what nobody foresaw.
        logs = running.compose("logs", "--no-color", "--no-log-prefix", "orders", "shops").stdout
        assert [line for line in logs.splitlines() if '"request_failed"' in line] == []


@pytest.fixture
def kitchen(stack: Project) -> Kitchen:
    """Return the kitchen of a demo shop, which takes orders."""
    return open_demo_kitchen(stack)


def open_demo_kitchen(stack: Project, shop_id: str = "shop1") -> Kitchen:
    """Log in to a demo shop and return when it takes orders."""
    client = Client(stack.url)
    answer = log_in(client, shop_id, shop_id)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    kitchen = Kitchen(client, shop_id, answer.json()["token"])
    assert kitchen.change_shop(open=True).status_code == httpx.codes.OK
    assert kitchen.attend().status_code == httpx.codes.OK
    wait_until_orders_know(client, shop_id, accepting=True)
    return kitchen
