"""The operator's command beside a system that runs: it finds everything by itself."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jwt
import pytest

from stack.settings import CHECKOUT
from tests.e2e.client import Client, by, placed
from tests.e2e.kitchens import Kitchen, closed_kitchen
from tests.e2e.running import Running
from tests.servers import wait_until

ANSWER_SECONDS = 60.0
# More than `command.facts` takes, with the start of a process on a busy machine.
STATUS_SECONDS = 45.0
Orderbell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def whole(system: Running) -> Iterator[None]:
    """Begin and end with everything in its place."""
    system.wait_until_whole()
    yield
    system.wait_until_whole()


@pytest.fixture
def orderbell(system: Running) -> Orderbell:
    """Return what runs a command as an operator does, beside this system."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "command", *arguments],
            cwd=CHECKOUT,
            env={**os.environ, "ORDERBELL_DATA": str(system.data)},
            capture_output=True,
            text=True,
            timeout=ANSWER_SECONDS,
            check=False,
        )

    return run


def status(orderbell: Orderbell) -> tuple[int, Any]:
    done = orderbell("status", "--json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


# What tests before this one may have left behind.
LEFT_BEHIND = ("has waited", "dead letters wait")


def test_status_tells_everything_of_a_system_that_is_well(orderbell: Orderbell) -> None:
    def wrong() -> list[str]:
        lines = status(orderbell)[1]["findings"]
        return [line for line in lines if not any(each in line for each in LEFT_BEHIND)]

    def readers() -> Any:
        return status(orderbell)[1]["broker"]["queues"]["notifier.orders"]["consumers"]

    def waiting() -> Any:
        return status(orderbell)[1]["orders"]["outbox"]["rows"]

    # The broker's own numbers are some seconds old.
    wait_until(lambda: wrong() == [], "that all is well")
    wait_until(lambda: readers() == 1, "the notifier's consumer")
    # What tests before this one left unconfirmed is published again and again.
    wait_until(lambda: waiting() == 0, "an empty outbox")
    code, told = status(orderbell)
    assert code == bool(told["findings"])
    assert set(told["processes"].values()) == {"ready"}
    assert {"orders", "shops", "notifier", "gateway"} <= set(told["processes"])
    assert sum(told["broker"]["connections"].values()) >= 4


def test_status_names_what_is_down_in_time_and_that_first(
    system: Running, orderbell: Orderbell
) -> None:
    with system.down("rabbitmq"):
        began = time.monotonic()
        code, told = status(orderbell)
        assert time.monotonic() - began < STATUS_SECONDS
        assert code == 1
        assert "the broker cannot be asked" in told["findings"][0]
        assert told["orders"]["outbox"] is not None
    with system.frozen("orders"):
        code, told = status(orderbell)
        assert code == 1
        assert told["processes"]["shops"] == "ready"
        assert "orders is not ready" in told["findings"][0]


def test_an_order_that_no_screen_shows_is_named(
    orderbell: Orderbell, client: Client, kitchen: Kitchen
) -> None:
    order, _ = placed(client, kitchen.shop_id)
    _, told = status(orderbell)
    waiting = told["orders"]["unreceived"]
    assert waiting["orders"] >= 1
    kitchen.confirm(order["id"])
    if waiting["order_id"] == order["id"]:
        _, told = status(orderbell)
        assert (told["orders"]["unreceived"] or {}).get("order_id") != order["id"]


def test_keys_rotate_and_nobody_is_logged_out(
    orderbell: Orderbell, client: Client, kitchen: Kitchen
) -> None:
    order, token = placed(client, kitchen.shop_id)

    def new_kid(service: str) -> Any:
        (told,) = json.loads(orderbell("keys", "rotate", "--service", service, "--json").stdout)
        return told["kid"]

    def renewed() -> str:
        answer = kitchen.call("POST", f"/api/shops/{kitchen.shop_id}/sessions")
        assert answer.status_code == httpx.codes.CREATED
        return str(answer.json()["token"])

    with client.socket(kitchen.token) as socket:
        before = kid(kitchen.token)
        after = new_kid("shops")
        assert after != before
        wait_until(lambda: kid(renewed()) == after, "tokens of the new key")
        assert kitchen.orders().status_code == httpx.codes.OK
        new_kid("orders")
        order_path = f"/api/orders/{order['id']}"
        assert client.http.get(order_path, headers=by(token)).status_code == httpx.codes.OK
        wait_until(lambda: kid(placed(client, kitchen.shop_id)[1]) != kid(token), "the new key")
        newest, newest_token = placed(client, kitchen.shop_id)
        with client.socket(newest_token, token):
            pass
        assert socket.wait_for(ANSWER_SECONDS, event="order.placed")
        kitchen.confirm(order["id"], newest["id"])
    with client.socket(renewed()):
        pass


def kid(token: str) -> Any:
    return jwt.get_unverified_header(token)["kid"]


def test_a_changed_passcode_ends_the_kitchens_sessions(
    system: Running, orderbell: Orderbell, client: Client
) -> None:
    kitchen = closed_kitchen(system, client)
    with client.socket(kitchen.token) as socket:
        done = orderbell("shops", "set-passcode", kitchen.shop_id)
        assert done.returncode == 0
        assert socket.close_code(ANSWER_SECONDS) == 4401
    wait_until(
        lambda: kitchen.orders().status_code == httpx.codes.UNAUTHORIZED, "the session's end"
    )
