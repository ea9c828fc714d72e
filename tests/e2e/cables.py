"""What may be between a page and the system: a cable to pull, or a network without sockets."""

import contextlib
from collections.abc import AsyncIterator
from typing import Literal
from urllib.parse import urlsplit

from chaos.links import Link, Links


def no_sockets(how: Literal["refused", "swallowed"] = "refused") -> str:
    """Return the script for a page whose network lets no WebSocket through, so that it asks."""
    ending = "setTimeout(() => this.onclose?.(), 50);" if how == "refused" else ""
    return f"globalThis.WebSocket = class {{ constructor() {{ {ending} }} close() {{}} }};"


@contextlib.asynccontextmanager
async def cable_to(url: str) -> AsyncIterator[Link]:
    """Return a cable to where people reach the system."""
    links = Links()
    cable = await links.add("kitchen>edge")
    edge = urlsplit(url)
    assert edge.hostname
    assert edge.port
    cable.upstream = (edge.hostname, edge.port)
    yield cable
    links.close()
