"""Kitchens' sessions: log-in, renewal, watching, and the end of them all."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from stack.settings import CHECKOUT
from tests.e2e.client import Client, by, placed
from tests.e2e.kitchens import PASSCODE, Kitchen, closed_kitchen, log_in
from tests.e2e.running import Running
from tests.servers import wait_until

ORDERBELL = (sys.executable, "-P", "-m", "command")
SESSION = timedelta(hours=12)


def test_a_passcode_opens_a_session_of_twelve_hours(client: Client, kitchen: Kitchen) -> None:
    answer = log_in(client, kitchen.shop_id)
    assert answer.status_code == 201
    assert answer.json().keys() == {"token", "expires_at"}
    left = datetime.fromisoformat(answer.json()["expires_at"]) - datetime.now(UTC)
    assert SESSION - timedelta(minutes=1) < left <= SESSION


@pytest.mark.answers("bad_passcode", "rate_limited")
def test_guessing_is_limited_per_shop_and_address(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    answers = [log_in(client, kitchen.shop_id, f"guess {number}") for number in range(10)]
    codes = [answer.json()["code"] for answer in answers]
    assert codes[0] == "bad_passcode"
    assert codes[-1] == "rate_limited"
    assert answers[-1].status_code == 429
    # The right one too, from this address at this shop; not from others, nor at others.
    assert log_in(client, kitchen.shop_id).status_code == 429
    assert log_in(client, "shop1", "shop1").status_code == 201
    other = Client(system.url)
    with other.http:
        assert log_in(other, kitchen.shop_id).status_code == 201


def test_a_session_is_renewed_by_its_token_without_a_body(client: Client, kitchen: Kitchen) -> None:
    answer = kitchen.call("POST", f"/api/shops/{kitchen.shop_id}/sessions")
    assert answer.status_code == 201
    assert answer.json().keys() == {"token", "expires_at"}
    renewed = Kitchen(client, kitchen.shop_id, answer.json()["token"])
    assert renewed.token != kitchen.token
    assert renewed.change_shop(open=True).status_code == 200
    assert kitchen.change_shop(open=True).status_code == 200


@pytest.mark.answers("invalid_request")
def test_neither_a_body_nor_a_token_is_422(client: Client, kitchen: Kitchen) -> None:
    answer = client.http.post(f"/api/shops/{kitchen.shop_id}/sessions")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_a_renewed_token_takes_over_on_the_same_socket(client: Client, kitchen: Kitchen) -> None:
    with client.socket(kitchen.token) as socket:
        renewal = kitchen.call("POST", f"/api/shops/{kitchen.shop_id}/sessions").json()
        assert socket.subscribe(renewal["token"]) == kitchen.channel
        order, _ = placed(client, kitchen.shop_id)
        assert socket.wait_for(event="order.placed")["order"] == order


@pytest.mark.answers("forbidden")
@pytest.mark.parametrize("renewed", [False, True])
def test_who_watches_may_look_and_nothing_else(
    client: Client, kitchen: Kitchen, renewed: bool
) -> None:
    token = log_in(client, kitchen.shop_id, watch=True).json()["token"]
    if renewed:
        path = f"/api/shops/{kitchen.shop_id}/sessions"
        token = client.http.post(path, headers=by(token)).json()["token"]
    watcher = Kitchen(client, kitchen.shop_id, token)
    order, _ = placed(client, kitchen.shop_id)
    assert watcher.orders().json()["orders"] == [order]
    assert watcher.call("GET", f"/api/orders/{order['id']}").json() == order
    menu = f"/api/shops/{kitchen.shop_id}/menu"
    for answer in (
        watcher.act(order, "accept"),
        watcher.confirm(order["id"]),
        watcher.attend(),
        watcher.change_shop(open=False),
        watcher.call("POST", menu, json={"name": "x", "price": 1}),
        watcher.call("DELETE", f"{menu}/egg"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    with client.socket(watcher.token) as socket:
        socket.message(kitchen.channel, {"received": [order["id"]]})
        assert socket.wait_for(type="error") == {"type": "error", "code": "forbidden"}
        kitchen.act(order, "accept")
        socket.wait_for(event="order.accepted")


def test_who_watches_is_no_kitchen_that_is_there(system: Running, client: Client) -> None:
    kitchen = closed_kitchen(system, client)
    opened = kitchen.change_shop(open=True).json()
    watching = log_in(client, kitchen.shop_id, watch=True).json()["token"]
    with client.socket(watching), client.socket(f"public:shop:{kitchen.shop_id}") as socket:
        # Of the lease that follows at once, the first event shows whether the watcher left one.
        with client.socket(kitchen.token):
            shop = opened
            # The opening's own event may come only now.
            while shop["version"] <= opened["version"]:
                shop = socket.wait_for(event="shop.updated")["shop"]
            assert shop["accepting"]
        gone = socket.wait_for(event="shop.updated")["shop"]
        assert (gone["version"], gone["kitchen_online"]) == (shop["version"] + 1, False)


@pytest.mark.answers("unauthorized", "4401")
def test_another_passcode_ends_every_session_within_seconds(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    order, _ = placed(client, kitchen.shop_id)
    with client.socket(kitchen.token) as socket:
        subprocess.run(
            [*ORDERBELL, "shops", "set-passcode", kitchen.shop_id, "--ask-passcode"],
            cwd=CHECKOUT,
            env={"SHOPS_DATABASE_URL": system.environment("operator")["SHOPS_DATABASE_URL"]},
            input="another\n",
            text=True,
            check=True,
            capture_output=True,
        )
        assert kitchen.change_shop(open=True).status_code == 401
        assert kitchen.attend().status_code == 401
        assert kitchen.call("POST", f"/api/shops/{kitchen.shop_id}/sessions").status_code == 401
        assert socket.close_code() == 4401
    wait_until(lambda: kitchen.orders().status_code == 401, "the end of the session at orders")
    assert kitchen.act(order, "accept").status_code == 401
    assert kitchen.confirm(order["id"]).status_code == 401
    with client.socket() as socket:
        socket.send({"type": "subscribe", "token": kitchen.token})
        assert socket.close_code() == 4401
    assert log_in(client, kitchen.shop_id, PASSCODE).json()["code"] == "bad_passcode"
    token = log_in(client, kitchen.shop_id, "another").json()["token"]
    with client.socket(token):
        assert Kitchen(client, kitchen.shop_id, token).orders().json()["orders"][0] == order
