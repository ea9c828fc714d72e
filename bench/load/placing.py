"""How a customer places an order that is known again, and a screen confirms what it sees."""

from bench.contestant import NOTE, Ordering
from bench.load.http import Answer, Pool, post
from bench.load.process import clock_ns
from bench.load.push import note_of
from bench.load.socket import Socket
from shared.identifiers import uuid7

CREATED = 201
ORDER_ID_CHARACTERS = 36


async def place(pool: Pool, path: str, body: str) -> tuple[int, Answer]:
    """Return when the call was sent (`clock_ns`), which its order's note says, and the answer."""
    sent = clock_ns()
    noted = body.replace(NOTE, note_of(sent)).encode()
    return sent, await pool.ask(post(path, noted, Idempotency_Key=str(uuid7())))


def confirm(ordering: Ordering, socket: Socket, payload: bytes) -> str:
    """Send the receipt for the order that a frame tells of, and return its id."""
    mark = ordering.id_mark.encode()
    at = payload.find(mark) + len(mark)
    order_id = payload[at : at + ORDER_ID_CHARACTERS].decode()
    socket.say(ordering.receipts[socket.number].replace("ORDER_ID", order_id))
    return order_id
