"""Which failures of a statement are the server's, so that the same call may succeed later."""

import psycopg2
import pytest
from psycopg2 import errors
from sqlalchemy.exc import DBAPIError

from shared.database import is_server_state


def raised(error: Exception) -> DBAPIError:
    return DBAPIError("SELECT 1", {}, error)


@pytest.mark.parametrize(
    "error",
    [
        psycopg2.OperationalError("could not translate host name"),
        psycopg2.InterfaceError("connection already closed"),
        psycopg2.DatabaseError("error with status PGRES_TUPLES_OK and no message from the libpq"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_server_that_says_nothing_is_away(error: Exception) -> None:
    assert is_server_state(raised(error))


@pytest.mark.parametrize(
    "error",
    [
        psycopg2.ProgrammingError("can't adapt type 'object'"),
        psycopg2.DataError("integer out of range"),
        errors.lookup("23505")("duplicate key"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_statement_that_is_wrong_is_wrong_for_ever(error: Exception) -> None:
    assert not is_server_state(raised(error))
