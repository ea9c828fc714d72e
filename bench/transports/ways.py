"""The ways in which a kitchen's screen may wait, and the server that it waits at."""

from dataclasses import dataclass
from typing import Literal

# What runs in the gateway's place (bench/waiting/launch.py).
GATEWAY, BENCH_SERVER = "services.gateway", "bench.waiting"

Kind = Literal["nobody", "polling", "long polling", "event stream", "socket"]


@dataclass(frozen=True)
class Way:
    """A way to wait.

    In `rest_seconds` whatever happens at rest happens equally often to each screen: turns of
    `interval_seconds`, heartbeats each 20 s, polls that end after 25. `holder` is the part that
    holds the screens, besides the edge; `gateway` is the module that runs in the gateway's place.
    """

    name: str
    kind: Kind
    rest_seconds: float
    holder: str = ""
    interval_seconds: float = 0
    gateway: str = GATEWAY

    @property
    def is_push(self) -> bool:
        """Whether the screen is told, and does not have to ask."""
        return self.kind in {"long polling", "event stream", "socket"}

    @property
    def has_bench_server(self) -> bool:
        """Whether the bench's own server stands in the gateway's place."""
        return self.gateway == BENCH_SERVER


# What all of it costs while nobody waits.
NOBODY = Way("nobody waits", "nobody", 20)
EVERY_SECOND = Way("short polling, 1 s", "polling", 20, "orders", interval_seconds=1)
EVERY_FIVE_SECONDS = Way("short polling, 5 s", "polling", 20, "orders", interval_seconds=5)
LONG_POLLING = Way("long polling", "long polling", 25, "gateway", gateway=BENCH_SERVER)
EVENT_STREAM = Way("server-sent events", "event stream", 20, "gateway", gateway=BENCH_SERVER)
SOCKET = Way("WebSocket", "socket", 20, "gateway")

POLLING = (EVERY_SECOND, EVERY_FIVE_SECONDS)
WAYS = (*POLLING, LONG_POLLING, EVENT_STREAM, SOCKET)
EVERYTHING = (NOBODY, *WAYS)
