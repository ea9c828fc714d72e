"""supervisord: the configuration that makes it run the parts, and the command that starts it."""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from stack.part import GROUPS, MARK, STOP_SECONDS, Part

CONFIGURATION = "supervisord.conf"
LOG_BYTES_MAX = 10_000_000
# A part that dies younger than this is started again after 1, 2, 3… s: an hour of failing ends in
# waits of a minute and a half. An older one is started again at once.
YOUNG_SECONDS = 5
# supervisord gives up after so many tries; a dependency may be away for longer than any number.
TRIES = 1_000_000
# A person's settings for servers of their own must not reach ours.
FOREIGN_PREFIXES = ("RABBITMQ_", "ERL_", "PG", "NGINX", "SUPERVISOR_", "NOTIFY_SOCKET")


def configuration(parts: Sequence[Part]) -> str:
    """Return the configuration file; every path in it is relative to the data folder."""
    sections = [_supervisord(), *map(_program, parts)]
    for priority, group in enumerate(GROUPS):
        members = ",".join(part.name for part in parts if part.group == group)
        sections.append(f"[group:{group}]\nprograms={members}\npriority={priority}\n")
    return "\n".join(sections)


def command() -> list[str]:
    """Return the command of the supervisor, to be run in the data folder."""
    return [
        *("setpriv", "--pdeathsig=TERM"),
        *(sys.executable, "-P", "-m", "supervisor.supervisord"),
        *("--nodaemon", "--configuration", CONFIGURATION),
    ]


def environment(data: Path) -> dict[str, str]:
    """Return the environment that all parts begin with."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(FOREIGN_PREFIXES)
    }
    programs = f"{Path(sys.executable).parent}{os.pathsep}{inherited.get('PATH', os.defpath)}"
    return inherited | {"PATH": programs, MARK: str(data)}


def _supervisord() -> str:
    return f"""[supervisord]
{"user=root" if os.geteuid() == 0 else ""}
logfile=logs/supervisord.log
logfile_maxbytes={LOG_BYTES_MAX}
logfile_backups=1
pidfile=supervisord.pid
nocleanup=true
minfds=256
minprocs=32
"""


def _program(part: Part) -> str:
    start = ["python", "-P", "-m", "stack.start", part.name, part.stop_signal, *part.command]
    escaped = shlex.join(start).replace("%", "%%")
    return f"""[program:{part.name}]
command={escaped}
directory={part.folder}
stopsignal={part.stop_signal}
stopwaitsecs={STOP_SECONDS[part.group]}
killasgroup=true
startretries={TRIES}
startsecs={0 if part.once else YOUNG_SECONDS}
autorestart={"unexpected" if part.once else "true"}
redirect_stderr=true
stdout_logfile=logs/{part.name}.log
stdout_logfile_maxbytes={LOG_BYTES_MAX}
stdout_logfile_backups=1
"""
