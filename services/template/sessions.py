"""Kitchens' sessions, kept: a kitchen that comes back costs no passcode check.

They stand in memory, under a digest of what the kitchen typed by a key of this process's own, and
no passcode does. Each is for its address alone: whoever guesses at another is counted by `shops`,
and learns nothing from the sessions of those who know.
"""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from services.template.api import UNAVAILABLE, Answer, Api
from shared.backoff import delays

KEPT_MAX = 20_000
CHECKED_TOGETHER = 8
LOG_IN_SECONDS = 60


@dataclass(frozen=True)
class Session:
    """A token for a shop's channel, whom it was minted for, and when its half-life is over."""

    shop_id: str
    token: str
    address: str
    renew_at: datetime
    digest: bytes


class Refused(Exception):
    """A passcode that is not the shop's."""


class TooManyTries(Exception):
    """An address whose passcodes are not looked at for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Sessions:
    """The sessions that are kept."""

    def __init__(self, api: Api) -> None:
        """Keep none yet."""
        self._api = api
        self._key = secrets.token_bytes(32)
        self._kept: OrderedDict[bytes, Session] = OrderedDict()
        self._places = asyncio.Semaphore(CHECKED_TOGETHER)

    def kept(self, shop_id: str, passcode: str, address: str) -> Session | None:
        """Return the session of such a log-in, if there was one; it may have ended meanwhile."""
        session = self._kept.get(self._digest(shop_id, passcode, address))
        if session:
            self._kept.move_to_end(session.digest)
        return session

    async def log_in(self, shop_id: str, passcode: str, address: str) -> Session:
        """Return a new session; raises Refused, TooManyTries, and TimeoutError after a minute."""
        async with asyncio.timeout(LOG_IN_SECONDS):
            for delay in delays():
                async with self._places:
                    answer = await self._api.call(
                        "POST",
                        f"{_path(shop_id)}/sessions",
                        address=address,
                        content={"passcode": passcode},
                    )
                if answer.ok:
                    digest = self._digest(shop_id, passcode, address)
                    return self._keep(answer, shop_id, address, digest)
                if answer.code == "rate_limited":
                    raise TooManyTries(answer.retry_after_seconds)
                if answer.code != UNAVAILABLE:
                    raise Refused
                await asyncio.sleep(max(delay, answer.retry_after_seconds))
        raise AssertionError("delays do not end")

    async def renew(self, session: Session) -> Session | None:
        """Return a session that lives longer, or None where it cannot be had now."""
        kept = self._kept.get(session.digest)
        if kept and kept.renew_at > session.renew_at:
            return kept
        answer = await self._api.call(
            "POST",
            f"{_path(session.shop_id)}/sessions",
            address=session.address,
            token=session.token,
        )
        if not answer.ok:
            return None
        return self._keep(answer, session.shop_id, session.address, session.digest)

    def forget(self, session: Session) -> None:
        """Forget a session that is no longer believed."""
        kept = self._kept.get(session.digest)
        if kept and kept.token == session.token:
            del self._kept[session.digest]

    def _keep(self, answer: Answer, shop_id: str, address: str, digest: bytes) -> Session:
        now = datetime.now(UTC)
        expires_at = datetime.fromisoformat(answer.content["expires_at"])
        session = Session(
            shop_id, answer.content["token"], address, now + (expires_at - now) / 2, digest
        )
        self._kept[digest] = session
        self._kept.move_to_end(digest)
        if len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        return session

    def _digest(self, shop_id: str, passcode: str, address: str) -> bytes:
        typed = f"{address}\0{shop_id}\0{passcode}"
        return hashlib.blake2b(typed.encode(), key=self._key).digest()


def _path(shop_id: str) -> str:
    return f"/api/shops/{quote(shop_id, safe='')}"
