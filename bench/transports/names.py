"""What the figures are called: each is of a way, a number of screens, and one of these."""

from bench.transports.ways import Way

P50, P99 = "order to screen, p50", "order to screen, p99"
# With too many screens for a way there are such: no sign that something else is measured.
UNSEEN, REFUSED = "orders not seen", "orders refused, share"
REQUESTS, ARRIVALS = "requests at rest", "arrivals at rest"
SENT, RECEIVED = "sent at rest", "received at rest"
ALL_SERVERS = "all servers"
EDGE, BENCH_SERVER = "edge", "bench server"


def figure(way: Way, count: int, what: str) -> str:
    """Return the name of a figure."""
    return f"{way.name}, {count}: {what}"


def cpu(part: str, *, busy: bool) -> str:
    """Return what the CPU of a part is called, while orders come or at rest."""
    return f"CPU {'under orders' if busy else 'at rest'}, {part}"


def in_time(*, busy: bool) -> str:
    """Return what the share of polls is called that were answered before the next was due."""
    return f"polls in time {'under orders' if busy else 'at rest'}"


def memory(part: str) -> str:
    """Return what the memory of a part is called, by which it grew for each screen."""
    return f"memory of {part} each"


def shown(way: Way, part: str) -> str:
    """Return what a part is called: in the gateway's place another server may stand."""
    return BENCH_SERVER if part == "gateway" and way.has_bench_server else part
