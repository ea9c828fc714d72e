"""What is measured: a system's processes, how its sockets are opened, and how orders reach it.

Texts hold NOTE where an order's note goes, by which a frame on a socket is known again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# As long as what the load puts in its place: a body keeps its length.
NOTE = "~NOTE~".ljust(24, "~")


@dataclass(frozen=True)
class Opening:
    """How one socket is opened until it hears its channel.

    Each of `steps` is what the client says and how the answer begins that it then waits for; either
    may be empty. `replies` holds what is said whenever exactly this is heard, as pings are.
    """

    port: int
    path: str
    steps: tuple[tuple[str, str], ...] = ()
    subprotocol: str = ""
    replies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Publication:
    """A message for one channel, on an exchange or, with `path`, by a POST."""

    body: str
    exchange: str = ""
    routing_key: str = ""
    path: str = ""


@dataclass(frozen=True)
class Pushing:
    """A path from a publisher to sockets: `publications` go where `openings` of that place hear.

    They are published at `broker_url`, confirmed and persistent, or over HTTP at `port`; each by
    itself, or what waits together as Orderbell's relay does it.
    """

    openings: Sequence[Opening]
    publications: Sequence[Publication]
    broker_url: str = ""
    port: int = 0
    relaying: bool = False


@dataclass(frozen=True)
class Ordering:
    """Shops that take orders by `POST path`: `bodies` by shop, seen on the socket of `openings`.

    A frame tells of a new order when it holds `mark`. Where there are receipts, `receipts` holds
    the text by shop, with ORDER_ID where the id goes, which in the frame follows `id_mark`.
    """

    port: int
    path: str
    bodies: Sequence[str]
    openings: Sequence[Opening]
    mark: str
    id_mark: str = ""
    receipts: Sequence[str] = ()


@dataclass(frozen=True)
class Contestant:
    """A system that is measured: its parts by name, each with its first process, and its lacks.

    `lacks` says what it does not do that Orderbell does.
    """

    name: str
    parts: Mapping[str, int]
    lacks: str = ""
    pushing: Pushing | None = None
    ordering: Ordering | None = None
