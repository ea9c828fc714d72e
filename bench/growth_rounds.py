"""Measures rounds on a connection: their time, PostgreSQL's CPU, and the pages that they touch."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, func, select

from bench.growth_orders import Prepare

NANOSECONDS = 1e9
# What takes longer is done no more often.
ROUND_LIMIT_SECONDS = 1.0
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
NO_PLAN = ("SET ", "PREPARE ")
# What is prepared is planned for its parameters so many times, and then perhaps once and for all.
PLANNED_TIMES = 5


@dataclass(frozen=True)
class Cost:
    """What one of the things that a round handles takes, in seconds."""

    time: float
    cpu: float


@dataclass(frozen=True)
class Planned:
    """A statement that a round executed, and its plan with what was touched."""

    statement: str
    plan: dict[str, Any]

    @property
    def pages(self) -> int:
        """Return how many pages were touched, in shared memory or not."""
        return int(self.plan["Shared Hit Blocks"] + self.plan["Shared Read Blocks"])


def measure(engine: Engine, prepare: Prepare, repeats: int) -> Cost:
    """Return what it costs by the median of the times, and by all of the server's CPU time."""
    times: list[float] = []
    cpu, units = 0.0, 0
    with engine.connect() as connection:
        pid: int = connection.execute(select(func.pg_backend_pid())).scalar_one()
        # Once to fill the caches of a new connection.
        prepare(connection)()
        connection.rollback()
        give_up_at = time.perf_counter() + ROUND_LIMIT_SECONDS
        while not times or (len(times) < repeats and time.perf_counter() < give_up_at):
            do = prepare(connection)
            before, began = _cpu_seconds(pid), time.perf_counter()
            done = do()
            times.append((time.perf_counter() - began) / done)
            cpu, units = cpu + _cpu_seconds(pid) - before, units + done
            connection.rollback()
    return Cost(statistics.median(times), cpu / units)


def plans(engine: Engine, prepare: Prepare) -> tuple[list[Planned], int]:
    """Return how each statement was planned and went, and how many things were handled."""
    noted: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        noted.append((statement, parameters))

    with engine.connect() as connection:
        do = prepare(connection)
        for _ in range(PLANNED_TIMES):
            with _undone(connection):
                do()
        with _undone(connection):
            event.listen(connection, "before_cursor_execute", note)
            units = do()
            event.remove(connection, "before_cursor_execute", note)
        return [planned for each in noted for planned in _explained(connection, *each)], units


@contextmanager
def _undone(connection: Connection) -> Iterator[None]:
    again = connection.begin_nested()
    yield
    again.rollback()


def _explained(connection: Connection, statement: str, parameters: Any) -> list[Planned]:
    """Return the plan of a statement, executed once for each set of parameters."""
    if statement.startswith(NO_PLAN):
        return []
    sets = parameters if isinstance(parameters, list) else [parameters]
    explained = (
        connection.exec_driver_sql(EXPLAIN + statement, each).scalar_one() for each in sets
    )
    return [Planned(statement, plan[0]["Plan"]) for plan in explained]


def _cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process of one thread, finer than by the clock's ticks."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / NANOSECONDS
