"""Old kitchens log in: greetings, refusals and limits, and their being there."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from stack.settings import CHECKOUT
from tests.e2e.client import Client
from tests.e2e.kitchens import PASSCODE, Kitchen, closed_kitchen, log_in
from tests.e2e.old_pages import (
    REMAKE,
    TEMPLATE,
    WIRES,
    Wire,
    greeting,
    is_taken,
    line,
    old_kitchen,
    on_both_wires,
    order,
)
from tests.e2e.running import Running
from tests.servers import wait_until

POLICY_VIOLATION = 1008
REFUSED = "Wrong shop or passcode: log in as <shop id>:<passcode>"
ENDED = "Logged out: the passcode was changed. Log in as <shop id>:<passcode>"
TOO_MANY = "Too many wrong passcodes: try again in "
PASSCODE_FAILURES = 5


@pytest.fixture
def other(system: Running) -> Iterator[Client]:
    """Return somebody at another address."""
    client = Client(system.url)
    with client.http:
        yield client


def state(client: Client, shop_id: str) -> dict[str, bool]:
    """Return what everybody sees of a shop's being at work."""
    content = client.http.get(f"/api/shops/{shop_id}").json()
    return {name: content[name] for name in ("open", "kitchen_online", "accepting")}


def sessions_opened(system: Running, shop_id: str) -> int:
    """Return how often a passcode was found right at this shop."""
    lines = system.log("shops").splitlines()
    return sum("session_opened" in line and shop_id in line for line in lines)


def refused(client: Client, wire: Wire, shop: str, passcode: str) -> str:
    """Return the one line that a log-in is answered with before the socket closes."""
    with old_kitchen(client, wire) as page:
        page.send_login(shop, passcode)
        text = page.line()
        assert page.close_code() == POLICY_VIOLATION
    return text


def test_a_kitchen_of_the_template_is_greeted_to_the_byte(client: Client, shop: Kitchen) -> None:
    with old_kitchen(client, TEMPLATE) as page:
        page.connection.send(f"{shop.shop_id}:{PASSCODE}")
        assert page.frame() == f"{shop.shop_id}  Online !!!"


def test_a_kitchen_of_the_remake_is_greeted_to_the_byte(client: Client, shop: Kitchen) -> None:
    with old_kitchen(client, REMAKE) as page:
        page.connection.send(f"{shop.shop_id}:{PASSCODE};online")
        assert page.frame() == f'{{"data": "{shop.shop_id}  Online !!!"}}'


@on_both_wires
def test_a_kitchen_may_type_the_name_and_the_colon_of_its_keyboard(
    client: Client, shop: Kitchen, wire: Wire
) -> None:
    name = f"面馆 {shop.shop_id}"
    assert shop.change_shop(name=name).status_code == 200
    with old_kitchen(client, wire) as page:
        page.connection.send(f" {name} ： {PASSCODE} {wire.online}")
        assert page.line() == greeting(name)
        assert is_taken(order(client, wire, name))
        assert page.line() == line(name)


def test_kitchens_open_their_shops_count_as_there_and_are_gone_after_the_grace_period(
    system: Running, client: Client
) -> None:
    ids = [closed_kitchen(system, client).shop_id for _ in WIRES]
    away = {"open": False, "kitchen_online": False, "accepting": False}
    for shop_id, wire in zip(ids, WIRES, strict=True):
        assert state(client, shop_id) == away
        with old_kitchen(client, wire, shop_id):
            # From the greeting on, and not a moment later.
            assert state(client, shop_id) == dict.fromkeys(away, True)
            assert is_taken(order(client, wire, shop_id))

    def is_any(name: str) -> bool:
        return any(state(client, shop_id)[name] for shop_id in ids)

    assert is_any("accepting")
    wait_until(lambda: not is_any("kitchen_online"), "their leaving")
    wait_until(lambda: not is_any("accepting"), "the end of the grace period")
    assert is_any("open")


def test_pings_of_the_remake_do_nothing(client: Client, shop: Kitchen) -> None:
    with old_kitchen(client, REMAKE) as page:
        page.connection.send("ping")
        page.log_in(shop.shop_id)
        for _ in range(3):
            page.connection.send("ping")
        page.hears_next()
        page.connection.send("ping")
        page.hears_next()


@on_both_wires
def test_the_same_log_in_again_is_greeted_again_and_interrupts_nothing(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        page.hears_next()
        opened = sessions_opened(system, shop.shop_id)
        page.log_in(shop.shop_id)
        # The line of before is not repeated.
        page.hears_next()
        assert sessions_opened(system, shop.shop_id) == opened


@on_both_wires
def test_a_log_in_to_another_shop_leaves_the_first(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    second = closed_kitchen(system, client)
    with old_kitchen(client, wire, shop.shop_id) as page:
        page.hears_next()
        page.log_in(second.shop_id)
        # In its grace period the first takes orders still, and this page shows none of them.
        assert is_taken(order(client, wire, shop.shop_id))
        page.hears_next()
        wait_until(
            lambda: not state(client, shop.shop_id)["kitchen_online"], "the end of the first"
        )
        page.hears_next()
        # Back at the first it gets what came meanwhile.
        page.log_in(shop.shop_id)
        assert page.line() == line(shop.shop_id)
        page.hears_next()


@on_both_wires
@pytest.mark.parametrize("text", ["SHOP:wrong", "SHOP", "SHOP:", ":open sesame", "no-such-shop:x"])
def test_a_wrong_log_in_gets_one_line_and_the_socket_closes(
    client: Client, shop: Kitchen, wire: Wire, text: str
) -> None:
    with old_kitchen(client, wire) as page:
        page.connection.send(text.replace("SHOP", shop.shop_id) + wire.online)
        assert page.line() == REFUSED
        assert page.close_code() == POLICY_VIOLATION
    assert not state(client, shop.shop_id)["open"]


def test_a_wrong_log_in_after_a_right_one_ends_it(client: Client, shop: Kitchen) -> None:
    with old_kitchen(client, TEMPLATE, shop.shop_id) as page:
        page.connection.send("hello")
        assert page.line() == REFUSED
        assert page.close_code() == POLICY_VIOLATION


@on_both_wires
def test_guessing_is_limited_for_that_address_at_that_shop_alone(
    system: Running, client: Client, other: Client, shop: Kitchen, wire: Wire
) -> None:
    for _ in range(PASSCODE_FAILURES):
        assert refused(client, wire, shop.shop_id, "a guess") == REFUSED
    text = refused(client, wire, shop.shop_id, "a guess")
    assert text.startswith(TOO_MANY)
    assert 0 < int(text.removeprefix(TOO_MANY).removesuffix(" s")) <= 300
    # The right one too, and over the contract as well: it is one limit.
    assert refused(client, wire, shop.shop_id, PASSCODE).startswith(TOO_MANY)
    assert log_in(client, shop.shop_id).status_code == httpx.codes.TOO_MANY_REQUESTS
    with old_kitchen(other, wire, shop.shop_id):
        pass
    with old_kitchen(client, wire, closed_kitchen(system, client).shop_id):
        pass


@on_both_wires
def test_who_guesses_learns_nothing_from_a_kitchen_that_is_logged_in(
    client: Client, other: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(other, wire, shop.shop_id):
        for _ in range(PASSCODE_FAILURES):
            refused(client, wire, shop.shop_id, "a guess")
        assert refused(client, wire, shop.shop_id, PASSCODE).startswith(TOO_MANY)


@on_both_wires
def test_a_kitchen_that_comes_back_costs_no_passcode_check(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id):
        opened = sessions_opened(system, shop.shop_id)
    for _ in range(3):
        with old_kitchen(client, wire, shop.shop_id):
            pass
    assert sessions_opened(system, shop.shop_id) == opened


def set_passcode(system: Running, shop_id: str, passcode: str) -> None:
    """Change a passcode as an operator does."""
    subprocess.run(
        [sys.executable, "-P", "-m", "command", "shops", "set-passcode", shop_id, "--ask-passcode"],
        cwd=CHECKOUT,
        env={"SHOPS_DATABASE_URL": system.environment("operator")["SHOPS_DATABASE_URL"]},
        input=f"{passcode}\n",
        text=True,
        check=True,
        capture_output=True,
    )


@on_both_wires
def test_another_passcode_ends_the_kitchen_with_a_line(
    system: Running, client: Client, shop: Kitchen, wire: Wire
) -> None:
    with old_kitchen(client, wire, shop.shop_id) as page:
        page.hears_next()
        set_passcode(system, shop.shop_id, "another")
        assert page.line() == ENDED
        assert page.close_code() == POLICY_VIOLATION
    assert refused(client, wire, shop.shop_id, PASSCODE) == REFUSED
    with old_kitchen(client, wire) as page:
        page.log_in(shop.shop_id, "another")
        page.hears_next()
