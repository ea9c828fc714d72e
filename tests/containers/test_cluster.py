"""RabbitMQ as three nodes: each of them dies while people order, and nothing is lost."""

from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from shared.broker_map import QUEUES
from tests.containers.conftest import IMAGES, open_demo_kitchen
from tests.containers.project import Project, docker, project
from tests.e2e.busy_shop import busy_shop
from tests.e2e.client import placed
from tests.servers import wait_until

NODES = ("rabbitmq", "rabbitmq-2", "rabbitmq-3")
FILES = "compose.yaml:compose.cluster.yaml"


@pytest.fixture(scope="module")
def three(images: None) -> Iterator[Project]:
    """Return a project whose broker is three nodes."""
    del images
    with project(COMPOSE_FILE=FILES, **IMAGES) as running:
        wait_until(partial(is_everywhere, running), "a copy of each queue on every node")
        yield running


def is_everywhere(three: Project) -> bool:
    """Tell whether each queue has a copy on every node, and all of them are there."""
    [node] = three.containers("rabbitmq")
    listed = three.run(
        node, "rabbitmqctl", "--quiet", "--no-table-headers", "--vhost", "orderbell",
        "list_queues", "name", "online",
    ).stdout  # fmt: skip
    copies = {
        name: online.count("rabbit@")
        for name, _, online in (line.partition("\t") for line in listed.splitlines())
    }
    return all(copies.get(queue.name) == len(NODES) for queue in QUEUES)


def test_one_node_alone_is_published_and_that_for_operators(three: Project) -> None:
    for node in NODES:
        [container] = three.containers(node)
        ports = three.inspect(container)["NetworkSettings"]["Ports"] or {}
        published = {port for port, places in ports.items() if places}
        assert published == ({"15672/tcp"} if node == NODES[0] else set())


@pytest.mark.timeout(600)
def test_each_node_in_turn_dies_under_load_and_nothing_is_lost(three: Project) -> None:
    with busy_shop(three.url, open_demo_kitchen(three)) as shop:
        for node in NODES:
            [container] = three.containers(node)
            three.crash(container)
            wait_until(partial(three.is_healthy, node), f"the return of {node}")
            wait_until(partial(is_everywhere, three), f"all copies after {node}")
            shop.assert_at_work()
    assert three.orderbell("status").returncode == 0


def test_status_names_a_node_that_is_away(three: Project) -> None:
    three.compose("stop", NODES[-1])
    told = f"node rabbit@{NODES[-1]} is away"
    wait_until(lambda: told in three.orderbell("status").stdout, told)
    three.up(NODES[-1])
    wait_until(partial(is_everywhere, three), "a copy of each queue on every node")
    wait_until(lambda: three.orderbell("status").returncode == 0, "a good status")


@pytest.mark.timeout(300)
def test_three_become_one_and_one_becomes_three_without_losing_an_order(three: Project) -> None:
    kitchen = open_demo_kitchen(three)
    first, _ = placed(kitchen.client, kitchen.shop_id)
    three.compose("rm", "--force", "--stop", *NODES)
    docker("volume", "rm", *(f"{three.name}_{node}-data" for node in NODES))
    alone = Project(three.name, {**three.settings, "COMPOSE_FILE": "compose.yaml"})
    # The services are there; with all of them it would stop at one that has missed its broker.
    alone.up("rabbitmq")
    kitchen = open_demo_kitchen(three)
    second, _ = placed(kitchen.client, kitchen.shop_id)
    three.up(*NODES)
    wait_until(partial(is_everywhere, three), "a copy of each queue on every node")
    kitchen = open_demo_kitchen(three)
    active = {order["id"] for order in kitchen.orders().json()["orders"]}
    assert {first["id"], second["id"]} <= active
    assert kitchen.act(first, "accept").status_code == httpx.codes.OK
    # What no screen has shown for a minute would be told.
    assert kitchen.confirm(second["id"]).status_code == httpx.codes.NO_CONTENT
    wait_until(lambda: three.orderbell("status").returncode == 0, "a good status")
