"""`orderbell shops`: make shops, list them, and change their passcodes."""

import argparse
import getpass
import json
import sys
from typing import Any

from pydantic import TypeAdapter, ValidationError

from command.database import connected
from command.failure import Failure
from services.shops import passcodes, store
from services.shops.requests import NAME_MAX, PASSCODE_MAX, Name
from services.shops.sessions import set_passcode
from services.shops.shop import Refused, Shop, checked, state
from shared.contracts import print_instant

PASSCODE_MIN = 6
SHOPS_PER_READ = 500


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add the verbs to the parser of `orderbell shops`."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)

    create = verbs.add_parser("create", help="make a shop, closed until its kitchen opens it")
    create.add_argument("id", metavar="ID", help="its name in addresses: a-z, 0-9 and hyphens")
    create.add_argument("--name", required=True, help="its name as customers see it")
    create.add_argument("--timezone", default="Asia/Shanghai", help="default: %(default)s")
    create.add_argument("--currency", default="CNY", help="default: %(default)s")
    create.add_argument(
        "--accept-minutes",
        type=int,
        default=10,
        metavar="MINUTES",
        help="how long its kitchen has to accept an order; default: %(default)s",
    )
    _add_passcode(create)
    _add_json(create)
    create.set_defaults(run=_create)

    show = verbs.add_parser("list", help="list the shops")
    _add_json(show)
    show.set_defaults(run=_list)

    change = verbs.add_parser(
        "set-passcode", help="give a shop another passcode, which ends all its kitchen's sessions"
    )
    change.add_argument("id", metavar="ID")
    _add_passcode(change)
    _add_json(change)
    change.set_defaults(run=_set_passcode)


def _create(options: argparse.Namespace) -> None:
    _check_name(options.name)
    passcode = _passcode(options)
    with connected() as connection:
        shop = _refusing(
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
    with connected() as connection:
        while more := store.listed(connection, shops[-1].id if shops else None, SHOPS_PER_READ):
            shops.extend(more)
    if options.json:
        print(json.dumps([_described(shop) for shop in shops], ensure_ascii=False, indent=2))
        return
    width = max([len(shop.id) for shop in shops], default=0)
    for shop in shops:
        print(f"{shop.id:{width}}  {'open  ' if shop.open else 'closed'}  {shop.name}")


def _set_passcode(options: argparse.Namespace) -> None:
    passcode = _passcode(options)
    with connected() as connection:
        try:
            shop = set_passcode(connection, options.id, passcodes.hashed(passcode))
        except store.UnknownShop:
            raise Failure(f"there is no shop {options.id}") from None
    _tell(
        options,
        {"id": shop.id, "passcode": passcode, "sessions_since": print_instant(shop.sessions_since)},
        f"Changed the passcode of {shop.id}; its kitchen has to log in again.",
    )


def _add_passcode(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ask-passcode",
        action="store_true",
        help="type the passcode, or pipe it in as one line, instead of having one made",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


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


def _refusing(shop: Shop) -> Shop:
    try:
        return checked(shop)
    except Refused as refused:
        raise Failure(str(refused)) from None


def _described(shop: Shop) -> dict[str, Any]:
    return state(shop).model_dump(mode="json", exclude={"menu"})


def _tell(options: argparse.Namespace, content: dict[str, Any], line: str) -> None:
    if options.json:
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return
    print(line)
    if not options.ask_passcode:
        print(f"Its passcode, shown this once: {content['passcode']}")
