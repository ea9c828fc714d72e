"""The old HTTP calls, for pages of any origin: they were opened from files and other hosts."""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.template import answers, requests
from services.template.answers import Content, Outcome, Result
from services.template.api import Api
from services.template.catalogue import Catalogue, Shop, Unreachable
from services.template.placing import BUSY, UNKNOWN, place
from services.template.requests import Unreadable, Wanted
from shared.failures import kind_and_place
from shared.operations import Ready, operations_routes

# Room for fifty dishes with every character escaped.
BODY_BYTES_MAX = 64 * 1024
PREFLIGHT_SECONDS = 600
REMAKE = "/remake/"

Call = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger()


def application(api: Api, catalogue: Catalogue, ready: Ready) -> Starlette:
    """Return the calls of the template and of the remake, and those of operators."""

    def listing(in_old_words: Callable[[Sequence[Shop]], Content]) -> Call:
        # A thousand menus take a quarter of a second to print, in which no kitchen is served.
        shown: tuple[Shop, ...] | None = None
        printed = b""

        async def shops(request: Request) -> Response:
            nonlocal shown, printed
            del request
            shops = await catalogue.fresh()
            if shown is not shops:
                shown, printed = shops, bytes(JSONResponse(in_old_words(shops)).body)
            return Response(printed, media_type="application/json")

        return shops

    def ordering(is_empty: Callable[[Wanted], bool]) -> Call:
        async def order(request: Request) -> Response:
            wanted = await requests.read(request)
            if is_empty(wanted):
                return JSONResponse(_said(request, Result(Outcome.EMPTY)))
            address = request.headers.get("X-Real-IP", "")
            return JSONResponse(_said(request, await place(api, catalogue, wanted, address)))

        return order

    return Starlette(
        routes=[
            *operations_routes(ready),
            Route("/get_shop_info", _answering(listing(answers.template_shops))),
            Route("/bill", _answering(ordering(_lacks_a_person)), methods=["POST"]),
            Route("/remake/get_shop_info", _answering(listing(answers.remake_shops))),
            Route("/remake/order", _answering(ordering(_lacks_anything)), methods=["POST"]),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST"],
                allow_headers=["*"],
                max_age=PREFLIGHT_SECONDS,
            )
        ],
        exception_handlers={HTTPException: _misplaced},
    )


def _lacks_a_person(wanted: Wanted) -> bool:
    return not (wanted.telephone and wanted.user and wanted.shop)


def _lacks_anything(wanted: Wanted) -> bool:
    return _lacks_a_person(wanted) or not (wanted.address and wanted.dishes)


def _answering(call: Call) -> Call:
    """Return an endpoint that answers in old words, whatever happens.

    An order that was not taken is answered with 200, as by the function behind a gateway that the
    old pages knew: many look at nothing else.
    """

    async def answer(request: Request) -> Response:
        try:
            _check_length(request)
            return await call(request)
        except Unreadable as unreadable:
            return JSONResponse(_said(request, Result(Outcome.FAILED, str(unreadable))))
        except Unreachable:
            return JSONResponse(_said(request, BUSY), HTTPStatus.SERVICE_UNAVAILABLE)
        except HTTPException:
            raise
        except Exception as error:
            log.error("request_failed", path=request.url.path, **kind_and_place(error))
            return JSONResponse(_said(request, UNKNOWN), HTTPStatus.INTERNAL_SERVER_ERROR)

    return answer


def _check_length(request: Request) -> None:
    """Raise Unreadable for a body that is too large, or of unknown length: the edge knows it."""
    length = request.headers.get("Content-Length", "0")
    if "Transfer-Encoding" in request.headers or not length.isdigit():
        raise Unreadable("the body has no length")
    if int(length) > BODY_BYTES_MAX:
        raise Unreadable("the body is too large")


def _said(request: Request, result: Result) -> Content:
    """Return a result as the wire that the request came over says it."""
    in_old_words = answers.remake if request.url.path.startswith(REMAKE) else answers.template
    return in_old_words(result)


async def _misplaced(request: Request, error: Exception) -> Response:
    """Answer a method that is none of the call's."""
    assert isinstance(error, HTTPException)  # noqa: S101
    content = _said(request, Result(Outcome.FAILED, str(error.detail)))
    return JSONResponse(content, error.status_code, error.headers)
