"""What the HTTP calls of `shops` work with."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from fastapi.security import HTTPBearer

from services.shops.passcodes import Checks
from services.shops.requests import ShopId
from services.shops.settings import ShopsSettings
from shared.database import Database
from shared.http import bearer
from shared.problems import Problem
from shared.tokens import Claims, Signer, Verifier

# For the OpenAPI document alone: `Context.kitchen` is what looks at the token.
BEARER = HTTPBearer(auto_error=False, description="The token of a kitchen's session.")


@dataclass(frozen=True)
class Context:
    """The settings, the database and the keys; `changed` is to be called after a change."""

    settings: ShopsSettings
    database: Database
    signer: Signer
    verifier: Verifier
    checks: Checks
    changed: Callable[[], None]

    def kitchen(self, request: Request, shop_id: ShopId) -> Claims:
        """Return the claims of the request's token; raises a problem unless it is this shop's.

        Whether the shop has ended that session is left to `sessions.check_session`.
        """
        claims = bearer(request, self.verifier)
        if claims.channel != f"shop:{shop_id}":
            raise Problem("forbidden")
        return claims


def client_address(request: Request) -> str:
    """Return who calls: what the edge says, or without one whoever is connected."""
    peer = request.client.host if request.client else "unknown"
    return request.headers.get("X-Real-IP", peer)
