"""Errors that clients see: RFC 9457 problem documents with a stable `code`."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

# Every code of ours, with its status and its title. Clients rely on the codes.
CODES: Mapping[str, tuple[int, str]] = {
    "invalid_request": (422, "The request is not valid"),
    "idempotency_key_reused": (422, "The idempotency key belongs to another request"),
    "unknown_dish": (422, "No such dish on this menu"),
    "unknown_shop": (404, "No such shop"),
    "unknown_order": (404, "No such order"),
    "not_found": (404, "Nothing is here"),
    "method_not_allowed": (405, "This cannot be done here"),
    "dish_unavailable": (409, "The dish is sold out"),
    "shop_closed": (409, "The shop takes no orders now"),
    "price_changed": (409, "The price has changed"),
    "invalid_transition": (409, "The order is not in a state for this"),
    "bad_passcode": (401, "Wrong passcode"),
    "unauthorized": (401, "A valid token is needed"),
    "forbidden": (403, "This token does not allow it"),
    "too_large": (413, "The request is too large"),
    "rate_limited": (429, "Too many requests"),
    "internal": (500, "Something went wrong on our side"),
    "unavailable": (503, "For a moment this cannot be done"),
}


def problem_responses(
    *codes: str, statuses: Mapping[str, int] | None = None
) -> dict[int | str, dict[str, Any]]:
    """Return these problems as a route's `responses` in OpenAPI, and those that any route has.

    `statuses` holds what this route answers with instead of the status in `CODES`.
    """
    other = statuses or {}
    by_status: dict[int | str, list[str]] = {}
    for code in dict.fromkeys((*codes, "invalid_request", "too_large", "unavailable")):
        by_status.setdefault(other.get(code, CODES[code][0]), []).append(code)
    return {status: _documented(names) for status, names in by_status.items()}


def _documented(codes: list[str]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string", "enum": codes},
            "detail": {"type": "string"},
        },
    }
    return {
        "description": "; ".join(CODES[code][1] for code in codes),
        "content": {CONTENT_TYPE: {"schema": schema}},
    }


class Problem(HTTPException):
    """An error that the client is to see."""

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        status: int | None = None,
        retry_after_seconds: int | None = None,
        **members: Any,
    ) -> None:
        """Take a code of `CODES`; `members` are added to the document."""
        self.code = code
        self.status = status or CODES[code][0]
        self.members = members
        self.retry_after_seconds = retry_after_seconds
        super().__init__(self.status, detail or CODES[code][1])

    def response(self) -> JSONResponse:
        """Return the problem document as an HTTP response."""
        document = {
            "type": "about:blank",
            "title": CODES[self.code][1],
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **self.members,
        }
        headers = {}
        if self.retry_after_seconds is not None:
            headers["Retry-After"] = str(self.retry_after_seconds)
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        return JSONResponse(document, self.status, headers, media_type=CONTENT_TYPE)


def unavailable() -> Problem:
    """Return the problem of a dependency that is down; the client may try again."""
    return Problem("unavailable", retry_after_seconds=RETRY_AFTER_SECONDS)
