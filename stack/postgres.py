"""A private PostgreSQL: its data and its command."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from provision.databases import SUPERUSER
from stack.privileges import run_as

# Where Debian puts each version; elsewhere there is one, on the PATH.
INSTALLED = Path("/usr/lib/postgresql")
# PostgreSQL refuses to run as root; its package makes this user.
SYSTEM_USER = "postgres"


def programs(data: Path) -> Path:
    """Return the folder of the server's programs: the newest, or what made the data.

    Raises SystemExit when it is not installed.
    """
    installed = {int(path.parts[-3]): path.parent for path in INSTALLED.glob("[0-9]*/bin/postgres")}
    with contextlib.suppress(FileNotFoundError):
        version = int((data / "PG_VERSION").read_text())
        if installed and version not in installed:
            sys.exit(
                f"The data in {data} are PostgreSQL {version}'s, which is not installed:"
                f" install postgresql-{version}, or remove all data (make clean)."
            )
        installed = {version: installed[version]} if installed else {}
    on_path = shutil.which("postgres")
    if not installed and not on_path:
        sys.exit("PostgreSQL is not installed.")
    return installed[max(installed)] if installed else Path(str(on_path)).resolve().parent


def command(data: Path, port: int) -> list[str]:
    """Return the command of the server, to be run in its data folder."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        # A socket's path may have 107 characters, a data folder's more.
        "unix_socket_directories": "",
        "max_connections": 200,
    }
    return [
        *run_as(SYSTEM_USER, stop_signal="INT"),
        str(programs(data) / "postgres"),
        *("-D", "."),
        *(f"--{name}={value}" for name, value in settings.items()),
    ]


def prepare(data: Path, superuser_password: str) -> None:
    """Make the data folder of a new server, unless it is there already."""
    if data.exists():
        return
    # Renamed when it is whole: an initdb that was interrupted leaves nothing that looks finished.
    new = data.with_name(data.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True, mode=0o700)
    if os.geteuid() == 0:
        system_user = pwd.getpwnam(SYSTEM_USER)
        os.chown(new, system_user.pw_uid, system_user.pw_gid)
    initdb = [
        *run_as(SYSTEM_USER, stop_signal="INT"),
        str(programs(data) / "initdb"),
        "--pgdata=.",
        f"--username={SUPERUSER}",
        "--pwfile=/dev/stdin",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
    ]
    made = subprocess.run(  # noqa: S603
        initdb, cwd=new, input=superuser_password, capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        sys.exit(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")
    new.rename(data)


def left_running(data: Path) -> list[int]:
    """Return the server that still runs on this data folder, by what it noted there."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        if Path(f"/proc/{pid}/comm").read_text().strip() == "postgres":
            return [pid]
    return []
