"""Faults of processes: killed, told to stop, frozen, away for long."""

import asyncio
import contextlib
import signal
from collections.abc import Iterable, Iterator

import psutil
from psycopg2 import extensions

from chaos.system import REPLICAS_OF, System, TookTooLong, until
from tests.e2e.running import runs

END_LIMIT_SECONDS = 30.0
SLOW_SECONDS = 2.0
# How often a replica is looked at, and let go again, until it is caught inside a transaction.
CATCHES_MAX = 400
BETWEEN_CATCHES_SECONDS = 0.01
# PostgreSQL's SIGTERM waits for its clients, for ever; SIGINT is what stops it.
STOP_SIGNALS = {"postgres": signal.SIGINT}


async def kill(system: System, part: str, seconds: float) -> None:
    """Kill a part with -9; its supervisor starts it again."""
    del seconds
    await _end(system, part, signal.SIGKILL)


async def kill_slow(system: System, replica: str, seconds: float) -> None:
    """Kill a replica with -9 that the broker has answered late for a while.

    What it sent has arrived; what was to follow a publisher confirm is still in it.
    """
    link = system.links[f"{replica}>rabbitmq"]
    link.answer_delay_seconds = SLOW_SECONDS
    try:
        await asyncio.sleep(seconds)
        await _end(system, replica, signal.SIGKILL)
    finally:
        link.answer_delay_seconds = 0.0


async def stop(system: System, part: str, seconds: float) -> None:
    """Ask a part to stop; its supervisor starts it again."""
    del seconds
    await _end(system, part, STOP_SIGNALS.get(part, signal.SIGTERM))


async def freeze(system: System, part: str, seconds: float) -> None:
    """Keep a part from running for a while; its connections stay open."""
    with frozen(system, part):
        await asyncio.sleep(seconds)


def frozen(system: System, part: str) -> contextlib.AbstractContextManager[None]:
    """Keep a part from running meanwhile."""
    return _suspended(system.family(part))


async def silence(system: System, service: str, seconds: float) -> None:
    """Freeze every replica of a service, while all sockets stay open."""
    with _suspended(
        process for replica in REPLICAS_OF[service] for process in system.family(replica)
    ):
        await asyncio.sleep(seconds)


async def keep_away(system: System, part: str, seconds: float) -> None:
    """Kill a part, and have what its supervisor starts in its place do nothing for a while.

    The supervisor itself goes on: it reads what every part writes, and a part whose log nobody
    reads stands still as soon as its pipe is full.
    """
    family = system.family(part)
    before = system.pid(part)
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    await until(
        lambda: system.pid(part) not in {0, before}, f"a successor of {part}", END_LIMIT_SECONDS
    )
    with frozen(system, part):
        await asyncio.sleep(seconds)


async def freeze_in_transaction(system: System, replica: str, seconds: float) -> None:
    """Freeze a replica of a service while it holds a transaction open, with whatever it locks."""
    service = replica.rpartition("-")[0]
    with contextlib.closing(await asyncio.to_thread(system.connect, service)) as connection:
        for _ in range(CATCHES_MAX):
            with _suspended(system.family(replica)):
                open_ones = await asyncio.to_thread(_open_transactions, connection)
                if any(system.connects(replica, *address) for address in open_ones):
                    await asyncio.sleep(seconds)
                    return
            await asyncio.sleep(BETWEEN_CATCHES_SECONDS)
    raise TookTooLong(f"{replica} was never caught inside a transaction")


def _open_transactions(connection: extensions.connection) -> list[tuple[str, int]]:
    """Return where clients are that hold a transaction open and ask nothing just now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT host(client_addr), client_port FROM pg_stat_activity"
            " WHERE state = 'idle in transaction' AND datname = current_database()"
            " AND client_addr IS NOT NULL"
        )
        return list(cursor.fetchall())


async def _end(system: System, part: str, number: signal.Signals) -> None:
    process = psutil.Process(system.pid(part))
    process.send_signal(number)
    await until(lambda: not runs(process), f"the end of {part}", END_LIMIT_SECONDS)


@contextlib.contextmanager
def _suspended(processes: Iterable[psutil.Process]) -> Iterator[None]:
    stopped = []
    try:
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.suspend()
                stopped.append(process)
        yield
    finally:
        for process in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
