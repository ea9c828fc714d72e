"""Where and with what a bench ran, so that its figures can be judged."""

import importlib.metadata
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import psutil

from stack import postgres

PACKAGES = (
    "aio-pika",
    "aiormq",
    "fastapi",
    "httptools",
    "psycopg2-binary",
    "pydantic",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "uvloop",
    "websockets",
)
BYTES_PER_GIB = 1024**3


def machine() -> dict[str, str | int]:
    """Return what the machine is."""
    models = re.findall(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count() or 1,
        "memory_gib": round(psutil.virtual_memory().total / BYTES_PER_GIB),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
    }


def versions() -> dict[str, str]:
    """Return the versions of what is measured, and of what it stands on."""
    node = Path(sys.executable).with_name("node")
    return {
        "Python": platform.python_version(),
        "PostgreSQL": _said(str(postgres.programs(Path("none")) / "postgres"), "--version"),
        "RabbitMQ": _said("dpkg-query", "--show", "--showformat=${Version}", "rabbitmq-server"),
        "nginx": _said("nginx", "-v"),
        "Node.js": _said(str(node), "--version"),
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }


def commit() -> str:
    """Return the commit that is measured, with `+` where files were changed since."""
    changed = _said("git", "status", "--porcelain", "--untracked-files=no")
    return _said("git", "rev-parse", "--short", "HEAD") + ("+" if changed else "")


def _said(*command: str) -> str:
    """Return what a command prints, "" where there is no such command."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except FileNotFoundError:
        return ""
    return (done.stdout or done.stderr).strip()
