"""Seeds the demo shops, once: `python -m services.shops.demo`. Their passcodes are their ids."""

import sys

import structlog
from sqlalchemy import Connection, create_engine

from services.shops import passcodes, store
from services.shops.shop import Shop
from shared.contracts import Dish
from shared.logs import configure_logs
from shared.settings import DatabaseSettings, ServiceSettings, load

EGG = ("egg", "egg", 300)
RICE = ("rice", "rice", 100)
MENUS: dict[str, tuple[str, tuple[tuple[str, str, int], ...]]] = {
    "shop1": ("Shop 1", (EGG, RICE)),
    "shop2": ("Shop 2", (EGG,)),
    "lanzhou": (
        "兰州拉面 Lanzhou Noodles",
        (
            ("beef-noodles", "牛肉拉面 Beef noodle soup", 1800),
            ("braised-noodles", "红烧牛肉面 Braised beef noodles", 2200),
            ("lamb-noodles", "羊肉拉面 Lamb noodle soup", 2400),
            ("tossed-noodles", "牛肉拌面 Tossed noodles with beef", 1900),
            ("fried-noodles", "炒拉面 Fried noodles", 2000),
            ("knife-noodles", "刀削面 Knife-cut noodles", 1800),
            ("chicken-plate", "大盘鸡 Big plate chicken", 6800),
            ("lamb-skewer", "羊肉串 Lamb skewer", 500),
            ("cucumber", "拍黄瓜 Smashed cucumber", 1000),
            ("beef", "加牛肉 Extra beef", 1000),
            ("egg", "卤蛋 Marinated egg", 300),
            ("rice", "米饭 Rice", 200),
            ("tea", "三炮台茶 Eight-treasure tea", 800),
        ),
    ),
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
    for shop_id, (name, dishes) in MENUS.items():
        made = store.create(
            connection,
            Shop(
                id=shop_id,
                name=name,
                currency="CNY",
                timezone="Asia/Shanghai",
                accept_minutes=10,
                passcode_hash=passcodes.hashed(shop_id),
                sessions_since=store.clock(connection),
                open=True,
                menu=tuple(
                    Dish(id=dish_id, name=dish, price=price, available=True)
                    for dish_id, dish, price in dishes
                ),
            ),
        )
        log.info("demo_shop", shop_id=shop_id, made=made)


if __name__ == "__main__":
    main()
