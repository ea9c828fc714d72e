"""Answers that are changed on their way: what the stage's servers do not say, or not for long."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Route

from shared.contracts import print_instant
from tests.e2e.windows import Window

# Newer than any version that an order or a shop of the stage really has.
LAST_VERSION = 99
# What ends so is an instant.
INSTANTS = ("_at", "_by", "_until")


async def altered(window: Window, path: str, changes: Mapping[str, Any]) -> None:
    """Have a page read what is otherwise than a path answers; instants in minutes from now."""

    async def answer(route: Route) -> None:
        response = await route.fetch()
        if not response.ok:
            await route.fulfill(response=response)
            return
        content = json.loads(await response.text()) | dated(changes) | {"version": LAST_VERSION}
        await route.fulfill(response=response, json=content)

    await window.page.route(re.compile(f"{re.escape(path)}$"), answer)


async def refused(window: Window, path: str, code: str, **members: Any) -> None:
    """Have a page be refused what it sends to a path."""
    window.without_answers = True
    problem = {"status": 409, "code": code, **members}
    await window.page.route(
        re.compile(f"{re.escape(path)}$"), lambda route: route.fulfill(status=409, json=problem)
    )


def dated(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes with instants as the servers write them."""
    return {
        name: instant(value) if name.endswith(INSTANTS) and value is not None else value
        for name, value in changes.items()
    }


def instant(minutes: float) -> str:
    """Return the instant so many minutes from now."""
    return print_instant(datetime.now(UTC) + timedelta(minutes=minutes))
