"""The shops as the public contract tells of them, with their menus, fetched when they are new."""

import asyncio
import contextlib
from typing import Any
from urllib.parse import quote

from services.template.api import Api

FETCHED_TOGETHER = 16

Shop = dict[str, Any]


class Unreachable(Exception):
    """The shops cannot be had at the moment."""


class Catalogue:
    """What is known of every shop, by its id."""

    def __init__(self, api: Api) -> None:
        """Know nothing yet."""
        self.shops: tuple[Shop, ...] | None = None
        self._api = api
        self._shops: dict[str, Shop] = {}
        self._places = asyncio.Semaphore(FETCHED_TOGETHER)
        self._running: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def loaded(self) -> None:
        """Return once the shops have been had, as of any time; raises Unreachable."""
        if self.shops is None:
            await self.fresh()

    async def fresh(self) -> tuple[Shop, ...]:
        """Return all shops as they are after this call, by id; raises Unreachable.

        It is the same tuple as long as nothing has changed. Whoever asks while a refresh is under
        way shares the next one.
        """
        if self._next is None:
            self._next = asyncio.ensure_future(self._refresh_after(self._running))
            # Whoever asked may be gone by the time it fails.
            self._next.add_done_callback(lambda task: task.cancelled() or task.exception())
        await asyncio.shield(self._next)
        assert self.shops is not None  # noqa: S101
        return self.shops

    def known(self, name: str) -> Shop | None:
        """Return the shop of that id, or the only one of that name, as it was last; or None."""
        if name in self._shops:
            return self._shops[name]
        named = [shop for shop in self._shops.values() if shop["name"] == name]
        return named[0] if len(named) == 1 else None

    async def find(self, name: str) -> Shop | None:
        """Return such a shop, asked for if it is not known; raises Unreachable."""
        if shop := self.known(name):
            return shop
        await self.fresh()
        return self.known(name)

    async def _refresh_after(self, running: asyncio.Task[None] | None) -> None:
        if running:
            await asyncio.wait({running})
        self._running, self._next = self._next, None
        await self._refresh()

    async def _refresh(self) -> None:
        listed = await self._list()
        await asyncio.gather(*(self._fetch(shop["id"]) for shop in listed if self._is_new(shop)))
        self._shops = {
            shop["id"]: self._shops[shop["id"]] for shop in listed if shop["id"] in self._shops
        }
        shops = tuple(self._shops.values())
        # Whole menus need not be compared: what is new is another object.
        if self.shops is None or [*map(id, shops)] != [*map(id, self.shops)]:
            self.shops = shops

    async def _list(self) -> list[Shop]:
        listed: list[Shop] = []
        path = "/api/shops"
        while True:
            content = await self._get(path)
            listed += content["shops"]
            if not content["next"]:
                return listed
            path = f"/api/shops?after={quote(content['next'])}"

    def _is_new(self, listed: Shop) -> bool:
        known = self._shops.get(listed["id"])
        return known is None or known["version"] < listed["version"]

    async def _fetch(self, shop_id: str) -> None:
        """Fetch a shop; one that cannot be had now stays as it was, or away."""
        async with self._places:
            with contextlib.suppress(Unreachable):
                self._shops[shop_id] = await self._get(f"/api/shops/{quote(shop_id)}")

    async def _get(self, path: str) -> Any:
        answer = await self._api.call("GET", path)
        if not answer.ok:
            raise Unreachable
        return answer.content
