"""Finding and ending what an earlier run left, for instance one that was killed.

Every part carries the data folder as a mark in its environment. nginx and PostgreSQL overwrite
theirs, and may run as another user: they find their own by the files in which they note them.
"""

import contextlib
import os
import select
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from stack.part import MARK

TERMINATE_SECONDS = 6.0
KILL_SECONDS = 5.0
PROC = Path("/proc")


def end(processes: Mapping[int, signal.Signals]) -> None:
    """End these processes and return when they are gone: asked first, then killed."""
    handles: dict[int, signal.Signals] = {}
    for pid, ask in processes.items():
        with contextlib.suppress(ProcessLookupError):
            handles[os.pidfd_open(pid)] = ask
    try:
        for handle, ask in handles.items():
            _send(handle, ask)
        alive = _wait(set(handles), TERMINATE_SECONDS)
        for handle in alive:
            _send(handle, signal.SIGKILL)
        _wait(alive, KILL_SECONDS)
    finally:
        for handle in handles:
            os.close(handle)


def all_processes() -> list[int]:
    """Return every process but this one."""
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit() and not _is_me(path)]


def marked(data: Path) -> list[int]:
    """Return the processes that carry the mark of a data folder."""
    mark = os.fsencode(f"{MARK}={data}")
    return [pid for pid in all_processes() if mark in _environment(pid) and _sees_our_files(pid)]


def _is_me(process: Path) -> bool:
    return process.name == str(os.getpid())


def _environment(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        # Ended meanwhile, or another user's.
        return []


def _sees_our_files(pid: int) -> bool:
    """Tell a process of ours from one of a container, where the same path is another folder."""
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "ns/mnt").readlink() == (PROC / "self/ns/mnt").readlink()
    return False


def _send(handle: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, number)


def _wait(handles: set[int], seconds: float) -> set[int]:
    """Return those processes that are still there after so many seconds."""
    deadline = time.monotonic() + seconds
    alive = set(handles)
    poll = select.poll()
    for handle in alive:
        poll.register(handle, select.POLLIN)
    while alive and (left := deadline - time.monotonic()) > 0:
        for handle, _ in poll.poll(left * 1000):
            poll.unregister(handle)
            alive.discard(handle)
    return alive
