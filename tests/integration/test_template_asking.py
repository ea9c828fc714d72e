"""Shops are asked for when they are new, and sessions are kept."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from services.template import sessions as sessions_module
from services.template.api import Api
from services.template.catalogue import Catalogue, Unreachable
from services.template.sessions import Refused, Sessions, TooManyTries
from tests.integration.template_edge import TAKEN, Edge, a_shop, served

ADDRESS = "192.0.2.7"


@pytest.fixture
def edge() -> Edge:
    return Edge({name: a_shop(name) for name in ("s1", "s2", "s3", "s4", "s5")})


@pytest.fixture
async def api(edge: Edge) -> AsyncIterator[Api]:
    async with served(edge) as api:
        yield api


async def test_every_page_of_shops_is_read(edge: Edge, api: Api) -> None:
    edge.page_size = 2
    assert [shop["id"] for shop in await Catalogue(api).fresh()] == ["s1", "s2", "s3", "s4", "s5"]
    assert [str(request.query_params) for request in edge.asked[:3]] == ["", "after=s2", "after=s4"]


async def test_only_what_is_new_is_fetched(edge: Edge, api: Api) -> None:
    catalogue = Catalogue(api)
    await catalogue.fresh()
    edge.asked.clear()
    await catalogue.fresh()
    assert edge.paths == ["/api/shops"]
    edge.asked.clear()
    edge.shops["s2"] = a_shop("s2", version=2, accepting=False)
    del edge.shops["s3"]
    shops = {shop["id"]: shop["accepting"] for shop in await catalogue.fresh()}
    assert shops == {"s1": True, "s2": False, "s4": True, "s5": True}
    assert edge.paths == ["/api/shops", "/api/shops/s2"]


async def test_whoever_asks_together_shares_a_refresh_that_began_after(
    edge: Edge, api: Api
) -> None:
    catalogue = Catalogue(api)
    first = asyncio.create_task(catalogue.fresh())
    while not edge.asked:
        await asyncio.sleep(0.005)
    edge.shops["s1"] = a_shop("s1", version=2, name="New")
    later = await asyncio.gather(*(catalogue.fresh() for _ in range(20)))
    await first
    assert edge.paths.count("/api/shops") == 2
    assert all(shops[0]["name"] == "New" for shops in later)


async def test_who_leaves_early_takes_nobody_s_answer_along(edge: Edge, api: Api) -> None:
    catalogue = Catalogue(api)
    leaver = asyncio.create_task(catalogue.fresh())
    stayer = asyncio.create_task(catalogue.fresh())
    await asyncio.sleep(0.005)
    leaver.cancel()
    assert len(await stayer) == len(edge.shops)


async def test_a_failure_is_told_and_forgotten(edge: Edge, api: Api) -> None:
    catalogue = Catalogue(api)
    hidden = edge.shops.pop("s1")
    await catalogue.fresh()
    edge.failing = True
    with pytest.raises(Unreachable):
        await catalogue.fresh()
    edge.failing = False
    edge.shops["s1"] = hidden
    assert len(await catalogue.fresh()) == 5


async def test_a_shop_is_known_by_its_id_or_by_a_name_that_is_its_alone(
    edge: Edge, api: Api
) -> None:
    edge.shops |= {
        "s1": a_shop("s1", name="s2"),
        "s3": a_shop("s3", name="Twin"),
        "s4": a_shop("s4", name="Twin"),
    }
    catalogue = Catalogue(api)
    found = [await catalogue.find(name) for name in ("s2", "The s5", "Twin", "none")]
    assert [shop and shop["id"] for shop in found] == ["s2", "s5", None, None]


async def test_a_session_is_kept_for_whoever_types_the_same(edge: Edge, api: Api) -> None:
    sessions = Sessions(api)
    session = await sessions.log_in("s1", "secret", ADDRESS)
    assert edge.bodies == [{"passcode": "secret"}]
    assert edge.asked[-1].headers["X-Real-IP"] == ADDRESS
    assert sessions.kept("s1", "secret", ADDRESS) == session
    others = [("s1", "Secret"), ("s2", "secret"), ("s1", "")]
    assert [sessions.kept(*other, ADDRESS) for other in others] == [None] * 3
    # Whoever guesses elsewhere learns nothing.
    assert sessions.kept("s1", "secret", "192.0.2.8") is None
    half = datetime.now(UTC) + timedelta(minutes=30)
    assert abs(session.renew_at - half) < timedelta(minutes=1)


async def test_a_renewed_session_is_that_of_all_its_screens(edge: Edge, api: Api) -> None:
    sessions = Sessions(api)
    session = await sessions.log_in("s1", "secret", ADDRESS)
    edge.asked.clear()
    renewed = await sessions.renew(session)
    assert renewed is not None
    assert edge.asked[0].headers["Authorization"] == f"Bearer {session.token}"
    assert edge.bodies[-1] is None
    assert renewed.token != session.token
    assert await sessions.renew(session) == renewed
    assert len(edge.asked) == 1
    # Whoever finds the old one ended does not take the new one from the others.
    sessions.forget(session)
    assert sessions.kept("s1", "secret", ADDRESS) == renewed
    sessions.forget(renewed)
    assert sessions.kept("s1", "secret", ADDRESS) is None


async def test_what_cannot_be_renewed_now_stays(edge: Edge, api: Api) -> None:
    sessions = Sessions(api)
    session = await sessions.log_in("s1", "secret", ADDRESS)
    edge.next = ["unavailable"]
    assert await sessions.renew(session) is None
    assert sessions.kept("s1", "secret", ADDRESS) == session


async def test_a_log_in_waits_where_it_cannot_be_judged(
    edge: Edge, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.retry_after = "0"
    edge.next = ["unavailable", "unavailable", TAKEN]
    await Sessions(api).log_in("s1", "secret", ADDRESS)
    assert len(edge.asked) == 3
    edge.next = ["unavailable"]
    monkeypatch.setattr(sessions_module, "LOG_IN_SECONDS", 0.2)
    with pytest.raises(TimeoutError):
        await Sessions(api).log_in("s1", "secret", ADDRESS)


async def test_a_refusal_is_told_apart_from_a_limit(edge: Edge, api: Api) -> None:
    sessions = Sessions(api)
    for code in ("bad_passcode", "unknown_shop", "invalid_request"):
        edge.next = [code]
        with pytest.raises(Refused):
            await sessions.log_in("s1", "secret", ADDRESS)
    edge.next = ["rate_limited"]
    with pytest.raises(TooManyTries) as tries:
        await sessions.log_in("s1", "secret", ADDRESS)
    assert tries.value.seconds == 7
    assert sessions.kept("s1", "secret", ADDRESS) is None


async def test_those_that_were_used_longest_ago_are_not_kept(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions_module, "KEPT_MAX", 2)
    sessions = Sessions(api)
    for shop in ("s1", "s2"):
        await sessions.log_in(shop, "secret", ADDRESS)
    sessions.kept("s1", "secret", ADDRESS)
    await sessions.log_in("s3", "secret", ADDRESS)
    kept = [sessions.kept(shop, "secret", ADDRESS) is not None for shop in ("s1", "s2", "s3")]
    assert kept == [True, False, True]
