"""Leases: announced at once, renewed, numbered."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from services.gateway import presence
from services.gateway.hub import Subscription
from services.gateway.presence import Presence
from shared.events import GatewayPresence, GatewayPresenceData

KITCHEN = Subscription("shop:a", leaves_lease=True)
CUSTOMER = Subscription("order:1")


@contextlib.asynccontextmanager
async def announcing(leases: Presence) -> AsyncIterator[asyncio.Queue[GatewayPresenceData]]:
    heard: asyncio.Queue[GatewayPresenceData] = asyncio.Queue()

    async def publish(events: Sequence[GatewayPresence]) -> None:
        for event in events:
            heard.put_nowait(event.data)

    task = asyncio.create_task(leases.announce(publish))
    try:
        yield heard
    finally:
        task.cancel()


async def test_the_first_that_comes_is_announced_at_once_and_the_last_that_goes_a_little_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(presence, "LINGER_SECONDS", 0.3)
    leases = Presence("g")
    async with announcing(leases) as heard:
        assert (await heard.get()).channels == ()
        leases.arrived(KITCHEN)
        async with asyncio.timeout(1):
            assert (await heard.get()).channels == ("shop:a",)
        left_at = time.monotonic()
        leases.left([KITCHEN])
        async with asyncio.timeout(1):
            assert (await heard.get()).channels == ()
        assert time.monotonic() - left_at >= 0.3


async def test_who_is_back_at_once_was_never_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LINGER_SECONDS", 0.05)
    monkeypatch.setattr(presence, "PAUSE_SECONDS", 0)
    leases = Presence("g")
    leases.arrived(KITCHEN)
    async with announcing(leases) as heard:
        assert (await heard.get()).channels == ("shop:a",)
        leases.left([KITCHEN])
        leases.arrived(KITCHEN)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await heard.get()
        leases.left([KITCHEN])
        async with asyncio.timeout(1):
            assert (await heard.get()).channels == ()


async def test_others_and_customers_are_not_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LINGER_SECONDS", 0)
    monkeypatch.setattr(presence, "PAUSE_SECONDS", 0)
    leases = Presence("g")
    leases.arrived(KITCHEN)
    async with announcing(leases) as heard:
        await heard.get()
        leases.arrived(KITCHEN)
        leases.left([KITCHEN])
        leases.arrived(CUSTOMER)
        leases.left([CUSTOMER])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await heard.get()


async def test_leases_are_renewed_with_rising_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(presence, "RENEW_SECONDS", 0.01)
    leases = Presence("g")
    leases.arrived(KITCHEN)
    before = datetime.now(UTC)
    async with announcing(leases) as heard:
        told = [await heard.get() for _ in range(3)]
    assert [each.number for each in told] == [1, 2, 3]
    assert {each.channels for each in told} == {("shop:a",)}
    assert {each.gateway for each in told} == {"g"}
    lease_seconds = (told[0].expires_at - before).total_seconds()
    assert presence.LEASE_SECONDS <= lease_seconds < presence.LEASE_SECONDS + 1
