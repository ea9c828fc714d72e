"""The HTTP side of `orders`: the contract's "HTTP: orders"."""

from fastapi import FastAPI
from starlette.middleware import Middleware

from services.orders import routes_acting, routes_placing, routes_reading, routes_statistics
from services.orders.parts import Parts
from services.orders.plain import Plainly
from shared.http import create_app


def build_app(parts: Parts) -> FastAPI:
    """Return the application that serves these parts."""
    app = create_app("orders", "Orderbell: orders", parts.waits_for)
    app.state.parts = parts
    # Innermost: what guards every call guards these too.
    app.user_middleware.append(Middleware(Plainly, parts))
    # Statistics before what reads an order: the first route that fits a path is taken.
    for routes in (routes_placing, routes_acting, routes_statistics, routes_reading):
        app.include_router(routes.router)
    return app
