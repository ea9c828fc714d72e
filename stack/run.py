"""`make run`: prepares everything, starts the supervisor, and stays until it is told to stop."""

import contextlib
import fcntl
import resource
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from provision import credentials
from provision.environment_file import write_environment
from shared.broker_map import OPERATOR
from shared.definitions import definitions
from shared.settings import load
from stack import (
    edge,
    leftovers,
    ports,
    postgres,
    rabbitmq,
    supervision,
    system,
)
from stack.announcement import Addresses, announcement, wait_until_ready
from stack.arrangement import Arrangement
from stack.operators_environment import NAME, operators_environment
from stack.part import Part
from stack.settings import StackSettings
from stack.start import environment_file

# Each service may hold thousands of sockets.
FILES_MAX = 65_536
LOOKS_MAX = 5
STOP_LIMIT_SECONDS = 20.0
AS_IT_IS = Arrangement()


class Stop(BaseException):
    """Somebody wants everything to stop."""


def run(arrangement: Arrangement = AS_IT_IS) -> int:
    """Run Orderbell until it is told to stop; return the exit status."""
    settings = load(StackSettings)
    data = settings.data
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with locked(data), _edge_socket(settings) as edge_socket:
            end_leftovers(data)
            return _run(settings, data, ports.number(edge_socket), arrangement)
    except Stop:
        return 0


def clean() -> int:
    """Remove the data folder; return the exit status."""
    data = load(StackSettings).data
    if data.exists():
        with locked(data):
            end_leftovers(data)
            shutil.rmtree(data)
    return 0


@contextlib.contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the data folder; raises SystemExit when another launcher does."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Orderbell already runs on {data}: stop it first (Ctrl-C where it runs).")
        yield


def end_leftovers(data: Path) -> None:
    """End what an earlier run of this data folder left behind."""
    # What is just starting may start one more while the others are being ended.
    for _ in range(LOOKS_MAX):
        left = dict.fromkeys(leftovers.marked(data), signal.SIGTERM)
        left |= dict.fromkeys(edge.left_running(data / "edge"), signal.SIGTERM)
        left |= dict.fromkeys(postgres.left_running(data / "postgres"), signal.SIGINT)
        if not left:
            return
        say(f"Ending {len(left)} processes that an earlier run left behind")
        leftovers.end(left)


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def _run(settings: StackSettings, data: Path, edge_port: int, arrangement: Arrangement) -> int:
    listening = system.listen(settings.replicas, answers_old_pages=settings.answers_old_pages)
    known = credentials.load(data / "secrets")
    _raise_file_limit()
    if not (data / "postgres").exists():
        say(f"First start: making the databases, passwords and keys in {data}")
    postgres.prepare(data / "postgres", known.superuser)
    broker = rabbitmq.ports_of(listening.holders)
    made = definitions(known.broker, settings.personal_data_days)
    rabbitmq.prepare(data / "rabbitmq", broker, made)
    values = arrangement.edge_values(system.edge_values(settings, listening, edge_port), listening)
    edge.prepare(data / "edge", values, arrangement.web)
    parts = arrangement.parts(system.parts(settings, data, listening, known), listening)
    _write_parts(data, parts)
    operators = operators_environment(settings, listening, known, parts)
    credentials.write_private(environment_file(data, NAME), write_environment(operators))
    where = Addresses(
        edge=_origin(settings.bind, edge_port),
        parts={part.name: part.ready for part in parts if part.ready},
        orders=listening.url(system.replicas("orders", settings.replicas)[0]),
        management=listening.url("management"),
        operator_password=known.broker[OPERATOR],
        logs=data / "logs",
        demo=settings.demo,
    )
    say(f"Starting Orderbell; each part's log is in {where.logs}")
    return _supervise(data, where)


def _write_parts(data: Path, parts: Sequence[Part]) -> None:
    (data / "logs").mkdir(exist_ok=True)
    environments = data / "environment"
    environments.mkdir(exist_ok=True, mode=0o700)
    for part in parts:
        text = write_environment(part.environment)
        credentials.write_private(environment_file(data, part.name), text)
    (data / supervision.CONFIGURATION).write_text(supervision.configuration(parts))


def _supervise(data: Path, where: Addresses) -> int:
    supervisor = subprocess.Popen(  # noqa: S603
        supervision.command(),
        cwd=data,
        env=supervision.environment(data),
        stdin=subprocess.DEVNULL,
        # A Ctrl-C reaches this process alone, which passes it on once.
        process_group=0,
    )
    try:
        if wait_until_ready(where, still_wanted=lambda: supervisor.poll() is None):
            say(announcement(where))
        status = supervisor.wait()
        say(f"The supervisor has ended (status {status}); stopping everything")
    except Stop:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        supervisor.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            supervisor.wait(STOP_LIMIT_SECONDS)
        end_leftovers(data)
        say("Orderbell has stopped")
        return 0
    end_leftovers(data)
    return 1


def _edge_socket(settings: StackSettings) -> socket.socket:
    try:
        return ports.reserve(settings.port, settings.bind)
    except OSError as error:
        sys.exit(
            f"Cannot listen on BIND={settings.bind} PORT={settings.port}: {error.strerror}."
            " Choose another, as in: make run PORT=8090"
        )


def _origin(bind: str, port: int) -> str:
    host = ports.LOOPBACK if bind in {"0.0.0.0", "::"} else bind  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _raise_file_limit() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_MAX if hard == resource.RLIM_INFINITY else min(FILES_MAX, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise Stop
