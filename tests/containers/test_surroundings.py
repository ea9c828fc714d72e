"""What is wrong around the containers is told in one line by whoever noticed it."""

import secrets
from collections.abc import Iterator

import pytest

from tests.containers.conftest import IMAGES
from tests.containers.project import SETTINGS, Project, docker
from tests.servers import wait_until

WAIT = ("up", "--wait", "--no-build")


@pytest.fixture
def apart(images: None) -> Iterator[Project]:
    """Return a project that has not been started."""
    del images
    made = Project(f"orderbell-test-{secrets.token_hex(4)}", SETTINGS | IMAGES)
    yield made
    made.compose("--profile", "operator", "down", "--volumes", "--timeout", "5")


def logged(project: Project, service: str) -> list[str]:
    """Return what a service has said, without what names it."""
    said = project.compose("logs", "--no-color", "--no-log-prefix", service).stdout
    return [line for line in said.splitlines() if line.strip()]


def test_a_demo_in_production_is_refused_before_anything_is_made(apart: Project) -> None:
    wrong = Project(apart.name, {**apart.settings, "ENVIRONMENT": "production"})
    # What waits for it, since it may still run at the first look.
    assert wrong.compose(*WAIT, "postgres", check=False).returncode != 0
    [line] = logged(wrong, "secrets")
    assert "DEMO" in line
    assert "ENVIRONMENT" in line


def test_a_setting_that_is_wrong_is_named_by_the_service(apart: Project) -> None:
    wrong = Project(apart.name, {**apart.settings, "GRACE_SECONDS": "soon"})
    wrong.compose("run", "--rm", "-T", "secrets")
    done = wrong.compose("run", "--rm", "-T", "--no-deps", "shops", check=False)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if "Settings refused" in line]
    assert len(lines) == 1
    assert "GRACE_SECONDS" in lines[0]


def test_data_of_another_installation_are_not_taken_for_ours(apart: Project) -> None:
    apart.compose(*WAIT, "postgres")
    apart.compose("down", "--timeout", "5")
    docker("volume", "rm", f"{apart.name}_secrets", f"{apart.name}_postgres-secrets")
    apart.compose(*WAIT, "databases", check=False)
    wait_until(lambda: logged(apart, "databases"), "what it says")
    [line] = logged(apart, "databases")
    assert "another installation" in line


def test_a_port_that_is_taken_is_named(apart: Project) -> None:
    taken = docker("run", "--detach", "--rm", "--publish=127.0.0.1::80", "nginx:1.28-alpine")
    container = taken.stdout.strip()
    try:
        port = docker("port", container, "80").stdout.strip().rpartition(":")[2]
        wrong = Project(apart.name, {**apart.settings, "MANAGEMENT_PORT": port})
        done = wrong.compose(*WAIT, "rabbitmq", check=False)
        assert done.returncode != 0
        assert f"127.0.0.1:{port}" in done.stderr
    finally:
        docker("rm", "--force", container)
