"""The shops that the pictures show: a rush, a quiet one, and each reason to take no orders."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, create_engine, text

from docs.make.screenshots.days import times
from docs.make.screenshots.orders import DAY, RUSH, Wanted, by_status
from services.shops.demo import MENUS, named
from services.shops.shop import Shop
from tests.e2e.client import Client, place
from tests.e2e.kitchens import Kitchen, a_shop, log_in, make_shops, wait_until_orders_know
from tests.e2e.running import Running

# So that orders may look old, and a shop goes on without its screen, for as long as it all takes.
SETTINGS = {
    "ORDERS_PER_SECOND": "1000",
    "ORDERS_BURST": "1000",
    "GRACE_SECONDS": "3600",
    # One of the states is a wrong passcode, in several pictures.
    "PASSCODE_FAILURES": "1000",
}
ACCEPT_MINUTES = 30
ATTEND_SECONDS = 10
# Pictures of a shop's evening are the richest: the shops stand where it is evening now.
EVENING_HOUR = 20
ZONES = (
    "Asia/Shanghai",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Pacific/Auckland",
)


@dataclass
class Stage:
    """A system with its shops, and the customers' orders by how they stand, with their tokens."""

    system: Running
    zone: str
    rush: Kitchen
    quiet: Kitchen
    tea: Kitchen
    paused: Kitchen
    orders: Mapping[str, tuple[dict[str, Any], str]] = field(default_factory=dict)


@contextlib.asynccontextmanager
async def staged(system: Running) -> AsyncIterator[Stage]:
    """Return the stage; its kitchens are attended for as long as it stands."""
    stage = await asyncio.to_thread(build, system)
    attending = asyncio.create_task(attend((stage.rush, stage.quiet, stage.tea, stage.paused)))
    try:
        yield stage
    finally:
        attending.cancel()


def build(system: Running) -> Stage:
    """Make the shops and their orders."""
    zone = evening_zone(datetime.now(UTC))
    client = Client(system.url)
    kitchen = {shop.id: opened(system, client, shop) for shop in shops(zone)}
    stage = Stage(
        system, zone, kitchen["noodles"], kitchen["soups"], kitchen["tea"], kitchen["dumplings"]
    )
    database = create_engine(system.environment("operator")["ORDERS_DATABASE_URL"])
    for wanted in (*DAY, *RUSH):
        order, _ = cooked(stage.rush, wanted)
        age(database, order, wanted)
    told = {"unattended": kitchen["grill"]}
    for name, wanted in by_status().items():
        order, token = cooked(told.get(name, stage.tea), wanted)
        age(database, order, wanted)
        stage.orders = {**stage.orders, name: (order, token)}
    sold_out: Mapping[str, Mapping[str, int]] = {"lamb-skewer": {"back_minutes": 60}, "tea": {}}
    for dish, back in sold_out.items():
        path = f"/api/shops/noodles/menu/{dish}"
        stage.rush.call("PATCH", path, json={"available": False, **back}).raise_for_status()
    kitchen["bakery"].change_shop(open=False).raise_for_status()
    stage.paused.change_shop(pause_minutes=45).raise_for_status()
    database.dispose()
    return stage


def shops(zone: str) -> Iterable[Shop]:
    """Return the shops, all with the menu of the demo's noodle shop but for one without any."""
    told = MENUS["lanzhou"]
    base = replace(
        a_shop(menu=told["menu"], accept_minutes=ACCEPT_MINUTES),
        timezone=zone,
        sections=told["sections"],
    )
    for shop_id, chinese, english in (
        ("noodles", "西北拉面馆", "Northwest Noodles"),
        ("tea", "三炮台茶铺", "Eight Treasures Tea House"),
        ("dumplings", "老边饺子", "Old Border Dumplings"),
        ("bakery", "清晨面包房", "Early Bakery"),
        ("grill", "城门烧烤", "City Gate Grill"),
    ):
        yield replace(base, id=shop_id, **named(chinese, english))
    yield replace(base, id="soups", menu=(), sections=(), **named("小汤馆", "Little Soup Kitchen"))


def opened(system: Running, client: Client, shop: Shop) -> Kitchen:
    """Make a shop, open it, and return its kitchen when orders are taken."""
    make_shops(system, shop)
    kitchen = Kitchen(client, shop.id, log_in(client, shop.id).json()["token"])
    kitchen.change_shop(open=True).raise_for_status()
    kitchen.attend().raise_for_status()
    wait_until_orders_know(client, shop.id, accepting=True)
    return kitchen


def cooked(kitchen: Kitchen, wanted: Wanted) -> tuple[dict[str, Any], str]:
    """Place an order and do with it what was wanted; return it as it was placed, and its token."""
    body = {
        "shop_id": kitchen.shop_id,
        "items": [
            {"dish_id": dish, "quantity": quantity, **({"note": note} if note else {})}
            for dish, quantity, note in wanted.items
        ],
        "customer": {"name": wanted.name, "telephone": wanted.telephone, "address": wanted.address},
        **({"note": wanted.note} if wanted.note else {}),
    }
    answer = place(kitchen.client, body)
    answer.raise_for_status()
    order, token = answer.json()["order"], answer.json()["token"]
    if wanted.is_seen:
        kitchen.confirm(order["id"]).raise_for_status()
    for action, told in wanted.actions:
        if action == "cancel":
            path = f"/api/orders/{order['id']}/cancel"
            bearer = {"Authorization": f"Bearer {token}"}
            kitchen.client.http.post(path, headers=bearer).raise_for_status()
        else:
            kitchen.act(order, action, told).raise_for_status()
    return order, token


def age(database: Engine, order: Mapping[str, Any], wanted: Wanted) -> None:
    """Have an order look as old as it is wanted."""
    changes = times(wanted, datetime.now(UTC), timedelta(minutes=ACCEPT_MINUTES))
    # An instant that an order does not have it does not get.
    wished = ", ".join(f"{name} = {name} + (:{name} - {name})" for name in changes)
    with database.begin() as connection:
        statement = text(f"UPDATE orders SET {wished} WHERE id = :id")  # noqa: S608
        connection.execute(statement, {**changes, "id": order["id"]})


async def attend(kitchens: Iterable[Kitchen]) -> None:
    """Say again and again that these kitchens have a screen."""
    while True:
        for kitchen in kitchens:
            await asyncio.to_thread(kitchen.attend)
        await asyncio.sleep(ATTEND_SECONDS)


def evening_zone(now: datetime) -> str:
    """Return the zone where it is most nearly evening."""

    def distance(zone: str) -> float:
        local = now.astimezone(ZoneInfo(zone))
        return abs(local.hour + local.minute / 60 - EVENING_HOUR)

    return min(ZONES, key=distance)
