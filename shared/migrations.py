"""The schema of a service's own database: alembic revisions, applied by one process at a time.

A schema newer than this code counts as migrated, so that replicas of two versions run side by side
while one is being replaced by the other.
"""

import asyncio
import sys
import time
from functools import cache
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from shared.backoff import delays
from shared.database import (
    CONNECT_LIMIT_SECONDS,
    Database,
    DatabaseUnavailable,
    first_line,
    is_server_state,
)

WAIT_LIMIT_SECONDS = 120
# Another process may be migrating: wait for it that long.
LOCK_LIMIT_SECONDS = 60
# Any number that nobody else takes in this database.
LOCK_KEY = 0x0BE11

log = structlog.get_logger()


def migrate(
    database_url: str, folder: Path, wait_limit_seconds: float = WAIT_LIMIT_SECONDS
) -> None:
    """Bring the database to the newest revision of `folder`, in one transaction.

    Waits for a database that does not answer yet, and exits with one line when the wait was in
    vain. Several processes may do this at once.
    """
    give_up_at = time.monotonic() + wait_limit_seconds
    for wait_seconds in delays():
        try:
            return _upgrade(database_url, folder)
        except DBAPIError as error:
            if not is_server_state(error):
                raise
            reason = first_line(error)
        if time.monotonic() + wait_seconds > give_up_at:
            sys.exit(f"The database did not answer for {wait_limit_seconds:.0f} s: {reason}")
        log.warning("waiting_for_database", reason=reason)
        time.sleep(wait_seconds)
    return None


def migrated(connection: Connection, folder: Path) -> bool:
    """Return whether the database has the newest revision of `folder`, or a newer one."""
    head, older = _revisions(folder)
    current = MigrationContext.configure(connection).get_current_revision()
    return current is not None and (current == head or current not in older)


async def waits_for(database: Database, folder: Path) -> str | None:
    """Return what a service waits for before it can use its database, None for nothing."""
    try:
        done = await database.run(migrated, folder)
    except DatabaseUnavailable:
        return "its database"
    return None if done else "its database to be migrated"


async def until_migrated(database: Database, folder: Path) -> None:
    """Return when the database can be used.

    Who consumes messages before that takes the schema's fault for the messages'.
    """
    for wait_seconds in delays():
        waited_for = await waits_for(database, folder)
        if waited_for is None:
            return
        log.warning("waiting", waits_for=waited_for, seconds=round(wait_seconds, 2))
        await asyncio.sleep(wait_seconds)


def _upgrade(database_url: str, folder: Path) -> None:
    engine = create_engine(
        database_url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_LIMIT_SECONDS}
    )
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_LIMIT_SECONDS}s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK_KEY})"))
        if migrated(connection, folder):
            log.info("already_migrated")
            return
        config = _config(folder)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    log.info("migrated", revision=_revisions(folder)[0])


@cache
def _revisions(folder: Path) -> tuple[str | None, frozenset[str]]:
    """Return the newest revision, and those before it."""
    scripts = ScriptDirectory.from_config(_config(folder))
    head = scripts.get_current_head()
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return head, known - {head}


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
