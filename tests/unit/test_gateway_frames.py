"""Reading clients' frames and building the gateway's."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from services.gateway import frames
from services.gateway.close_codes import REASONS, CloseCode, ErrorCode
from services.gateway.frames import Message, NotAFrame, Subscribe, parse


def unwire(data: bytes) -> object:
    reader = StreamReader()
    reader.feed_data(data)
    parser = Frame.parse(reader.read_exact, mask=False)
    try:
        next(parser)
    except StopIteration as done:
        frame: Frame = done.value
        assert frame.opcode is Opcode.TEXT
        return json.loads(bytes(frame.data))
    raise AssertionError("not a whole frame")


def nested(levels: int) -> str:
    """Return an object that holds so many levels of lists."""
    return '{"n":' + "[" * levels + "]" * levels + "}"


def test_what_a_client_says_may_be_as_deep_as_others_read() -> None:
    text = '{"type":"message","channel":"shop:shop1","data":' + nested(30) + "}"
    assert isinstance(parse(text), Message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"type":"subscribe","token":"abc"}', Subscribe("abc", None)),
        ('{"type":"subscribe","channel":"public:shops"}', Subscribe(None, "public:shops")),
        (
            '{"type":"subscribe","channel":"public:shops","token":null}',
            Subscribe(None, "public:shops"),
        ),
        ('{"type":"subscribe","token":"abc","channel":"public:shops"}', Subscribe("abc", None)),
        ('{"type":"subscribe","token":"abc","since":4}', Subscribe("abc", None)),
        ('{"type":"subscribe"}', Subscribe(None, None)),
        (
            '{"type":"message","channel":"shop:shop1","data":{"received":["é🍳"]},"id":1}',
            Message("shop:shop1", {"received": ["é🍳"]}),
        ),
    ],
)
def test_what_clients_may_send(text: str, expected: Subscribe | Message) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "message",
    [
        b'{"type":"subscribe","token":"abc"}',
        "",
        "hello",
        "null",
        "[]",
        '"subscribe"',
        "{}",
        '{"type":"subscribed","channel":"public:shops"}',
        '{"type":["subscribe"],"token":"abc"}',
        '{"type":"subscribe","token":7}',
        '{"type":"subscribe","channel":7}',
        '{"type":"subscribe","channel":""}',
        '{"type":"subscribe","channel":"public:sh ops"}',
        '{"type":"subscribe","channel":"public:\\u0000"}',
        '{"type":"subscribe","channel":"public:' + "a" * 130 + '"}',
        '{"type":"message","channel":"shop:shop1"}',
        '{"type":"message","data":{}}',
        '{"type":"message","channel":"shop:shop1","data":[]}',
        '{"type":"message","channel":"shop:shop1","data":"x"}',
        '{"type":"message","channel":"shop:shop1","data":{"n":NaN}}',
        '{"type":"message","channel":"shop:shop1","data":{"n":1e999}}',
        '{"type":"message","channel":"shop:shop1","data":{"n":"\\ud800"}}',
        '{"type":"message","channel":"shop:shop1","data":{"n":' + "9" * 5000 + "}}",
        '{"type":"message","channel":"shop:shop1","data":' + nested(33) + "}",
        "[" * 16_000,
        '{"type":"subscribe","token":"abc"',
    ],
)
def test_what_is_no_frame(message: str | bytes) -> None:
    with pytest.raises(NotAFrame):
        parse(message)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(["subscribe", "message"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "token", "channel", "data"]) | st.text(), inner, max_size=4
        )
    ),
)


@given(st.text() | st.binary() | ANY_JSON.map(json.dumps))
def test_no_message_breaks_the_reader(message: str | bytes) -> None:
    with contextlib.suppress(NotAFrame):
        assert isinstance(parse(message), Subscribe | Message)


@pytest.mark.parametrize("length", [1, 125, 126, 65_535, 65_536])
def test_a_frame_of_any_length_is_a_websocket_frame(length: int) -> None:
    assert unwire(frames.wire(json.dumps("é" * (length // 2)))) == "é" * (length // 2)


def test_server_frames() -> None:
    assert unwire(frames.subscribed('a"b')) == {"type": "subscribed", "channel": 'a"b'}
    assert unwire(frames.error(ErrorCode.FORBIDDEN)) == {"type": "error", "code": "forbidden"}
    assert unwire(frames.RESYNC) == {"type": "resync"}
    assert unwire(frames.INTERRUPTED) == {"type": "interrupted"}
    assert unwire(frames.HEARTBEAT) == {"type": "heartbeat"}


def test_every_close_code_has_a_reason_that_fits_a_close_frame() -> None:
    assert set(REASONS) == set(CloseCode)
    assert all(len(reason.encode()) <= 123 for reason in REASONS.values())
