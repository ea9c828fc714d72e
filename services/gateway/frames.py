"""The frames of the subprotocol `orderbell.v1`: reading a client's, building the server's.

A client's frame is a JSON object in a text message. Fields that are not known here are ignored, so
that a newer client may send more; an unknown `type` is no frame of this protocol, since a client
that relies on it would wait in vain. Where a `subscribe` names both, the token decides.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from websockets.frames import Frame, Opcode

from services.gateway.close_codes import ErrorCode

SUBPROTOCOL = "orderbell.v1"
MESSAGE_BYTES_MAX = 16 * 1024
# What other services read goes no deeper, and a message shares its batch with other clients'.
DEPTH_MAX = 32
PUBLIC_PREFIX = "public:"
# What a client may invent without a token is bounded in length and letters.
CHANNEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class NotAFrame(Exception):
    """What a client sent is no frame of this protocol."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """A client asks for the token's channel or, without a token, for a public one."""

    token: str | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A client says something on a channel."""

    channel: str
    data: dict[str, Any]


def parse(message: str | bytes) -> Subscribe | Message:
    """Return the frame that a message holds; raises NotAFrame, also for a binary message."""
    if isinstance(message, bytes):
        raise NotAFrame("binary")
    match _document(message):
        case {"type": "subscribe", "token": str(token)}:
            return Subscribe(token, None)
        case {"type": "subscribe", "channel": str(channel), **rest} if rest.get("token") is None:
            if not CHANNEL_NAME.fullmatch(channel):
                raise NotAFrame("channel")
            return Subscribe(None, channel)
        case {"type": "subscribe", **rest} if rest.get("token") is rest.get("channel") is None:
            return Subscribe(None, None)
        case {"type": "message", "channel": str(channel), "data": dict(data)}:
            return Message(channel, _printable(data))
        case _:
            raise NotAFrame("shape")


def _document(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotAFrame("no JSON") from None


def _printable(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data; raises NotAFrame if it cannot be printed as JSON again.

    Python reads more than JSON may say: NaN, numbers beyond a double, halves of surrogate pairs.
    """
    if _is_deeper(data, DEPTH_MAX):
        raise NotAFrame("too deep")
    try:
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise NotAFrame("no JSON") from None
    return data


def _is_deeper(data: Any, levels: int) -> bool:
    if not isinstance(data, dict | list):
        return False
    within = data.values() if isinstance(data, dict) else data
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in within)


def wire(text: str) -> bytes:
    """Return the text as a WebSocket frame, ready for any number of sockets.

    A server's frames are not masked, and no extension is negotiated: all sockets get equal bytes.
    """
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def _server_frame(kind: str, **members: str) -> bytes:
    return wire(json.dumps({"type": kind, **members}, separators=(",", ":")))


def subscribed(channel: str) -> bytes:
    """Return the answer to a `subscribe` that succeeded."""
    return _server_frame("subscribed", channel=channel)


def error(code: ErrorCode) -> bytes:
    """Return the answer to a frame that was refused without closing the socket."""
    return _server_frame("error", code=code)


# Something may have been missed on any channel of the socket: fetch the snapshots again.
RESYNC = _server_frame("resync")
# Nothing will come until `resync`: poll the snapshots meanwhile.
INTERRUPTED = _server_frame("interrupted")
# A page cannot see the WebSocket protocol's own pings.
HEARTBEAT = _server_frame("heartbeat")
