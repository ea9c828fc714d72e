"""Measures every call: how many, how long, with which outcome, and how many at the same time."""

import time

from prometheus_client import Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Around what people feel (a tenth of a second) and what the edge waits for (ten).
BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# What probes and scrapers ask is no work.
UNMEASURED = frozenset({"/healthz", "/readyz", "/metrics"})

duration = Histogram(
    "http_request_duration_seconds",
    "How long calls took",
    ["method", "route", "status"],
    buckets=BUCKETS_SECONDS,
)
in_progress = Gauge("http_requests_in_progress", "Calls that are being answered")


class Measured:
    """An application whose calls are measured, by the route that they took."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the call answered, and note how that went: with status 0 where no answer came."""
        if scope["type"] != "http" or scope["path"] in UNMEASURED:
            await self._app(scope, receive, send)
            return
        status = 0

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        with in_progress.track_inprogress():
            try:
                await self._app(scope, receive, send_noted)
            finally:
                took = time.perf_counter() - began
                # Of what clients invent there is no end: such methods and paths are all "other".
                method = scope["method"] if scope["method"] in METHODS else "other"
                route = getattr(scope.get("route"), "path", "other")
                duration.labels(method, route, status).observe(took)
