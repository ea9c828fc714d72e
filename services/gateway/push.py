"""Hears the notifiers: consumes every push batch from a queue of its own."""

from collections.abc import Callable

import structlog

from shared.broker import Delivery, Session
from shared.broker_map import GATEWAY_QUEUE_BATCHES_MAX, GATEWAY_QUEUE_PREFIX
from shared.events import Unreadable
from shared.push import EXCHANGE, PushBatch

# Over either bound the oldest batch goes: its number is then missing, which clients are told.
QUEUE_BYTES_MAX = 64 * 1024 * 1024
QUEUE_ARGUMENTS = {
    "x-max-length": GATEWAY_QUEUE_BATCHES_MAX,
    "x-max-length-bytes": QUEUE_BYTES_MAX,
    "x-overflow": "drop-head",
}

log = structlog.get_logger()


async def consume_batches(
    session: Session, queue_id: str, on_batch: Callable[[PushBatch], None]
) -> None:
    """Have `on_batch` called with each batch, in their order, until the session ends.

    Returns once the queue is bound. `queue_id` is new for each session: the broker may not have
    noticed yet that the last one's connection is gone, and with it the exclusive queue.
    """

    async def on_delivery(delivery: Delivery) -> None:
        if session.closed.done():
            return
        try:
            on_batch(PushBatch.decode(delivery.body))
        except Unreadable:
            # The next batch shows that this one's number is missing.
            log.warning("push_batch_unreadable", message_id=delivery.message_id)

    name = f"{GATEWAY_QUEUE_PREFIX}{queue_id}"
    await session.consume_own_queue(name, EXCHANGE, on_delivery, arguments=QUEUE_ARGUMENTS)
