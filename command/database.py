"""The databases that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, NullPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from command.failure import Failure
from command.settings import operator_settings, required
from shared.database import CONNECT_LIMIT_SECONDS, first_line

# A command may look through all orders, which no service does.
STATEMENT_LIMIT_SECONDS = 60
LOCK_LIMIT_SECONDS = 5
# PostgreSQL's SQLSTATE for a table that is not there.
UNDEFINED_TABLE = "42P01"
LIMITS = f"-c statement_timeout={STATEMENT_LIMIT_SECONDS}s -c lock_timeout={LOCK_LIMIT_SECONDS}s"


def database_url(service: str) -> str:
    """Return the URL of a service's database; raises Failure where none is known."""
    return required(operator_settings(), f"{service}_database_url")


def described(service: str) -> str:
    """Return which database that is, without its password; raises Failure like `database_url`."""
    try:
        url = make_url(database_url(service))
    except ArgumentError:
        raise _no_url(service) from None
    return f"the database of {service} ({url.host}:{url.port}/{url.database})"


@contextmanager
def connected(service: str) -> Iterator[Connection]:
    """Open a connection to a service's database, with a transaction that is committed in the end.

    Raises Failure where no database is named or the one that is cannot do it.
    """
    what = described(service)
    try:
        engine = create_engine(
            database_url(service),
            poolclass=NullPool,
            connect_args={"connect_timeout": CONNECT_LIMIT_SECONDS, "options": LIMITS},
            hide_parameters=True,
        )
        with engine.begin() as connection:
            yield connection
    except ArgumentError:
        raise _no_url(service) from None
    except DBAPIError as error:
        if getattr(error.orig, "pgcode", None) == UNDEFINED_TABLE:
            raise Failure(f"{what} is not migrated yet: orderbell migrate") from None
        raise Failure(f"{what} says: {first_line(error)}") from None


def _no_url(service: str) -> Failure:
    return Failure(f"the URL of the database of {service} is no postgresql+psycopg2:// URL")
