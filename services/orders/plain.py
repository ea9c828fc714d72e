"""The calls that come most, where they are plainly well-formed, answered without FastAPI.

It sees all other calls, describes these too, and refuses what is wrong: what it does for each
(0.4 ms) takes longer than placing an order, or than reading what a page polls.
"""

import json
import re
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.orders import routes_placing, routes_reading
from services.orders.answers import JSON
from services.orders.parts import Parts
from services.orders.requests import PlaceOrder
from shared import tracing
from shared.failures import DependencyDown
from shared.http import bearer, dependency_down
from shared.problems import Problem

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
KEY = re.compile(_UUID)
ORDER_PATH = re.compile(f"/api/orders/({_UUID})")
# As the pages write it.
SNAPSHOT_QUERY = re.compile(rb"shop_id=([A-Za-z0-9_-]{1,80})&active=true")


class Plainly:
    """An application before which these calls are answered."""

    def __init__(self, app: ASGIApp, parts: Parts) -> None:
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a call, or pass it on as it came."""
        if scope["type"] != "http" or scope["method"] not in ("POST", "GET"):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            if scope["method"] == "GET":
                answer = self._reading(request)
            elif scope["path"] == routes_placing.PATH:
                content = await request.body()
                receive = _again(content, receive)
                answer = self._placing(request, content)
            else:
                answer = None
            response = await answer if answer else None
        except Problem as problem:
            response = problem.response()
        except DependencyDown as error:
            response = await dependency_down(request, error)
        except ClientDisconnect:
            return
        await (response or self._app)(scope, receive, send)

    def _placing(self, request: Request, content: bytes) -> Awaitable[Response] | None:
        key = request.headers.get(routes_placing.KEY_HEADER, "")
        if request.headers.get("Content-Type") != JSON or not KEY.fullmatch(key):
            return None
        try:
            body = json.loads(content)
            wanted = PlaceOrder.model_validate(body)
        except (ValueError, RecursionError):
            return None
        request.scope["route"] = PLACING
        tracing.name_route("POST", routes_placing.PATH)
        return routes_placing.place(self._parts, UUID(key), body, wanted)

    def _reading(self, request: Request) -> Awaitable[Response] | None:
        path, known = request.scope["path"], request.headers.get("If-None-Match")
        if path == routes_reading.PATH:
            asked = SNAPSHOT_QUERY.fullmatch(request.scope["query_string"])
            if asked is None:
                return None
            request.scope["route"] = SNAPSHOT
            claims = bearer(request, self._parts.verifier)
            return routes_reading.snapshot(self._parts, claims, asked[1].decode(), known)
        of_order = ORDER_PATH.fullmatch(path)
        if of_order is None:
            return None
        request.scope["route"] = ORDER
        claims = bearer(request, self._parts.verifier)
        return routes_reading.one(self._parts, claims, UUID(of_order[1]), known)


def _again(content: bytes, receive: Receive) -> Receive:
    """Return what gives a body that has been read once more, and then what comes after it."""
    given: Message | None = {"type": "http.request", "body": content, "more_body": False}

    async def give() -> Message:
        nonlocal given
        message, given = given, None
        return message or await receive()

    return give


def _route(routes: Any, path: str) -> APIRoute:
    """Return a route, by which its calls are measured."""
    return next(each for each in routes if isinstance(each, APIRoute) and each.path == path)


PLACING = _route(routes_placing.router.routes, routes_placing.PATH)
SNAPSHOT = _route(routes_reading.router.routes, routes_reading.PATH)
ORDER = _route(routes_reading.router.routes, routes_reading.ORDER_PATH)
