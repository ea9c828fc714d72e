"""One old kitchen's socket, from its first frame to its last."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx
import structlog
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from services.template import wires
from services.template.api import UNAVAILABLE, Api
from services.template.catalogue import Catalogue, Unreachable
from services.template.lines import Lines
from services.template.live import SessionEnded
from services.template.sent import Sent
from services.template.sessions import Refused, Session, Sessions, TooManyTries
from services.template.wires import Login, Wire
from shared.backoff import delays
from shared.failures import kind_and_place

# A page that was opened in the morning may be told of the opening in the evening.
SILENT_SECONDS = 24 * 3600
OPENING_SECONDS = 20
# The remake's kitchen writes twelve a minute.
FRAMES_A_MINUTE_MAX = 120

log = structlog.get_logger()


@dataclass(frozen=True)
class Parts:
    """What all kitchens share."""

    api: Api
    catalogue: Catalogue
    sessions: Sessions
    sent: Sent
    accept_before: timedelta


class Goodbye(Exception):
    """The kitchen is told a last line, and its socket closes."""


class Kitchen:
    """A kitchen, and what it is sent once it has logged in."""

    def __init__(self, parts: Parts, wire: Wire, address: str, socket: ServerConnection) -> None:
        """Serve the client at `address`."""
        self._parts = parts
        self._wire = wire
        self._address = address
        self._socket = socket
        self._lines: Lines | None = None
        self._writing: asyncio.Task[None] | None = None
        self._since_seconds = 0.0

    async def serve(self) -> None:
        """Read frames until the kitchen leaves, or has to go."""
        try:
            async for frame in self._frames():
                text = self._wire.login(frame, self._lines is not None)
                if text is not None:
                    await self._while_there(self._log_in(text))
        except Goodbye as goodbye:
            await self._say_goodbye(str(goodbye))
        except (ConnectionClosed, TimeoutError):
            await self._socket.close(CloseCode.GOING_AWAY)
        except Exception as error:
            log.error("kitchen_failed", **kind_and_place(error))
            await self._socket.close(CloseCode.INTERNAL_ERROR)
        finally:
            await self._leave()

    async def _frames(self) -> AsyncIterator[str]:
        """Yield frames; raises ConnectionClosed, and TimeoutError for one that never logs in."""
        minute, count = 0, 0
        while True:
            async with asyncio.timeout(None if self._lines else SILENT_SECONDS):
                frame = await self._socket.recv()
            now = int(time.monotonic() // 60)
            minute, count = (minute, count + 1) if minute == now else (now, 1)
            if not isinstance(frame, str) or count > FRAMES_A_MINUTE_MAX:
                await self._socket.close(CloseCode.POLICY_VIOLATION)
                return
            yield frame

    async def _while_there(self, work: Coroutine[None, None, None]) -> None:
        """Do something for as long as the kitchen is there; raises what that raises."""
        doing = asyncio.ensure_future(work)
        gone = asyncio.ensure_future(self._socket.wait_closed())
        try:
            await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                doing.result()
        finally:
            for each in (doing, gone):
                each.cancel()
            await asyncio.wait({doing, gone})

    async def _log_in(self, text: str) -> None:
        """Open the shop for whoever has its passcode, and write its orders from now on."""
        login = wires.parse_login(text)
        if login is None:
            raise Goodbye(wires.REFUSED)
        session = await self._opened(login)
        if self._lines and self._lines.belongs_to(session, login.shop):
            await self._lines.say(wires.online(login.shop))
            return
        await self._leave()
        self._since_seconds = time.monotonic()
        memory = self._parts.sent.arrive((session.shop_id, self._address), self._since_seconds)
        self._lines = Lines(
            self._parts.api,
            session,
            login.shop,
            memory=memory,
            socket=self._socket,
            frame=self._wire.frame,
        )
        self._writing = asyncio.ensure_future(self._write(self._lines))
        log.info("kitchen_logged_in", shop_id=session.shop_id, path=self._wire.path)

    async def _opened(self, login: Login) -> Session:
        """Return a session, its shop opened; raises Goodbye.

        A screen whose socket broke comes back by itself, and finds its shop as it was left.
        """
        try:
            shop = await self._parts.catalogue.find(login.shop)
            if shop is None:
                raise Goodbye(wires.REFUSED)
            key = (shop["id"], self._address)
            is_back = self._parts.sent.has_broken(key, time.monotonic())
            changes = {} if is_back else {"open": True}
            sessions = self._parts.sessions
            kept = sessions.kept(shop["id"], login.passcode, self._address)
            if kept and await self._is_believed(kept, changes):
                return kept
            if kept:
                sessions.forget(kept)
            session = await sessions.log_in(shop["id"], login.passcode, self._address)
            if await self._is_believed(session, changes):
                return session
        except (Unreachable, TimeoutError):
            raise Goodbye(wires.UNREACHABLE) from None
        except TooManyTries as tries:
            raise Goodbye(wires.too_many_tries(tries.seconds)) from None
        except Refused:
            pass
        raise Goodbye(wires.REFUSED)

    async def _is_believed(self, session: Session, changes: Mapping[str, bool]) -> bool:
        """Return whether the session may change its shop, and did so. Raises TimeoutError."""
        async with asyncio.timeout(OPENING_SECONDS):
            for delay in delays():
                answer = await self._parts.api.call(
                    "PATCH",
                    f"/api/shops/{session.shop_id}",
                    address=session.address,
                    token=session.token,
                    content=changes,
                )
                if answer.ok or answer.status == httpx.codes.UNAUTHORIZED:
                    return answer.ok
                if answer.code != UNAVAILABLE:
                    break
                await asyncio.sleep(delay)
        raise TimeoutError

    async def _write(self, lines: Lines) -> None:
        """Write lines as long as that goes well; then see that the socket closes."""
        try:
            await lines.run(self._parts.sessions, self._parts.accept_before)
        except* SessionEnded:
            self._parts.sessions.forget(lines.feed.session)
            await self._say_goodbye(wires.ENDED)
        except* TimeoutError:
            await self._socket.close(CloseCode.TRY_AGAIN_LATER)
        except* ConnectionClosed:
            pass
        except* Exception as errors:
            for error in _each(errors):
                log.error("kitchen_failed", **kind_and_place(error))
            await self._socket.close(CloseCode.INTERNAL_ERROR)

    async def _say_goodbye(self, text: str) -> None:
        with contextlib.suppress(ConnectionClosed):
            await self._socket.send(self._wire.frame(text))
        await self._socket.close(CloseCode.POLICY_VIOLATION)

    async def _leave(self) -> None:
        """Stop writing, and keep what was sent for when the screen comes back."""
        if self._writing is None or self._lines is None:
            return
        self._writing.cancel()
        await asyncio.wait({self._writing})
        key = (self._lines.feed.session.shop_id, self._address)
        # Whoever goes by intent says so.
        broken = self._socket.protocol.close_rcvd is None
        memory = self._lines.memory(broken=broken)
        self._parts.sent.leave(key, memory, time.monotonic(), self._since_seconds)
        self._lines = self._writing = None


def _each(errors: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in errors.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _each(error)
        else:
            yield error
