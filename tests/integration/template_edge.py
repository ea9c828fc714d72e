"""A stand-in for the edge: it gives answers that no real system gives on demand.

Losing an answer, refusing for a moment, knowing of a closing a moment late: here each is a line.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.template.api import Api
from shared.operations import serve_http
from shared.problems import CODES
from stack import ports

TAKEN = "taken"
# The order is taken, and its answer never comes.
LOST = "lost"

Content = dict[str, Any]


def a_shop(shop_id: str = "shop1", **changes: Any) -> Content:
    return {
        "id": shop_id,
        "name": f"The {shop_id}",
        "accepting": True,
        "currency": "CNY",
        "version": 1,
        "menu": [{"id": "e", "name": "egg", "price": 300, "available": True}],
    } | changes


@dataclass
class Edge:
    """What it tells of shops, and what it was asked.

    `next` are the answers to come, to orders and to log-ins: a code of ours, TAKEN or LOST; the
    last one stays.
    """

    shops: dict[str, Content] = field(default_factory=lambda: {"shop1": a_shop()})
    next: list[str] = field(default_factory=lambda: [TAKEN])
    members: Content = field(default_factory=dict)
    retry_after: str = "7"
    hanging: bool = False
    failing: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    page_size: int = 100
    asked: list[Request] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [request.url.path for request in self.asked]

    async def list(self, request: Request) -> Response:
        self.asked.append(request)
        if self.hanging:
            await self.ended.wait()
        if self.failing:
            return self.refuse("unavailable")
        names = sorted(name for name in self.shops if name > request.query_params.get("after", ""))
        page = names[: self.page_size]
        rest = names[self.page_size :]
        shops = [{**self.shops[name], "menu": None} for name in page]
        return JSONResponse({"shops": shops, "next": page[-1] if rest else None})

    async def one(self, request: Request) -> Response:
        self.asked.append(request)
        await asyncio.sleep(0.02)
        return JSONResponse(self.shops[request.path_params["shop_id"]])

    async def do(self, request: Request) -> Response:
        body = await request.body()
        self.bodies.append(await request.json() if body else None)
        self.asked.append(request)
        said = self.next.pop(0) if len(self.next) > 1 else self.next[0]
        if said == LOST:
            await self.ended.wait()
        if said in CODES:
            return self.refuse(said)
        expires_at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        content = {"order": {"id": "1"}, "token": f"t{len(self.bodies)}", "expires_at": expires_at}
        return JSONResponse(content, 201)

    def refuse(self, code: str) -> Response:
        content = {"code": code, **self.members}
        return JSONResponse(content, CODES[code][0], {"Retry-After": self.retry_after})


@contextlib.asynccontextmanager
async def served(edge: Edge) -> AsyncIterator[Api]:
    """Serve it; return what calls it."""
    routes = [
        Route("/api/shops", edge.list),
        Route("/api/shops/{shop_id}", edge.one),
        Route("/api/shops/{shop_id}/sessions", edge.do, methods=["POST"]),
        Route("/api/orders", edge.do, methods=["POST"]),
    ]
    holder = ports.reserve()
    port = ports.number(holder)
    app = Starlette(routes=routes)
    task = asyncio.create_task(serve_http(app, ports.LOOPBACK, port, leave_seconds=0))
    api = Api(f"http://{ports.LOOPBACK}:{port}")
    try:
        async with asyncio.timeout(10):
            while not (await api.call("GET", "/api/shops")).ok:
                await asyncio.sleep(0.02)
        edge.asked.clear()
        yield api
    finally:
        edge.ended.set()
        await api.close()
        task.cancel()
        await asyncio.wait({task})
        holder.close()
