"""Orderbell as a person starts it: `python -m stack run`, with a data folder of its own.

What a test may do to it is what may happen to it: a part dies, hangs, or stays away for a while.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Connection, NullPool, create_engine

from provision.environment_file import read_environment
from stack.settings import CHECKOUT
from stack.start import environment_file
from stack.system import SERVICES, replicas
from tests.servers import START_SECONDS, wait_until

# A person waits a third of it; a busy machine takes longer.
STOP_SECONDS = 30.0
# What a killed server had begun ends by itself, so much later.
LEFT_SECONDS = 5.0
# A part that has just been started does nothing of its own for much longer.
LOOK_EVERY_SECONDS = 0.005
READY_LINE = re.compile(r"^Orderbell is ready at (http://\S+)$", re.MULTILINE)
OPERATOR_LINE = re.compile(r"RabbitMQ: +(http://\S+?)/  \(user (\w+), password (\w+)\)")
# What a test can wait for and what it can use up; all else is as it comes.
SETTINGS = {"PORT": "0", "GRACE_SECONDS": "4", "SOCKETS_PER_ADDRESS": "1200"}
LAUNCH = ("stack", "run")


@dataclass(frozen=True)
class Running:
    """A whole system that runs, and how to disturb it."""

    launcher: subprocess.Popen[bytes]
    data: Path
    output: Path
    replicas: int = 1

    @property
    def url(self) -> str:
        """Where people reach it."""
        return str(READY_LINE.findall(self.output.read_text())[0])

    def parts(self, service: str) -> list[str]:
        """Return the names of a service's processes."""
        return replicas(service, self.replicas)

    def environment(self, part: str) -> Mapping[str, str]:
        """Return what a part was told."""
        return read_environment(environment_file(self.data, part))

    def log(self, part: str) -> str:
        """Return what a part has written."""
        return (self.data / "logs" / f"{part}.log").read_text(errors="replace")

    def pid(self, part: str) -> int:
        """Return the process of a part that was started last."""
        spawned = re.findall(rf"spawned: '{part}' with pid (\d+)", self.log("supervisord"))
        return int(spawned[-1])

    def kill(self, part: str) -> None:
        """Kill a part with -9; its supervisor starts it again.

        Return when it is gone with all that it had begun: nginx's workers serve on until the next
        nginx ends them.
        """
        family = _family(psutil.Process(self.pid(part)))
        with contextlib.suppress(psutil.NoSuchProcess):
            family[0].kill()
        wait_until(lambda: not any(map(runs, family)), f"the end of {part}")

    def restart(self, part: str) -> None:
        """Ask a service's process to stop; return when the next one can do its work."""
        before = self.pid(part)
        os.kill(before, signal.SIGTERM)
        wait_until(lambda: self.pid(part) != before and self.is_ready(part), f"a new {part}")

    @contextlib.contextmanager
    def down(self, part: str) -> Iterator[None]:
        """Kill a part and all that is of it, and have it come back only afterwards.

        What its supervisor starts in its place is frozen at once, with what that may have started
        on a busy machine. The supervisor goes on: it reads what all parts write. In the end every
        service can do its work again.
        """
        process = psutil.Process(self.pid(part))
        family = _family(process)
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        successor = self._started_after(part, process.pid)
        frozen: list[psutil.Process] = []
        try:
            while begun := [each for each in _family(successor) if each not in frozen]:
                for member in begun:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        member.suspend()
                    frozen.append(member)
            wait_until(lambda: not any(map(runs, family)), f"the end of {part}")
            yield
        finally:
            for member in frozen:
                with contextlib.suppress(psutil.NoSuchProcess):
                    member.resume()
        self.wait_until_whole()

    def _started_after(self, part: str, before: int) -> psutil.Process:
        """Return the process that is started for a part after another, as soon as it is there."""
        deadline = time.monotonic() + STOP_SECONDS
        while (pid := self.pid(part)) == before:
            assert time.monotonic() < deadline, f"no new {part}"
            time.sleep(LOOK_EVERY_SECONDS)
        return psutil.Process(pid)

    @contextlib.contextmanager
    def frozen(self, part: str) -> Iterator[None]:
        """Keep a part from running meanwhile; its connections stay open."""
        process = psutil.Process(self.pid(part))
        process.suspend()
        try:
            yield
        finally:
            process.resume()

    def operations(self, part: str, path: str) -> str:
        """Return what a service answers its operator; raises OSError where it does not."""
        port = self.environment(part)["HTTP_PORT"]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def metric(self, part: str, name: str) -> float:
        """Return a number of a service's metrics, 0 where it has none of that name."""
        for line in self.operations(part, "/metrics").splitlines():
            if line.startswith(f"{name} "):
                return float(line.rpartition(" ")[2])
        return 0.0

    @contextlib.contextmanager
    def transaction(self, service: str) -> Iterator[Connection]:
        """Be a transaction in a service's database, of its own role."""
        url = self.environment(self.parts(service)[0])["DATABASE_URL"]
        with create_engine(url, poolclass=NullPool).begin() as connection:
            yield connection

    def management(self, method: str, path: str) -> Any:
        """Call RabbitMQ's management API with the address and password that were announced."""
        url, user, password = OPERATOR_LINE.findall(self.output.read_text())[0]
        credentials = b64encode(f"{user}:{password}".encode()).decode()
        request = urllib.request.Request(
            f"{url}/api{path}", method=method, headers={"Authorization": f"Basic {credentials}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def wait_until_whole(self) -> None:
        """Return when every service can do its work again, and the edge answers."""
        parts = [part for service in SERVICES for part in self.parts(service)]
        readiness = "the readiness of all services"
        wait_until(lambda: all(map(self.is_ready, parts)), readiness, START_SECONDS)
        wait_until(self._edge_answers, "the edge")

    def is_ready(self, part: str) -> bool:
        """Tell whether a service says that it can do its work."""
        with contextlib.suppress(OSError):
            return bool(self.operations(part, "/readyz"))
        return False

    def _edge_answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.url, timeout=5):
            return True
        return False


@contextlib.contextmanager
def running(folder: Path, launch: Sequence[str] = LAUNCH, **settings: str) -> Iterator[Running]:
    """Start everything, and in the end see that it stops in time and leaves no process.

    `launch` is the launcher's module with its arguments, `settings` more of its environment.
    """
    chosen = SETTINGS | settings
    output = folder / "output.log"
    with output.open("wb") as log:
        launcher = subprocess.Popen(
            # A test run that is killed takes everything with it.
            ["setpriv", "--pdeathsig=TERM", sys.executable, "-P", "-m", *launch],
            cwd=CHECKOUT,
            env={**os.environ, **chosen, "ORDERBELL_DATA": str(folder / "data")},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    system = Running(launcher, folder / "data", output, int(chosen.get("REPLICAS", "1")))
    try:
        wait_until(lambda: _is_ready(system), "the ready line", START_SECONDS)
        yield system
    finally:
        _stop(system)


def _is_ready(system: Running) -> bool:
    text = system.output.read_text()
    assert system.launcher.poll() is None, text
    return OPERATOR_LINE.search(text) is not None


def _stop(system: Running) -> None:
    everything = psutil.Process(system.launcher.pid).children(recursive=True)
    system.launcher.send_signal(signal.SIGTERM)
    try:
        assert system.launcher.wait(STOP_SECONDS) == 0
    finally:
        system.launcher.kill()
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: not any(map(runs, everything)), "the end of all", LEFT_SECONDS)
        left = [process for process in everything if runs(process)]
        for process in left:
            process.kill()
    assert left == []


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def runs(process: psutil.Process) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
