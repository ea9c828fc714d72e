"""Seeds the demo shops, once: `python -m services.shops.demo`. Their passcodes are their ids."""

import sys
from typing import Any

import structlog
from sqlalchemy import Connection, create_engine

from services.shops import passcodes, store
from services.shops.shop import Shop
from shared.contracts import Dish, Section
from shared.logs import configure_logs
from shared.settings import DatabaseSettings, ServiceSettings, load

EGG = Dish(id="egg", name="egg", price=300, available=True)
RICE = Dish(id="rice", name="rice", price=100, available=True)


def named(chinese: str, english: str) -> dict[str, Any]:
    """Return a name that holds both languages, and the name in each of them."""
    return {"name": f"{chinese} {english}", "names": {"zh": chinese, "en": english}}


NOODLES = Section(**named("面食", "Noodles"))
PLATES = Section(**named("菜", "Plates"))
EXTRAS = Section(**named("加料", "Extras"))
DRINKS = Section(**named("饮料", "Drinks"))
LANZHOU = (
    ("beef-noodles", "牛肉拉面", "Beef noodle soup", 1800, NOODLES),
    ("braised-noodles", "红烧牛肉面", "Braised beef noodles", 2200, NOODLES),
    ("lamb-noodles", "羊肉拉面", "Lamb noodle soup", 2400, NOODLES),
    ("tossed-noodles", "牛肉拌面", "Tossed noodles with beef", 1900, NOODLES),
    ("fried-noodles", "炒拉面", "Fried noodles", 2000, NOODLES),
    ("knife-noodles", "刀削面", "Knife-cut noodles", 1800, NOODLES),
    ("chicken-plate", "大盘鸡", "Big plate chicken", 6800, PLATES),
    ("lamb-skewer", "羊肉串", "Lamb skewer", 500, PLATES),
    ("cucumber", "拍黄瓜", "Smashed cucumber", 1000, PLATES),
    ("beef", "加牛肉", "Extra beef", 1000, EXTRAS),
    ("egg", "卤蛋", "Marinated egg", 300, EXTRAS),
    ("rice", "米饭", "Rice", 200, EXTRAS),
    ("tea", "三炮台茶", "Eight-treasure tea", 800, DRINKS),
)
MENUS: dict[str, dict[str, Any]] = {
    "shop1": {"name": "Shop 1", "menu": (EGG, RICE)},
    "shop2": {"name": "Shop 2", "menu": (EGG,)},
    "lanzhou": {
        **named("兰州拉面", "Lanzhou Noodles"),
        "sections": (NOODLES, PLATES, EXTRAS, DRINKS),
        "menu": tuple(
            Dish(
                id=dish_id,
                **named(chinese, english),
                price=price,
                available=True,
                section=section.name,
            )
            for dish_id, chinese, english, price, section in LANZHOU
        ),
    },
}

log = structlog.get_logger()


class DemoSettings(ServiceSettings, DatabaseSettings):
    """What seeding needs to know."""

    http_port: int = 0


def main() -> None:
    """Seed what is not there yet; refused unless DEMO is true."""
    settings = load(DemoSettings)
    if not settings.demo:
        sys.exit("Demo shops are made with DEMO=true alone, and never with ENVIRONMENT=production")
    configure_logs("shops", settings.log_level)
    with create_engine(settings.database_url.get_secret_value()).begin() as connection:
        seed(connection)


def seed(connection: Connection) -> None:
    """Create the demo shops that are not there, open; those that are stay as they are."""
    for shop_id, told in MENUS.items():
        made = store.create(
            connection,
            Shop(
                id=shop_id,
                currency="CNY",
                timezone="Asia/Shanghai",
                accept_minutes=10,
                passcode_hash=passcodes.hashed(shop_id),
                sessions_since=store.clock(connection),
                open=True,
                **told,
            ),
        )
        log.info("demo_shop", shop_id=shop_id, made=made)


if __name__ == "__main__":
    main()
