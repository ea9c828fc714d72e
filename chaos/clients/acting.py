"""Doing something to an order until it is answered for good, as staff and as customers.

Written down: `acting` once, and `acted` for every answer, 409 and 503 among them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chaos.clients.api import Api, Outcome
from chaos.clients.truth import Order, parse_order
from chaos.records import Journal

UNAUTHORIZED = 401


@dataclass(frozen=True)
class Actor:
    """Who acts, by which token; what is told when it is refused, and to whom an answer goes."""

    who: str
    api: Api
    journal: Journal
    token: Callable[[], str]
    take: Callable[[Order], None]
    refused: Callable[[], None] | None = None


async def act(
    actor: Actor, order_id: str, action: str, body: Mapping[str, Any] | None = None
) -> Order | None:
    """Return the order as it is after the action, or its refusal; None where that is not told.

    An action that is repeated changes nothing more, so one whose answer was lost is sent again.
    """
    actor.journal.write(actor.who, "acting", order_id=order_id, action=action)
    path = f"/api/orders/{order_id}/{action}"
    while True:
        answer = await actor.api.call("POST", path, token=actor.token(), body=body)
        order = _order_in(answer.content)
        if answer.status is not None:
            actor.journal.write(
                actor.who,
                "acted",
                order_id=order_id,
                action=action,
                http_status=answer.status,
                version=order.version if order else None,
                status=order.status if order else None,
            )
        if order:
            actor.take(order)
        if answer.status == UNAUTHORIZED and actor.refused:
            actor.refused()
        elif answer.outcome is not Outcome.AGAIN:
            return order
        await actor.api.pause(answer)


def _order_in(content: Any) -> Order | None:
    """Return the order of an answer: all of it, or a member of a problem."""
    if not isinstance(content, dict):
        return None
    found = content if "version" in content else content.get("order")
    return parse_order(found) if found else None
