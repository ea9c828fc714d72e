"""How `shops` and `orders` answer over HTTP: problem documents for whatever goes wrong."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import tracing
from shared.failures import DependencyDown, kind_and_place
from shared.operations import Ready, operations_routes
from shared.problems import Problem, unavailable
from shared.tokens import Claims, InvalidToken, Verifier

# Room for the largest basket with every character escaped, and to say what is wrong with a larger.
BODY_BYTES_MAX = 1024 * 1024
MISTAKES_SHOWN_MAX = 20
# Pages ask all the time: a trace of each would hide those of orders.
CHANGE_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})

log = structlog.get_logger()


def create_app(name: str, title: str, ready: Ready) -> FastAPI:
    """Return an application whose every error is a problem document.

    Its OpenAPI document stands at `/api/openapi/<name>.json`.
    """
    app = FastAPI(
        title=title,
        version="1",
        openapi_url=f"/api/openapi/{name}.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_telemetry(),
        routes=list(operations_routes(ready)),
    )
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(DependencyDown, dependency_down)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_middleware(Guard)
    return app


def _telemetry() -> TelemetryConfig:
    """Return that calls become spans where tracing is on, and that nothing else leaves here."""
    provider = tracing.provider()
    return {
        "tracing": provider is not None,
        "tracer_provider": provider,
        "exclude": lambda scope: scope.get("method") in CHANGE_NOTHING,
        "operation_spans": False,
        "metrics": False,
        "logs": False,
        "auto_configure": False,
    }


def bearer(request: Request, verifier: Verifier) -> Claims:
    """Return the claims of the request's token; raises the problem `unauthorized`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("unauthorized")
    try:
        return verifier.verify(token.strip())
    except InvalidToken:
        raise Problem("unauthorized") from None


def invalid_request(errors: Any) -> Problem:
    """Return the problem that names the fields of a validation error, never their values."""
    mistakes = [
        {"field": ".".join(map(str, error["loc"])), "message": error["msg"]}
        for error in errors[:MISTAKES_SHOWN_MAX]
    ]
    return Problem("invalid_request", mistakes=mistakes)


async def _problem(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, Problem)  # noqa: S101
    return error.response()


async def dependency_down(request: Request, error: Exception) -> Response:
    """Return the answer to a call that needs what is down, and log what that is."""
    log.warning("dependency_down", path=request.url.path, reason=str(error))
    return unavailable().response()


async def _invalid_request(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return invalid_request(error.errors()).response()


async def _http_error(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)  # noqa: S101
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
    response = Problem(codes.get(error.status_code, "invalid_request")).response()
    # A 405 says what is allowed instead (RFC 9110, 15.5.6).
    response.headers.update(error.headers or {})
    return response


class Guard:
    """Limits the length of a body, and answers whatever nobody foresaw."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; 413 for a body over BODY_BYTES_MAX, 500 for an unforeseen error."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > BODY_BYTES_MAX:
            await Problem("too_large").response()(scope, receive, send)
            return
        seen_bytes = 0
        answering = False

        async def counted() -> Message:
            nonlocal seen_bytes
            message = await receive()
            seen_bytes += len(message.get("body", b""))
            if seen_bytes > BODY_BYTES_MAX:
                raise Problem("too_large")
            return message

        async def watched(message: Message) -> None:
            nonlocal answering
            answering = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except Exception as error:
            log.error(
                "request_failed",
                method=scope["method"],
                path=scope["path"],
                **kind_and_place(error),
            )
            if not answering:
                await Problem("internal").response()(scope, receive, send)
