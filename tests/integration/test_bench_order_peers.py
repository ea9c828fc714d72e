"""The peers of the bench that take whole orders do the work that they are compared in."""

import contextlib
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest

from bench.contestant import NOTE, Ordering
from bench.load.http import Answer, Pool, post
from bench.load.socket import Socket, close_all, open_sockets
from bench.orders import basket, order
from bench.peers import Servers, express, fastapi_orders
from bench.peers.servers import servers as start_servers
from bench.peers.socketio import INSTALLED as INSTALLED_FOR_NODE
from shared.contracts import Order, OrderItem
from tests.waiting import until

PEERS = (express, fastapi_orders)
INSTALLED = {
    express: INSTALLED_FOR_NODE.exists(),
    fastapi_orders: importlib.util.find_spec("asyncpg") is not None,
}
SHOPS = 3
ORDERS = 9
UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True)
class Peer:
    """A peer that runs."""

    ordering: Ordering
    database_url: str
    schema: str

    async def place(self, *bodies: str) -> list[Answer]:
        """Return the answers to orders that are placed one after the other."""
        with contextlib.closing(Pool(self.ordering.port)) as pool:
            return [await pool.ask(post(self.ordering.path, body.encode())) for body in bodies]

    def stored(self) -> dict[str, tuple[str, int, list[Any], Any]]:
        """Return the note, total, items and customer of each order that is stored."""
        with (
            contextlib.closing(psycopg2.connect(self.database_url)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"SELECT id::text, note, total, items, customer FROM {self.schema}.orders"
            )
            return {row[0]: row[1:] for row in cursor}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with start_servers(tmp_path_factory.mktemp("servers")) as running:
        yield running


@pytest.fixture(scope="module", params=PEERS, ids=[peer.NAME for peer in PEERS])
def peer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Peer]:
    started = request.param
    if not INSTALLED[started]:
        pytest.skip("installed for the bench alone: sh bootstrap bench")
    servers = request.getfixturevalue("servers")
    with started.start(tmp_path_factory.mktemp(started.NAME), servers, SHOPS) as contestant:
        yield Peer(contestant.ordering, servers.database_url, started.NAME)


async def test_orders_are_stored_and_each_is_seen_once_and_by_its_shop_alone(peer: Peer) -> None:
    heard: list[tuple[int, Order]] = []

    def hear(socket: Socket, payload: bytes) -> None:
        assert peer.ordering.mark.encode() in payload
        shown = payload[payload.index(b"{") : payload.rindex(b"}") + 1]
        heard.append((socket.number, Order.model_validate_json(shown)))

    bodies = [
        peer.ordering.bodies[number % SHOPS].replace(NOTE, f"note {number}")
        for number in range(ORDERS)
    ]
    sockets = await open_sockets(peer.ordering.openings, hear)
    answers = await peer.place(*bodies)
    await until(lambda: len(heard) >= ORDERS)
    close_all(sockets)

    assert [answer.status for answer in answers] == [201] * ORDERS
    placed = [Order.model_validate_json(answer.body) for answer in answers]
    assert [each.note for each in placed] == [f"note {number}" for number in range(ORDERS)]
    shown = {each.id: (shop, each) for shop, each in heard}
    assert len(heard) == ORDERS
    assert shown == {each.id: (number % SHOPS, each) for number, each in enumerate(placed)}
    stored = peer.stored()
    for each in placed:
        items = [item.model_dump() for item in each.items]
        assert stored[str(each.id)] == (each.note, each.total, items, each.customer.model_dump())


async def test_an_order_is_priced_here_and_has_the_fields_of_orderbell(peer: Peer) -> None:
    [answer] = await peer.place(peer.ordering.bodies[0])

    answered = json.loads(answer.body)
    assert answered.keys() == Order.model_fields.keys()
    assert answered["items"][0].keys() == OrderItem.model_fields.keys()
    wanted = order(answered["shop_id"])
    same = {"shop_id", "shop_name", "status", "version", "items", "total", "currency", "customer"}
    same |= {"note", "received_at", "accepted_at", "closed_reason"}
    assert Order.model_validate(answered).model_dump(include=same) == wanted.model_dump(
        include=same
    )
    assert len(answer.body) == pytest.approx(len(wanted.model_dump_json()), abs=20)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"items": []}, UNPROCESSABLE),
        ({"items": [{"dish_id": "egg", "quantity": 0}]}, UNPROCESSABLE),
        ({"items": [{"dish_id": "egg", "quantity": "many"}]}, UNPROCESSABLE),
        ({"items": [{"dish_id": "egg", "quantity": 1}] * 51}, UNPROCESSABLE),
        ({"items": [{"dish_id": "unicorn", "quantity": 1}]}, CONFLICT),
        ({"shop_id": 17}, UNPROCESSABLE),
        ({"shop_id": "nowhere"}, CONFLICT),
        ({"customer": {"name": "", "address": "", "telephone": "1"}}, UNPROCESSABLE),
        ({"customer": {"name": "A", "address": ""}}, UNPROCESSABLE),
        ({"customer": None}, UNPROCESSABLE),
        ({"note": "x" * 201}, UNPROCESSABLE),
    ],
)
async def test_what_is_no_order_is_refused_and_not_stored(
    peer: Peer, changes: dict[str, Any], status: int
) -> None:
    before = peer.stored()
    [answer] = await peer.place(json.dumps(basket(f"{peer.schema}-0") | changes))
    assert (answer.status, peer.stored()) == (status, before)
