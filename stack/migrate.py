"""Brings the databases up to date, once per start: `python -m stack.migrate`, a part of the stack.

Makes each service's database and role, lets the service migrate it, and seeds the demo. What fails
is tried again until it succeeds.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

from stack import credentials, postgres
from stack.part import MARK

RETRY_SECONDS = 1.0


def main() -> None:
    """Return when everything is up to date."""
    known = credentials.load(Path(os.environ[MARK]) / "secrets")
    while not _databases_exist(known):
        time.sleep(RETRY_SECONDS)
    for service in known.databases:
        _run_until_it_succeeds(known, service, f"services.{service}.migrate")
    if os.environ["DEMO"] == "true":
        _run_until_it_succeeds(known, "shops", "services.shops.demo")


def _databases_exist(known: credentials.Credentials) -> bool:
    try:
        server = postgres.connect(int(os.environ["POSTGRES_PORT"]), known.superuser)
        with contextlib.closing(server) as connection:
            for name, password in known.databases.items():
                postgres.ensure_database(connection, name, password)
    except psycopg2.OperationalError as error:
        print(f"waiting for PostgreSQL: {str(error).strip().splitlines()[0]}")
        return False
    return True


def _run_until_it_succeeds(known: credentials.Credentials, service: str, module: str) -> None:
    port = int(os.environ["POSTGRES_PORT"])
    url = postgres.url(port, service, known.databases[service])
    environment = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-P", "-m", module]
    while True:
        print(f"running {module}")
        status = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
        if status == 0:
            return
        print(f"{module} ended with status {status}; trying again")
        time.sleep(RETRY_SECONDS)


if __name__ == "__main__":
    main()
