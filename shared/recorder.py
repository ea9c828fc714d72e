"""Records spans and exports them over OTLP/HTTP, by a thread and a queue that nobody waits for.

A collector that is down is told of once. Meanwhile spans are dropped, and it is tried again ever
more rarely; the SDK's queue is bounded besides. Other variables of OpenTelemetry's SDK hold here as
everywhere: OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER, OTEL_BSP_MAX_QUEUE_SIZE and so on.
"""

import contextlib
import contextvars
import logging
import threading
import time
from collections.abc import Iterator, Sequence

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.backoff import delays
from shared.identifiers import uuid7
from shared.tracing import Attributes, Kind

EXPORT_LIMIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 60.0
# A native run gives a service that stops two seconds in all.
FLUSH_LIMIT_SECONDS = 0.5
TRACES_PATH = "v1/traces"
ADDRESS_ATTRIBUTES = frozenset({"url.path", "url.query"})

log = structlog.get_logger()

_propagator = TraceContextTextMapPropagator()


class Recorder:
    """The spans of one process."""

    def __init__(self, service: str, endpoint: str) -> None:
        """Take the service's name and the collector's base URL, and start the exporting thread."""
        names = {"service.name": service, "service.instance.id": str(uuid7())}
        exporter = OTLPSpanExporter(
            f"{endpoint.rstrip('/')}/{TRACES_PATH}", timeout=EXPORT_LIMIT_SECONDS
        )
        self.provider = TracerProvider(resource=Resource.create(names), shutdown_on_exit=False)
        self.provider.add_span_processor(_Discreet())
        self.provider.add_span_processor(BatchSpanProcessor(PatientExporter(exporter)))
        self._tracer = self.provider.get_tracer("orderbell")
        processors = structlog.get_config()["processors"]
        structlog.configure(processors=[_name_trace, *processors])

    @contextlib.contextmanager
    def span(
        self, name: str, kind: Kind, attributes: Attributes, parent: str | None
    ) -> Iterator[None]:
        """See `shared.tracing.span`."""
        context = _propagator.extract({"traceparent": parent}) if parent else None
        with self._tracer.start_as_current_span(
            name,
            context,
            SpanKind[kind],
            attributes,
            # The SDK would record the error's text.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(StatusCode.ERROR)
                raise

    def note(self, attributes: Attributes) -> None:
        """Add to the current span."""
        trace.get_current_span().set_attributes(attributes)

    def rename(self, name: str) -> None:
        """Give the current span another name."""
        trace.get_current_span().update_name(name)

    def traceparent(self) -> str | None:
        """Return the current span's `traceparent`, None where there is none."""
        carrier: dict[str, str] = {}
        _propagator.inject(carrier)
        return carrier.get("traceparent")

    def close(self) -> None:
        """Export what is left, for FLUSH_LIMIT_SECONDS at most."""
        flushing = threading.Thread(target=self.provider.shutdown, daemon=True)
        flushing.start()
        flushing.join(FLUSH_LIMIT_SECONDS)


class _Discreet(SpanProcessor):
    """Blanks the address of a call, which may hold anything that a client wrote: its route does."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        del parent_context
        for name in ADDRESS_ATTRIBUTES & (span.attributes or {}).keys():
            span.set_attribute(name, "")


class PatientExporter(SpanExporter):
    """Exports while the collector takes it, and drops while it does not."""

    def __init__(self, exporter: SpanExporter) -> None:
        """Take what exports, whose own log lines are replaced by one an outage."""
        self._exporter = exporter
        self._complaints = _Complaints()
        self._waits = delays(LONGEST_WAIT_SECONDS)
        self._resume_at = 0.0
        self._dropped = 0
        # The exporting thread has none of its own, by which a log line names the service.
        self._context = contextvars.copy_context()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Return whether the collector took the spans."""
        if time.monotonic() >= self._resume_at:
            self._complaints.first = None
            if self._exporter.export(spans) is SpanExportResult.SUCCESS:
                self._go_on()
                return SpanExportResult.SUCCESS
            self._wait()
        self._dropped += len(spans)
        return SpanExportResult.FAILURE

    def shutdown(self) -> None:
        """End what is under way."""
        self._exporter.shutdown()

    def _wait(self) -> None:
        self._resume_at = time.monotonic() + next(self._waits)
        if not self._dropped:
            self._context.run(log.warning, "traces_dropped", reason=self._complaints.first)

    def _go_on(self) -> None:
        if self._dropped:
            self._context.run(log.info, "traces_exported_again", spans_dropped=self._dropped)
            self._dropped = 0
            self._waits = delays(LONGEST_WAIT_SECONDS)


class _Complaints(logging.Handler):
    """Keeps the first thing that the exporter complains of, in the place of its log."""

    def __init__(self) -> None:
        super().__init__()
        self.first: str | None = None
        logger = logging.getLogger("opentelemetry.exporter")
        logger.handlers, logger.propagate = [self], False
        # That the queue is full, which it is while the collector hangs.
        logging.getLogger("opentelemetry.sdk._shared_internal").setLevel(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        self.first = self.first or record.getMessage()


def _name_trace(
    logger: object, method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Name the trace that a log line belongs to."""
    del logger, method
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = trace.format_trace_id(context.trace_id)
    return event
