"""What comes by the `push` exchange: kept for a moment, and handed to whoever waits for it."""

import asyncio
import itertools
import secrets
from collections.abc import Hashable, Sequence
from typing import NoReturn, Protocol

import structlog

from bench.waiting.log import Log
from bench.waiting.settings import WaitingSettings
from services.gateway.continuity import Continuity, Notice
from services.gateway.gateway import WATCH_SECONDS
from services.gateway.hub import Hub, Subscription
from services.gateway.push import consume_batches
from services.gateway.revocations import Revocations
from shared.broker import Session
from shared.identifiers import uuid7
from shared.push import EXCHANGE, PushBatch
from shared.settings import file_of
from shared.tokens import InvalidToken, Verifier

# Enough for no life to be taken for another.
LIFE_BYTES = 4
NOTICES = {Notice.RESYNC: '{"type":"resync"}', Notice.INTERRUPTED: '{"type":"interrupted"}'}

log = structlog.get_logger()


class Waiting(Hashable, Protocol):
    """Somebody who waits for what comes on a channel."""

    def hear(self, text: str) -> None:
        """Take a frame, or a notice, that came just now."""

    def refuse(self) -> None:
        """Be gone: the token holds no more."""


class Feed:
    """Takes batches from the broker to those who wait, as a gateway does (`gateway.py`)."""

    def __init__(self, settings: WaitingSettings) -> None:
        """Begin with nobody and no session."""
        self.settings = settings
        self.hub: Hub[Waiting] = Hub()
        self._id = str(uuid7())
        self.log = Log(secrets.token_hex(LIFE_BYTES))
        self._verifier = Verifier(settings.token_public_keys, file_of("token_public_keys"))
        self._revocations = Revocations()
        self._loop = asyncio.get_running_loop()
        self._continuity = Continuity(self._loop.time())
        self._session_numbers = itertools.count(1)

    async def work(self, session: Session) -> None:
        """Hear batches for as long as the session stands."""
        await session.check(exchanges=(EXCHANGE,))
        try:
            queue_id = f"{self._id}.{next(self._session_numbers)}"
            await consume_batches(session, queue_id, self._deliver)
            self._tell(self._continuity.bound(self._loop.time()))
            await session.closed
        finally:
            self._continuity.lost(self._loop.time())

    async def watch(self) -> NoReturn:
        """Tell those who wait what the mere passing of time means for them, until cancelled."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            self._tell(self._continuity.passed(self._loop.time()))

    def opened_by(self, token: str) -> Subscription | None:
        """Return the subscription that a token opens; None when it opens none."""
        try:
            claims = self._verifier.verify(token)
        except InvalidToken:
            return None
        if self._revocations.covers(claims.channel, claims.issued_at):
            return None
        return Subscription.of(claims)

    def missed(self, channel: str, cursor: str) -> Sequence[str]:
        """Return what came after a cursor, or the notice that this cannot be known."""
        texts = self.log.since(channel, cursor)
        if texts is None:
            interrupted = self._continuity.interrupted
            return [NOTICES[Notice.INTERRUPTED if interrupted else Notice.RESYNC]]
        return texts

    def _deliver(self, batch: PushBatch) -> None:
        now = self._loop.time()
        self._tell(self._continuity.heard(batch.notifier, batch.number, now, goodbye=batch.goodbye))
        for channel, issued_before in batch.closes:
            self._revoke(channel, issued_before)
        for channel, text in batch.frames:
            self.log.add(channel, text, now)
            # Whoever has an answer waits no more.
            for waiting in list(self.hub.on(channel)):
                waiting.hear(text)

    def _revoke(self, channel: str, issued_before: float) -> None:
        self._revocations.revoke(channel, issued_before)
        for waiting, subscription in list(self.hub.on(channel).items()):
            if subscription.issued_at < issued_before:
                waiting.refuse()

    def _tell(self, notice: Notice | None) -> None:
        if notice is None:
            return
        log.info("clients_told", notice=notice.value, clients=len(self.hub.clients))
        self.log.break_off()
        for waiting in list(self.hub.clients):
            waiting.hear(NOTICES[notice])
