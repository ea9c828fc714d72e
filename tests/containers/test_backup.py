"""Back-up, destruction, restoration: every order is back, and everybody believes it."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.settings import CHECKOUT
from tests.containers.conftest import IMAGES, open_demo_kitchen
from tests.containers.project import COMMAND_LIMIT_SECONDS, Project, project
from tests.e2e.client import Client, by, placed


@pytest.fixture
def alone(images: None) -> Iterator[Project]:
    """Return a project that may be destroyed."""
    del images
    with project(**IMAGES) as running:
        yield running


def script(stack: Project, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(CHECKOUT / "deploy" / name), *arguments],
        env={**os.environ, **stack.settings, "COMPOSE_PROJECT_NAME": stack.name},
        check=False,
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT_SECONDS,
    )


@pytest.mark.timeout(600)
def test_a_restored_back_up_brings_every_order_back(alone: Project, tmp_path: Path) -> None:
    file = tmp_path / "orderbell.tar"
    kitchen = open_demo_kitchen(alone)
    client = kitchen.client
    orders = [placed(client, kitchen.shop_id) for _ in range(5)]
    for order, _ in orders[:2]:
        assert kitchen.act(order, "accept").status_code == 200
    assert kitchen.act(orders[4][0], "reject").status_code == 200

    done = script(alone, "backup", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0

    # Seen by everybody, and then lost.
    later = kitchen.act(orders[0][0], "ready").json()
    lost, _ = placed(client, kitchen.shop_id)
    refused = script(alone, "restore", str(file))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)

    done = script(alone, "restore", "--replace", str(file))
    assert done.returncode == 0, done.stderr
    client = Client(alone.url)
    states = [
        client.http.get(f"/api/orders/{order['id']}", headers=by(token)).json()
        for order, token in orders
    ]
    expected = ["accepted", "accepted", "placed", "placed", "rejected"]
    assert [state["status"] for state in states] == expected
    assert states[0]["version"] > later["version"]
    assert (
        client.http.get(f"/api/orders/{lost['id']}", headers=by(kitchen.token)).status_code == 404
    )
    again = open_demo_kitchen(alone)
    assert {order["id"] for order in again.orders().json()["orders"]} == {
        order["id"] for order, _ in orders[:4]
    }
    assert again.act(orders[0][0], "ready").status_code == 200
    # What no screen has shown for a minute would be told.
    assert again.confirm(*(order["id"] for order, _ in orders[:4])).status_code == 204
    told = alone.orderbell("status")
    assert told.returncode == 0, told.stdout
