"""What old kitchens are sent: each order's line once at every screen, whatever breaks."""

import contextlib
from typing import Any

from tests.e2e.client import Client, by, placed
from tests.e2e.kitchens import Kitchen, wait_until_orders_know
from tests.e2e.old_pages import (
    REMAKE,
    TEMPLATE,
    WIRES,
    Wire,
    cancelled,
    is_taken,
    line,
    old_kitchen,
    on_both_wires,
    order,
    wait_until_all_have_left,
)
from tests.e2e.running import Running
from tests.servers import wait_until


def snapshot(kitchen: Kitchen) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = kitchen.orders().json()["orders"]
    return found


def are_received(kitchen: Kitchen) -> bool:
    """Tell whether all active orders have been received."""
    return all(each["received_at"] for each in snapshot(kitchen))


def test_a_bill_is_pushed_to_the_byte(client: Client, shop: Kitchen) -> None:
    with old_kitchen(client, TEMPLATE, shop.shop_id) as page:
        assert is_taken(order(client, TEMPLATE, shop.shop_id, "egg", "rice"))
        assert page.frame() == (
            f"Hi {shop.shop_id} , you get a new bill ---  egg,rice,"
            " addr 1 Long Lane , telephone 555 0100 -_- "
        )


def test_a_bill_of_the_remake_is_pushed_to_the_byte(client: Client, shop: Kitchen) -> None:
    with old_kitchen(client, REMAKE, shop.shop_id) as page:
        assert is_taken(order(client, REMAKE, shop.shop_id, "rice", "egg", addr='长街 1 "A"'))
        assert page.frame() == (
            f'{{"data": "Hi {shop.shop_id} , you get a new bill ---  rice,egg,'
            ' addr 长街 1 \\"A\\" , telephone 555 0100 -_- "}'
        )


@on_both_wires
def test_what_was_written_is_received(client: Client, shop: Kitchen, wire: Wire) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        assert is_taken(order(client, wire, shop.shop_id))
        page.line()
        wait_until(lambda: are_received(shop), "the receipt")
        assert [each["status"] for each in snapshot(shop)] == ["placed"]


@on_both_wires
def test_an_order_of_our_page_comes_with_its_quantities_and_notes(
    client: Client, shop: Kitchen, wire: Wire
) -> None:
    items = [
        {"dish_id": "egg", "quantity": 3, "note": "soft,\nplease"},
        {"dish_id": "rice", "quantity": 1},
    ]
    with old_kitchen(client, wire, shop.shop_id) as page:
        wait_until_orders_know(client, shop.shop_id, accepting=True)
        placed(client, shop.shop_id, items=items, note="ring\ntwice")
        assert page.line() == line(shop.shop_id, "egg x3 (soft, please),rice (ring twice)")


@on_both_wires
def test_after_a_break_a_kitchen_gets_what_it_was_not_sent(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        assert is_taken(order(client, wire, shop.shop_id, addr="before"))
        assert page.line() == line(shop.shop_id, addr="before")
        wait_until(lambda: are_received(shop), "the receipt")
    # Within the grace period it takes orders.
    meanwhile = ["first", "second", "third"]
    for address in meanwhile:
        assert is_taken(order(client, wire, shop.shop_id, addr=address))
    wait_until_all_have_left(system)
    with old_kitchen(client, wire, shop.shop_id) as page:
        expected = [line(shop.shop_id, addr=address) for address in meanwhile]
        assert sorted(page.lines(3)) == sorted(expected)
        assert is_taken(order(client, wire, shop.shop_id, addr="after"))
        assert page.line() == line(shop.shop_id, addr="after")
    assert [each["customer"]["address"] for each in snapshot(shop)] == [
        "before",
        *meanwhile,
        "after",
    ]


@on_both_wires
def test_a_kitchen_that_comes_gets_what_has_to_be_cooked_and_nothing_else(
    client: Client, shop: Kitchen, wire: Wire
) -> None:
    shop.change_shop(open=True)
    shop.attend()
    wait_until_orders_know(client, shop.shop_id, accepting=True)
    assert is_taken(order(client, wire, shop.shop_id, addr="placed"))
    for address, actions in (
        ("accepted", ["accept"]),
        ("ready", ["accept", "ready"]),
        ("completed", ["accept", "ready", "complete"]),
        ("rejected", ["reject"]),
    ):
        wanted = {"name": "Ada", "address": address, "telephone": "555 0100"}
        made, _ = placed(client, shop.shop_id, customer=wanted)
        for action in actions:
            assert shop.act(made, action).status_code == 200
    with old_kitchen(client, wire, shop.shop_id) as page:
        expected = {line(shop.shop_id, addr=each) for each in ("placed", "accepted")}
        assert {*page.lines(2)} == expected
        assert is_taken(order(client, wire, shop.shop_id, addr="the next"))
        assert page.line() == line(shop.shop_id, addr="the next")


def test_every_screen_of_a_shop_gets_every_line_once(
    system: Running, client: Client, shop: Kitchen
) -> None:
    elsewhere = Client(system.url)
    screens = [(client, TEMPLATE), (client, TEMPLATE), (client, REMAKE), (elsewhere, REMAKE)]
    with elsewhere.http, contextlib.ExitStack() as stack:
        pages = [stack.enter_context(old_kitchen(*each, shop.shop_id)) for each in screens]
        addresses = [f"{number} Long Lane" for number in range(10)]
        for number, address in enumerate(addresses):
            assert is_taken(order(client, WIRES[number % 2], shop.shop_id, addr=address))
        # Events may overtake each other.
        expected = sorted(line(shop.shop_id, addr=address) for address in addresses)
        for page in pages:
            assert sorted(page.lines(10)) == expected
        # Nothing is repeated before the next one.
        assert is_taken(order(client, TEMPLATE, shop.shop_id, addr="the last"))
        for page in pages:
            assert page.line() == line(shop.shop_id, addr="the last")


@on_both_wires
def test_an_order_that_is_called_off_gets_a_line_that_says_so(
    client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        wait_until_orders_know(client, shop.shop_id, accepting=True)
        made, token = placed(client, shop.shop_id)
        assert page.line() == line(shop.shop_id)
        path = f"/api/orders/{made['id']}/cancel"
        assert client.http.post(path, headers=by(token)).status_code == 200
        assert page.line() == cancelled(shop.shop_id)
        made, _ = placed(client, shop.shop_id)
        assert page.line() == line(shop.shop_id)
        assert shop.act(made, "reject", {"reason": "too_busy"}).status_code == 200
        assert page.line() == cancelled(shop.shop_id)


@on_both_wires
def test_an_order_that_goes_its_way_gets_no_more_lines(
    client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        wait_until_orders_know(client, shop.shop_id, accepting=True)
        made, _ = placed(client, shop.shop_id)
        assert page.line() == line(shop.shop_id)
        for action in ("accept", "ready", "recall", "ready", "complete"):
            assert shop.act(made, action).status_code == 200
        assert is_taken(order(client, wire, shop.shop_id, addr="the next"))
        assert page.line() == line(shop.shop_id, addr="the next")
