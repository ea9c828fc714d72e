"""What the system writes down: the order's id, and nobody's name, address, telephone or token."""

from stack.system import SERVICES
from tests.e2e.client import Client, basket, by, place
from tests.e2e.kitchens import PASSCODE, Kitchen, log_in
from tests.e2e.running import Running

PARTS = (*SERVICES, "edge", "postgres", "rabbitmq")
CUSTOMER = {"name": "Ottilie Quux", "address": "17 Zyzzyva Row", "telephone": "555 918273"}


def test_logs_name_the_order_and_nothing_personal(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    wanted = basket(kitchen.shop_id, customer=CUSTOMER, note="by the Quux gate")
    answer = place(client, wanted).json()
    order, token = answer["order"], answer["token"]
    with client.socket(kitchen.token, token) as socket:
        kitchen.act(order, "accept")
        socket.wait_for(event="order.accepted")
        socket.message(kitchen.channel, {"received": [order["id"]], "note": CUSTOMER["name"]})
    # What goes wrong is where personal data leak.
    place(client, {**wanted, "note": 5})
    place(client, {**wanted, "items": [{"dish_id": CUSTOMER["name"], "quantity": 1}]})
    log_in(client, kitchen.shop_id, CUSTOMER["name"])
    client.http.get(f"/api/orders/{order['id']}", headers=by(token + "x"))
    client.http.get("/api/orders", params={"shop_id": kitchen.shop_id, "token": token})
    logs = {part: system.log(part) for part in PARTS}
    assert order["id"] in logs["orders"]
    assert order["id"] in logs["edge"]
    secrets = (*CUSTOMER.values(), "Quux", kitchen.token, token, PASSCODE)
    found = {(part, secret) for part, log in logs.items() for secret in secrets if secret in log}
    assert found == set()


def test_no_service_has_met_what_nobody_foresaw(system: Running) -> None:
    for part in SERVICES:
        log = system.log(part)
        assert "Traceback" not in log
        assert "request_failed" not in log
