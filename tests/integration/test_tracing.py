"""One order is one trace, from the browser's POST to the sockets; and orders never wait for it."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.events import OrderPlaced
from shared.recorder import EXPORT_LIMIT_SECONDS
from stack import ports
from tests.integration.collector import Collector, Span, collecting, exporting_to
from tests.integration.live_push import Live, process
from tests.integration.orders_events import publish_body, take
from tests.integration.orders_process import Orders, a_basket, fresh_orders, kitchen
from tests.integration.push_clients import client, frame, send
from tests.integration.push_tokens import customer_token, kitchen_token
from tests.samples import an_order
from tests.servers import BrokerServer, PostgresServer, wait_until
from tests.waiting import until

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
BROWSERS_SPAN = "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE_ID}-{BROWSERS_SPAN}-01"
PERSONAL = {"name": "Ada Lovelace", "address": "1 Long Lane", "telephone": "555 0100"}
NOTE = "ring twice"
IN_THE_ADDRESS = "Lovelace"
ORDERS = 100
STOP_SECONDS = 8.0


@pytest.fixture(autouse=True)
def empty_queues(broker: BrokerServer) -> None:
    broker.purge()


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@dataclass
class System:
    """The services that an order comes through, all of which tell the collector."""

    orders: Orders
    gateway: Live
    collector: Collector

    async def place(self, shop_id: str, **headers: str) -> dict[str, Any]:
        basket = a_basket(shop_id, customer=PERSONAL, note=NOTE)
        answer = await asyncio.to_thread(
            self.orders.post,
            f"/api/orders?name={IN_THE_ADDRESS}",
            basket,
            idempotency_key=str(uuid4()),
            **headers,
        )
        assert answer.status_code == 201, answer.text
        order: dict[str, Any] = answer.json()["order"]
        return order

    async def trace(self, trace_id: str, names: list[str]) -> list[Span]:
        """Return the trace once all these spans are there, which are all that it has."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                await until(lambda: len(self.collector.of(trace_id)) >= len(names))
        spans = self.collector.of(trace_id)
        assert sorted(span.name for span in spans) == sorted(names)
        return spans


@pytest.fixture
async def system(
    postgres: PostgresServer, broker: BrokerServer, collector: Collector, tmp_path: Path
) -> AsyncIterator[System]:
    told = collector.environment
    with fresh_orders(postgres, broker, **told) as orders:
        async with (
            process("notifier", broker, tmp_path, **told),
            process("gateway", broker, tmp_path, **told) as gateway,
        ):
            yield System(orders, gateway, collector)


def place(orders: Orders, shop_id: str, traceparent: str) -> None:
    """Place an order whose call belongs to a trace."""
    answer = orders.post(
        "/api/orders", a_basket(shop_id), idempotency_key=str(uuid4()), traceparent=traceparent
    )
    assert answer.status_code == 201


def events(broker: BrokerServer, count: int) -> list[bytes]:
    """Return so many events of orders, as they are on the broker."""
    bodies: list[bytes] = []

    def there() -> bool:
        bodies.extend(take(broker, "notifier.orders"))
        return len(bodies) >= count

    wait_until(there, "events")
    return bodies


def has_exporter(orders: Orders) -> bool:
    """Tell whether the process has loaded protocol buffers, which only its exporter needs."""
    assert orders.process is not None
    return "google/_upb" in Path(f"/proc/{orders.process.pid}/maps").read_text()


def only(spans: list[Span], name: str) -> Span:
    (span,) = (span for span in spans if span.name == name)
    return span


async def test_one_order_is_one_trace_from_the_post_to_the_sockets(system: System) -> None:
    shop = system.orders.a_shop()
    async with client(system.gateway, kitchen_token(shop.id)) as screen:
        order = await system.place(shop.id, traceparent=TRACEPARENT)
        shown = await frame(screen)
    assert shown == {
        "type": "event",
        "channel": f"shop:{shop.id}",
        "event": "order.placed",
        "order": order,
    }
    way = [
        "POST /api/orders",
        "transaction",
        "publish orders",
        "process notifier.orders",
        "publish push",
        "deliver",
    ]
    spans = await system.trace(TRACE_ID, way)
    assert [span.name for span in spans] == way
    post, transaction, publish, process_, push, deliver = spans
    assert [(span.service, span.kind) for span in spans] == [
        ("orderbell-orders", "SERVER"),
        ("orderbell-orders", "CLIENT"),
        ("orderbell-orders", "PRODUCER"),
        ("orderbell-notifier", "CONSUMER"),
        ("orderbell-notifier", "PRODUCER"),
        ("orderbell-gateway", "CONSUMER"),
    ]
    assert post.parent_id == BROWSERS_SPAN
    assert transaction.parent_id == post.span_id
    # Both come of what the transaction wrote.
    assert publish.parent_id == process_.parent_id == transaction.span_id
    assert push.parent_id == process_.span_id
    assert deliver.parent_id == push.span_id
    assert not any(span.failed for span in spans)

    told = {
        "orderbell.order.id": order["id"],
        "orderbell.order.version": 1,
        "orderbell.order.status": "placed",
        "orderbell.shop.id": shop.id,
    }
    for span in (post, publish, process_, push):
        assert told.items() <= span.attributes.items()
    assert post.attributes["http.route"] == "/api/orders"
    assert post.attributes["http.response.status_code"] == 201
    assert 0 <= publish.attributes["orderbell.outbox.waited_seconds"] < 5
    assert publish.attributes["messaging.destination.name"] == "orders"
    assert process_.attributes["messaging.destination.name"] == "notifier.orders"
    assert deliver.attributes["orderbell.channel"] == f"shop:{shop.id}"
    assert deliver.attributes["orderbell.sockets"] == 1


async def test_a_receipt_and_an_action_begin_traces_of_their_own(system: System) -> None:
    shop = system.orders.a_shop()
    order = await system.place(shop.id)
    collector = system.collector
    async with (
        client(system.gateway, kitchen_token(shop.id)) as screen,
        client(system.gateway, customer_token(order["id"])) as page,
    ):
        received = {"received": [order["id"]]}
        await send(screen, {"type": "message", "channel": f"shop:{shop.id}", "data": received})
        while (await frame(page)).get("event") != "order.received":
            pass
        await until(lambda: any(span.name == "publish clients" for span in collector.spans))
        receipt = only(collector.spans, "publish clients")
        assert (receipt.parent_id, receipt.service) == ("", "orderbell-gateway")
        way = ["publish clients", "process orders.receipts", "transaction", "publish orders"]
        way += ["process notifier.orders", "publish push", "deliver", "deliver"]
        spans = await system.trace(receipt.trace_id, way)
        assert only(spans, "process orders.receipts").parent_id == receipt.span_id
        assert {
            span.attributes["orderbell.channel"] for span in spans if span.name == "deliver"
        } == {
            f"shop:{shop.id}",
            f"order:{order['id']}",
        }

        acted = await asyncio.to_thread(
            system.orders.act, "reject", order, kitchen(shop.id), {"note": NOTE}
        )
        assert acted.status_code == 200
        name = "POST /api/orders/{order_id}/reject"
        await until(lambda: any(span.name == name for span in collector.spans))
        action = only(collector.spans, name)
        way = [name, "transaction", "publish orders", "process notifier.orders", "publish push"]
        await system.trace(action.trace_id, [*way, "deliver", "deliver"])
    assert len({action.trace_id, receipt.trace_id}) == 2


async def test_traces_tell_nothing_of_a_person_and_nothing_of_who_only_looks(
    system: System,
) -> None:
    shop = system.orders.a_shop()
    order = await system.place(shop.id)
    await asyncio.to_thread(system.orders.snapshot, shop)
    refused = await asyncio.to_thread(
        system.orders.act, "accept", order, kitchen("another"), {"minutes": 5}
    )
    assert refused.status_code == 404
    token = kitchen(shop.id)
    await asyncio.to_thread(system.orders.act, "reject", order, token, {"note": NOTE})
    collector = system.collector
    await until(lambda: sum(span.name == "publish push" for span in collector.spans) == 2)
    exported = b"".join(collector.bodies)
    assert order["id"].encode() in exported
    for secret in (*PERSONAL.values(), NOTE, IN_THE_ADDRESS, token.removeprefix("Bearer ")):
        assert secret.encode() not in exported
    assert not any(span.name.startswith("GET") for span in collector.spans)


def test_without_an_endpoint_events_are_as_ever(
    postgres: PostgresServer, broker: BrokerServer
) -> None:
    with fresh_orders(postgres, broker) as orders:
        place(orders, orders.a_shop().id, TRACEPARENT)
        bodies = events(broker, 1)
        assert not has_exporter(orders)
    members = ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"]
    assert [list(json.loads(body)) for body in bodies] == [members]


def test_an_unsampled_trace_is_carried_on_and_logged_and_not_exported(
    postgres: PostgresServer,
    broker: BrokerServer,
    collector: Collector,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with fresh_orders(postgres, broker, **collector.environment) as orders:
        shop = orders.a_shop()
        unsampled = TRACEPARENT.removesuffix("01") + "00"
        for traceparent in (unsampled, "00-nonsense"):
            place(orders, shop.id, traceparent)
        bodies = events(broker, 2)
        assert has_exporter(orders)
    log = [json.loads(line) for line in capfd.readouterr().out.splitlines() if "order_pl" in line]
    carried, new = (json.loads(body)["traceparent"] for body in bodies)
    assert carried.startswith(f"00-{TRACE_ID}-")
    assert carried.endswith("-00")
    new_id = new.split("-")[1]
    assert {span.trace_id for span in collector.spans} == {new_id}
    assert [line["trace_id"] for line in log] == [TRACE_ID, new_id]


@contextlib.contextmanager
def refusing() -> Iterator[int]:
    """Hold a port on which nobody listens."""
    holder = ports.reserve()
    with contextlib.closing(holder):
        yield ports.number(holder)


@contextlib.contextmanager
def hanging() -> Iterator[int]:
    """Listen on a port, and never answer."""
    with socket.create_server((ports.LOOPBACK, 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("collector_down", [refusing, hanging])
def test_a_collector_that_is_down_holds_up_nobody_and_is_told_of_once(
    postgres: PostgresServer,
    broker: BrokerServer,
    capfd: pytest.CaptureFixture[str],
    collector_down: Any,
) -> None:
    with (
        collector_down() as port,
        fresh_orders(postgres, broker, **exporting_to(port)) as orders,
    ):
        shop = orders.a_shop()
        orders.placed(shop)
        took: list[float] = []
        # Longer than an export may take, and long enough for several to fail.
        end = time.monotonic() + 6
        while time.monotonic() < end or len(took) < ORDERS:
            began = time.monotonic()
            orders.placed(shop)
            took.append(time.monotonic() - began)
        wait_until(lambda: not orders.sql("SELECT 1 FROM outbox"), "an empty outbox")
        began = time.monotonic()
        assert orders.stop() == 0
        stopped_in = time.monotonic() - began
    # Whoever waits for an export waits until that gives up; a busy machine may hold up one or two.
    assert sorted(took)[-3] < EXPORT_LIMIT_SECONDS
    assert stopped_in < STOP_SECONDS
    output = "".join(capfd.readouterr())
    assert output.count("traces_dropped") == 1
    assert "Traceback" not in output
    assert '"library": "opentelemetry' not in output


def test_traces_go_on_when_the_collector_is_back(
    postgres: PostgresServer, broker: BrokerServer, capfd: pytest.CaptureFixture[str]
) -> None:
    output = ""

    def told(event: str) -> Any:
        nonlocal output
        output += capfd.readouterr().out
        lines = [json.loads(line) for line in output.splitlines() if event in line]
        assert len(lines) <= 1
        return lines[0] if lines else None

    with refusing() as port, fresh_orders(postgres, broker, **exporting_to(port)) as orders:
        shop = orders.a_shop()
        orders.placed(shop)
        wait_until(lambda: told("traces_dropped"), "a word of the outage")
        assert "Connection refused" in told("traces_dropped")["reason"]
        assert told("traces_dropped")["service"] == "orders"
        with collecting(port) as collector:

            def exported() -> bool:
                orders.placed(shop)
                return bool(collector.spans)

            wait_until(exported, "spans")
            wait_until(lambda: told("traces_exported_again"), "a word of its end")
        assert told("traces_exported_again")["spans_dropped"] >= 3


async def test_an_event_with_an_odd_traceparent_is_delivered_all_the_same(
    broker: BrokerServer, collector: Collector, tmp_path: Path
) -> None:
    body = json.loads(OrderPlaced.of(an_order()).encode()) | {"traceparent": "00-nonsense"}
    told = collector.environment
    async with (
        process("notifier", broker, tmp_path, **told),
        process("gateway", broker, tmp_path, **told) as gateway,
        client(gateway, kitchen_token()) as screen,
    ):
        encoded = json.dumps(body).encode()
        await asyncio.to_thread(publish_body, broker, "orders", "order.placed", encoded)
        assert (await frame(screen))["order"]["id"] == body["subject"]
