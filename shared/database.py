"""A service's own PostgreSQL database: transactions on threads, with limits on every wait.

psycopg2 blocks, so each call runs on one of a few threads of our own, each with its connection.
"""

import asyncio
import contextlib
import math
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from prometheus_client import Gauge
from sqlalchemy import Connection, Row, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.failures import DependencyDown

CONNECT_LIMIT_SECONDS = 3
# A frozen process must not hold a row that others wait for.
STATEMENT_LIMIT_SECONDS = 5
LOCK_LIMIT_SECONDS = 3
# A server that stands still enforces no limit of its own, and its connection looks alive.
ANSWER_LIMIT_SECONDS = STATEMENT_LIMIT_SECONDS + 1.0
# Longer than the outbox waits for a publisher confirm while it holds its rows.
IDLE_IN_TRANSACTION_LIMIT_SECONDS = 10
# The outbox's relay holds a connection of its own while it publishes.
RELAY_CONNECTIONS = 1
WAITING_CALLS_MAX = 1000
# A plan is made for tables as large as they are then: one that was made when orders were few reads
# all of them, in 12 ms of 40,000 that came in a new system's first rush, until they are analysed.
PLAN_SECONDS = 10.0

# SQLSTATE classes that tell of the server's state, not of the statement (PostgreSQL, appendix A):
# connection lost, transaction rolled back, out of resources, operator intervention, system error.
SERVER_STATE_CLASSES = frozenset({"08", "40", "53", "57", "58"})
# lock_not_available, idle_in_transaction_session_timeout, read_only_sql_transaction, and
# undefined_table and insufficient_privilege: not migrated yet
SERVER_STATES = frozenset({"55P03", "25P03", "25006", "42P01", "42501"})

calls = Gauge("database_calls", "Calls of the database that run or wait for a thread")

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Taken = TypeVar("Taken")
Outcome = TypeVar("Outcome")


class DatabaseUnavailable(DependencyDown):
    """The database cannot do it now; the same call may succeed later."""


class StatementTooSlow(DatabaseUnavailable):
    """The statement took longer than STATEMENT_LIMIT_SECONDS."""


@dataclass(frozen=True)
class Prepared:
    """A statement that is planned now and then: planning a large one takes longer than running it.

    Its parameters are `$1` and so on.
    """

    name: str
    text: str

    def execute(self, connection: Connection, *parameters: object) -> Sequence[Row[Any]]:
        """Return the statement's rows, run on this connection."""
        places = ", ".join(["%s"] * len(parameters))
        name = self._planned(connection)
        rows = connection.exec_driver_sql(f"EXECUTE {name}({places})", parameters)
        return rows.all() if rows.returns_rows else []

    def _planned(self, connection: Connection) -> str:
        """Return the name under which this connection holds a plan that is new enough."""
        now = time.monotonic()
        # What is noted is of the connection to the server, and ends with it.
        planned_at, number = connection.info.get(self.name, (-math.inf, 0))
        if now - planned_at > PLAN_SECONDS:
            old = "" if planned_at == -math.inf else f"DEALLOCATE {self.name}_{number};"
            number += 1
            # A name is not used twice: the server may hold a plan of which it could not tell.
            connection.info[self.name] = (-math.inf, number)
            connection.exec_driver_sql(f"{old} PREPARE {self.name}_{number} AS {self.text}")
            connection.info[self.name] = (now, number)
        return f"{self.name}_{number}"


class Database:
    """Runs functions in transactions."""

    def __init__(self, url: str, threads: int) -> None:
        """Take an SQLAlchemy URL and the number of threads; each has its connection."""
        self._engine = create_engine(
            url,
            pool_size=threads + RELAY_CONNECTIONS,
            max_overflow=0,
            pool_timeout=CONNECT_LIMIT_SECONDS,
            # Errors must not carry names and addresses into logs.
            hide_parameters=True,
            connect_args={
                "connect_timeout": CONNECT_LIMIT_SECONDS,
                "keepalives_idle": 10,
                "keepalives_interval": 3,
                "keepalives_count": 3,
                "tcp_user_timeout": 10_000,
                "options": (
                    f"-c statement_timeout={STATEMENT_LIMIT_SECONDS}s"
                    f" -c lock_timeout={LOCK_LIMIT_SECONDS}s"
                    " -c idle_in_transaction_session_timeout="
                    f"{IDLE_IN_TRANSACTION_LIMIT_SECONDS}s -c timezone=UTC"
                ),
            },
        )
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")
        # Whoever holds rows while other things are awaited must not queue behind those that wait.
        self._relay_threads = ThreadPoolExecutor(RELAY_CONNECTIONS, thread_name_prefix="relay")
        self._places = threading.BoundedSemaphore(WAITING_CALLS_MAX)

    async def run(
        self,
        function: Callable[Concatenate[Connection, Parameters], Result],
        *arguments: Parameters.args,
        **keywords: Parameters.kwargs,
    ) -> Result:
        """Return what the function returns, run in one transaction that is then committed.

        An exception rolls back. Raises DatabaseUnavailable for what is the server's state, and
        after ANSWER_LIMIT_SECONDS without an answer: then it may still have been done.
        """
        return await self._on_thread(lambda: self._transaction(function, *arguments, **keywords))

    async def run_prepared(self, statement: Prepared, *parameters: object) -> Sequence[Row[Any]]:
        """Return the rows of one statement, which commits by itself: in one round trip.

        Raises DatabaseUnavailable like `run`.
        """
        return await self._on_thread(lambda: self._execute(statement, parameters))

    async def hold(
        self,
        take: Callable[[Connection], Taken],
        act: Callable[[Taken], Awaitable[Outcome]],
        settle: Callable[[Connection, Outcome], None],
    ) -> Outcome:
        """Return the outcome of acting, elsewhere, on what one transaction takes and settles.

        What `take` locks stays locked while `act` is awaited, which is to be short. Whatever is
        raised rolls back. Raises DatabaseUnavailable like `run`.
        """
        loop, threads = asyncio.get_running_loop(), self._relay_threads

        def begin() -> tuple[Connection, Taken]:
            connection = self._engine.connect()
            try:
                return connection, take(connection)
            except BaseException:
                connection.close()
                raise

        def end(outcome: Outcome) -> None:
            with connection:
                settle(connection, outcome)
                connection.commit()

        beginning = loop.run_in_executor(threads, _translated, begin)
        beginning.add_done_callback(_look_at)
        try:
            connection, taken = await asyncio.shield(beginning)
            outcome = await act(taken)
        except BaseException:
            beginning.add_done_callback(self._roll_back)
            raise
        await asyncio.shield(loop.run_in_executor(threads, _translated, partial(end, outcome)))
        return outcome

    def _roll_back(self, begun: asyncio.Future[tuple[Connection, Any]]) -> None:
        """Close what was opened, now or when a cancelled `hold` comes to it."""
        if not begun.cancelled() and begun.exception() is None:
            # After `close` there is no thread any more, and no connection either.
            with contextlib.suppress(RuntimeError):
                self._relay_threads.submit(begun.result()[0].close)

    def close(self) -> None:
        """Give back threads and connections; calls under way end first."""
        for threads in (self._threads, self._relay_threads):
            threads.shutdown(wait=True, cancel_futures=True)
        self._engine.dispose()

    async def _on_thread(self, call: Callable[[], Result]) -> Result:
        if not self._places.acquire(blocking=False):
            raise DatabaseUnavailable("too many calls wait for the database")
        calls.inc()
        give_up_at = time.monotonic() + ANSWER_LIMIT_SECONDS
        # It is not taken back from its thread: until that is free it has its place.
        answer = asyncio.get_running_loop().run_in_executor(
            self._threads, self._in_time, call, give_up_at
        )
        answer.add_done_callback(_look_at)
        try:
            async with asyncio.timeout(ANSWER_LIMIT_SECONDS):
                return await asyncio.shield(answer)
        except TimeoutError:
            raise DatabaseUnavailable("the database does not answer") from None

    def _in_time(self, call: Callable[[], Result], give_up_at: float) -> Result:
        """Return what the call returns, unless nobody waits for it any more."""
        try:
            if time.monotonic() > give_up_at:
                raise DatabaseUnavailable("a call waited too long")
            return _translated(call)
        finally:
            self._places.release()
            calls.dec()

    def _transaction(
        self,
        function: Callable[Concatenate[Connection, Parameters], Result],
        *arguments: Parameters.args,
        **keywords: Parameters.kwargs,
    ) -> Result:
        with self._engine.begin() as connection:
            return function(connection, *arguments, **keywords)

    def _execute(self, statement: Prepared, parameters: Sequence[object]) -> Sequence[Row[Any]]:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return statement.execute(connection, *parameters)


def _look_at(done: asyncio.Future[Any]) -> None:
    """Take note of an error for which nobody waits any more: else all that it holds is logged."""
    if not done.cancelled():
        done.exception()


def _translated(call: Callable[[], Result]) -> Result:
    """Return what the call returns; raises DatabaseUnavailable for what is the server's state."""
    try:
        return call()
    except PoolTimeout:
        raise DatabaseUnavailable("no connection is free") from None
    except DBAPIError as error:
        if not is_server_state(error):
            raise
        # query_canceled: nobody but the server cancels ours, at their time limit.
        too_slow = getattr(error.orig, "pgcode", None) == "57014"
        unavailable = StatementTooSlow if too_slow else DatabaseUnavailable
        raise unavailable(first_line(error)) from None


def is_server_state(error: DBAPIError) -> bool:
    """Return whether the error tells of the server, so that the same call may succeed later."""
    state = getattr(error.orig, "pgcode", None)
    if error.connection_invalidated:
        return True
    if state is None:
        # The server said nothing: it was not reached, or went away while it was asked. For what is
        # wrong with a statement there is a more exact name than DatabaseError.
        return type(error.orig).__name__ in {"OperationalError", "InterfaceError", "DatabaseError"}
    return state[:2] in SERVER_STATE_CLASSES or state in SERVER_STATES


def first_line(error: DBAPIError) -> str:
    """Return what the server said, without the statement and its parameters."""
    return str(error.orig).strip().partition("\n")[0]
