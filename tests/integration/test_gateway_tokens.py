"""Who is let in to a channel, and for how long."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.tokens import Signer, new_key
from tests.integration.live_push import Live, gateway
from tests.integration.push_clients import client, close_code, frame, send, subscribe
from tests.integration.push_tokens import ORDERS, ORDERS_KEY, SHOPS, kitchen_token
from tests.integration.push_traffic import pushing
from tests.servers import BrokerServer


@pytest_asyncio.fixture
async def live(broker: BrokerServer) -> AsyncIterator[Live]:
    async with gateway(broker) as live:
        yield live


async def still_serves(live: Live) -> None:
    async with client(live, "public:shops"):
        pass


def altered(token: str) -> str:
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["channel"] = "shop:shop2"
    other = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{other}.{signature}"


def unsigned() -> str:
    claims = {"channel": "shop:shop1", "sub": "x", "send": True, "iat": 1, "exp": 2**33}
    return jwt.encode(claims, "", "none", headers={"kid": ORDERS_KEY["kid"]})


def signed_by_orders() -> str:
    """A shop's channel, by the key that may only name orders."""
    key = Ed25519PrivateKey.from_private_bytes(
        base64.urlsafe_b64decode(ORDERS_KEY["d"] + "=" * (-len(ORDERS_KEY["d"]) % 4))
    )
    claims = {"channel": "shop:shop1", "sub": "x", "send": True, "iat": 1, "exp": 2**33}
    return jwt.encode(claims, key, "EdDSA", headers={"kid": ORDERS_KEY["kid"]})


def of_a_stranger() -> str:
    token, _ = Signer(json.dumps(new_key("shop:"))).mint(
        "shop:shop1", "x", send=True, presence=True, lifetime_seconds=60
    )
    return token


def expired() -> str:
    return kitchen_token(lifetime_seconds=-1)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(make, id=getattr(make, "__name__", repr(make)))
        for make in (
            "",
            "nonsense",
            "é.é.é",
            lambda: altered(kitchen_token()),
            unsigned,
            signed_by_orders,
            of_a_stranger,
            expired,
        )
    ],
)
async def test_a_bad_token_closes_with_4401(live: Live, token: Any) -> None:
    async with client(live, "public:shops") as socket:
        await subscribe(socket, token() if callable(token) else token)
        assert await close_code(socket) == 4401
    await still_serves(live)


@pytest.mark.parametrize("channel", ["shop:shop1", "order:1", "publicshops"])
async def test_a_channel_asked_for_without_its_token_closes_with_4401(
    live: Live, channel: str
) -> None:
    async with client(live) as socket:
        await send(socket, {"type": "subscribe", "channel": channel})
        assert await close_code(socket) == 4401


async def test_a_renewed_token_takes_the_place_of_the_old_one(live: Live) -> None:
    async with client(live, kitchen_token(lifetime_seconds=6)) as socket:
        await subscribe(socket, kitchen_token(lifetime_seconds=600))
        assert await frame(socket) == {"type": "subscribed", "channel": "shop:shop1"}
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(7):
                await socket.recv()


async def test_a_token_that_expires_closes_with_4401(live: Live) -> None:
    async with client(live, kitchen_token(lifetime_seconds=600)) as socket:
        token, expires_at = ORDERS.mint(
            "order:1", "customer", send=False, presence=False, lifetime_seconds=5
        )
        await subscribe(socket, token)
        assert (await frame(socket))["type"] == "subscribed"
        assert await close_code(socket) == 4401
        assert 0 <= time.time() - expires_at.timestamp() < 5


async def test_a_revoked_token_closes_with_4401_and_is_refused_from_then_on(
    live: Live, broker: BrokerServer
) -> None:
    now = time.time()
    old, new = (
        SHOPS.mint(
            "shop:shop1", "k", send=True, presence=True, lifetime_seconds=600, issued_at=issued
        )[0]
        for issued in (now - 10, now)
    )
    async with pushing(broker) as notifier, client(live, old) as first, client(live, new) as second:
        async with client(live, kitchen_token("shop2")) as elsewhere:
            await notifier.push(
                ("shop:shop1", '"hello"'), ("shop:shop2", '"hi"'), closes=(("shop:shop1", now),)
            )
            assert await close_code(first) == 4401
            assert await asyncio.wait_for(second.recv(), 5) == '"hello"'
            assert await asyncio.wait_for(elsewhere.recv(), 5) == '"hi"'
        async with client(live) as late:
            await subscribe(late, old)
            assert await close_code(late) == 4401
        async with client(live, new):
            pass
