"""The launcher: what it promises about starting, restarting and stopping."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from stack import edge, leftovers, postgres
from stack.announcement import DEMO_SHOPS
from stack.part import STOP_SECONDS
from stack.settings import CHECKOUT
from tests.e2e.running import Running
from tests.servers import START_SECONDS, wait_until

STOP_PROMISE_SECONDS = 10
ENDS_BY_ITSELF_SECONDS = 30
LOOK_EVERY_SECONDS = 0.1


class Launcher:
    """`python -m stack run` with a data folder, for tests that end it in their own way."""

    def __init__(self, data: Path, output: Path, **settings: str) -> None:
        self.data = data
        self._output = output
        with output.open("wb") as file:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig=TERM", sys.executable, "-P", "-m", "stack", "run"],
                cwd=CHECKOUT,
                env={**os.environ, "PORT": "0", "ORDERBELL_DATA": str(data), **settings},
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self) -> None:
        ready = "Orderbell is ready at"
        wait_until(lambda: ready in self.printed(), "the ready line", START_SECONDS)

    def printed(self) -> str:
        return self._output.read_text()

    def pid(self, part: str) -> int:
        return int(re.findall(rf"spawned: '{part}' with pid (\d+)", self.printed())[-1])

    def supervisor(self) -> int:
        return int((self.data / "supervisord.pid").read_text())

    def left(self) -> list[int]:
        """Return everything of this data folder that runs, the launcher not counted."""
        return [
            *leftovers.marked(self.data.resolve()),
            *edge.left_running(self.data / "edge"),
            *postgres.left_running(self.data / "postgres"),
        ]


def test_what_it_prints_is_there(system: Running) -> None:
    for shop in DEMO_SHOPS:
        assert answers(f"{system.url}/api/shops/{shop}")
    assert system.management("GET", "/overview")["node"] == "orderbell@localhost"


def test_everything_listens_on_loopback_alone(system: Running) -> None:
    listening = [system.environment(part)["HTTP_PORT"] for part in ("shops", "gateway")]
    listening += [system.environment("migrate")["POSTGRES_PORT"]]
    listening += re.findall(
        r"127\.0\.0\.1:(\d+)", (system.data / "rabbitmq/rabbitmq.conf").read_text()
    )
    assert len(listening) == 4
    for port in map(int, listening):
        # Free on another address of this machine: nobody listens on all of them.
        with socket.socket() as elsewhere:
            elsewhere.bind(("127.0.0.2", port))


@pytest.mark.parametrize("part", ["edge", "shops", "postgres", "epmd"])
def test_a_part_that_dies_is_started_again(system: Running, part: str) -> None:
    before = system.pid(part)
    system.kill(part)
    wait_until(lambda: system.pid(part) != before, "the new process")
    log = system.output.read_text()
    assert re.search(rf"exited: {part} \(terminated by SIGKILL", log)
    wait_until(lambda: answers(f"{system.url}/api/shops"), "shops")


def test_secrets_are_for_their_owner_alone(system: Running) -> None:
    for folder in ("secrets", "environment"):
        for file in (system.data / folder).iterdir():
            assert file.stat().st_mode & 0o077 == 0, file


def test_a_second_launcher_on_the_same_data_is_refused(system: Running, tmp_path: Path) -> None:
    printed = refusal(system.data, tmp_path)
    assert "Orderbell already runs on" in printed
    assert answers(f"{system.url}/api/shops")


def test_a_taken_port_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        printed = refusal(tmp_path / "data", tmp_path, PORT=str(port))
    assert f"PORT={port}: Address already in use" in printed
    assert not (tmp_path / "data/logs").exists()


def test_demo_data_are_refused_in_production(tmp_path: Path) -> None:
    assert "DEMO" in refusal(tmp_path / "data", tmp_path, ENVIRONMENT="production")


def test_a_start_ends_what_a_killed_run_left_and_a_stop_leaves_nothing(tmp_path: Path) -> None:
    data = tmp_path / "two words"
    killed = Launcher(data, tmp_path / "killed.out")
    killed.wait_until_ready()
    survivor = killed.pid("gateway")
    # It cannot hear that its supervisor died: only the next start can end it.
    os.kill(survivor, signal.SIGSTOP)
    killed.process.kill()
    os.kill(killed.supervisor(), signal.SIGKILL)
    killed.process.wait(ENDS_BY_ITSELF_SECONDS)

    again = Launcher(data, tmp_path / "again.out")
    again.wait_until_ready()
    assert "that an earlier run left behind" in again.printed()
    assert survivor not in again.left()
    again.process.terminate()
    assert ends_within(STOP_PROMISE_SECONDS, again.process)
    assert again.process.returncode == 0
    assert again.left() == []
    stopped = re.findall(r"stopped: (\w+)", again.printed())
    assert stopped[0] == "edge"
    assert set(stopped[-3:]) == {"postgres", "epmd", "rabbitmq"}


def test_a_killed_supervisor_takes_everything_with_it(tmp_path: Path) -> None:
    launcher = Launcher(tmp_path / "data", tmp_path / "printed.out")
    wait_until(lambda: "spawned: 'edge'" in launcher.printed(), "the last part")
    os.kill(launcher.supervisor(), signal.SIGKILL)
    assert launcher.process.wait(ENDS_BY_ITSELF_SECONDS) == 1
    assert launcher.left() == []


def test_the_limits_of_a_stop_add_up_to_less_than_what_is_promised() -> None:
    assert sum(STOP_SECONDS.values()) < STOP_PROMISE_SECONDS


def ends_within(limit_seconds: float, process: "subprocess.Popen[bytes]") -> bool:
    """Tell whether it ends in time, by a clock that stands still when the machine does."""
    for _ in range(round(limit_seconds / LOOK_EVERY_SECONDS)):
        if process.poll() is not None:
            return True
        time.sleep(LOOK_EVERY_SECONDS)
    return False


def refusal(data: Path, folder: Path, **settings: str) -> str:
    """Start a launcher that has to refuse with one line, and return that."""
    launcher = Launcher(data, folder / "refused.out", **settings)
    assert launcher.process.wait(ENDS_BY_ITSELF_SECONDS) == 1
    assert launcher.printed().count("\n") == 1
    return launcher.printed()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
