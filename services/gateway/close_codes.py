"""Every code with which the gateway closes a socket or answers with an error, and its meaning."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from websockets.frames import CloseCode as LibraryCode


class CloseCode(IntEnum):
    """Why the gateway closed a socket; clients rely on the numbers."""

    GOING_AWAY = 1001
    TOO_SLOW = 1013
    NOT_A_FRAME = 4400
    UNAUTHORIZED = 4401
    NO_SUBSCRIPTION = 4408
    TOO_LARGE_OR_TOO_MANY = 4413


# Sent along with the code, for whoever reads a log or a network trace.
REASONS: Mapping[int, str] = {
    CloseCode.GOING_AWAY: "this gateway is going away: connect again",
    CloseCode.TOO_SLOW: "this client reads too slowly",
    CloseCode.NOT_A_FRAME: "not a frame of this protocol",
    CloseCode.UNAUTHORIZED: "token missing, bad, expired or revoked",
    CloseCode.NO_SUBSCRIPTION: "no subscription in time",
    CloseCode.TOO_LARGE_OR_TOO_MANY: "message too large, or too many",
}

# What the WebSocket library finds wrong by itself, in our words: a message over the size limit or
# in too many fragments, and a text that is no UTF-8.
OF_THE_LIBRARY: Mapping[int, CloseCode] = {
    LibraryCode.MESSAGE_TOO_BIG: CloseCode.TOO_LARGE_OR_TOO_MANY,
    LibraryCode.INVALID_DATA: CloseCode.NOT_A_FRAME,
}


class ErrorCode(StrEnum):
    """What an `error` frame says; the socket stays open."""

    # The socket has no subscription to the channel, or its token may not send.
    FORBIDDEN = "forbidden"
    # The socket has as many subscriptions as one may have.
    TOO_MANY_SUBSCRIPTIONS = "too_many_subscriptions"
