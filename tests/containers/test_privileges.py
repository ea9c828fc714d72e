"""What the credentials in a service's container can do: what is its own, and nothing else.

Each attempt is made inside the container, with what is read there; who may do what follows from the
broker's map and the revisions.
"""

import re
from collections.abc import Iterator

import pytest

from provision.databases import OWNER_SUFFIX, SUPERUSER
from shared.broker_map import EXCHANGES, GATEWAY_QUEUE_PREFIX, QUEUES, SERVICE_USERS
from tests.containers.attempts import (
    ALLOWED,
    ASK_AROUND,
    ASK_BROKER,
    ASK_POSTGRES,
    REFUSED,
    Attempt,
    ask,
    outcomes,
)
from tests.containers.project import Project
from tests.integration.test_privileges import PRIVILEGES

DATABASES = tuple(PRIVILEGES)
REFUSED_BY_BROKER = "ChannelAccessRefused"
INSUFFICIENT_PRIVILEGE = "42501"
# What no revision may ever grant, as orders and what was done to them are kept.
NEVER_GRANTED = {
    "orders": (("DELETE", "orders"), ("UPDATE", "order_history"), ("DELETE", "order_history")),
    "shops": (("INSERT", "shops"), ("DELETE", "shops")),
}
# The gateways' own queues, which the map names by their beginning, take what is published there.
HEARD_BY_GATEWAYS = "push"
A_GATEWAYS_QUEUE = f"{GATEWAY_QUEUE_PREFIX}test"


def own_of_the_broker(service: str) -> Iterator[Attempt]:
    """Yield what a service does at the broker, by the map."""
    for exchange in EXCHANGES:
        if service in exchange.publishers:
            yield "basic_publish", {"exchange": exchange.name, "routing_key": "nobody"}
    for queue in QUEUES:
        if service == queue.reader:
            yield "basic_consume", {"queue": queue.name}
    if service == "gateway":
        yield "queue_declare", {"queue": A_GATEWAYS_QUEUE, "exclusive": True}
        yield "queue_bind", {"queue": A_GATEWAYS_QUEUE, "exchange": HEARD_BY_GATEWAYS}
        yield "basic_consume", {"queue": A_GATEWAYS_QUEUE}


def foreign_at_the_broker(service: str) -> Iterator[Attempt]:
    """Yield what no service, or not this one, may do at the broker."""
    foreign = [queue.name for queue in QUEUES if queue.reader != service]
    yield "queue_declare", {"queue": "mine"}
    yield "exchange_declare", {"exchange": "mine"}
    # Past all exchanges, straight into a queue.
    for name in foreign:
        yield "basic_publish", {"exchange": "", "routing_key": name}
        yield "basic_consume", {"queue": name}
        yield "basic_get", {"queue": name}
        yield "queue_purge", {"queue": name}
    for exchange in EXCHANGES:
        if service not in exchange.publishers:
            yield "basic_publish", {"exchange": exchange.name, "routing_key": "nobody"}
        yield "exchange_delete", {"exchange": exchange.name}
        for queue in QUEUES:
            yield "queue_bind", {"queue": queue.name, "exchange": exchange.name}
            yield "queue_unbind", {"queue": queue.name, "exchange": exchange.name}
        if service == "gateway" and exchange.name != HEARD_BY_GATEWAYS:
            yield "queue_bind", {"queue": A_GATEWAYS_QUEUE, "exchange": exchange.name}
    for queue in QUEUES:
        yield "queue_delete", {"queue": queue.name, "if_unused": True, "if_empty": True}


@pytest.mark.parametrize("service", SERVICE_USERS)
def test_at_the_broker_a_service_does_what_is_its_own_and_nothing_else(
    stack: Project, service: str
) -> None:
    own, foreign = list(own_of_the_broker(service)), list(foreign_at_the_broker(service))
    found = outcomes(stack, service, ASK_BROKER, [*own, *foreign])
    assert [each for each in found[: len(own)] if each[1] != ALLOWED] == []
    assert [each for each in found[len(own) :] if each[1] != REFUSED_BY_BROKER] == []


@pytest.mark.parametrize("service", SERVICE_USERS)
def test_a_services_password_opens_no_other_way_into_the_broker(
    stack: Project, service: str
) -> None:
    assert ask(stack, service, ASK_AROUND, service) == {
        "own": ALLOWED,
        "another host": REFUSED,
        "guest": REFUSED,
        "management": [401, 401, 401],
    }


def own_of_the_database(service: str) -> Iterator[Attempt]:
    """Yield what the revisions grant a service."""
    for table, granted in PRIVILEGES[service].items():
        for verb in granted.split(", "):
            yield "", touching(verb, table)


def foreign_in_the_database(service: str) -> Iterator[Attempt]:
    """Yield what the revisions do not grant a service, and what owners and superusers do."""
    for verb, table in NEVER_GRANTED[service]:
        yield "", touching(verb, table)
    for table, granted in PRIVILEGES[service].items():
        for verb in {"INSERT", "UPDATE", "DELETE", "TRUNCATE"} - set(granted.split(", ")):
            yield "", touching(verb, table)
        yield "", f"ALTER TABLE {table} ADD COLUMN mine int"
        yield "", f"DROP TABLE {table}"
    for statement in (
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE mine",
        f"SET ROLE {service}{OWNER_SUFFIX}",
        f"SET ROLE {SUPERUSER}",
        f"ALTER ROLE {service} SUPERUSER",
        "SET session_replication_role = replica",
        "SELECT * FROM pg_authid",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/mine'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_reload_conf()",
    ):
        yield "", statement


def touching(verb: str, table: str) -> str:
    """Return a statement that needs a privilege on a table, and touches no row of it."""
    return {
        "SELECT": f"SELECT FROM {table} WHERE false",
        "INSERT": f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table} WHERE false",
        # Whoever locks a row needs it.
        "UPDATE": f"SELECT FROM {table} WHERE false FOR UPDATE",
        "DELETE": f"DELETE FROM {table} WHERE false",
        "TRUNCATE": f"TRUNCATE {table}",
    }[verb]


@pytest.mark.parametrize("service", DATABASES)
def test_in_its_database_a_service_does_what_is_its_own_and_nothing_else(
    stack: Project, service: str
) -> None:
    own, foreign = list(own_of_the_database(service)), list(foreign_in_the_database(service))
    found = outcomes(stack, service, ASK_POSTGRES, [*own, *foreign])
    assert [each for each in found[: len(own)] if each[1] != ALLOWED] == []
    assert [each for each in found[len(own) :] if each[1] != INSUFFICIENT_PRIVILEGE] == []


@pytest.mark.parametrize("service", DATABASES)
def test_a_service_reaches_no_other_database(stack: Project, service: str) -> None:
    others = [*(name for name in DATABASES if name != service), SUPERUSER, "template1"]
    for (database, _), outcome in outcomes(
        stack, service, ASK_POSTGRES, [(name, "SELECT 1") for name in others]
    ):
        assert f'permission denied for database "{database}"' in outcome


def test_the_edge_holds_no_credentials(stack: Project) -> None:
    known = [
        stack.run(container, "sh", "-c", f"cat /secrets/{service}/*-url").stdout
        for service in SERVICE_USERS
        for container in stack.containers(service)[:1]
    ]
    passwords = re.findall(r":(\w+)@", "".join(known))
    assert len(passwords) == len(SERVICE_USERS) + len(DATABASES)
    [edge] = stack.containers("edge")
    assert files_with(stack, edge, "proxy_pass")
    assert files_with(stack, edge, *passwords) == []
    assert stack.run(edge, "ls", "/secrets").returncode != 0


def files_with(stack: Project, container: str, *texts: str) -> list[str]:
    """Return the files of a container that hold one of these texts, and its environment if so."""
    wanted = [f"-e{text}" for text in texts]
    places = ("/", "/tmp", "-xdev", "-type", "f")
    found = stack.run(container, "find", *places, "-exec", "grep", "-lsF", *wanted, "{}", "+")
    told = stack.run(container, "env").stdout
    return [*found.stdout.split(), *(text for text in texts if text in told)]
