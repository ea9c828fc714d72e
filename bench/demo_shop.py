"""The demo's first shop, whose kitchen a bench logs in to as a page would."""

import asyncio

import httpx

SHOP = "shop1"
ACCEPTING_LIMIT_SECONDS = 10
LOOK_SECONDS = 0.1


async def open_kitchen(http: httpx.AsyncClient) -> str:
    """Log in, and return the token."""
    answer = await http.post(f"/api/shops/{SHOP}/sessions", json={"passcode": SHOP})
    answer.raise_for_status()
    return str(answer.json()["token"])


async def accepting(http: httpx.AsyncClient) -> None:
    """Return when the shop takes orders."""
    async with asyncio.timeout(ACCEPTING_LIMIT_SECONDS):
        while not (await http.get(f"/api/shops/{SHOP}")).json()["accepting"]:
            await asyncio.sleep(LOOK_SECONDS)
