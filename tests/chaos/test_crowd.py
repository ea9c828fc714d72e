"""The crowd at a system with which nothing is wrong: everybody orders, is served and sees it."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

from chaos.clients.crowd import open_crowd
from chaos.clients.plans import Plan, Step
from chaos.clients.session import ShopLogin
from chaos.records import Journal, Record
from tests.e2e.kitchens import PASSCODE, a_shop, make_shops
from tests.e2e.running import Running
from tests.waiting import until

PLACING_SECONDS = 6
SERVED_SECONDS = 60
ENDED = {"completed", "cancelled"}


def served(random: Random) -> Plan:
    """Return a plan that takes no minute: nothing is ignored."""
    accept = Step("placed", random.random(), "accept", {"minutes": 5}, ("accept", {"minutes": 9}))
    back = Step("ready", random.random(), "recall", {"to": "accepted"})
    ready = Step("accepted", random.random(), "ready")
    return Plan([accept, ready, back, ready, Step("ready", random.random(), "complete")])


def of_kind(journal: Journal, kind: str) -> list[Record]:
    return [record for record in journal.records if record.kind == kind]


async def test_everybody_is_served_and_sees_it(system: Running, tmp_path: Path) -> None:
    shops = [replace(a_shop(), accept_minutes=1) for _ in range(3)]
    make_shops(system, *shops)
    *logins, probe = [ShopLogin(shop.id, PASSCODE) for shop in shops]
    journal = Journal(tmp_path / "records.jsonl")
    async with open_crowd(
        lambda _who: system.url,
        logins,
        journal,
        Random(1),
        orders_per_second=3,
        probe=probe,
        plan=served,
    ) as crowd:
        await asyncio.sleep(PLACING_SECONDS)
        crowd.stop_placing.set()
        await until(lambda: not crowd.busy, SERVED_SECONDS)
    journal.close()
    assert (tmp_path / "records.jsonl").read_text().count("\n") == len(journal.records)

    # A shop is closed to who is there before `orders` has heard that it opened, and never again.
    served_shops: set[str] = set()
    for record in journal.records:
        if record.kind == "placed":
            served_shops.add(record.data["shop_id"])
        if record.kind == "refused":
            assert record.data["code"] == "shop_closed"
            assert record.data["shop_id"] not in served_shops
    placings = [placing for placing in crowd.placings if placing.order_id]

    # Each key has one order, which each of its answers names.
    orders = defaultdict(set)
    for record in of_kind(journal, "placed"):
        orders[record.data["key"]].add(record.data["order_id"])
    assert {placing.key: {placing.order_id} for placing in placings} == orders
    assert {placing.shop_id for placing in placings} == {shop.id for shop in shops}

    # Each order is on every screen of its shop once, and goes; none but its own is on a screen.
    screens = {record.who: record.data["shop_id"] for record in of_kind(journal, "opening")}
    assert Counter(screens.values()) == {
        logins[0].shop_id: 2,
        logins[1].shop_id: 2,
        probe.shop_id: 1,
    }
    expected = {
        (who, str(placing.order_id))
        for placing in placings
        for who, shop_id in screens.items()
        if shop_id == placing.shop_id
    }
    for kind in ("rang", "hidden"):
        seen = Counter((each.who, each.data["order_id"]) for each in of_kind(journal, kind))
        assert {key: seen[key] for key in seen if key[0] in screens} == dict.fromkeys(expected, 1)

    # Who followed an order saw it come to its end, version by version.
    versions: dict[tuple[str, str], list[int]] = defaultdict(list)
    last: dict[str, str] = {}
    for record in of_kind(journal, "shown"):
        versions[record.who, record.data["order_id"]].append(record.data["version"])
        last[record.who] = record.data["status"]
    followers = {each.who for each in placings} - {"customer-probe"}
    assert followers
    assert {last[who] for who in followers} <= ENDED
    assert all(a <= b for seen in versions.values() for a, b in pairwise(seen))
