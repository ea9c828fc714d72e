"""Structured logs: one JSON object a line, on standard output.

Event names are snake_case; `order_id` and `shop_id` stand wherever there is one. Names, addresses,
telephones and tokens are never logged: pass ids, never whole orders or requests.
"""

import asyncio
import logging
import sys
import threading
from collections import deque
from typing import TextIO, cast

import structlog

LIBRARY_LEVEL = logging.WARNING


class LinesTogether:
    """A stream to which lines are written once in a turn of the event loop; outside, at once.

    Orders that were placed together are told of together: a system call for each of them took an
    eighth of what placing an order costs.
    """

    def __init__(self, stream: TextIO) -> None:
        """Take where the lines go."""
        self._stream = stream
        self._lines: deque[str] = deque()
        self._writing = threading.Lock()
        self._due_in: asyncio.AbstractEventLoop | None = None
        self.write = self._lines.append

    def flush(self) -> None:
        """Have what was written reach the stream before the loop waits for anything."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._write()
            return
        if self._due_in is not loop:
            self._due_in = loop
            loop.call_soon(self._write_due)

    def _write_due(self) -> None:
        self._due_in = None
        self._write()

    def _write(self) -> None:
        with self._writing:
            lines = "".join(self._lines.popleft() for _ in range(len(self._lines)))
            self._stream.write(lines)
            self._stream.flush()


def configure_logs(service: str, level: str) -> None:
    """Send structlog's and the standard library's records to standard output as JSON lines."""
    processors: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*processors, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", LinesTogether(sys.stdout))),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)

    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_name_library, *processors],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=LIBRARY_LEVEL, force=True)
    # The client libraries tell each lost connection at length; the broker session says it once.
    for library in ("aio_pika", "aiormq", "pamqp"):
        logging.getLogger(library).setLevel(logging.CRITICAL)


def _name_library(
    logger: object, method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    del logger, method
    record = event.get("_record")
    if record is not None:
        event["library"] = record.name
    return event
