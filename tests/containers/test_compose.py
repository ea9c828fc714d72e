"""The stack in containers: what an operator looks at, and what happens to it while people order."""

import itertools
import json
import re
from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from tests.containers.conftest import REPLICAS, SCALE
from tests.containers.project import Project
from tests.e2e.busy_shop import busy_shop
from tests.e2e.kitchens import Kitchen
from tests.servers import wait_until

PYTHON = (*REPLICAS, "template")
OURS = (*PYTHON, "edge")
SERVERS = ("postgres", "rabbitmq")
ONCE = ("secrets", "databases")


def every_container(stack: Project, *services: str) -> Iterator[str]:
    return itertools.chain.from_iterable(map(stack.containers, services))


def test_everything_is_healthy_and_what_runs_once_has_ended_well(stack: Project) -> None:
    for service in (*OURS, *SERVERS):
        containers = stack.containers(service)
        assert len(containers) == REPLICAS.get(service, 1)
        for container in containers:
            assert stack.inspect(container)["State"]["Health"]["Status"] == "healthy"
    for service in ONCE:
        [container] = stack.containers(service)
        assert stack.inspect(container)["State"]["ExitCode"] == 0


def test_the_operators_command_finds_nothing_wrong(stack: Project) -> None:
    wait_until(lambda: stack.orderbell("status").returncode == 0, "a good status")


def test_a_dump_of_the_template_is_read_from_standard_input(stack: Project) -> None:
    dump = '{"shop1":[{"dish":"egg","price":3.0},{"dish":"rice","price":1.0}]}'
    done = stack.orderbell("import-template", "-", "--json", typed=dump)
    assert done.returncode == 0, done.stderr
    assert [shop["id"] for shop in json.loads(done.stdout)["shops"]] == ["shop1"]


def test_our_containers_have_no_rights_and_nothing_to_write_to(stack: Project) -> None:
    for container in every_container(stack, *OURS, *ONCE):
        known = stack.inspect(container)
        user = known["Config"]["User"]
        assert int(user.partition(":")[0]) > 0
        assert known["HostConfig"]["ReadonlyRootfs"]
        assert known["HostConfig"]["CapDrop"] == ["ALL"]
        assert known["HostConfig"]["CapAdd"] is None
        assert "no-new-privileges:true" in known["HostConfig"]["SecurityOpt"]
    for container in every_container(stack, *OURS):
        assert stack.inspect(container)["HostConfig"]["Memory"] > 0
        assert stack.run(container, "touch", "/here").returncode != 0


def test_images_hold_neither_compiler_nor_tests_nor_other_services(stack: Project) -> None:
    for service in PYTHON:
        [container, *_] = stack.containers(service)
        for program in ("gcc", "cc", "make"):
            assert stack.run(container, "sh", "-c", f"command -v {program}").returncode != 0
        found = stack.run(container, "find", "/orderbell", "-name", "*.py").stdout
        assert set(re.findall(r"services/(\w+)/", found)) == {service}
        assert "test" not in found
    [gateway, *_] = stack.containers("gateway")
    assert stack.run(gateway, "python", "-c", "import sqlalchemy").returncode != 0


def test_only_the_edge_and_on_this_machine_the_management_ui_are_published(stack: Project) -> None:
    published = {}
    for service in (*OURS, *SERVERS):
        for container in stack.containers(service):
            ports = stack.inspect(container)["NetworkSettings"]["Ports"] or {}
            for port, places in ports.items():
                if places:
                    published[service, port] = {place["HostIp"] for place in places}
    assert published == {
        ("edge", "8080/tcp"): {"127.0.0.1"},
        ("rabbitmq", "15672/tcp"): {"127.0.0.1"},
    }


def test_the_edge_reaches_no_server(stack: Project) -> None:
    [edge] = stack.containers("edge")
    for server in SERVERS:
        assert stack.run(edge, "getent", "hosts", server).returncode != 0
        [container] = stack.containers(server)
        networks = stack.inspect(container)["NetworkSettings"]["Networks"].values()
        for network in networks:
            for port in (5432, 5672, 15672):
                asked = f"http://{network['IPAddress']}:{port}/"
                done = stack.run(edge, "wget", "-q", "-T", "2", "-t", "1", "-O", "-", asked)
                assert done.returncode != 0
                assert "refused" not in done.stderr


def test_each_part_is_given_its_own_secrets_alone(stack: Project) -> None:
    for service in (*OURS, *SERVERS):
        [container, *_] = stack.containers(service)
        mounts = {mount["Destination"] for mount in stack.inspect(container)["Mounts"]}
        secrets = {mount for mount in mounts if mount.startswith("/secrets")}
        assert secrets <= {f"/secrets/{service}", "/secrets/public"}
    [shops, *_] = stack.containers("shops")
    assert stack.run(shops, "touch", "/secrets/shops/mine").returncode != 0


def test_no_secret_is_in_any_environment_or_log(stack: Project) -> None:
    [postgres] = stack.containers("postgres")
    password = stack.run(postgres, "cat", "/secrets/postgres/superuser-password").stdout
    [shops, *_] = stack.containers("shops")
    url = stack.run(shops, "cat", "/secrets/shops/database-url").stdout
    secrets = [password, re.findall(r":(\w+)@", url)[0]]
    assert all(secrets)
    for container in every_container(stack, *OURS, *SERVERS, *ONCE):
        known = stack.inspect(container)
        told = "".join(known["Config"]["Env"]) + str(known["Config"]["Cmd"])
        assert not [secret for secret in secrets if secret in told]
    logs = stack.compose("logs", "--no-color").stdout
    assert "Traceback" not in logs
    assert not [secret for secret in secrets if secret in logs]


def test_connections_and_consumers_say_whose_they_are(stack: Project) -> None:
    password = stack.compose(
        "run", "--rm", "-T", "--no-deps", "--entrypoint=cat", "operator",
        "/secrets/operator/management-password",
    ).stdout  # fmt: skip
    url = f"http://{stack.address('rabbitmq', 15672)}/api"
    with httpx.Client(base_url=url, auth=("operator", password)) as operator:
        connections = operator.get("/connections").json()
        consumers = operator.get("/consumers").json()
    assert {link["user"] for link in connections} == set(REPLICAS)
    for link in connections:
        assert link["client_properties"]["connection_name"].partition(".")[0] == link["user"]
    hosts = {
        stack.inspect(container)["Config"]["Hostname"]: service
        for service in REPLICAS
        for container in stack.containers(service)
    }
    assert len(consumers) > len(hosts)
    for consumer in consumers:
        whose, _, host = consumer["consumer_tag"].partition("@")
        assert whose.partition(".")[0] == hosts[host]


@pytest.mark.timeout(600)
def test_restarting_each_part_under_load_loses_nothing(stack: Project, kitchen: Kitchen) -> None:
    with busy_shop(stack.url, kitchen) as shop:
        for service in (*REPLICAS, "edge", *SERVERS):
            stack.compose("restart", service)
            stack.up("--no-recreate", *SCALE)
            shop.assert_at_work()


@pytest.mark.timeout(600)
def test_what_is_killed_under_load_is_back_by_itself_and_loses_nothing(
    stack: Project, kitchen: Kitchen
) -> None:
    with busy_shop(stack.url, kitchen) as shop:
        for service in (*REPLICAS, "edge", *SERVERS):
            for container in stack.containers(service):
                stack.crash(container)
            wait_until(partial(stack.is_healthy, service), f"the return of {service}")
            shop.assert_at_work()
