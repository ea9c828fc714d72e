"""What ordering pages of the template and of its remake send: pure, but for reading the form.

Their pages send JSON, also as `text/plain` or under a form's content type, or a real form: so what
is JSON is read as such, whatever it calls itself.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

# How a form spells a list of dishes: dish, dish[], dishList[0][dish], dishList[0].dish, ...
DISH_FIELD = re.compile(r"(?:dish|dishList)(?:\[\d*\])?(?:\[dish\]|\.dish)?")

# An address from a field of several lines is a line here.
LINE_ENDS = re.compile(r"\s*[\t\r\n]\s*")
# Fifty dishes, each with all that a list of dishes says of it, and then some.
FIELDS_MAX = 300


class Unreadable(ValueError):
    """A body that is neither JSON nor a form, or that has a list where a text belongs."""


@dataclass(frozen=True)
class Wanted:
    """An order as an old page sends it; each dish is a text that may name several."""

    user: str
    address: str
    telephone: str
    shop: str
    dishes: tuple[str, ...]


async def read(request: Request) -> Wanted:
    """Return what a request's body, read before, asks for; raises Unreadable."""
    body = await request.body()
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict):
        return of_json(content)
    try:
        if request.headers.get("Content-Type", "").lower().startswith("multipart/form-data"):
            async with request.form(max_files=0, max_fields=FIELDS_MAX) as form:
                texts = [(name, str(value)) for name, value in form.multi_items()]
        else:
            texts = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX)
    # A form may also name an encoding that nothing can be read in: a ValueError.
    except (HTTPException, MultiPartException, ValueError):
        raise Unreadable("the body is neither JSON nor a form") from None
    return of_form(texts)


def of_json(content: Mapping[str, Any]) -> Wanted:
    """Return what a JSON object asks for; raises Unreadable."""
    return _wanted(content, tuple(_dishes(content.get("dishList") or content.get("dish"))))


def of_form(texts: Sequence[tuple[str, str]]) -> Wanted:
    """Return what the fields of a form ask for; raises Unreadable."""
    dishes = [value for name, value in texts if DISH_FIELD.fullmatch(name)]
    return _wanted(dict(texts), tuple(dish for value in dishes for dish in _spelt(value)))


def _wanted(content: Mapping[str, Any], dishes: tuple[str, ...]) -> Wanted:
    return Wanted(
        user=_line(content, "user"),
        address=_line(content, "addr"),
        telephone=_line(content, "telephone"),
        shop=_line(content, "shop_name"),
        dishes=tuple(dish for dish in dishes if dish),
    )


def _line(content: Mapping[str, Any], name: str) -> str:
    return LINE_ENDS.sub(" ", _text(content, name))


def _text(content: Mapping[str, Any], name: str) -> str:
    """Return a field's text without blanks around it, empty where it is missing or null."""
    value = content.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(f"{name} is no text")
    try:
        text = str(value).encode().decode()
    except UnicodeEncodeError:
        raise Unreadable(f"{name} is no text") from None
    return text.strip()


def _dishes(value: Any) -> Iterator[str]:
    """Return the dishes of `"egg"`, `["egg"]`, `{"dish": "egg"}` or `[{"dish": "egg"}]`."""
    for one in value if isinstance(value, list) else [value]:
        yield _text(one if isinstance(one, Mapping) else {"dish": one}, "dish")


def _spelt(value: str) -> Iterator[str]:
    """Return the dishes of a form's field, which may hold the list as JSON."""
    try:
        content = json.loads(value)
    except (ValueError, RecursionError):
        content = None
    yield from _dishes(content if isinstance(content, list | dict) else value)
