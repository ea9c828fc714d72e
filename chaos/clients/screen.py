"""A kitchen's screen: logs in, keeps the truth, confirms, says that it is there; staff act by it.

`Screen(...).run()` lasts until cancelled; after `leave` it may be run again, and `close` ends it
for good. Written down beside what its socket, its follower and its actions write: `opened_page`,
`left`, `opening`, `receipt` and `attended`. A receipt over HTTP is written when it was answered,
one by the socket when it was sent.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Any

from chaos.clients.acting import Actor, act
from chaos.clients.api import Api, Outcome
from chaos.clients.follower import Follower, Subject
from chaos.clients.session import Session, ShopLogin
from chaos.clients.socket import LiveSocket
from chaos.clients.tasks import beside
from chaos.clients.truth import Order
from chaos.records import Journal

# A socket that is just being opened gets the time to tell of the screen by itself.
PATIENCE_SECONDS = 2.0
PRESENCE_SECONDS = 15.0
PRESENCE_RETRY_SECONDS = 5.0
LOOK_SECONDS = 1.0
# So that a frame stays far below a gateway's limit.
RECEIPT_IDS_MAX = 100


class Screen:
    """One screen of one shop."""

    def __init__(
        self,
        who: str,
        url: str,
        login: ShopLogin,
        *,
        journal: Journal,
        random: Random,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """Reach the edge at `url`; `changed` is called when something else is shown."""
        self.who = who
        self.shop_id = login.shop_id
        self.present = False
        self._url = url
        self._login = login
        self._journal = journal
        self._random = random
        self._changed = changed
        self._api = Api(url, random)
        self._session = Session(self._api, login)
        self._socket: LiveSocket | None = None
        self._follower: Follower | None = None
        self._runs = 0
        self._unconfirmed: dict[str, None] = {}
        self._confirm_now = asyncio.Event()

    @property
    def token(self) -> str:
        """The session's token as it is now, empty before the first log-in."""
        return self._session.token

    @property
    def shown(self) -> Mapping[str, Order]:
        """What stands on the screen now, by id."""
        return self._follower.visible if self._follower else {}

    @property
    def is_live(self) -> bool:
        """Whether the screen says of itself that what it shows is how it is."""
        return self._socket is not None and self._socket.state == "live"

    async def run(self) -> None:
        """Be there until cancelled, beginning with an empty screen."""
        self._journal.write(self.who, "opened_page", shop_id=self.shop_id)
        await self._session.log_in()
        await self._open_shop()
        self._runs += 1
        names = f"{self.who}.{self._runs}"
        socket = LiveSocket(self._url, self.who, self._journal, self._random, names)
        self._socket = socket
        follower = self._follower = self._follow(socket)
        channel = f"shop:{self.shop_id}"
        socket.add(channel, lambda: self.token, follower)
        self.present = True
        try:
            async with beside(
                socket.run(),
                follower.run(),
                self._send_receipts(socket),
                self._keep_presence(socket),
            ):
                while True:
                    await self._session.next(self._random)
                    socket.renew(channel)
        finally:
            self.present = False

    def leave(self) -> None:
        """Say that the screen is gone, with everything that stood on it; after `run`."""
        self._journal.write(self.who, "left")
        self._follower = self._socket = None

    async def close(self) -> None:
        """Close what is open; after `run`."""
        await self._api.close()

    async def act(
        self, order_id: str, action: str, body: Mapping[str, Any] | None = None
    ) -> Order | None:
        """Do something to an order until it is answered for good; see `acting.act`."""
        follower = self._follower
        actor = Actor(
            who=self.who,
            api=self._api,
            journal=self._journal,
            token=lambda: self.token,
            take=follower.take if follower else lambda _order: None,
            refused=self._session.refuse,
        )
        return await act(actor, order_id, action, body)

    def _follow(self, socket: LiveSocket) -> Follower:
        path = f"/api/orders?shop_id={self.shop_id}&active=true"
        return Follower(
            who=self.who,
            subject=Subject(path, {"shop_id": self.shop_id}, lambda: self.token),
            api=self._api,
            socket=socket,
            journal=self._journal,
            random=self._random,
            rings=True,
            confirm=self._confirm,
            changed=self._changed,
            refused=self._session.refuse,
        )

    async def _open_shop(self) -> None:
        path = f"/api/shops/{self.shop_id}"
        answer = await self._api.insist("PATCH", path, token=self.token, body={"open": True})
        if answer.outcome is not Outcome.SUCCESS:
            raise RuntimeError(f"{self.shop_id} does not open: {answer.code}")
        self._journal.write(self.who, "opening", shop_id=self.shop_id, open=True)

    def _confirm(self, order_ids: list[str]) -> None:
        self._unconfirmed.update(dict.fromkeys(order_ids))
        self._confirm_now.set()

    async def _send_receipts(self, socket: LiveSocket) -> None:
        """Send what is to be confirmed; what is lost is heard of, and confirmed, again."""
        while True:
            await self._confirm_now.wait()
            self._confirm_now.clear()
            order_ids = list(self._unconfirmed)[:RECEIPT_IDS_MAX]
            for order_id in order_ids:
                del self._unconfirmed[order_id]
            if self._unconfirmed:
                self._confirm_now.set()
            by = "socket"
            if not await socket.send(f"shop:{self.shop_id}", {"received": order_ids}):
                by = "http"
                body = {"shop_id": self.shop_id, "orders": order_ids}
                path = "/api/orders/received"
                answer = await self._api.call("POST", path, token=self.token, body=body)
                if answer.outcome is not Outcome.SUCCESS:
                    continue
            self._journal.write(
                self.who, "receipt", shop_id=self.shop_id, order_ids=order_ids, by=by
            )

    async def _keep_presence(self, socket: LiveSocket) -> None:
        """While the socket is not live, say over HTTP that the screen is there."""
        path = f"/api/shops/{self.shop_id}/presence"
        not_live_since = next_at = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = time.monotonic()
            if socket.state == "live":
                not_live_since = next_at = now
            elif now - not_live_since >= PATIENCE_SECONDS and now >= next_at:
                body = {"screen": self.who}
                answer = await self._api.call("PUT", path, token=self.token, body=body)
                is_there = answer.outcome is Outcome.SUCCESS
                if is_there:
                    ends = datetime.fromisoformat(answer.content["expires_at"])
                    self._journal.write(
                        self.who, "attended", shop_id=self.shop_id, expires_at=ends.timestamp()
                    )
                next_at = now + (PRESENCE_SECONDS if is_there else PRESENCE_RETRY_SECONDS)
