"""`orderbell forget`: erase for whom orders were, where somebody asks for it."""

import argparse
import asyncio
import re
import sys
from collections.abc import Collection
from uuid import UUID

from command.arguments import Parsers, add_verb
from command.database import connected
from command.dead_letters import drop_letters
from command.failure import FAILED, Failure
from command.letters import Letter
from command.printing import progress, tell
from command.settings import operator_settings, required
from services.orders.forgetting import (
    SEPARATORS,
    Forgotten,
    OrderActive,
    forget_order,
    forget_telephone,
)
from shared.events import OrderEvent


def add_commands(nouns: Parsers) -> None:
    """Add `forget`."""
    forget = add_verb(
        nouns,
        "forget",
        _forget,
        "erase the personal data of orders that have ended",
        "Names, addresses, telephones and notes go, from the orders and from the dead letters; "
        "what was ordered, and when, stays. Orders that have not ended are left as they are: run "
        "it again when they have. It may be repeated, and prints no personal data.",
    )
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("--order", metavar="ID", type=UUID, help="one order")
    which.add_argument(
        "--telephone",
        metavar="NUMBER",
        help="every order of this number, however it is spaced; - reads it from standard input, "
        "which no shell remembers",
    )


def _forget(options: argparse.Namespace) -> None:
    # Known before anything is erased: what the broker holds has to go too.
    required(operator_settings(), "operator_broker_url")
    telephone = _telephone(options)
    forgotten = _forget_order(options.order) if options.order else _forget_telephone(telephone)
    erased, active = set(map(str, forgotten.erased)), set(map(str, forgotten.active))

    def concerned(letter: Letter) -> bool:
        return concerns(letter, erased, active, telephone)

    try:
        dropped = asyncio.run(drop_letters(concerned))
    except Failure as failure:
        raise Failure(f"erased {len(erased)} orders, but no dead letters: {failure}") from None
    lines = [f"Erased {len(erased)} orders, and dropped {len(dropped)} dead letters."]
    if active:
        lines.append(f"Kept {len(active)} that have not ended: {', '.join(sorted(active))}.")
    done = {"erased": sorted(erased), "active": sorted(active), "dropped_letters": dropped}
    tell(options, done, "\n".join(lines))
    if active:
        sys.exit(FAILED)


def concerns(
    letter: Letter, erased: Collection[str], active: Collection[str], telephone: str | None
) -> bool:
    """Return whether a letter may hold what was erased: of one of these orders, or this telephone.

    Letters of orders that have not ended do not count. What cannot be read is searched as text.
    """
    event = letter.event
    if isinstance(event, OrderEvent):
        return event.subject in erased or (
            telephone is not None
            and event.subject not in active
            and _bare(event.data.order.customer.telephone) == _bare(telephone)
        )
    if event is not None:
        # What clients, gateways and shops say holds ids alone.
        return False
    text = letter.body.decode(errors="replace")
    return any(order in text for order in erased) or (
        telephone is not None and _bare(telephone) in _bare(text)
    )


def _telephone(options: argparse.Namespace) -> str | None:
    telephone: str | None = options.telephone
    if telephone == "-":
        telephone = sys.stdin.readline().strip()
    if telephone is not None and not _bare(telephone):
        raise Failure("this is no telephone number")
    return telephone


def _forget_order(order_id: UUID) -> Forgotten:
    with connected("orders") as connection:
        try:
            known = forget_order(connection, order_id)
        except OrderActive:
            return Forgotten(erased=[], active=[order_id])
    if not known:
        raise Failure(f"there is no order {order_id}")
    return Forgotten(erased=[order_id], active=[])


def _forget_telephone(telephone: str | None) -> Forgotten:
    progress("Looking through all orders")
    with connected("orders") as connection:
        return forget_telephone(connection, telephone or "")


def _bare(telephone: str) -> str:
    """Return the number without what people put between its digits, as orders are compared."""
    return re.sub(SEPARATORS, "", telephone.lower())
