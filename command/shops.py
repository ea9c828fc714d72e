"""`orderbell shops`: make shops, list them, change their passcodes and limits."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from command.arguments import Parsers, add_noun, add_verb
from command.database import connected
from command.failure import Failure
from command.printing import table, tell
from services.shops import passcodes, store
from services.shops.requests import NAME_MAX, PASSCODE_MAX, Name
from services.shops.sessions import set_passcode
from services.shops.shop import ACCEPT_MINUTES_MAX, Refused, Shop, checked, state
from shared.contracts import print_instant

PASSCODE_MIN = 6
SHOPS_PER_READ = 500


def add_commands(nouns: Parsers) -> None:
    """Add `shops` and its verbs."""
    verbs = add_noun(nouns, "shops", "make shops, list them, and change what their kitchens cannot")

    create = add_verb(verbs, "create", _create, "make a shop, closed until its kitchen opens it")
    create.add_argument("id", metavar="ID", help="its name in addresses: a-z, 0-9 and hyphens")
    create.add_argument("--name", required=True, help="its name as customers see it")
    add_terms(create)
    _add_passcode(create)

    add_verb(verbs, "list", _list, "list the shops")

    change = add_verb(
        verbs,
        "set-passcode",
        _set_passcode,
        "give a shop another passcode, which ends all its kitchen's sessions",
    )
    change.add_argument("id", metavar="ID", help="the shop")
    _add_passcode(change)

    limit = add_verb(
        verbs,
        "set-limit",
        _set_limit,
        "say how long a kitchen has to accept an order",
        "An order that is not accepted in time is cancelled. It holds for orders from now on.",
    )
    limit.add_argument("id", metavar="ID", help="the shop")
    limit.add_argument(
        "minutes", metavar="MINUTES", type=int, help=f"1 to {ACCEPT_MINUTES_MAX} minutes"
    )


def add_terms(parser: argparse.ArgumentParser) -> None:
    """Add what a new shop works by."""
    parser.add_argument("--timezone", default="Asia/Shanghai", help="default: %(default)s")
    parser.add_argument("--currency", default="CNY", help="default: %(default)s")
    parser.add_argument(
        "--accept-minutes",
        type=int,
        default=10,
        metavar="MINUTES",
        help="how long its kitchen has to accept an order; default: %(default)s",
    )


def refusing(shop: Shop) -> Shop:
    """Return a new shop as it is; raises Failure when it breaks a rule."""
    try:
        return checked(shop)
    except Refused as refused:
        raise Failure(str(refused)) from None


def _create(options: argparse.Namespace) -> None:
    _check_name(options.name)
    passcode = _passcode(options)
    with connected("shops") as connection:
        shop = refusing(
            Shop(
                id=options.id,
                name=options.name,
                currency=options.currency,
                timezone=options.timezone,
                accept_minutes=options.accept_minutes,
                passcode_hash=passcodes.hashed(passcode),
                sessions_since=store.clock(connection),
            )
        )
        if not store.create(connection, shop):
            raise Failure(f"there is a shop {shop.id} already")
    _tell(options, {**_described(shop), "passcode": passcode}, f"Made the shop {shop.id}.")


def _list(options: argparse.Namespace) -> None:
    shops: list[Shop] = []
    with connected("shops") as connection:
        while more := store.listed(connection, shops[-1].id if shops else None, SHOPS_PER_READ):
            shops.extend(more)
    rows = [(shop.id, "open" if shop.open else "closed", shop.name) for shop in shops]
    text = table(("SHOP", "", "NAME"), rows) if rows else "There are no shops."
    tell(options, [_described(shop) for shop in shops], text)


def _set_passcode(options: argparse.Namespace) -> None:
    passcode = _passcode(options)
    with _known(options.id), connected("shops") as connection:
        shop = set_passcode(connection, options.id, passcodes.hashed(passcode))
    _tell(
        options,
        {"id": shop.id, "passcode": passcode, "sessions_since": print_instant(shop.sessions_since)},
        f"Changed the passcode of {shop.id}; its kitchen has to log in again.",
    )


def _set_limit(options: argparse.Namespace) -> None:
    def limited(shop: Shop) -> Shop:
        return refusing(replace(shop, accept_minutes=options.minutes))

    with _known(options.id), connected("shops") as connection:
        shop = store.change(connection, options.id, limited)
    line = f"The kitchen of {shop.id} has {shop.accept_minutes} minutes to accept an order."
    tell(options, _described(shop), line)


@contextmanager
def _known(shop_id: str) -> Iterator[None]:
    try:
        yield
    except store.UnknownShop:
        raise Failure(f"there is no shop {shop_id}") from None


def _add_passcode(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ask-passcode",
        action="store_true",
        help="type the passcode, or pipe it in as one line, instead of having one made",
    )


def _passcode(options: argparse.Namespace) -> str:
    """Return the passcode to set: one that is asked for, never an argument, or a new one."""
    if not options.ask_passcode:
        return passcodes.generate()
    if sys.stdin.isatty():
        passcode = getpass.getpass("Passcode: ")
        if getpass.getpass("Again: ") != passcode:
            raise Failure("these are two passcodes")
    else:
        passcode = sys.stdin.readline().rstrip("\r\n")
    if not PASSCODE_MIN <= len(passcode) <= PASSCODE_MAX:
        raise Failure(f"a passcode has {PASSCODE_MIN} to {PASSCODE_MAX} characters")
    return passcode


def _check_name(name: str) -> None:
    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError:
        raise Failure(f"a name is 1 to {NAME_MAX} characters in one line") from None


def _described(shop: Shop) -> dict[str, Any]:
    return state(shop).model_dump(mode="json", exclude={"menu"})


def _tell(options: argparse.Namespace, content: dict[str, Any], line: str) -> None:
    if not options.ask_passcode:
        line += f"\nIts passcode, shown this once: {content['passcode']}"
    tell(options, content, line)
