"""That a flood drives out what a gateway's queue held before it."""

from chaos.faults.broker import FILLING, FLOOD_BATCHES
from services.gateway.push import QUEUE_BYTES_MAX
from shared.broker_map import GATEWAY_QUEUE_BATCHES_MAX

# What the kernel and a link hold of a connection that nobody reads, and how many messages RabbitMQ
# takes out of a queue for it.
CONNECTION_BYTES_MAX = 16 * 1024 * 1024
UNSENT_MESSAGES_MAX = 200


def test_a_flood_is_more_than_a_gateways_queue_holds() -> None:
    # By bytes, not by number: a few take a second, many take so long that heartbeats are missed.
    assert FLOOD_BATCHES < GATEWAY_QUEUE_BATCHES_MAX
    assert FLOOD_BATCHES * len(FILLING) > QUEUE_BYTES_MAX


def test_a_flood_is_more_than_a_connection_takes() -> None:
    taken = CONNECTION_BYTES_MAX + UNSENT_MESSAGES_MAX * len(FILLING)
    assert FLOOD_BATCHES * len(FILLING) > taken
