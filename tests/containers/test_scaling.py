"""More and fewer of a service while people order: the edge finds and forgets them by itself."""

from functools import partial

import pytest

from tests.containers.conftest import SCALE
from tests.containers.project import Project
from tests.e2e.busy_shop import busy_shop
from tests.e2e.kitchens import Kitchen
from tests.servers import wait_until

MORE = {"gateway": 4, "notifier": 3, "orders": 3, "shops": 3}


CALLS = 3
READ = "from urllib.request import urlopen; print(urlopen('{}').read().decode())"


def has_a_share(stack: Project, container: str) -> bool:
    """Tell whether a container has answered more than a few calls."""
    read = READ.format("http://127.0.0.1:8000/metrics")
    metrics = stack.run(container, "python", "-c", read).stdout
    counts = [line for line in metrics.splitlines() if "duration_seconds_count" in line]
    return sum(float(line.rpartition(" ")[2]) for line in counts) > CALLS


@pytest.mark.timeout(600)
def test_replicas_come_and_go_under_load_and_each_gets_its_share(
    stack: Project, kitchen: Kitchen
) -> None:
    try:
        with busy_shop(stack.url, kitchen) as shop:
            stack.up("--no-recreate", *(f"--scale={name}={count}" for name, count in MORE.items()))
            for service in ("orders", "shops"):
                assert len(stack.containers(service)) == MORE[service]
            for container in stack.containers("orders"):
                wait_until(partial(has_a_share, stack, container), "a share of the calls")
            shop.assert_at_work()
            stack.up("--no-recreate", *SCALE)
            shop.assert_at_work()
    finally:
        stack.up("--no-recreate", *SCALE)
    assert shop.calls.refused["place: 503"] == 0
