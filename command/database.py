"""The database that a command works on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from command.failure import Failure
from shared.database import CONNECT_LIMIT_SECONDS, first_line

VARIABLE = "DATABASE_URL"
# PostgreSQL's SQLSTATE for a table that is not there.
UNDEFINED_TABLE = "42P01"
KEPT = Path(".stack/environment/shops.env")


@contextmanager
def connected() -> Iterator[Connection]:
    """Open a connection, with a transaction that is committed in the end.

    Raises Failure where no database is named or the one that is cannot do it.
    """
    url, source = _url()
    try:
        engine = create_engine(
            url,
            poolclass=NullPool,
            connect_args={"connect_timeout": CONNECT_LIMIT_SECONDS},
            hide_parameters=True,
        )
        with engine.begin() as connection:
            yield connection
    except ArgumentError:
        raise Failure(f"{VARIABLE} of {source} is no postgresql+psycopg2:// URL") from None
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) == UNDEFINED_TABLE:
            raise Failure(f"the database of {source} is not migrated yet") from None
        raise Failure(f"the database of {source} says: {first_line(error)}") from None


def _url() -> tuple[str, str]:
    """Return the URL and where it is from."""
    if url := os.environ.get(VARIABLE):
        return url, "the environment"
    for folder in (Path.cwd(), *Path.cwd().parents):
        kept = folder / KEPT
        if kept.is_file():
            return _read(kept), str(kept)
    raise Failure(
        f"{VARIABLE} is not set, and no {KEPT} is here: run it in a checkout that `make run` has "
        "started, or set it"
    )


def _read(kept: Path) -> str:
    try:
        lines = kept.read_text().splitlines()
    except OSError as error:
        raise Failure(f"cannot read {kept}: {error.strerror}") from None
    for line in lines:
        name, _, value = line.partition("=")
        if name == VARIABLE and value:
            return value
    raise Failure(f"{kept} has no {VARIABLE}")
