"""The public contract's HTTP calls, made for somebody at an address of their own."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

ANSWER_SECONDS = 5.0
CONNECTIONS_MAX = 100
# What waits for a connection of ours waits for everything before it.
CONNECTION_SECONDS = 5.0
UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Answer:
    """What came back. Without an answer it is a 503 `unavailable`, as from an edge."""

    status: int
    content: Any
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether it was done; a 304 is."""
        return self.status < httpx.codes.BAD_REQUEST

    @property
    def code(self) -> str:
        """The problem's stable code; empty where there is none."""
        return str(self.content.get("code", "")) if isinstance(self.content, dict) else ""

    @property
    def retry_after_seconds(self) -> int:
        """How long to wait before trying again, 0 where the answer does not say."""
        with contextlib.suppress(KeyError, ValueError):
            return int(self.headers["Retry-After"])
        return 0


NO_ANSWER = Answer(503, {"code": UNAVAILABLE}, {})


class Api:
    """Calls to the edge at one origin."""

    def __init__(self, origin: str) -> None:
        """Call `origin`, which believes X-Real-IP."""
        self.origin = origin
        self._client = httpx.AsyncClient(
            base_url=origin,
            timeout=httpx.Timeout(ANSWER_SECONDS, pool=CONNECTION_SECONDS),
            limits=httpx.Limits(
                max_connections=CONNECTIONS_MAX, max_keepalive_connections=CONNECTIONS_MAX
            ),
            trust_env=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def call(
        self,
        method: str,
        path: str,
        *,
        address: str = "",
        token: str = "",
        content: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a call, made for the client at `address`; it raises nothing."""
        sent = dict(headers or {})
        if address:
            sent["X-Real-IP"] = address
        if token:
            sent["Authorization"] = f"Bearer {token}"
        try:
            async with asyncio.timeout(ANSWER_SECONDS + CONNECTION_SECONDS):
                answer = await self._client.request(method, path, json=content, headers=sent)
            body = answer.json() if answer.content else None
        except (httpx.HTTPError, TimeoutError, ValueError):
            return NO_ANSWER
        return Answer(answer.status_code, body, answer.headers)
