"""The contract's HTTP calls, and what an answer means for whoever asked.

`Api(url, random)` is one client's own connections, until `close`.
`call` asks once and never raises for what a server or a network does; `insist` asks until the
answer is good or is final.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any

import httpx

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
CONNECTIONS_MAX = 4
PAUSE_SECONDS = (0.5, 1.5)
# Longer than any server asks for: a client must not sleep through its own test.
PAUSE_SECONDS_MAX = 5.0
# A context is dear to make, and plain HTTP needs none of its own.
_SSL = ssl.create_default_context()


class Outcome(Enum):
    """What an answer means."""

    SUCCESS = "success"
    REFUSED = "refused"
    AGAIN = "again"


@dataclass(frozen=True)
class Answer:
    """An answer; `status` is None where none came, and `why` then says what came instead."""

    status: int | None
    content: Any = None
    headers: Mapping[str, str] | None = None
    why: str = ""

    @property
    def outcome(self) -> Outcome:
        """What it means: no answer, 429 and whatever a server is to blame for is tried again."""
        if self.status is None or self.status == httpx.codes.TOO_MANY_REQUESTS:
            return Outcome.AGAIN
        if self.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return Outcome.AGAIN
        return Outcome.REFUSED if self.status >= httpx.codes.BAD_REQUEST else Outcome.SUCCESS

    @property
    def code(self) -> str:
        """The problem's stable code, else the status or the reason why there is no answer."""
        if isinstance(self.content, dict) and "code" in self.content:
            return str(self.content["code"])
        return self.why or str(self.status)

    def header(self, name: str) -> str | None:
        """Return a header, None where it is missing."""
        return self.headers.get(name) if self.headers else None

    @property
    def retry_after_seconds(self) -> float:
        """How long the server asks to wait, bounded; 0 where it says nothing."""
        wanted = self.header("Retry-After") or ""
        return min(float(wanted), PAUSE_SECONDS_MAX) if wanted.isdigit() else 0.0


class Api:
    """One client's own connections to the edge."""

    def __init__(self, url: str, random: Random, answer_seconds: float = ANSWER_SECONDS) -> None:
        """Connect to `url` when asked; an answer that takes longer than this is none."""
        self.url = url
        self._random = random
        self._answer_seconds = answer_seconds
        self._http = httpx.AsyncClient(
            base_url=url,
            verify=_SSL,
            trust_env=False,
            timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=CONNECTIONS_MAX),
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def call(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask once, and return the answer or what came instead of it."""
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        try:
            # A network that lets a byte through now and then must not hold up the client for ever.
            async with asyncio.timeout(CONNECT_SECONDS + self._answer_seconds):
                answer = await self._http.request(method, path, json=body, headers=sent)
            content = answer.json() if answer.content else None
        except (httpx.HTTPError, TimeoutError) as error:
            return Answer(None, why=type(error).__name__)
        except ValueError:
            return Answer(None, why="not JSON")
        return Answer(answer.status_code, content, answer.headers)

    async def insist(self, method: str, path: str, **options: Any) -> Answer:
        """Ask until the answer is a success or a refusal, and return it."""
        while (answer := await self.call(method, path, **options)).outcome is Outcome.AGAIN:
            await self.pause(answer)
        return answer

    async def pause(self, answer: Answer, seconds: float | None = None) -> None:
        """Return when the call may be made once more: as the server asks, or after so long."""
        wanted = max(answer.retry_after_seconds, self._random.uniform(*PAUSE_SECONDS))
        await asyncio.sleep(wanted if seconds is None else seconds)
