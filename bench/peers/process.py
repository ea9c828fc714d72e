"""Private processes of the peers and their servers, that end with this one."""

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from bench import meter
from stack.ports import LOOPBACK
from tests.servers import wait_until

STOP_SECONDS = 20.0
CONNECT_LIMIT_SECONDS = 1.0


@contextlib.contextmanager
def running(
    command: Sequence[str],
    folder: Path,
    port: int,
    environment: Mapping[str, str] | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Iterator[int]:
    """Start a process in a folder, yield its id once it listens on the port, and end it.

    What it writes is in the folder's `output.log`. Raises ChildProcessError with that where it ends
    by itself, and TimeoutError where it does not listen.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "output.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            ["setpriv", f"--pdeathsig={stop_signal.name}", *command],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def is_ready() -> bool:
        if process.poll() is not None:
            raise ChildProcessError(f"{command[0]} ended: {log.read_text(errors='replace')}")
        return listens(port)

    try:
        wait_until(is_ready, command[0])
        yield process.pid
    finally:
        _stop(process, stop_signal)


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine."""
    with (
        contextlib.suppress(OSError),
        socket.create_connection((LOOPBACK, port), CONNECT_LIMIT_SECONDS),
    ):
        return True
    return False


def _stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    """Ask a process to stop, and kill what is left of it and of those that it started."""
    if process.poll() is not None:
        return
    family = meter.family(process.pid)
    process.send_signal(stop_signal)
    _, left = psutil.wait_procs(family, STOP_SECONDS)
    for each in left:
        each.kill()
    process.wait()
