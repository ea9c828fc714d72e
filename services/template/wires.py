"""What kitchens of the template and of its remake write and read on their sockets: pure.

docs/template-api.md has both wires to the letter, and what was chosen where their descriptions
leave something open.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.template.order import Item, Order

# The remake's kitchen adds this to its shop's name, and writes other texts (`ping`) besides.
ONLINE = ";online"
# A Chinese keyboard writes the other one.
COLONS = (":", "：")

REFUSED = "Wrong shop or passcode: log in as <shop id>:<passcode>"
ENDED = "Logged out: the passcode was changed. Log in as <shop id>:<passcode>"
UNREACHABLE = "Orderbell cannot be reached at the moment: try again"


@dataclass(frozen=True)
class Login:
    """A shop, called as its kitchen calls it, and what it gave as the passcode."""

    shop: str
    passcode: str


@dataclass(frozen=True)
class Wire:
    """A wire: its path, what a text becomes on it, and which of its kitchen's frames log in.

    `login` returns what a frame calls the shop and its passcode, or None for one that says nothing
    of it, given whether the kitchen is logged in already.
    """

    path: str
    frame: Callable[[str], str]
    login: Callable[[str, bool], str | None]


def _template_login(text: str, logged_in: bool) -> str:
    del logged_in
    return text


def _remake_login(text: str, logged_in: bool) -> str | None:
    if text.endswith(ONLINE):
        return text.removesuffix(ONLINE)
    return None if logged_in or text == "ping" else text


def _data(text: str) -> str:
    return json.dumps({"data": text}, ensure_ascii=False)


TEMPLATE = Wire("/pgws", str, _template_login)
REMAKE = Wire("/remake/ws", _data, _remake_login)
WIRES = {wire.path: wire for wire in (TEMPLATE, REMAKE)}


def parse_login(text: str) -> Login | None:
    """Return the login that a text like `shop1:passcode` is; None for one without both parts."""
    first = min((text.index(colon) for colon in COLONS if colon in text), default=None)
    if first is None:
        return None
    login = Login(text[:first].strip(), text[first + 1 :].strip())
    return login if login.shop and login.passcode else None


def too_many_tries(seconds: int) -> str:
    """Return what a kitchen is told whose address has tried too many passcodes."""
    return f"Too many wrong passcodes: try again in {seconds} s"


def online(shop: str) -> str:
    """Return the answer to a kitchen that has logged in."""
    return f"{shop}  Online !!!"


def bill(shop: str, order: Order) -> str:
    """Return the line of a new order. The space at its end is the template's."""
    return f"Hi {shop} , you get a new bill ---  {_described(order)} -_- "


def cancelled(shop: str, order: Order) -> str:
    """Return the line of an order that was called off after its first line; ours, not theirs."""
    return f"Hi {shop} , this bill was cancelled ---  {_described(order)} -_- "


def _described(order: Order) -> str:
    return f"{_dishes(order)}, addr {order.address} , telephone {order.telephone}"


def _dishes(order: Order) -> str:
    """Return the dishes as a page of tick boxes joins them, and what no such page could say."""
    return _noted(",".join(map(_dish, order.items)), [order.note])


def _dish(item: Item) -> str:
    name = item.name if item.quantity == 1 else f"{item.name} x{item.quantity}"
    return _noted(name, [item.note])


def _noted(text: str, notes: Sequence[str | None]) -> str:
    # A note may have several lines, and a line on this wire is an order.
    said = [" ".join(note.split()) for note in notes if note and not note.isspace()]
    return f"{text} ({'; '.join(said)})" if said else text
