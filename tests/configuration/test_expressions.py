"""Alerts and dashboard ask for what there is: a name that nobody exports never shows anything."""

import secrets
from collections.abc import Iterator

import pytest

from shared.broker_map import OPERATOR, SERVICE_USERS
from shared.definitions import definitions
from stack import ports, rabbitmq
from tests.configuration.exported import Series, of_rabbitmq, of_services
from tests.configuration.expressions import expressions, selectors
from tests.servers import wait_until
from tests.switches import Command, Processes

EXPRESSIONS = expressions()
RABBITMQ_PREFIX = "rabbitmq_"


@pytest.fixture(scope="module")
def services() -> Series:
    return of_services()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Series]:
    """Return the series of a RabbitMQ that has the plugin which the image brings."""
    folder = tmp_path_factory.mktemp("rabbitmq")
    holders, metrics_holder = rabbitmq.reserve_ports(), ports.reserve()
    listen, metrics_port = rabbitmq.ports_of(holders), ports.number(metrics_holder)
    passwords = {user: secrets.token_hex(16) for user in (*SERVICE_USERS, OPERATOR)}
    rabbitmq.prepare(folder, listen, definitions(passwords))
    (folder / "enabled_plugins").write_text("[rabbitmq_prometheus].\n")
    with (folder / "rabbitmq.conf").open("a") as configuration:
        configuration.write(
            f"prometheus.tcp.ip = 127.0.0.1\nprometheus.tcp.port = {metrics_port}\n"
        )
    environment = rabbitmq.environment(folder, listen)
    commands = [rabbitmq.epmd_command(), rabbitmq.command()]
    node = Processes(
        [Command(each, folder, environment) for each in commands],
        [*holders.values(), metrics_holder],
    )
    try:
        wait_until(lambda: _answers(metrics_port), "RabbitMQ's metrics")
        yield of_rabbitmq(metrics_port)
    finally:
        node.remove()


def _answers(port: int) -> bool:
    try:
        return "rabbitmq_detailed_queue_messages" in of_rabbitmq(port)
    except OSError:
        return False


def unknown(expression: str, known: Series) -> list[str]:
    """Return what an expression names that is not known: metrics, and labels of metrics."""
    return [
        f"{each.metric} {sorted(each.labels - known.get(each.metric, frozenset()))}"
        for each in selectors(expression)
        if each.metric not in known or not each.labels <= known[each.metric]
    ]


@pytest.mark.parametrize("where", EXPRESSIONS)
def test_the_services_export_what_is_asked_for(where: str, services: Series) -> None:
    asked = unknown(EXPRESSIONS[where], services)
    assert [each for each in asked if not each.startswith(RABBITMQ_PREFIX)] == []


def test_rabbitmq_exports_what_is_asked_for(services: Series, broker: Series) -> None:
    known = services | broker
    wrong = {where: unknown(each, known) for where, each in EXPRESSIONS.items()}
    assert {where: names for where, names in wrong.items() if names} == {}
