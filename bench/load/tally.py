"""Counts what passes a client's socket, as the client's system reads and writes it.

That is HTTP and WebSocket with all their heads; what TCP and IP add is not in it.
"""

import asyncio
from dataclasses import dataclass, replace
from typing import Any, cast


@dataclass
class Tally:
    """What passed by now, at all sockets that it is given to.

    `arrivals` are the times that something came. Clients themselves add the requests that they
    sent, those that were due, and those that were answered before the next one was.
    """

    sent_bytes: int = 0
    received_bytes: int = 0
    arrivals: int = 0
    requests: int = 0
    due: int = 0
    in_time: int = 0

    def copy(self) -> "Tally":
        """Return what passed by now."""
        return replace(self)

    def since(self, before: "Tally") -> "Tally":
        """Return what passed after `before`."""
        return Tally(
            *(now - then for now, then in zip(_numbers(self), _numbers(before), strict=True))
        )

    def counted(self, protocol: asyncio.Protocol) -> asyncio.Protocol:
        """Return a protocol that counts, and leaves the rest to another."""
        return _Counted(protocol, self)


def _numbers(tally: Tally) -> tuple[int, ...]:
    return tuple(vars(tally).values())


class _Counted(asyncio.Protocol):
    def __init__(self, protocol: asyncio.Protocol, tally: Tally) -> None:
        self._protocol = protocol
        self._tally = tally

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        counting = _CountingTransport(cast("asyncio.Transport", transport), self._tally)
        self._protocol.connection_made(cast("asyncio.Transport", counting))

    def data_received(self, data: bytes) -> None:
        self._tally.received_bytes += len(data)
        self._tally.arrivals += 1
        self._protocol.data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.connection_lost(exc)


class _CountingTransport:
    """A transport whose writes are counted; all else is left to it."""

    def __init__(self, transport: asyncio.Transport, tally: Tally) -> None:
        self._transport = transport
        self._tally = tally

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        self._tally.sent_bytes += len(data)
        self._transport.write(data)
