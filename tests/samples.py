"""Orders and shops for tests, with what a test is about given by name."""

from datetime import UTC, datetime
from typing import Any

from shared.contracts import Customer, Dish, Order, OrderItem, OrderStatus, ShopState
from shared.identifiers import uuid7

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def an_order(**changes: Any) -> Order:
    """Return a placed order of shop1 with one egg, changed as given."""
    order = Order(
        id=uuid7(),
        number="7",
        shop_id="shop1",
        shop_name="Shop 1",
        status=OrderStatus.PLACED,
        version=1,
        items=(OrderItem(dish_id="egg", name="egg", price=300, quantity=1),),
        total=300,
        currency="CNY",
        customer=Customer(name="Ada", address="1 Long Lane", telephone="555 0100"),
        placed_at=NOON,
        updated_at=NOON,
        accept_by=NOON,
    )
    return order.model_copy(update=changes)


def a_shop(**changes: Any) -> ShopState:
    """Return an accepting shop1 that sells eggs and rice, changed as given."""
    shop = ShopState(
        id="shop1",
        name="Shop 1",
        open=True,
        kitchen_online=True,
        accepting=True,
        currency="CNY",
        timezone="Asia/Shanghai",
        version=1,
        menu=(
            Dish(id="egg", name="egg", price=300, available=True),
            Dish(id="rice", name="rice", price=100, available=True),
        ),
        accept_minutes=10,
        sessions_since=NOON,
    )
    return shop.model_copy(update=changes)
