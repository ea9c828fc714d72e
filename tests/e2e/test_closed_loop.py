"""The closed loop: a kitchen is told until it shows an order, or its customer that it did not."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import text

from tests.e2e.client import Client, by, placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.e2e.windows import CustomerWindow, KitchenWindow, opened
from tests.servers import wait_until

pytestmark = pytest.mark.asyncio(loop_scope="module")

SWEPT_SECONDS = 20.0
# It is told again after 5 s.
TOLD_AGAIN_SECONDS = 30.0


def let_time_run_out(system: Running, order_id: str) -> None:
    """Have the time in which the kitchen may accept the order be over; it is a minute at least."""
    statement = text("UPDATE orders SET accept_by = clock_timestamp() WHERE id = :id")
    with system.transaction("orders") as connection:
        assert connection.execute(statement, {"id": order_id}).rowcount == 1


async def test_a_time_out_is_told_on_sockets_and_to_whoever_asks(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    with client.socket(kitchen.token) as screen:
        order, token = placed(client, kitchen.shop_id)
        path = f"/api/orders/{order['id']}"
        before = client.http.get(path, headers=by(token))
        board = kitchen.orders()
        assert [each["id"] for each in board.json()["orders"]] == [order["id"]]
        screen.wait_for(TOLD_AGAIN_SECONDS, event="order.placed")
        with client.socket(token) as phone:
            let_time_run_out(system, order["id"])
            for socket in (phone, screen):
                told = socket.wait_for(SWEPT_SECONDS, event="order.cancelled")["order"]
                assert (told["status"], told["closed_reason"]) == ("cancelled", "kitchen_timeout")
                assert told["version"] == order["version"] + 1

    def ask(etag: str) -> Any:
        return client.http.get(path, headers=by(token) | {"If-None-Match": etag})

    answer = ask(before.headers["ETag"])
    assert (answer.status_code, answer.json()) == (200, told)
    assert ask(answer.headers["ETag"]).status_code == 304
    after = kitchen.orders(headers={"If-None-Match": board.headers["ETag"]})
    assert (after.status_code, after.json()["orders"]) == (200, [])
    history = client.http.get(f"{path}/history", headers=by(token)).json()["history"]
    assert [entry["event"] for entry in history] == ["order.placed", "order.cancelled"]
    late = kitchen.act(order, "accept")
    assert (late.status_code, late.json()["order"]) == (409, told)


async def test_a_screen_that_does_not_confirm_an_order_hears_it_again(
    client: Client, kitchen: Kitchen
) -> None:
    with client.socket(kitchen.token) as screen:
        order, token = placed(client, kitchen.shop_id)
        for _ in range(2):
            assert screen.wait_for(TOLD_AGAIN_SECONDS, event="order.placed")["order"] == order
        screen.message(kitchen.channel, {"received": [order["id"]]})
        screen.wait_for(event="order.received")
        after = client.http.get(f"/api/orders/{order['id']}", headers=by(token)).json()
        assert (after["version"], after["received_at"] is None) == (2, False)


async def sees_the_time_out(phone: CustomerWindow) -> None:
    await phone.sees("cancelled", "placed", "received", "cancelled")
    await expect(phone.page.get_by_test_id("reason")).to_be_visible()


async def test_a_customers_page_learns_of_it_and_so_does_a_reload(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with (
        opened(KitchenWindow, browser, system.url) as board,
        opened(CustomerWindow, browser, system.url) as phone,
    ):
        await board.log_in(kitchen.shop_id)
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        await phone.sees("placed", "placed", "received")
        await board.is_ringing(True)
        let_time_run_out(system, order_id)
        await sees_the_time_out(phone)
        await board.shows()
        await board.is_ringing(False)
        await phone.page.reload()
        await sees_the_time_out(phone)


async def test_a_customers_page_learns_of_it_without_the_broker_too(
    browser: Browser, system: Running, kitchen: Kitchen
) -> None:
    async with opened(CustomerWindow, browser, system.url) as phone:
        await phone.choose(kitchen.shop_id)
        order_id = await phone.send()
        assert kitchen.confirm(order_id).status_code == 204
        with system.down("rabbitmq"):
            await phone.is_connected("interrupted")
            let_time_run_out(system, order_id)
            await sees_the_time_out(phone)
        await phone.is_connected("live")
        await sees_the_time_out(phone)
        wait_until(
            lambda: system.metric("orders", "outbox_oldest_row_age_seconds") == 0, "the outbox"
        )
