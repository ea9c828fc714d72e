"""The HTTP application of `shops`."""

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from services.shops import routes, routes_kitchen, routes_menu
from services.shops.context import Context
from services.shops.migrate import REVISIONS
from services.shops.store import UnknownShop
from shared.http import create_app
from shared.migrations import waits_for
from shared.problems import Problem


def application(context: Context) -> FastAPI:
    """Return the application: its calls, and whether it is ready for them."""

    async def ready() -> str | None:
        return await waits_for(context.database, REVISIONS)

    app = create_app("shops", "Orderbell: shops", ready)
    for module in (routes, routes_menu, routes_kitchen):
        app.include_router(module.routes(context), dependencies=[Depends(_uncached)])
    app.add_exception_handler(UnknownShop, _unknown_shop)
    return app


async def _unknown_shop(request: Request, error: Exception) -> Response:
    del request, error
    return Problem("unknown_shop").response()


async def _uncached(response: Response) -> None:
    """Have nothing between us and the client keep what may change at any time, or is secret."""
    response.headers["Cache-Control"] = "no-store"
