"""HTTP calls by which a kitchen logs in and says that it is there."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Security
from sqlalchemy import Connection

from services.shops import leases, sessions, store
from services.shops.context import BEARER, Context, client_address
from services.shops.requests import Login, Screen, ShopId
from shared.contracts import Contract, Instant
from shared.problems import Problem, problem_responses
from shared.tokens import Claims


class Presence(Contract):
    """Until when the screen counts as there."""

    expires_at: Instant


def routes(context: Context) -> APIRouter:
    """Return the calls."""
    router = APIRouter(prefix="/api/shops/{shop_id}", tags=["kitchen"])
    lease = timedelta(seconds=context.settings.screen_lease_seconds)
    grace = timedelta(seconds=context.settings.grace_seconds)

    @router.post(
        "/sessions",
        status_code=201,
        responses=problem_responses(
            "bad_passcode", "unauthorized", "forbidden", "unknown_shop", "rate_limited"
        ),
    )
    async def open_session(
        request: Request, shop_id: ShopId, login: Login | None = None
    ) -> sessions.Session:
        """Log a kitchen in by its passcode; without a body, renew the session of the token."""
        if login is not None:
            return await sessions.log_in(context, shop_id, client_address(request), login)
        if "Authorization" not in request.headers:
            raise Problem("invalid_request", "a passcode, or a token to renew, is needed")
        return await sessions.renew(context, shop_id, context.kitchen(request, shop_id))

    @router.put(
        "/presence",
        dependencies=[Security(BEARER)],
        responses=problem_responses("unauthorized", "forbidden", "unknown_shop"),
    )
    async def attend(
        shop_id: ShopId, screen: Screen, claims: Annotated[Claims, Depends(context.kitchen)]
    ) -> Presence:
        """Say that a screen without a live socket is there; to be renewed every 15 s."""
        expires_at = await context.database.run(_attend, claims, shop_id, screen.screen, lease)
        await context.database.run(leases.settle, shop_id, grace, may_end=False)
        context.changed()
        return Presence(expires_at=expires_at)

    return router


def _attend(
    connection: Connection, claims: Claims, shop_id: str, screen: str, lease: timedelta
) -> datetime:
    sessions.check_session(claims, store.read(connection, shop_id))
    return leases.attend(connection, shop_id, screen, lease)
