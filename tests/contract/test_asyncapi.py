"""The AsyncAPI document says what the code does: events, batches and the socket's frames."""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from docs.make.__main__ import FOLDER, documents
from docs.make.asyncapi import CLIENT_FRAMES
from services.gateway import frames
from services.gateway.close_codes import ErrorCode
from services.notifier.audience import render
from shared.broker_map import EXCHANGES, VIRTUAL_HOST
from shared.events import EVENTS, ORDER_EVENTS, Event, ShopUpdated
from shared.push import PushBatch
from tests.samples import a_shop, an_order
from tests.unit.test_events import SAMPLES

DOCUMENT = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text())
SOCKET = DOCUMENT["channels"]["socket"]["messages"]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_made_documents_are_current(path: Any) -> None:
    assert path.read_text() == documents()[path], "run `make docs`"


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_events_fit_their_schema_and_channel(event: Event) -> None:
    channel = DOCUMENT["channels"][event.routing_key()]
    assert channel["messages"].keys() == {type(event).__name__}
    assert channel["bindings"]["amqp"]["exchange"]["name"] == event.EXCHANGE
    message = DOCUMENT["components"]["messages"][type(event).__name__]
    validator(message["payload"]).validate(json.loads(event.encode()))


def test_every_event_and_exchange_is_described() -> None:
    amqp = [
        channel["bindings"]["amqp"]["exchange"]
        for channel in DOCUMENT["channels"].values()
        if "bindings" in channel
    ]
    assert DOCUMENT["channels"].keys() == {*(e.routing_key() for e in EVENTS), "push", "socket"}
    assert {exchange["name"] for exchange in amqp} == {exchange.name for exchange in EXCHANGES} - {
        "dead-letters"
    }
    assert {exchange["vhost"] for exchange in amqp} == {VIRTUAL_HOST}


def test_a_batch_fits_its_schema() -> None:
    batch = PushBatch(notifier="n", number=1, frames=(("shop:shop1", "{}"),), closes=(("a", 1.0),))
    payload = DOCUMENT["components"]["messages"]["PushBatch"]["payload"]
    validator(payload).validate(json.loads(batch.encode()))


@pytest.mark.parametrize("name", CLIENT_FRAMES)
def test_the_examples_of_client_frames_are_understood(name: str) -> None:
    for example in SOCKET[name]["examples"]:
        validator(SOCKET[name]["payload"]).validate(example["payload"])
        frames.parse(json.dumps(example["payload"]))


def payload_of(wire: bytes) -> Any:
    """Return the JSON of a short server frame: two bytes of header, no mask."""
    return json.loads(wire[2:])


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("subscribed", frames.subscribed("shop:shop1")),
        ("resync", frames.RESYNC),
        ("interrupted", frames.INTERRUPTED),
        ("heartbeat", frames.HEARTBEAT),
        *(("error", frames.error(code)) for code in ErrorCode),
    ],
)
def test_server_frames_fit_their_schema(name: str, wire: bytes) -> None:
    validator(SOCKET[name]["payload"]).validate(payload_of(wire))


@pytest.mark.parametrize("event", ORDER_EVENTS)
def test_order_frames_fit_their_schema(event: Any) -> None:
    for _, text in render(event.of(an_order())).frames:
        validator(SOCKET["orderEvent"]["payload"]).validate(json.loads(text))


def test_shop_frames_fit_their_schema() -> None:
    for _, text in render(ShopUpdated.of(a_shop())).frames:
        validator(SOCKET["shopEvent"]["payload"]).validate(json.loads(text))


def test_a_schema_refuses_what_does_not_fit() -> None:
    """So that the tests above could fail."""
    assert not validator(SOCKET["orderEvent"]["payload"]).is_valid(
        {"type": "event", "channel": "shop:shop1", "event": "order.eaten", "order": {}}
    )
