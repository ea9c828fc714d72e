"""WebSockets: each screen has one, and confirms orders over it, as the product's page does."""

import asyncio
import json
from collections.abc import Sequence

from bench.load.clients import Clients, all_of
from bench.load.socket import Socket, close_all


class Sockets(Clients):
    """Screens that hear frames."""

    _sockets: dict[int, Socket]

    async def come(self) -> None:
        self._sockets = {}
        await all_of(range(len(self._screens)), self._open)

    def confirm(self, number: int, ids: Sequence[str]) -> None:
        said = {"type": "message", "channel": f"shop:{self._screens[number].shop_id}"}
        self._sockets[number].say(json.dumps({**said, "data": {"received": ids}}))

    def close(self) -> None:
        super().close()
        close_all(self._sockets.values())

    async def _open(self, number: int) -> None:
        opening = self._screens[number].opening
        socket = Socket(opening, lambda socket, frame: self._heard(socket.number, frame), number)
        self._tally.requests += 1
        await asyncio.get_running_loop().create_connection(
            lambda: self._tally.counted(socket), "127.0.0.1", opening.port
        )
        self._sockets[number] = socket
        await socket.opened
