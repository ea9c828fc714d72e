"""A kitchen's session: log in, renew long before it ends, and log in again when it is refused."""

import asyncio
from dataclasses import dataclass
from random import Random

from chaos.clients.api import Api, Outcome

RENEWAL_SECONDS = (60.0, 180.0)


@dataclass(frozen=True)
class ShopLogin:
    """How a shop's kitchen logs in."""

    shop_id: str
    passcode: str


class Session:
    """The token of one screen, as it is now."""

    def __init__(self, api: Api, login: ShopLogin) -> None:
        """Have no token yet."""
        self.token = ""
        self._api = api
        self._login = login
        self._path = f"/api/shops/{login.shop_id}/sessions"
        self._is_refused = asyncio.Event()

    async def log_in(self) -> None:
        """Return when logged in; raises RuntimeError for a passcode that is wrong."""
        body = {"passcode": self._login.passcode}
        answer = await self._api.insist("POST", self._path, body=body)
        if answer.outcome is not Outcome.SUCCESS:
            raise RuntimeError(f"no log-in to {self._login.shop_id}: {answer.code}")
        self.token = answer.content["token"]
        self._is_refused.clear()

    def refuse(self) -> None:
        """Say that the token was refused: a new one is needed."""
        self._is_refused.set()

    async def next(self, random: Random) -> None:
        """Return when the token is a new one: after a while, or soon after it was refused."""
        try:
            async with asyncio.timeout(random.uniform(*RENEWAL_SECONDS)):
                await self._is_refused.wait()
        except TimeoutError:
            answer = await self._api.insist("POST", self._path, token=self.token)
            if answer.outcome is Outcome.SUCCESS:
                self.token = answer.content["token"]
                return
        await self.log_in()
