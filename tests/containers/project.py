"""Orderbell as `docker compose up` starts it, under a project name of its own."""

import json
import os
import secrets
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from stack import ports
from stack.settings import CHECKOUT
from tests.servers import wait_until

BUILD_LIMIT_SECONDS = 900
COMMAND_LIMIT_SECONDS = 300
SETTINGS = {"GRACE_SECONDS": "30", "SOCKETS_PER_ADDRESS": "1200"}


@dataclass(frozen=True)
class Project:
    """A compose project, and how to look at it and to disturb it."""

    name: str
    settings: Mapping[str, str]

    def compose(self, *arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
        """Run a compose command and return how it ended."""
        return docker(
            "compose", "--project-name", self.name, *arguments, env=self.settings, **options
        )

    def up(self, *arguments: str) -> None:
        """Start what is not started, and return when everything is healthy."""
        self.compose("up", "--wait", *arguments)

    @property
    def url(self) -> str:
        """Return where people reach it."""
        return f"http://{self.address('edge', 8080)}"

    def address(self, service: str, port: int) -> str:
        """Return where a container's port is published."""
        return self.compose("port", service, str(port)).stdout.strip()

    def containers(self, service: str) -> list[str]:
        """Return the ids of a service's containers, ended ones too."""
        return self.compose("ps", "--all", "--quiet", service).stdout.split()

    def inspect(self, container: str) -> dict[str, Any]:
        """Return what the engine knows of a container."""
        [found] = json.loads(docker("inspect", container).stdout)
        return dict(found)

    def is_healthy(self, service: str) -> bool:
        """Tell whether every container of a service is healthy."""
        states = [self.inspect(container)["State"] for container in self.containers(service)]
        return all(state["Running"] and state["Health"]["Status"] == "healthy" for state in states)

    def crash(self, container: str) -> None:
        """Kill a container's process with -9, and return when there is another one.

        Past the engine: to that a kill of its own is a stop, after which nothing starts again.
        """
        pid = self.inspect(container)["State"]["Pid"]
        image = f"orderbell/operator:{self.settings['VERSION']}"
        privileged = ("--pid=host", "--user=0", "--entrypoint=sh")
        docker("run", "--rm", *privileged, image, "-c", f"kill -9 {pid}")
        wait_until(lambda: self.inspect(container)["State"]["Pid"] not in {0, pid}, "a restart")

    def run(self, container: str, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command in a container, whether it succeeds or not."""
        return docker("exec", container, *command, check=False)

    def orderbell(self, *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        """Run the operator's command, whether it succeeds or not."""
        return self.compose("run", "--rm", "-T", "operator", *arguments, input=typed, check=False)


def docker(
    *arguments: str, env: Mapping[str, str] | None = None, check: bool = True, **options: Any
) -> "subprocess.CompletedProcess[str]":
    """Run a command of Docker's in the checkout; where that is to be checked, it succeeds."""
    done = subprocess.run(
        ["docker", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **(env or {})},
        check=False,
        capture_output=True,
        text=True,
        **{"timeout": COMMAND_LIMIT_SECONDS, **options},
    )
    assert not check or done.returncode == 0, f"{arguments}: {done.stderr}"
    return done


def _free_port() -> int:
    with ports.reserve() as holder:
        return ports.number(holder)


@contextmanager
def project(up: Sequence[str] = (), **settings: str) -> Iterator[Project]:
    """Start a project and remove all of it in the end, volumes too."""
    # The engine would choose other ones whenever a container starts.
    free = {name: str(_free_port()) for name in ("PORT", "MANAGEMENT_PORT")}
    made = Project(f"orderbell-test-{secrets.token_hex(4)}", SETTINGS | free | settings)
    try:
        made.up(*up)
        yield made
    finally:
        made.compose(
            "--profile", "operator", "down", "--volumes", "--remove-orphans", "--timeout", "20"
        )
