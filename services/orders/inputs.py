"""What every route needs from its request: the parts, the token, the order's id."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.security import HTTPBearer

from services.orders.parts import Parts
from services.orders.requests import parse_id
from shared.http import bearer
from shared.problems import Problem
from shared.tokens import Claims

# Only for OpenAPI; `bearer` is what reads the header.
_scheme = HTTPBearer(bearerFormat="JWT", scheme_name="token", auto_error=False)


async def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


WithParts = Annotated[Parts, Depends(_parts)]


async def _claims(
    request: Request, parts: WithParts, scheme: Annotated[object, Depends(_scheme)]
) -> Claims:
    del scheme
    return bearer(request, parts.verifier)


WithClaims = Annotated[Claims, Depends(_claims)]


async def _order_id(
    claims: WithClaims, order_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]
) -> UUID:
    """Return the path's id; what is none is unknown, as is another's, and not a mistake."""
    del claims  # Whoever has no token is told so first.
    parsed = parse_id(order_id)
    if parsed is None:
        raise Problem("unknown_order")
    return parsed


WithOrderId = Annotated[UUID, Depends(_order_id)]
