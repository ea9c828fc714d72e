"""The order that every contestant takes and pushes: two dishes, about 700 bytes of JSON."""

from datetime import UTC, datetime, timedelta

from bench.contestant import NOTE
from shared.contracts import Customer, Order, OrderItem, OrderStatus
from shared.identifiers import uuid7

ACCEPT_MINUTES = 10


def order(shop_id: str) -> Order:
    """Return an order that was just placed, with NOTE as its note."""
    now = datetime.now(UTC)
    return Order(
        id=uuid7(),
        number="17",
        shop_id=shop_id,
        shop_name="Bench kitchen",
        status=OrderStatus.PLACED,
        version=1,
        items=(
            OrderItem(dish_id="egg", name="Fried egg", price=300, quantity=2),
            OrderItem(dish_id="rice", name="Rice", price=100, quantity=1),
        ),
        total=700,
        currency="CNY",
        customer=Customer(name="Bench", address="1 Long Lane", telephone="555 0100"),
        note=NOTE,
        placed_at=now,
        updated_at=now,
        accept_by=now + timedelta(minutes=ACCEPT_MINUTES),
    )


def basket(shop_id: str) -> dict[str, object]:
    """Return what a customer's page sends for it."""
    wanted = order(shop_id)
    return {
        "shop_id": shop_id,
        "items": [{"dish_id": each.dish_id, "quantity": each.quantity} for each in wanted.items],
        "customer": wanted.customer.model_dump(),
        "note": NOTE,
    }
