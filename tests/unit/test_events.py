"""Events keep what they carry, and say what they are in CloudEvents' terms."""

import json
from datetime import timedelta, timezone

import pytest

from shared.contracts import print_instant
from shared.events import (
    BATCH_CONTENT_TYPE,
    CONTENT_TYPE,
    EVENTS,
    ORDER_EVENTS,
    SHOP_EVENTS,
    ClientMessage,
    Event,
    GatewayPresence,
    GatewayPresenceData,
    OrderPlaced,
    Unreadable,
    decode,
    decode_all,
    message,
    split,
)
from shared.push import PushBatch
from tests.samples import NOON, a_shop, an_order

SAMPLES: list[Event] = [
    *(event.of(an_order()) for event in ORDER_EVENTS),
    *(event.of(a_shop()) for event in SHOP_EVENTS),
    ClientMessage.of("shop:shop1", "screen", {"received": []}),
    GatewayPresence.of(
        GatewayPresenceData(gateway="g", number=3, expires_at=NOON, channels=("shop:shop1",))
    ),
]


def test_there_is_a_sample_of_every_event() -> None:
    assert {type(sample) for sample in SAMPLES} == set(EVENTS)


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_an_event_survives_the_wire(event: Event) -> None:
    assert decode(event.encode()) == event
    envelope = json.loads(event.encode())
    assert envelope["specversion"] == "1.0"
    assert envelope["type"] == type(event).__name__
    assert envelope["source"] == f"/{'gateway' if event.EXCHANGE == 'clients' else event.EXCHANGE}"
    assert envelope["subject"]
    assert event.routing_key().count(".") == 1


def test_events_that_wait_together_share_a_message() -> None:
    alone, content_type = message([SAMPLES[0].encode()])
    assert (alone, content_type) == (SAMPLES[0].encode(), CONTENT_TYPE)
    assert list(decode_all(alone)) == [SAMPLES[0]]
    together, content_type = message([event.encode() for event in SAMPLES])
    assert content_type == BATCH_CONTENT_TYPE
    assert list(decode_all(together)) == SAMPLES
    assert [decode(body) for body in split(together)] == SAMPLES
    assert split(alone) == [alone]
    assert split(b"[1") == [b"[1"]
    with pytest.raises(Unreadable):
        decode(together)


def test_routing_keys_are_the_names_in_lower_case() -> None:
    assert OrderPlaced.routing_key() == "order.placed"
    assert GatewayPresence.routing_key() == "gateway.presence"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"type":"OrderEaten"}',
        b'{"specversion":"1.0","type":"OrderPlaced","source":"/orders","subject":"x","data":{}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_event_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(body)


def test_an_unreadable_event_does_not_tell_what_it_held() -> None:
    order = json.loads(OrderPlaced.of(an_order()).encode())
    order["data"]["order"]["total"] = "Ada lives here"
    with pytest.raises(Unreadable) as error:
        decode(json.dumps(order).encode())
    assert "Ada" not in str(error.value)
    assert "total" in str(error.value)


def test_fields_of_a_newer_writer_are_ignored() -> None:
    event = json.loads(SAMPLES[0].encode())
    event["data"]["order"]["colour"] = "red"
    assert decode(json.dumps(event).encode()) == SAMPLES[0]


def test_instants_sort_as_texts() -> None:
    shanghai = timezone(timedelta(hours=8))
    texts = [
        print_instant(NOON),
        print_instant((NOON + timedelta(microseconds=1)).astimezone(shanghai)),
        print_instant(NOON + timedelta(seconds=1)),
    ]
    assert texts == sorted(texts)
    assert texts[0] == "2026-11-23T12:00:00.000000Z"


def test_a_push_batch_survives_the_wire() -> None:
    batch = PushBatch(
        notifier="n", number=4, frames=(("shop:1", '{"order":"面"}'),), closes=(("shop:1", 1.5),)
    )
    assert PushBatch.decode(batch.encode()) == batch
    with pytest.raises(Unreadable):
        PushBatch.decode(b"{}")
