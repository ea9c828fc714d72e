"""An upgrade and its roll-back: replicas of two releases on one schema serve the same orders.

The rule is CONTRIBUTING's: first add, then use, and remove in a later release. Of two releases side
by side one reaches no broker here, so that the other relays, confirms and expires for both.
"""

import contextlib
import itertools
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from shared.events import ClientMessage
from tests.e2e.releases import Installation, Release, Replicas, release_before, this_release
from tests.integration.orders_events import Heard, publish, take
from tests.integration.orders_process import Orders, at_once
from tests.integration.shops_process import Shops, presence, say
from tests.servers import BrokerServer, start_broker, start_postgres, wait_until

# Shops of the demo, whose passcodes are their ids.
SHOP, OTHER_SHOP = "shop1", "shop2"
# What leads from each status in which an order waits to its end, and what is told of it all.
TO_THE_END = {
    "placed": ("accept", "ready", "complete"),
    "accepted": ("ready", "complete"),
    "ready": ("complete",),
}
EVENTS = ["order.placed", "order.received", "order.accepted", "order.ready", "order.completed"]
TYPES = ["OrderPlaced", "OrderReceived", "OrderAccepted", "OrderReady", "OrderCompleted"]
CREATED, MAY_BE_REPEATED = 201, 503
PAUSE_SECONDS = 0.1
# As often as `serve` is called, which ends one order of each status.
ROUNDS = 3

Order = dict[str, Any]


@pytest.fixture
def before(tmp_path_factory: pytest.TempPathFactory) -> Release:
    release = release_before(tmp_path_factory.mktemp("before"))
    if release is None:
        pytest.skip("git has no history here from before the newest schema")
    return release


@pytest.fixture
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with contextlib.ExitStack() as servers:
        postgres = start_postgres(tmp_path_factory.mktemp("postgres"))
        servers.callback(postgres.switch.remove)
        broker = start_broker(tmp_path_factory.mktemp("rabbitmq"))
        servers.callback(broker.switch.remove)
        yield Installation(postgres, broker, tmp_path_factory.mktemp("installation"))


@pytest.mark.long
@pytest.mark.timeout(300)
def test_two_releases_serve_the_same_orders_through_an_upgrade_and_its_roll_back(
    before: Release, installation: Installation
) -> None:
    after = this_release()
    installation.prepare(before, demo=True)
    with installation.replicas(before) as old:
        orders = fill(old)
        upgrade_while_it_serves(installation, after, old)
        with installation.replicas(after, broker=False) as new:
            serve(installation.broker, orders, here=new, there=old)
    with (
        installation.replicas(before, broker=False) as old,
        installation.replicas(after) as new,
    ):
        serve(installation.broker, orders, here=old, there=new)
    installation.prepare(before)
    with installation.replicas(before) as old:
        serve(installation.broker, orders, here=old, there=old)


def fill(replicas: Replicas) -> list[Order]:
    """Return orders: ROUNDS in each status that waits for more, and two that ended."""
    orders, token = replicas.orders, log_in(replicas)
    answer = replicas.shops.call("PUT", f"/{SHOP}/presence", {"screen": "wall"}, token)
    assert answer.status_code == 200, answer.text
    wait_until(lambda: orders.place(SHOP).status_code == CREATED, "a shop that accepts")
    steps = [(), ("accept",), ("accept", "ready")] * ROUNDS
    steps += [("reject",), ("accept", "ready", "complete")]
    return [act(placed(orders), token, *((orders, action) for action in each)) for each in steps]


def upgrade_while_it_serves(installation: Installation, after: Release, old: Replicas) -> None:
    """Bring the schema to a later release; nothing of the one before ends or fails by that."""
    revisions = installation.revisions()
    answers = Counter[int]()
    with ThreadPoolExecutor(1) as thread:
        upgrade = thread.submit(installation.prepare, after)
        while not upgrade.done():
            answers[old.orders.place(SHOP).status_code] += 1
            time.sleep(PAUSE_SECONDS)
    upgrade.result()
    assert installation.revisions() != revisions
    assert answers[CREATED] > 0
    assert set(answers) <= {CREATED, MAY_BE_REPEATED}, answers
    assert old.run(), "a replica of the release before has ended"
    assert old.ready()


def serve(broker: BrokerServer, orders: list[Order], *, here: Replicas, there: Replicas) -> None:
    """See that these replicas do each other's work, and go on with the orders that there are.

    Those `here` may reach no broker.
    """
    token = log_in(here)
    version = here.shops.shop(OTHER_SHOP)["version"]
    say(broker, presence(f"gateway-{uuid4()}", 1, OTHER_SHOP))
    for order in orders:
        assert_known(order, token, here.orders, there.orders)
    for status, actions in TO_THE_END.items():
        order = next(each for each in orders if each["status"] == status)
        steps = zip(itertools.cycle((there.orders, here.orders)), actions, strict=False)
        orders[orders.index(order)] = act(order, token, *steps)
    share_a_menu(here, there, token)
    share_a_life(broker, here.orders, there.orders, token)
    share_a_key(here.orders, there.orders)
    share_a_race(here.orders, there.orders, token)
    for shops in (here.shops, there.shops):
        wait_until(partial(has_come_and_gone, shops, version), "the end of a lease")
    assert here.ready()
    assert there.ready()
    assert take(broker, "dead-letters") == []


def share_a_menu(here: Replicas, there: Replicas, token: str) -> None:
    """See that a dish put on the menu here is sold there, and here."""
    answer = here.shops.call("POST", f"/{SHOP}/menu", {"name": "soup", "price": 450}, token)
    assert answer.status_code == CREATED, answer.text
    soup = [{"dish_id": answer.json()["id"], "quantity": 2}]
    wait_until(lambda: there.orders.place(SHOP, items=soup).status_code == CREATED, "the dish")
    assert placed(here.orders, items=soup)["total"] == 900


def share_a_life(broker: BrokerServer, here: Orders, there: Orders, token: str) -> None:
    """See that an order placed here is told of, received, and taken on from there."""
    order, heard = placed(here), Heard(broker)
    receipt = {"received": [order["id"]]}
    publish(broker, ClientMessage.of(f"shop:{SHOP}", "kitchen", receipt, time.time()))
    wait_until(lambda: read(here, order, token)["received_at"], "a receipt")
    order = act(order, token, (there, "accept"), (here, "ready"), (there, "complete"))
    assert order["version"] == len(EVENTS)
    for orders in (here, there):
        answer = orders.get(f"/api/orders/{order['id']}/history", bearer(token))
        assert [each["event"] for each in answer.json()["history"]] == EVENTS
    told = list(zip(TYPES, itertools.count(1), strict=False))
    wait_until(lambda: heard.of(order["id"]) == told, "the order's events")


def share_a_key(here: Orders, there: Orders) -> None:
    """See that an order asked for here and again there is one order."""
    key = str(uuid4())
    answers = [orders.place(SHOP, key=key) for orders in (here, there, here)]
    assert len({answer.json()["order"]["id"] for answer in answers}) == 1


def share_a_race(here: Orders, there: Orders, token: str) -> None:
    """See that of two screens that act at once here and there one wins."""
    order = placed(there)
    answers = at_once(
        *(partial(orders.act, "accept", order, bearer(token)) for orders in (here, there))
    )
    assert [answer.json()["version"] for answer in answers] == [2, 2]
    assert_known(answers[0].json(), token, here, there)


def log_in(replicas: Replicas) -> str:
    """Return the token of a kitchen's new session."""
    answer = replicas.shops.log_in(SHOP, SHOP)
    assert answer.status_code == CREATED, answer.text
    return str(answer.json()["token"])


def placed(orders: Orders, **wanted: Any) -> Order:
    """Return an order that was just placed."""
    answer = orders.place(SHOP, **wanted)
    assert answer.status_code == CREATED, answer.text
    return dict(answer.json()["order"])


def act(order: Order, token: str, *steps: tuple[Orders, str]) -> Order:
    """Return the order after actions, each at a replica; every one is a version."""
    for orders, action in steps:
        answer = orders.act(action, order, bearer(token))
        assert answer.status_code == 200, answer.text
        version, order = order["version"], answer.json()
        assert order["version"] > version
    return order


def read(orders: Orders, order: Order, token: str) -> Order:
    """Return an order as a replica knows it."""
    answer = orders.get(f"/api/orders/{order['id']}", bearer(token))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def assert_known(order: Order, token: str, *replicas: Orders) -> None:
    """See that replicas show an order, but for what one of the releases does not know."""
    for orders in replicas:
        found = read(orders, order, token)
        assert known(found, order) == known(order, found)


def known(value: Any, other: Any) -> Any:
    """Return the value without what the other, in the same place, does not know."""
    if isinstance(value, dict) and isinstance(other, dict):
        return {name: known(value[name], other[name]) for name in value if name in other}
    if isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        return [known(*both) for both in zip(value, other, strict=True)]
    return value


def has_come_and_gone(shops: Shops, version: int) -> bool:
    """Tell whether a kitchen has come since a version of its shop, and has gone again."""
    shop = shops.shop(OTHER_SHOP)
    return bool(shop["version"] == version + 2 and not shop["kitchen_online"])


def bearer(token: str) -> str:
    """Return the header's value that carries a token."""
    return f"Bearer {token}"
