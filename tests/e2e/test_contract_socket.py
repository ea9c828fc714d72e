"""The contract's WebSocket, through the edge: every frame, error code and close code."""

import contextlib
import json
import time
from concurrent.futures import Future
from urllib.parse import quote

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from shared.tokens import Signer
from tests.e2e.client import SUBPROTOCOL, Client, by, placed
from tests.e2e.kitchens import Kitchen
from tests.e2e.running import Running
from tests.servers import wait_until

SUBSCRIPTIONS_MAX = 16
HEARTBEAT_SECONDS = 20
FIRST_SUBSCRIPTION_SECONDS = 5
# Long enough to subscribe by it on a busy machine.
TOKEN_SECONDS = 8
# So much later on such a machine, and still sooner than a heartbeat.
BUSY_SECONDS = 11


def test_everybody_subscribes_on_one_socket(client: Client, kitchen: Kitchen) -> None:
    order, token = placed(client, kitchen.shop_id)
    with client.socket() as socket:
        assert socket.connection.subprotocol == SUBPROTOCOL
        for subscription, channel in (
            (kitchen.token, kitchen.channel),
            (token, f"order:{order['id']}"),
            ("public:shops", "public:shops"),
            (f"public:shop:{kitchen.shop_id}", f"public:shop:{kitchen.shop_id}"),
        ):
            assert socket.subscribe(subscription) == channel


def test_kitchen_and_customer_hear_every_step_of_an_order(client: Client, kitchen: Kitchen) -> None:
    with client.socket(kitchen.token) as screen:
        order, token = placed(client, kitchen.shop_id)
        event = screen.wait_for(event="order.placed")
        assert event == {
            "type": "event",
            "channel": kitchen.channel,
            "event": "order.placed",
            "order": order,
        }
        with client.socket(token) as phone:
            screen.message(kitchen.channel, {"received": [order["id"]]})
            heard = phone.wait_for(event="order.received")
            assert heard["channel"] == f"order:{order['id']}"
            assert heard["order"]["received_at"] is not None
            assert screen.wait_for(event="order.received")["order"] == heard["order"]
            for action, name in (
                ("accept", "accepted"),
                ("ready", "ready"),
                ("recall", "recalled"),
                ("ready", "ready"),
                ("complete", "completed"),
            ):
                changed = kitchen.act(order, action).json()
                for socket in (phone, screen):
                    assert socket.wait_for(event=f"order.{name}")["order"] == changed


def test_rejecting_and_cancelling_are_heard(client: Client, kitchen: Kitchen) -> None:
    for event in ("order.rejected", "order.cancelled"):
        order, token = placed(client, kitchen.shop_id)
        with client.socket(token, kitchen.token) as socket:
            if event == "order.rejected":
                kitchen.act(order, "reject")
            else:
                client.http.post(f"/api/orders/{order['id']}/cancel", headers=by(token))
            channels = {socket.wait_for(event=event)["channel"] for _ in range(2)}
            assert channels == {kitchen.channel, f"order:{order['id']}"}


def test_a_shop_is_heard_with_and_without_its_menu(client: Client, kitchen: Kitchen) -> None:
    own = f"public:shop:{kitchen.shop_id}"
    with client.socket("public:shops", own) as socket:
        shop = kitchen.change_shop(name="New name").json()
        event = {"type": "event", "event": "shop.updated"}
        assert socket.wait_for(shop=shop) == {"channel": own, "shop": shop, **event}
    with client.socket("public:shops") as socket:
        shop = kitchen.change_shop(open=False).json()
        for name in ("menu", "sections", "soon_minutes", "late_minutes"):
            del shop[name]
        listed = socket.wait_for(shop=shop)
        assert listed == {"channel": "public:shops", "shop": shop, **event}


def test_nobody_hears_another_shop_or_order(client: Client, kitchen: Kitchen) -> None:
    own_order, other = placed(client, kitchen.shop_id)
    with client.socket(other) as socket:
        order, token = placed(client, kitchen.shop_id)
        with client.socket(token) as own:
            kitchen.act(order, "accept")
            own.wait_for(event="order.accepted")
        # The answer comes after whatever had come before it.
        socket.send({"type": "subscribe", "channel": "public:shops"})
        while (heard := socket.frame())["type"] != "subscribed":
            assert heard["order"]["id"] == own_order["id"]


@pytest.mark.answers("too_many_subscriptions")
def test_the_17th_subscription_is_an_error(client: Client, kitchen: Kitchen) -> None:
    channels = [f"public:shop:{kitchen.shop_id}", *(f"public:shop:{n}" for n in range(15))]
    with client.socket(*channels) as socket:
        socket.send({"type": "subscribe", "token": kitchen.token})
        told = socket.wait_for(type="error")
        assert told == {"type": "error", "code": "too_many_subscriptions"}
        assert socket.subscribe(channels[0]) == channels[0]
        shop = kitchen.change_shop(name="Still heard").json()
        assert socket.wait_for(shop=shop)["channel"] == channels[0]


@pytest.mark.answers("forbidden")
def test_a_customer_may_not_send(client: Client, kitchen: Kitchen) -> None:
    order, token = placed(client, kitchen.shop_id)
    with client.socket(token, "public:shops") as socket:
        for channel in (f"order:{order['id']}", "public:shops", kitchen.channel):
            socket.message(channel, {"received": [order["id"]]})
            assert socket.wait_for(type="error")["code"] == "forbidden"
    current = client.http.get(f"/api/orders/{order['id']}", headers=by(token)).json()
    assert current["received_at"] is None


def test_a_foreign_origin_is_refused(client: Client) -> None:
    own = client.url
    for origin in (own, own.replace("http", "https", 1)):
        with client.socket("public:shops", origin=Origin(origin)):
            pass
    for origin in ("https://evil.example", "null", f"{own}0"):
        with pytest.raises(InvalidStatus) as refused, client.socket(origin=Origin(origin)):
            pass
        assert refused.value.response.status_code == 403


def test_another_subprotocol_is_refused(client: Client) -> None:
    with (
        pytest.raises(InvalidStatus),
        client.socket(subprotocols=[Subprotocol("orderbell.v9")]),
    ):
        pass


@pytest.mark.answers("4400")
def test_what_is_no_frame_closes_with_4400(client: Client) -> None:
    for message in ("hello", "{}", '{"type":"dance"}', b'{"type":"subscribe"}'):
        with client.socket("public:shops") as socket:
            socket.connection.send(message)
            assert socket.close_code() == 4400


@pytest.mark.answers("4413")
def test_too_large_or_too_many_closes_with_4413(client: Client) -> None:
    with client.socket("public:shops") as socket:
        socket.connection.send(json.dumps({"type": "subscribe", "pad": "x" * 20_000}))
        assert socket.close_code() == 4413
    with client.socket("public:shops") as socket:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(1000):
                socket.send({"type": "subscribe", "channel": "public:shops"})
        assert socket.close_code() == 4413


def minted(system: Running, kitchen: Kitchen, lifetime_seconds: float) -> str:
    """Return a kitchen's token that is over sooner than those of the contract."""
    signer = Signer((system.data / "secrets/shops/token-private-key.json").read_text())
    token, _ = signer.mint(
        kitchen.channel, "kitchen", send=True, presence=True, lifetime_seconds=lifetime_seconds
    )
    return token


@pytest.mark.answers("4401")
def test_a_token_that_is_over_closes_with_4401(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    for message in (
        {"type": "subscribe"},
        {"type": "subscribe", "token": "nonsense"},
        {"type": "subscribe", "channel": kitchen.channel},
        {"type": "subscribe", "token": minted(system, kitchen, -1)},
    ):
        with client.socket() as socket:
            socket.send(message)
            assert socket.close_code() == 4401
    began = time.monotonic()
    with client.socket(minted(system, kitchen, TOKEN_SECONDS)) as socket:
        assert socket.close_code(HEARTBEAT_SECONDS) == 4401
        assert time.monotonic() - began < TOKEN_SECONDS + BUSY_SECONDS


@pytest.mark.answers("4408")
def test_silence_closes_with_4408(client: Client) -> None:
    with client.socket() as socket:
        began = time.monotonic()
        assert socket.close_code(HEARTBEAT_SECONDS) == 4408
        assert time.monotonic() - began < FIRST_SUBSCRIPTION_SECONDS + BUSY_SECONDS


def test_resync_follows_a_broker_session_that_was_lost(
    system: Running, client: Client, kitchen: Kitchen
) -> None:
    def connections() -> list[str]:
        return [
            connection["name"]
            for connection in system.management("GET", "/connections")
            if connection.get("user") == "gateway"
        ]

    wait_until(connections, "the gateway's connection in the statistics")
    with client.socket(kitchen.token, "public:shops") as socket:
        for name in connections():
            with contextlib.suppress(OSError):
                system.management("DELETE", f"/connections/{quote(name, safe='')}")
        assert socket.wait_for(type="resync") == {"type": "resync"}
        order, _ = placed(client, kitchen.shop_id)
        assert socket.wait_for(event="order.placed")["order"] == order


def test_heartbeats_come(heartbeat: "Future[float]") -> None:
    assert heartbeat.result(3 * HEARTBEAT_SECONDS) < 1.5 * HEARTBEAT_SECONDS
