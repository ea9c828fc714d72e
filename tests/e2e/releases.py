"""Two releases on the same servers: this one, and the one before the newest revision of a schema.

The one before comes from the checkout's history. Both run with the libraries that are installed.
"""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provision import credentials, databases
from stack.settings import CHECKOUT
from tests.integration.orders_process import Orders, an_orders
from tests.integration.shops_process import Shops, a_shops
from tests.servers import BrokerServer, PostgresServer, wait_until

REVISIONS = [f"services/{name}/migrations/versions/[0-9]*.py" for name in credentials.DATABASES]
NEW_TO_GIT = ("??", "A")
PREPARE_LIMIT_SECONDS = 60
# Where nobody listens.
NO_BROKER = "amqp://nobody:nothing@127.0.0.1:1/orderbell"
# Nothing is published or ended by itself while a test looks, and a lease is over soon.
SETTINGS = {
    "orders": {"RECEIVE_SECONDS": "600"},
    "shops": {"LEASE_SECONDS": "2", "GRACE_SECONDS": "600", "SWEEP_SECONDS": "0.2"},
}


@dataclass(frozen=True)
class Release:
    """The code of a release, in a folder."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return what has Python take the code from the folder, wherever it is started."""
        return {"PYTHONPATH": str(self.folder), "PYTHONSAFEPATH": "1"}


@dataclass(frozen=True)
class Replicas:
    """One process of each service with a database, of one release."""

    orders: Orders
    shops: Shops

    def run(self) -> bool:
        """Tell whether neither has ended."""
        processes = (self.orders.process, self.shops.process)
        return all(process and process.poll() is None for process in processes)

    def ready(self) -> bool:
        """Tell whether both say that they can do their work."""
        return self.orders.ready() and self.shops.ready()


@dataclass(frozen=True)
class Installation:
    """Servers with databases `orders` and `shops`, and the folder of what belongs to them."""

    postgres: PostgresServer
    broker: BrokerServer
    folder: Path

    @property
    def known(self) -> credentials.Credentials:
        """Return passwords and keys; those of the superuser are the server's."""
        passwords = self.folder / "secrets" / credentials.PASSWORDS
        if not passwords.exists():
            passwords.parent.mkdir()
            passwords.write_text(json.dumps({"postgres-superuser": self._superuser}))
        return credentials.load(passwords.parent)

    def prepare(self, release: Release, *, demo: bool = False) -> None:
        """Make databases, their users and the schema, as the release does that is started."""
        known = self.known
        # Until a database had an owner of its own, `stack` made them.
        maker = "provision.databases"
        if not (release.folder / "provision").exists():
            maker = "stack.migrate"
        subprocess.run(
            [sys.executable, "-m", maker],
            env={
                **os.environ,
                **release.environment,
                "POSTGRES_HOST": self.postgres.switch.host,
                "POSTGRES_PORT": str(self.postgres.port),
                "SECRETS_FOLDER": str(known.folder),
                "ORDERBELL_STACK": str(self.folder),
                "DEMO": str(demo).lower(),
            },
            check=True,
            timeout=PREPARE_LIMIT_SECONDS,
        )

    def rows(self, database: str, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the superuser finds in a database."""
        server, host = self.postgres, self.postgres.switch.host
        with (
            contextlib.closing(
                databases.connect(server.port, self._superuser, host, database)
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query, values)
            return cursor.fetchall()

    def revisions(self) -> list[str]:
        """Return the revision of each database."""
        query = "SELECT version_num FROM alembic_version"
        return [self.rows(name, query)[0][0] for name in credentials.DATABASES]

    @contextlib.contextmanager
    def replicas(self, release: Release, *, broker: bool = True) -> Iterator[Replicas]:
        """Run a process of each service of a release; return when both are ready.

        Without `broker` they reach none.
        """
        with (
            an_orders(*self._addresses("orders", broker), **self._told("orders", release)) as one,
            a_shops(
                *self._addresses("shops", broker),
                self.folder / "shops.log",
                **self._told("shops", release),
            ) as other,
        ):
            replicas = Replicas(one, other)
            try:
                wait_until(replicas.ready, "readiness")
                yield replicas
            finally:
                # As a crash would end them: that is quick, and none may leave work to its end.
                one.stop(signal.SIGKILL)
                other.stop(signal.SIGKILL)

    @property
    def _superuser(self) -> str:
        return self.postgres.superuser_password

    def _addresses(self, name: str, broker: bool) -> tuple[str, str]:
        port, host = self.postgres.port, self.postgres.switch.host
        url = databases.url(port, name, name, self.known.databases[name], host)
        return url, self.broker.url(name) if broker else NO_BROKER

    def _told(self, name: str, release: Release) -> dict[str, str]:
        return {
            **release.environment,
            **SETTINGS[name],
            "TOKEN_PRIVATE_KEY": self.known.private_key(name).read_text(),
            "TOKEN_PUBLIC_KEYS": self.known.public_keys.read_text(),
        }


def this_release() -> Release:
    """Return the code of the checkout as it stands."""
    return Release(CHECKOUT)


def release_before(folder: Path) -> Release | None:
    """Return the code from before the newest revision, put into `folder`.

    None where the checkout has no history that reaches back so far.
    """
    commit = _commit_before_the_newest_revision()
    if commit is None:
        return None
    archive = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=CHECKOUT, check=True, stdout=subprocess.PIPE
    )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return Release(folder)


def _commit_before_the_newest_revision() -> str | None:
    changed = _git("status", "--porcelain", "--untracked-files=all", "--", *REVISIONS) or ""
    if any(line.startswith(NEW_TO_GIT) for line in changed.splitlines()):
        return "HEAD"
    newest = _git("log", "-1", "--diff-filter=A", "--format=%H", "--", *REVISIONS)
    return _git("rev-parse", "--verify", "--quiet", f"{newest}^") if newest else None


def _git(*arguments: str) -> str | None:
    """Return what git says, None where it finds nothing or is not there."""
    with contextlib.suppress(FileNotFoundError):
        done = subprocess.run(
            ["git", *arguments], cwd=CHECKOUT, check=False, capture_output=True, text=True
        )
        # Not stripped in front: there stands what `status` tells.
        return done.stdout.rstrip() if done.returncode == 0 else None
    return None
