"""Replaying a dead letter, as `command.letters.replay` says; returns when that is stored."""

from uuid import UUID

from command.database import connected
from command.letter_queue import LetterQueue
from command.letters import Impossible, Letter, PublishOrder, PublishShop, PutBack, Replay
from services.orders.republishing import publish_again
from services.shops import store


async def carry_out(replay: Replay, letter: Letter, queue: LetterQueue) -> Impossible | None:
    """Do it, and return None, or why it cannot be done.

    Raises Failure where the database or the broker cannot be asked.
    """
    match replay:
        case PublishOrder(order_id):
            return _publish_order(order_id)
        case PublishShop(shop_id):
            return _publish_shop(shop_id)
        case PutBack(name):
            await queue.give(name, letter)
            return None
        case Impossible():
            return replay


def _publish_order(order_id: UUID) -> Impossible | None:
    with connected("orders") as connection:
        known = publish_again(connection, order_id)
    return None if known else Impossible(f"there is no order {order_id}")


def _publish_shop(shop_id: str) -> Impossible | None:
    with connected("shops") as connection:
        try:
            store.publish_again(connection, shop_id)
        except store.UnknownShop:
            return Impossible(f"there is no shop {shop_id}")
    return None
