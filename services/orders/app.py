"""The HTTP side of `orders`: the contract's "HTTP: orders"."""

from fastapi import FastAPI

from services.orders import routes_acting, routes_placing, routes_reading
from services.orders.parts import Parts
from shared.http import create_app


def build_app(parts: Parts) -> FastAPI:
    """Return the application that serves these parts."""
    app = create_app("orders", "Orderbell: orders", parts.waits_for)
    app.state.parts = parts
    for routes in (routes_placing, routes_acting, routes_reading):
        app.include_router(routes.router)
    return app
