"""Spans are made in a trace alone; without tracing nothing is made, and nothing changes."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from shared import tracing
from shared.events import OrderPlaced, decode
from shared.push import PushBatch
from shared.settings import ServiceSettings, load
from tests.samples import an_order

NO_COLLECTOR = "http://127.0.0.1:1"
TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"


@pytest.fixture
def recording() -> Iterator[None]:
    before = structlog.get_config()
    with tracing.recording("orderbell-test", NO_COLLECTOR):
        yield
    structlog.configure(**before)


def test_without_tracing_there_is_no_span_and_an_event_is_as_ever() -> None:
    with (
        tracing.recording("orderbell-test", None),
        tracing.span("a", "CLIENT", {}, parent=TRACEPARENT, begins=True),
    ):
        tracing.note({"a": 1})
        assert tracing.provider() is None
        assert tracing.traceparent() is None
        assert tracing.carried(test_an_event_belongs_to_the_span_that_it_was_made_in) is (
            test_an_event_belongs_to_the_span_that_it_was_made_in
        )
        body = OrderPlaced.of(an_order()).encode()
    assert list(json.loads(body)) == [
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "data",
    ]


@pytest.mark.parametrize("service", ["shops", "orders", "notifier", "gateway"])
def test_without_tracing_the_sdk_is_not_imported(service: str) -> None:
    code = f"""
import sys
import services.{service}.__main__
from shared import tracing
with tracing.recording("x", None):
    assert not [name for name in sys.modules if name.startswith("opentelemetry.sdk")]
    assert not [name for name in sys.modules if name.startswith("opentelemetry.exporter")]
with tracing.recording("x", {NO_COLLECTOR!r}):
    assert "opentelemetry.sdk.trace" in sys.modules
    """
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_endpoint_is_a_url_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
    assert load(ServiceSettings, http_port=0).otel_exporter_otlp_endpoint is None
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")
    with pytest.raises(SystemExit, match="OTEL_EXPORTER_OTLP_ENDPOINT"):
        load(ServiceSettings, http_port=0)


@pytest.mark.usefixtures("recording")
def test_outside_a_trace_nothing_is_recorded() -> None:
    with tracing.span("a", "CLIENT", {}), tracing.publishing("push", {}):
        assert tracing.traceparent() is None
        assert b"traceparent" not in OrderPlaced.of(an_order()).encode()


@pytest.mark.usefixtures("recording")
def test_a_span_belongs_to_what_came_along_then_to_what_is_around_it() -> None:
    with tracing.span("outer", "CLIENT", {}, begins=True):
        outer = tracing.traceparent()
        with tracing.span("inner", "CLIENT", {}, begins=True):
            inner = tracing.traceparent()
        with tracing.processing("queue", {}, parent=TRACEPARENT):
            other = tracing.traceparent()
    assert outer
    assert inner
    assert other
    assert trace_id(outer) == trace_id(inner) != trace_id(other) == TRACE_ID
    assert len({outer, inner, other, TRACEPARENT}) == 4


@pytest.mark.usefixtures("recording")
def test_a_traceparent_that_is_none_begins_a_trace() -> None:
    with tracing.processing("queue", {}, parent="00-nonsense"):
        assert trace_id(tracing.traceparent() or "") not in {"", "0" * 32, "nonsense"}


@pytest.mark.usefixtures("recording")
def test_an_event_belongs_to_the_span_that_it_was_made_in() -> None:
    with tracing.span("outer", "CLIENT", {}, begins=True):
        event = OrderPlaced.of(an_order())
        assert event.traceparent == tracing.traceparent()
        assert event.traceparent
    assert decode(event.encode()) == event
    assert json.loads(event.encode())["traceparent"] == event.traceparent


@pytest.mark.usefixtures("recording")
def test_a_span_is_carried_to_another_thread() -> None:
    heard: list[str | None] = []

    def work(times: int) -> None:
        heard.extend([tracing.traceparent()] * times)

    with tracing.span("outer", "CLIENT", {}, begins=True):
        expected = tracing.traceparent()
        for function in (work, tracing.carried(work)):
            thread = threading.Thread(target=function, args=(1,))
            thread.start()
            thread.join()
    assert heard == [None, expected]


def test_a_batch_without_traces_is_as_ever() -> None:
    batch = PushBatch(notifier="n", number=4, frames=(("shop:1", "{}"),))
    expected = b'{"notifier":"n","number":4,"frames":[["shop:1","{}"]],"closes":[],"goodbye":false}'
    assert batch.encode() == expected
    assert list(PushBatch.decode(expected).traced_frames()) == [(("shop:1", "{}"), None)]


@pytest.mark.parametrize(
    ("traceparents", "expected"),
    [
        ((TRACEPARENT, None), [TRACEPARENT, None]),
        # Whatever stands there, every frame goes out.
        ((TRACEPARENT,), [TRACEPARENT, None]),
        ((None, None, TRACEPARENT), [None, None]),
    ],
)
def test_each_frame_of_a_batch_has_its_trace(
    traceparents: tuple[str | None, ...], expected: list[str | None]
) -> None:
    frames = (("shop:1", "{}"), ("order:1", "{}"))
    batch = PushBatch(notifier="n", number=4, frames=frames, traceparents=traceparents)
    read = PushBatch.decode(batch.encode())
    assert list(read.traced_frames()) == list(zip(frames, expected, strict=True))


def trace_id(traceparent: str) -> str:
    return traceparent.split("-")[1]


@pytest.mark.usefixtures("recording")
def test_an_event_that_is_read_belongs_to_its_own_trace_alone() -> None:
    body = OrderPlaced.of(an_order()).encode()
    with tracing.span("outer", "CLIENT", {}, begins=True):
        assert decode(body).traceparent is None
        told = OrderPlaced.of(an_order())
        assert told.traceparent == tracing.traceparent() is not None
        assert decode(told.encode()).traceparent == told.traceparent
