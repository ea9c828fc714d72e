"""How a process lives: started with its settings, ended by SIGTERM or SIGINT."""

import asyncio
import contextlib
import gc
import resource
import signal
from collections.abc import Awaitable, Callable

import structlog
import uvloop

from shared import tracing
from shared.logs import configure_logs
from shared.settings import ServiceSettings

STOP_LIMIT_SECONDS = 8

log = structlog.get_logger()


def run(name: str, settings: ServiceSettings, main: Callable[[], Awaitable[None]]) -> None:
    """Run `main` until it ends or the process is told to stop, which cancels it.

    What `main` has to finish on a stop it does when it is cancelled, within STOP_LIMIT_SECONDS.
    """
    configure_logs(name, settings.log_level)
    endpoint = settings.otel_exporter_otlp_endpoint
    with (
        tracing.recording(f"orderbell-{name}", str(endpoint) if endpoint else None),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(_until_told(main))


def allow_open_files() -> None:
    """Raise the limit of open files to what the system allows: each socket is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _until_told(main: Callable[[], Awaitable[None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # What was made by imports lives as long as the process: no collection needs to look at it.
    gc.freeze()
    log.info("started")
    work = asyncio.ensure_future(main())
    told = asyncio.ensure_future(stop.wait())
    await asyncio.wait({work, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not work.done():
        log.info("stopping")
        work.cancel()
        _, late = await asyncio.wait({work}, timeout=STOP_LIMIT_SECONDS)
        if late:
            log.warning("stop_took_too_long", limit_seconds=STOP_LIMIT_SECONDS)
            return
    with contextlib.suppress(asyncio.CancelledError):
        work.result()
    log.info("stopped")
