"""What a server of the tests runs as: a container where a Docker engine answers, or processes.

`ORDERBELL_TEST_SERVERS=containers` or `=private` decides instead of the engine's answer.
"""

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import docker
import docker.errors
import psutil
from testcontainers.core.container import DockerContainer

from stack import ports

OWNER_LABEL = "orderbell-tests-of"
HOST = socket.gethostname()
STOP_SECONDS = 20.0
ENGINE_LIMIT_SECONDS = 60
PROGRAM_LIMIT_SECONDS = 100


class Switch(Protocol):
    """What a server runs as, and how it is turned on and off; its ports and data stay."""

    @property
    def host(self) -> str: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def remove(self) -> None: ...
    def log(self) -> str: ...
    def run(self, program: str, *arguments: str) -> None: ...


class Container:
    """A server in a container, labelled with the process that uses it."""

    def __init__(self, container: DockerContainer) -> None:
        self._container = container.with_kwargs(labels={OWNER_LABEL: f"{HOST}:{os.getpid()}"})
        container.start()
        self.host = container.get_container_host_ip()

    def start(self) -> None:
        self._container.get_wrapped_container().start()

    def stop(self) -> None:
        self._container.get_wrapped_container().kill()
        self._container.get_wrapped_container().wait(timeout=STOP_SECONDS)

    def remove(self) -> None:
        self._container.stop()

    def log(self) -> str:
        return b"".join(self._container.get_logs()).decode(errors="replace")

    def run(self, program: str, *arguments: str) -> None:
        """Run a program that came with the server, and see that it did what it was to do."""
        status, output = self._container.exec([program, *arguments])
        assert status == 0, output


@dataclass(frozen=True)
class Command:
    """How a private process is started."""

    arguments: list[str]
    folder: Path
    environment: Mapping[str, str]


class Processes:
    """A server as private processes, that end with this one."""

    host = ports.LOOPBACK

    def __init__(self, commands: list[Command], holders: list[socket.socket]) -> None:
        self._commands = commands
        self._holders = holders
        self._running: list[subprocess.Popen[bytes]] = []
        # A process is told of the end of the thread that started it: this one ends with us.
        self._starter = ThreadPoolExecutor(1)
        self.start()

    def start(self) -> None:
        self._starter.submit(self._start).result()

    def _start(self) -> None:
        for command in self._commands:
            with (command.folder / "output.log").open("ab") as output:
                self._running.append(
                    subprocess.Popen(
                        ["setpriv", "--pdeathsig=TERM", *command.arguments],
                        cwd=command.folder,
                        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **command.environment},
                        stdin=subprocess.DEVNULL,
                        stdout=output,
                        stderr=output,
                        start_new_session=True,
                    )
                )

    def stop(self) -> None:
        while self._running:
            process = self._running.pop()
            started = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGKILL)
            process.wait(STOP_SECONDS)
            # PostgreSQL refuses to start while a process of the killed one is left.
            _, left = psutil.wait_procs(started, STOP_SECONDS)
            for each in left:
                each.kill()

    def run(self, program: str, *arguments: str) -> None:
        """Run a program that came with the server, and see that it did what it was to do."""
        server = self._commands[-1]
        subprocess.run(
            [Path(server.arguments[0]).with_name(program), *arguments],
            env={"PATH": os.environ["PATH"], **server.environment},
            check=True,
            capture_output=True,
            timeout=PROGRAM_LIMIT_SECONDS,
        )

    def remove(self) -> None:
        self.stop()
        self._starter.shutdown()
        for holder in self._holders:
            holder.close()

    def log(self) -> str:
        outputs = (command.folder / "output.log" for command in self._commands)
        return "".join(output.read_text(errors="replace") for output in outputs)


def engine_answers() -> bool:
    """Return whether a Docker engine answers."""
    try:
        with contextlib.closing(docker.from_env(timeout=ENGINE_LIMIT_SECONDS)) as client:
            return bool(client.ping())
    except docker.errors.DockerException:
        return False


def engine_has(image: str) -> bool:
    """Return whether a Docker engine answers that has this image or can get it."""
    choice = os.environ.get("ORDERBELL_TEST_SERVERS", "")
    if choice == "private":
        return False
    try:
        client = docker.from_env(timeout=ENGINE_LIMIT_SECONDS)
        with contextlib.closing(client):
            _remove_orphans(client)
            try:
                client.images.get(image)
            except docker.errors.ImageNotFound:
                client.images.pull(image)
    except docker.errors.DockerException:
        if choice == "containers":
            raise
        return False
    return True


def _remove_orphans(client: docker.DockerClient) -> None:
    """Remove the containers of test runs that were killed before they could do so."""
    for container in client.containers.list(all=True, filters={"label": OWNER_LABEL}):
        host, pid = container.labels[OWNER_LABEL].rsplit(":", 1)
        if host == HOST and not Path(f"/proc/{pid}").exists():
            with contextlib.suppress(docker.errors.APIError):
                container.remove(force=True, v=True)
