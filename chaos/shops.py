"""The shops of a run: made by the operator's command, their menus over HTTP by their kitchens."""

import asyncio
import random
import secrets
import sys
from pathlib import Path

from chaos.clients.api import Api, Outcome
from chaos.clients.session import Session, ShopLogin
from chaos.system import System

MENU = (("Beef noodles 牛肉面", 1800), ("Egg 蛋", 300), ("Rice 米饭", 100), ("Tea 茶", 0))


async def make_shops(
    system: System, shop_ids: list[str], accept_minutes: int
) -> dict[str, ShopLogin]:
    """Return how to log in to new shops, by id; raises RuntimeError when one cannot be made."""
    logins = await asyncio.gather(*(_make(system, id_, accept_minutes) for id_ in shop_ids))
    for login in logins:
        await _fill_menu(system, login)
    return {login.shop_id: login for login in logins}


async def _make(system: System, shop_id: str, accept_minutes: int) -> ShopLogin:
    passcode = secrets.token_hex(8)
    command = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).parent / "orderbell"), "shops", "create", shop_id),
        *("--name", f"Shop {shop_id}", "--ask-passcode", "--json"),
        *("--accept-minutes", str(accept_minutes)),
        env=system.command_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    await command.communicate(f"{passcode}\n".encode())
    if command.returncode:
        raise RuntimeError(f"the shop {shop_id} could not be made")
    return ShopLogin(shop_id, passcode)


async def _fill_menu(system: System, login: ShopLogin) -> None:
    api = Api(f"http://127.0.0.1:{system.edge_port}", random.Random(login.shop_id))
    try:
        session = Session(api, login)
        await session.log_in()
        for name, price in MENU:
            answer = await api.insist(
                "POST",
                f"/api/shops/{login.shop_id}/menu",
                token=session.token,
                body={"name": name, "price": price},
            )
            if answer.outcome is not Outcome.SUCCESS:
                raise RuntimeError(f"no menu for {login.shop_id}: {answer.code}")
    finally:
        await api.close()
