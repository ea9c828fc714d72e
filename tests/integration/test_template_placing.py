"""An old page's order is placed once, and its page is told no more than is known."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.template import api as api_module
from services.template import placing
from services.template.answers import Outcome, Result
from services.template.api import Api
from services.template.catalogue import Catalogue
from services.template.placing import BUSY, NOT_WORKING, TOO_MANY, UNKNOWN, place
from services.template.requests import Wanted
from tests.integration.template_edge import LOST, TAKEN, Edge, a_shop, served

ADDRESS = "192.0.2.7"
DONE = Result(Outcome.TAKEN)


@pytest.fixture
def edge() -> Edge:
    return Edge()


@pytest.fixture
async def api(edge: Edge) -> AsyncIterator[Api]:
    async with served(edge) as api:
        yield api


@pytest.fixture
async def impatient_api(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    monkeypatch.setattr(api_module, "ANSWER_SECONDS", 1)
    async with served(edge) as api:
        yield api


async def order(api: Api, *dishes: str, shop: str = "shop1") -> Result:
    wanted = Wanted("Ada", "1 Long Lane", "555 0100", shop, dishes or ("egg",))
    return await place(api, Catalogue(api), wanted, ADDRESS)


def keys(edge: Edge) -> list[str]:
    return [
        request.headers["Idempotency-Key"]
        for request in edge.asked
        if request.url.path == "/api/orders"
    ]


async def test_an_order_is_placed_for_who_sent_it(edge: Edge, api: Api) -> None:
    assert await order(api, "egg", "egg") == DONE
    assert edge.bodies == [
        {
            "shop_id": "shop1",
            "items": [{"dish_id": "e", "quantity": 2}],
            "customer": {"name": "Ada", "address": "1 Long Lane", "telephone": "555 0100"},
        }
    ]
    assert edge.asked[-1].headers["X-Real-IP"] == ADDRESS


@pytest.mark.parametrize("before", [["unavailable"], ["unavailable"] * 3, [LOST], [LOST] * 2])
async def test_what_may_be_lost_is_tried_again_as_the_same_order(
    edge: Edge, impatient_api: Api, before: list[str]
) -> None:
    edge.next = [*before, TAKEN]
    assert await order(impatient_api) == DONE
    assert len(keys(edge)) == len(before) + 1
    assert len(set(keys(edge))) == 1
    assert all(body == edge.bodies[0] for body in edge.bodies)


async def test_each_order_has_a_key_of_its_own(edge: Edge, api: Api) -> None:
    await order(api)
    await order(api)
    assert len(set(keys(edge))) == 2


async def test_where_nothing_answers_nothing_is_known(
    edge: Edge, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "TRYING_SECONDS", 0.5)
    edge.next = ["unavailable"]
    assert await order(api) == UNKNOWN
    assert len(set(keys(edge))) == 1
    assert len(keys(edge)) > 1


async def test_an_answer_comes_before_the_edge_gives_up(
    edge: Edge, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "PLACING_SECONDS", 0.3)
    edge.next = [LOST]
    began = time.monotonic()
    assert await order(api) == UNKNOWN
    assert time.monotonic() - began < 2


async def test_whoever_orders_too_much_is_told_at_once(edge: Edge, api: Api) -> None:
    edge.next = ["rate_limited"]
    assert await order(api) == TOO_MANY
    assert len(keys(edge)) == 1


async def test_a_limit_says_nothing_of_an_order_whose_answer_was_lost(
    edge: Edge, impatient_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.next = [LOST, "rate_limited", TAKEN]
    assert await order(impatient_api) == DONE
    assert len(set(keys(edge))) == 1
    monkeypatch.setattr(placing, "TRYING_SECONDS", 0.8)
    edge.next = ["unavailable", "rate_limited"]
    assert await order(impatient_api) == UNKNOWN


async def test_a_failure_is_no_refusal(edge: Edge, api: Api) -> None:
    edge.next = ["internal"]
    assert await order(api) == UNKNOWN


@pytest.mark.parametrize("code", ["shop_closed", "unknown_shop"])
async def test_a_shop_that_has_just_opened_is_waited_for(edge: Edge, api: Api, code: str) -> None:
    edge.next = [code, code, TAKEN]
    assert await order(api) == DONE
    assert len(set(keys(edge))) == 1


async def test_a_shop_that_says_it_accepts_is_not_waited_for_for_long(
    edge: Edge, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "CATCHING_UP_SECONDS", 0.5)
    edge.next = ["shop_closed"]
    assert await order(api) == NOT_WORKING
    assert len(keys(edge)) > 1


async def test_a_shop_that_is_closed_is_told_at_once(edge: Edge, api: Api) -> None:
    edge.shops["shop1"] = a_shop(accepting=False)
    edge.next = ["shop_closed"]
    assert await order(api) == NOT_WORKING
    assert len(keys(edge)) == 1


async def test_an_unknown_shop_is_not_working(edge: Edge, api: Api) -> None:
    assert await order(api, shop="shop9") == NOT_WORKING
    assert keys(edge) == []


async def test_a_shop_is_known_by_its_name_too(edge: Edge, api: Api) -> None:
    assert await order(api, shop="The shop1") == DONE
    assert edge.bodies[0]["shop_id"] == "shop1"


async def test_a_dish_that_has_just_come_is_found(edge: Edge, api: Api) -> None:
    catalogue = Catalogue(api)
    await catalogue.fresh()
    rice = {"id": "r", "name": "rice", "price": 100, "available": True}
    edge.shops["shop1"] = a_shop(version=2, menu=[rice])
    wanted = Wanted("Ada", "", "555 0100", "shop1", ("rice",))
    assert await place(api, catalogue, wanted, ADDRESS) == DONE
    assert edge.bodies[0]["items"] == [{"dish_id": "r", "quantity": 1}]


async def test_a_dish_that_is_none_is_told_but_for_a_shop_that_does_not_work(
    edge: Edge, api: Api
) -> None:
    assert await order(api, "egg,fish") == Result(Outcome.FAILED, "no such dish: fish")
    edge.shops["shop1"] = a_shop(accepting=False)
    assert await order(api, "fish") == NOT_WORKING
    assert keys(edge) == []


@pytest.mark.parametrize(
    ("code", "members", "said"),
    [
        ("dish_unavailable", {}, "a dish has just been sold out: load the menu again"),
        ("unknown_dish", {}, "a dish has just been sold out: load the menu again"),
        ("invalid_request", {}, "dish is empty, or has too many lines"),
        (
            "invalid_request",
            {"mistakes": [{"field": "items", "message": "too many"}]},
            "dish is empty, or has too many lines",
        ),
        (
            "invalid_request",
            {"mistakes": [{"field": "customer.name", "message": "too long"}]},
            "user is too long, or no line of text",
        ),
        (
            "invalid_request",
            {"mistakes": [{"field": "customer.address", "message": "too long"}]},
            "addr is too long, or no line of text",
        ),
        ("too_large", {}, BUSY.said),
    ],
)
async def test_a_refusal_is_told_in_old_words(
    edge: Edge, api: Api, code: str, members: dict[str, Any], said: str
) -> None:
    edge.next, edge.members = [code], members
    assert await order(api) == Result(Outcome.FAILED, said)
    assert len(keys(edge)) == 1


async def test_without_shops_no_order_is_begun(
    edge: Edge, impatient_api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.hanging = True
    assert await order(impatient_api) == BUSY
    monkeypatch.setattr(placing, "FINDING_SECONDS", 0.1)
    async with asyncio.timeout(5):
        assert await order(impatient_api) == BUSY
    assert keys(edge) == []


async def test_without_an_edge_an_order_is_not_taken(api: Api) -> None:
    await api.close()
    gone = Api("http://127.0.0.1:9")
    assert await order(gone) == BUSY
    await gone.close()
