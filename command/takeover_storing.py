"""Menus taken over into the database of shops: planned, then carried out by the same rules."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from command.dump_checks import Menus
from command.failure import Failure, refuse
from command.shops import refusing
from command.takeover import Takeover, taken_over
from services.shops import passcodes, store
from services.shops.menu import MenuFull
from services.shops.shop import Shop
from shared.identifiers import uuid7


def plan(
    connection: Connection, menus: Menus, ids: Mapping[str, str], options: argparse.Namespace
) -> list[Takeover]:
    """Return what is to be done to each shop; raises Failure with all that speaks against it."""
    planned, mistakes = [], []
    for name, prices in menus.items():
        there = _there(connection, ids[name])
        shop = there or _new(connection, ids[name], name, options)
        if shop.currency != options.currency:
            mistakes.append(f"{shop.id} counts in {shop.currency}: --currency {shop.currency}")
        try:
            planned.append(_taken_over(shop, prices, options, made=there is None))
        except MenuFull as full:
            mistakes.append(f"{shop.id}: {full}")
    refuse(mistakes)
    return planned


def carry_out(
    connection: Connection,
    planned: Sequence[Takeover],
    made: Mapping[str, str],
    options: argparse.Namespace,
) -> list[Takeover]:
    """Return what was done: the plan, unless a kitchen has changed its menu since it was made.

    Raises Failure where it cannot be done any more, and the caller's transaction is to be undone.
    """
    done = {each.shop.id: each for each in planned}
    for shop_id, passcode in made.items():
        _make(connection, done[shop_id].shop, passcode)
    # Rows that services want too are locked last, for a short time, and in one order.
    for shop_id in sorted(done.keys() - made.keys()):
        done[shop_id] = _change(connection, done[shop_id], options)
    return list(done.values())


def _make(connection: Connection, shop: Shop, passcode: str) -> None:
    if not store.create(connection, replace(shop, passcode_hash=passcodes.hashed(passcode))):
        raise Failure(f"somebody has just made a shop {shop.id}: nothing was done, repeat it")


def _change(connection: Connection, planned: Takeover, options: argparse.Namespace) -> Takeover:
    takeover = planned

    def changed(shop: Shop) -> Shop:
        nonlocal takeover
        takeover = _taken_over(shop, planned.prices, options)
        return takeover.shop

    try:
        store.change(connection, planned.shop.id, changed)
    except MenuFull as full:
        raise Failure(f"nothing was done: {planned.shop.id}: {full}") from None
    return takeover


def _taken_over(
    shop: Shop, prices: Mapping[str, int], options: argparse.Namespace, *, made: bool = False
) -> Takeover:
    return taken_over(
        shop, prices, lambda: str(uuid7()), made=made, update_prices=options.update_prices
    )


def _there(connection: Connection, shop_id: str) -> Shop | None:
    try:
        return store.read(connection, shop_id)
    except store.UnknownShop:
        return None


def _new(connection: Connection, shop_id: str, name: str, options: argparse.Namespace) -> Shop:
    """Return a shop without its passcode, whose hash takes long and is made with the shop."""
    return refusing(
        Shop(
            id=shop_id,
            name=name,
            currency=options.currency,
            timezone=options.timezone,
            accept_minutes=options.accept_minutes,
            passcode_hash="",
            sessions_since=store.clock(connection),
        )
    )
