"""An old page's order becomes an ordinary one: found on the menu, and placed once."""

import asyncio
import time
import uuid
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from services.template import menu
from services.template.answers import Outcome, Result
from services.template.api import UNAVAILABLE, Answer, Api
from services.template.catalogue import Catalogue, Shop, Unreachable
from services.template.requests import Wanted
from shared.backoff import delays

# Together below what the edge waits for an answer: whoever it says that nothing was done to orders
# again.
FINDING_SECONDS = 4.0
PLACING_SECONDS = 10.0
# After so long no other try is begun.
TRYING_SECONDS = 8.0
# `orders` hears of a shop's opening a moment after `shops` says it.
CATCHING_UP_SECONDS = 3.0
# What the old wires call the members of an order.
OLD_NAMES: Mapping[str, str] = {"name": "user", "address": "addr", "telephone": "telephone"}

CLOSED = frozenset({"shop_closed", "unknown_shop"})
RATE_LIMITED = "rate_limited"

NOT_WORKING = Result(Outcome.NOT_WORKING)
BUSY = Result(Outcome.FAILED, "the order was not taken: try again in a moment")
UNKNOWN = Result(Outcome.FAILED, "it is not known whether the order was taken: ask the shop")
TOO_MANY = Result(Outcome.FAILED, "too many orders: try again in a moment")

log = structlog.get_logger()


async def place(api: Api, catalogue: Catalogue, wanted: Wanted, address: str) -> Result:
    """Place an order for the client at `address`, and return what became of it."""
    try:
        async with asyncio.timeout(FINDING_SECONDS):
            shop, items = await _ordered(catalogue, wanted)
    except (Unreachable, TimeoutError):
        return BUSY
    except menu.NoSuchDish as none:
        return Result(Outcome.FAILED, f"no such dish: {none}")
    if shop is None:
        return NOT_WORKING
    order = {
        "shop_id": shop["id"],
        "items": items,
        "customer": {
            "name": wanted.user,
            "address": wanted.address,
            "telephone": wanted.telephone,
        },
    }
    try:
        async with asyncio.timeout(PLACING_SECONDS):
            return await _placed(api, catalogue, order, address)
    except TimeoutError:
        return UNKNOWN


async def _ordered(
    catalogue: Catalogue, wanted: Wanted
) -> tuple[Shop | None, list[dict[str, Any]]]:
    """Return the shop, None where it takes no orders, and the lines of the order.

    Raises NoSuchDish and Unreachable.
    """
    shop = await catalogue.find(wanted.shop)
    if shop is None:
        return None, []
    try:
        return shop, menu.items(shop["menu"], wanted.dishes)
    except menu.NoSuchDish:
        await catalogue.fresh()
    shop = catalogue.known(wanted.shop)
    if shop is None or not shop["accepting"]:
        return None, []
    return shop, menu.items(shop["menu"], wanted.dishes)


async def _placed(api: Api, catalogue: Catalogue, order: Mapping[str, Any], address: str) -> Result:
    """Try until there is an answer, by one idempotency key: so it is placed once, or not at all."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    began_at = time.monotonic()
    is_doubtful = False
    for delay in delays():
        answer = await api.call("POST", "/api/orders", address=address, content=order, headers=key)
        if answer.ok:
            log.info("order_taken", order_id=answer.content["order"]["id"])
            return Result(Outcome.TAKEN)
        tried_seconds = time.monotonic() - began_at
        if answer.code == UNAVAILABLE or (is_doubtful and answer.code == RATE_LIMITED):
            # It may have been taken, and only another answer can tell.
            is_doubtful = True
            patience_seconds = TRYING_SECONDS
        elif answer.code in CLOSED:
            if not await _is_accepting(catalogue, order["shop_id"]):
                return NOT_WORKING
            patience_seconds = CATCHING_UP_SECONDS
        else:
            return _refused(answer, order)
        if tried_seconds + delay > patience_seconds:
            return NOT_WORKING if answer.code in CLOSED else UNKNOWN
        await asyncio.sleep(delay)
    raise AssertionError("delays do not end")


async def _is_accepting(catalogue: Catalogue, shop_id: str) -> bool:
    try:
        await catalogue.fresh()
    except Unreachable:
        return False
    shop = catalogue.known(shop_id)
    return shop is not None and bool(shop["accepting"])


def _refused(answer: Answer, order: Mapping[str, Any]) -> Result:
    """Return the words for a refusal that another try would not change."""
    if answer.code == RATE_LIMITED:
        return TOO_MANY
    match answer.code:
        case "dish_unavailable" | "unknown_dish":
            return Result(Outcome.FAILED, "a dish has just been sold out: load the menu again")
        case "invalid_request":
            return Result(Outcome.FAILED, _mistake(answer.content))
    log.warning("order_refused", code=answer.code, shop_id=order["shop_id"])
    return UNKNOWN if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR else BUSY


def _mistake(problem: Mapping[str, Any]) -> str:
    """Return which of the old fields is not as it may be."""
    for mistake in problem.get("mistakes", ()):
        place = str(mistake["field"]).rpartition(".")[2]
        if place in OLD_NAMES:
            return f"{OLD_NAMES[place]} is too long, or no line of text"
    return "dish is empty, or has too many lines"
